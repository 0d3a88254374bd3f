"""The containers that run Redis or an exporter of its metrics, and the resources of operators, among some objects."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.document import Document
from redislint.read import exporter
from redislint.read.helm.embedded import Found
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.container import Container
from redislint.read.kubernetes.objects import Object, scalar
from redislint.read.kubernetes.operators import resources
from redislint.read.kubernetes.pods import pods
from redislint.read.kubernetes.server import Server
from redislint.read.kubernetes.variables import given
from redislint.read.yaml import Node
from redislint.typed import Final

_MOST: Final = 1_000


def running(own: tuple[Object, ...], around: Around, *, is_whole: bool) -> tuple[Found, set[int]]:
    """The instances and documents of some objects, and the scalars that they were read from, by their identity."""
    found = Found()
    used: set[int] = set()
    containers = tuple(_containers(own, around))
    found.documents += [text for one in containers for text in _exported(one)]
    for server in _servers(containers, is_whole=is_whole):
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


def _exported(container: Container) -> Iterator[Document]:
    """The options of a container that runs an exporter of metrics."""
    if exporter.is_one(exporter.name_of(container.reference)):
        variables = given(container.node)
        found = exporter.document(container.node.file.source, container.words, variables)
        if found is not None:
            yield found


def _servers(containers: tuple[Container, ...], *, is_whole: bool) -> Iterator[Server]:
    """The containers that run Redis; those of one file are a group, unless others may belong to it."""
    found = [one for one in containers if one.is_ours]
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
