"""The ports at which a pod's surroundings expect its server: containerPort, services that lead to it, probes by TCP."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.workload import Inlet
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import scalar
from redislint.read.kubernetes.pods import Pods
from redislint.read.kubernetes.services import elements, number_of, selects
from redislint.read.yaml import Node
from redislint.source import Span
from redislint.typed import Final

_PROBES: Final = {"startupProbe": "startup", "livenessProbe": "liveness", "readinessProbe": "readiness"}


def inlets(pods: Pods, container: Node, around: Around) -> tuple[Inlet, ...]:
    """Where others expect the server in this container; nothing of what lies over another object."""
    if pods.labels is None or pods.overlay:
        return ()
    own = {scalar(one, "name"): one.get("containerPort") for one in elements(container, "ports")}
    found = [*_of_services(pods, container, around, own), *_of_probes(container, own)]
    taken = {one.span for one in found}
    return (*found, *(one for one in _of_container(container) if one.span not in taken))


def _of_container(container: Node) -> Iterator[Inlet]:
    for one in elements(container, "ports"):
        node = one.get("containerPort")
        found = number_of(node)
        if node is not None and found and scalar(one, "protocol") in ("", "TCP"):
            yield Inlet("container", found, _text(node), said=scalar(one, "name"))


def _of_services(pods: Pods, container: Node, around: Around, own: dict[str, Node | None]) -> Iterator[Inlet]:
    """The services that lead to the pods, but for their ports that are another container's."""
    others = [one for one in elements(pods.spec, "containers") if one.span != container.span]
    names = {scalar(one, "name") for other in others for one in elements(other, "ports")}
    taken = {number_of(one.get("containerPort")) for other in others for one in elements(other, "ports")}
    for service in around.all("Service", tuple(value for value in (pods.labels or {}).values() if value)):
        for one in elements(service.node.get("spec"), "ports") if selects(service, pods) else ():
            target = one.get("targetPort")
            node = one.get("port") if target is None or target.kind == "null" else target
            if (
                node is None
                or scalar(one, "protocol") not in ("", "TCP")
                or (node.text in names and number_of(node) is None)
            ):
                continue
            place = own.get(node.text, node) if number_of(node) is None else node
            found = number_of(place)
            if place is not None and found and found not in taken:
                yield Inlet("service", found, _text(place), service.name, scalar(one, "name"))


def _of_probes(container: Node, own: dict[str, Node | None]) -> Iterator[Inlet]:
    for key, kind in _PROBES.items():
        node = container.at(f"{key}.tcpSocket.port")
        place = own.get(node.text) if node is not None and number_of(node) is None else node
        found = number_of(place)
        if place is not None and found:
            yield Inlet("probe", found, _text(place), kind)


def _text(node: Node) -> Span:
    inner = node.inner("kubernetes")
    return inner.span(0, len(inner.text))
