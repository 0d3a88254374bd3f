"""Manifests of Kubernetes: containers that run Redis, Valkey or Sentinel, texts that they read, and charts' values."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.model.document import Document, Problem, Reading
from redislint.model.instance import Reference
from redislint.read.helm.embedded import Found
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.container import Container
from redislint.read.kubernetes.kustomize import NAMES, Kustomization
from redislint.read.kubernetes.objects import Object, objects, scalar
from redislint.read.kubernetes.operators import resources
from redislint.read.kubernetes.overlay import Overlay, mentioned
from redislint.read.kubernetes.pods import pods
from redislint.read.kubernetes.server import Server
from redislint.read.kubernetes.texts import fragments
from redislint.read.yaml import Node, Yaml
from redislint.source import Source, Tree
from redislint.typed import Final

# Names that a file has in it which concerns us.
_TELLING: Final = ("redis", "valkey", "keydb", "sentinel")
# What a manifest has in it that installs charts.
_INSTALLS: Final = ("Application", "HelmRelease", "helmChart", "HelmChart")
_MOST: Final = 1_000


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
    found, used = _found(own, around, is_whole=not around.mentions("sentinel"))
    fragments(found, own, used)
    problems: tuple[Problem, ...] = file.problems
    if found.instances:
        problems += tuple(file.duplicates())
    documents = {_key(one): one for one in found.documents}
    release = _released(source, around)
    return Reading(
        source,
        (*documents.values(), *release.documents),
        (*found.instances, *release.instances),
        (*problems, *release.problems),
        tuple(dict.fromkeys((*found.secrets, *release.secrets))),
        (*file.comments(), *release.comments),
    )


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
    found, _ = _found(own, Around.applied(source, own, tree, said), is_whole=is_whole)
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


def _found(own: tuple[Object, ...], around: Around, *, is_whole: bool) -> tuple[Found, set[int]]:
    """The instances and documents of some objects, and the scalars that they were read from, by their identity."""
    found = Found()
    used: set[int] = set()
    for server in _servers(own, around, is_whole=is_whole):
        found.documents += server.documents()
        found.instances.append(server.instance())
        found.secrets += server.secrets
        used |= server.configuration.nodes
    for resource in (made for one in own for made in resources(one, around)):
        found.documents += resource.documents
        found.instances.append(resource.instance(resource.object.namespace or "default"))
        found.secrets += resource.secrets
        used |= resource.nodes
    return found, used


def _released(source: Source, around: Around) -> Reading:
    """What the charts become that a manifest installs."""
    if not any(word in source.text for word in _INSTALLS):
        return Reading(source)
    # Few manifests need it.
    from redislint.read.releases import released

    return released(source, around)


def _key(document: Document) -> tuple[str, int, int]:
    """What tells one text of a file from the others: several containers may read it."""
    is_line = document.language == "argv" and bool(document.settings)
    return document.language, id(document.source.text), document.settings[0].span.start if is_line else 0


def _servers(own: tuple[Object, ...], around: Around, *, is_whole: bool) -> Iterator[Server]:
    """The containers that run Redis; those of one file are a group, unless others may belong to it."""
    found = [one for one in _containers(own, around) if one.is_ours]
    for one in found:
        owner = one.pods.object
        alone = sum(other.pods.object is owner for other in found) == 1
        name = owner.name if alone else f"{owner.name}/{scalar(one.node, 'name')}"
        yield Server(one, name, owner.namespace or "default" if is_whole else "")


def _containers(own: tuple[Object, ...], around: Around) -> Iterator[Container]:
    for one in own:
        found = pods(one, patched=around.kustomization.changes(one))
        if found is not None:
            for node in _declared(found.spec):
                yield Container(node, found, around)


def _declared(spec: Node) -> Iterator[Node]:
    """The containers of a pod; of those that prepare it only such as go on beside the others."""
    for key in ("containers", "initContainers"):
        declared = spec.get(key)
        for node in declared.elements()[:_MOST] if declared is not None else ():
            if node.kind == "mapping" and (key == "containers" or scalar(node, "restartPolicy") == "Always"):
                yield node
