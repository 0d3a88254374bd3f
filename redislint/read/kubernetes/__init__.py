"""Manifests of Kubernetes: containers that run Redis, Valkey or Sentinel, texts that they read, and charts' values."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.document import Document, Problem, Reading
from redislint.read.helm.embedded import Found
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.container import Container
from redislint.read.kubernetes.objects import Object, objects, scalar
from redislint.read.kubernetes.operators import resources
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
    text = source.text.lower()
    if not any(name in text for name in _TELLING):
        return Reading(source)
    file = Yaml(source)
    if file.templates or (file.problems and "{{" in text):
        return Reading(source)
    own = tuple(objects(file))
    around = Around(source, own, tree)
    found = Found()
    used: set[int] = set()
    for server in _servers(own, around):
        found.documents += server.documents()
        found.instances.append(server.instance())
        found.secrets += server.secrets
        used |= server.configuration.nodes
    for resource in (made for one in own for made in resources(one, around)):
        found.documents += resource.documents
        found.instances.append(resource.instance(resource.object.namespace or "default"))
        found.secrets += resource.secrets
        used |= resource.nodes
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


def _servers(own: tuple[Object, ...], around: Around) -> Iterator[Server]:
    """The containers that run Redis; those of one file are a group, unless others may belong to it."""
    found = [one for one in _containers(own, around) if one.is_ours]
    is_whole = bool(found) and not around.mentions("sentinel")
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
