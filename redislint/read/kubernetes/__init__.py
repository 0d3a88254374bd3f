"""Manifests of Kubernetes: containers that run Redis, Valkey or Sentinel, texts that they read, and charts' values."""

from __future__ import annotations

import posixpath

from redislint.model.document import Document, Problem, Reading
from redislint.model.instance import Reference
from redislint.read import exporter, prometheus
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.clients import called, connected
from redislint.read.kubernetes.kustomize import NAMES, Kustomization
from redislint.read.kubernetes.objects import Object, objects
from redislint.read.kubernetes.overlay import Overlay, mentioned
from redislint.read.kubernetes.running import running
from redislint.read.kubernetes.texts import fragments
from redislint.read.yaml import Yaml
from redislint.source import Source, Tree
from redislint.typed import Final

# Names that a file has in it which concerns us.
_TELLING: Final = ("redis", "valkey", "keydb", "sentinel")
# What a manifest has in it that installs charts.
_INSTALLS: Final = ("Application", "HelmRelease", "helmChart", "HelmChart")


def read(source: Source, tree: Tree) -> Reading:
    """The containers and texts of a manifest; a template of one is passed over, for what it makes is not known."""
    if posixpath.basename(source.path) in NAMES:
        return _applied(source, tree)
    text = source.text.lower()
    if not any(name in text for name in _TELLING):
        return Reading(source)
    file = Yaml(source)
    if file.templates or (file.problems and "{{" in text):
        return Reading(source)
    own = tuple(objects(file))
    around = Around(source, own, tree)
    found, used = running(own, around, is_whole=not around.mentions("sentinel"))
    found.documents += _alerting(source, own, tree)
    fragments(found, own, used)
    problems: tuple[Problem, ...] = file.problems
    if found.instances:
        problems += tuple(file.duplicates())
    documents = {_key(one): one for one in found.documents}
    release = _released(source, around)
    calling, passwords = called(source, own)
    clients = connected(source, own)
    return Reading(
        source,
        (*documents.values(), *release.documents, *calling, *clients.documents(source)),
        (*found.instances, *release.instances),
        (*problems, *release.problems),
        tuple(dict.fromkeys((*found.secrets, *release.secrets, *passwords, *clients.secrets))),
        (*file.comments(), *release.comments),
    )


def _alerting(source: Source, own: tuple[Object, ...], tree: Tree) -> list[Document]:
    """The alerts of Prometheus that are declared as objects."""
    if prometheus.OBJECT not in source.text or prometheus.METRICS not in source.text:
        return []
    groups = (one.node.at("spec.groups") for one in own if one.kind == prometheus.OBJECT)
    found = prometheus.alerts(source, groups, tree)
    return [found] if found is not None else []


def _applied(source: Source, tree: Tree) -> Reading:
    """The instances that a kustomization comes to; what it is made of is judged by them, and not by itself."""
    if not mentioned(source.path, tree, _TELLING):
        return Reading(source)
    overlay = Overlay(tree)
    overlay.add(source.path)
    said = Kustomization(made=overlay.made, patched=tuple(overlay.unsure))
    # What is not known of an object is nothing to judge: its parts are, each by itself.
    own = tuple(one for one in overlay.objects if not said.changes(one))
    is_whole = not overlay.open and len(own) == len(overlay.objects)
    found, _ = running(own, Around.applied(source, own, tree, said), is_whole=is_whole)
    parts = tuple(Reference("base", path, source.anchor) for path in overlay.files if path != source.path)
    claims = parts if is_whole else ()
    instances = tuple(
        one._replace(
            declared=source.path,
            group=f"{source.path} {one.group}" if one.group else "",
            references=(*one.references, *(claims or (part._replace(role="mount") for part in parts))),
        )
        for one in found.instances
    )
    documents = tuple({_key(one): one for one in found.documents if one.source.root is source}.values())
    release = _released(source, Around(source, own, tree))
    return Reading(
        source,
        (*documents, *release.documents),
        (*instances, *release.instances),
        release.problems,
        tuple(dict.fromkeys((*found.secrets, *release.secrets))),
        tuple(dict.fromkeys((*overlay.comments, *release.comments))),
    )


def _released(source: Source, around: Around) -> Reading:
    """What the charts become that a manifest installs."""
    if not any(word in source.text for word in _INSTALLS):
        return Reading(source)
    # Few manifests need it.
    from redislint.read.releases import released

    return released(source, around)


def _key(document: Document) -> tuple[str, int, int]:
    """What tells one text of a file from the others: several containers may read it."""
    is_line = document.language in ("argv", exporter.LANGUAGE) and bool(document.settings)
    return document.language, id(document.source.text), document.settings[0].span.start if is_line else 0
