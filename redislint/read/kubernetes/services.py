"""What lets others in from beyond the cluster: services, ports of the node, and the policies that shut them out."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import Fact
from redislint.model.instance import Port
from redislint.model.workload import Lead
from redislint.read.balancer import is_inside
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object, labels, scalar, within
from redislint.read.kubernetes.pods import Pods
from redislint.read.yaml import Node
from redislint.source import Span
from redislint.typed import Final

_MOST: Final = 200
_OUTWARD: Final = ("NodePort", "LoadBalancer", "externalIPs")
_ANYWHERE: Final = frozenset({"0.0.0.0/0", "::/0"})
# What a server and a Sentinel listen on where no container's port is declared.
_USUAL: Final = (6379, 26379)


def published(pods: Pods, container: Node, around: Around) -> tuple[Port, ...] | None:
    """The ports that others reach from beyond the cluster; None where that is not known."""
    outward = [*_of_node(pods, container)]
    numbers = _numbers(container)
    if pods.labels is None or pods.overlay:
        return None
    for service in around.all("Service", _OUTWARD):
        if selects(service, pods):
            outward += _of_service(service, pods)
    if not outward or _is_shared(pods):
        return tuple(outward)
    # Each policy adds to what the others let in; a pod that none is about lets in everybody.
    shut = [_shuts(policy, numbers) for policy in _policies(around) if _covers(policy, pods)]
    if not shut or False in shut:
        return tuple(outward)
    return None if None in shut else ()


def policy(pods: Pods, container: Node, around: Around) -> Fact[str] | None:
    """What the policies that are surely about a pod make of it: `open` if one of them lets in everybody, or `closed`.

    Policies add to each other: what one lets in no other one shuts out, wherever it is.
    """
    if pods.labels is None or pods.overlay:
        return None
    numbers, places = _numbers(container), []
    for one in _policies(around):
        if _covers(one, pods) and one.node.at("spec.podSelector.matchExpressions") is None:
            places.append(one.named)
            rule = next((rule for rule in elements(one.node.get("spec"), "ingress") if _admits(rule, numbers)), None)
            if rule is not None:
                return Fact("open", one.named)
    return Fact("closed", places[0]) if places else None


def _policies(around: Around) -> Iterator[Object]:
    return around.all("NetworkPolicy", ("NetworkPolicy",))


def _numbers(container: Node) -> dict[str, int]:
    """The ports of a container, each by its name, and by its number as a text."""
    found: dict[str, int] = {}
    for one in elements(container, "ports"):
        number = number_of(one.get("containerPort"))
        found |= {name: number for name in (scalar(one, "name"), str(number)) if name} if number else {}
    return found or {str(number): number for number in _USUAL}


def _is_shared(pods: Pods) -> bool:
    """Does the pod share the network of its node, where no policy is about it?"""
    shared = pods.spec.get("hostNetwork")
    return shared is not None and shared.value is True


def _of_node(pods: Pods, container: Node) -> Iterator[Port]:
    """The ports of the node that the container takes for its own."""
    shared = pods.spec.get("hostNetwork")
    declared = [number_of(one.get("containerPort")) for one in elements(container, "ports")]
    if _is_shared(pods) and shared is not None:
        numbers = [one for one in declared if one] or _USUAL
        yield from (Port("", number, shared.span, by="hostNetwork") for number in numbers)
        return
    for one in elements(container, "ports"):
        number, outside, host = number_of(one.get("containerPort")), one.get("hostPort"), one.get("hostIP")
        if number and outside is not None and outside.kind == "scalar" and outside.text != "0":
            address = "" if host is None else host.text if host.is_known else None
            yield Port(address, number, outside.span, number_of(outside), "hostPort")


def selects(service: Object, pods: Pods) -> bool:
    """Does a service lead to these pods?"""
    selector = labels(service.node.at("spec.selector"))
    return bool(selector) and within(service.namespace, pods.object.namespace) and _fit(selector, pods)


def _fit(selector: dict[str, str] | None, pods: Pods) -> bool:
    return selector is not None and pods.labels is not None and selector.items() <= pods.labels.items()


def _of_service(service: Object, pods: Pods) -> Iterator[Port]:
    """The ports of a service that is there for others than the cluster's own."""
    kind, place = scalar(service.node, "spec.type"), service.node.at("spec.type")
    addresses = service.node.at("spec.externalIPs")
    if kind not in ("NodePort", "LoadBalancer") or place is None:
        if addresses is None or not addresses.elements():
            return
        kind, place = "externalIPs", addresses.elements()[0]
    if kind == "LoadBalancer" and _is_limited(service):
        return
    for one in elements(service.node.get("spec"), "ports"):
        inside = _target(one, pods)
        outside = one.get("nodePort") if kind == "NodePort" else one.get("port")
        if inside and scalar(one, "protocol") in ("", "TCP"):
            by = "internal" if kind == "LoadBalancer" and _is_inside(service) else kind
            yield Port("", inside, _text(place), number_of(outside), by)


def _text(node: Node) -> Span:
    inner = node.inner("kubernetes")
    return inner.span(0, len(inner.text))


def _is_inside(service: Object) -> bool:
    """Is a load balancer for a private network alone?"""
    annotations = service.node.at("metadata.annotations")
    pairs = [(key, value.text) for key, (_, value) in annotations.items().items()] if annotations is not None else []
    return is_inside(pairs, scalar(service.node, "spec.loadBalancerIP"), scalar(service.node, "spec.loadBalancerClass"))


def _is_limited(service: Object) -> bool:
    """Does a load balancer take connections from some addresses only?"""
    ranges = service.node.at("spec.loadBalancerSourceRanges")
    found = [one.text for one in ranges.elements()] if ranges is not None else []
    return bool(found) and not _ANYWHERE.intersection(found)


def _target(port: Node, pods: Pods) -> int | None:
    """The container's port that a service's port leads to; None where it is not known."""
    target = port.get("targetPort")
    if target is None or target.kind == "null":
        return number_of(port.get("port"))
    number = number_of(target)
    if number is not None:
        return number
    for container in elements(pods.spec, "containers"):
        for one in elements(container, "ports"):
            if scalar(one, "name") == target.text:
                return number_of(one.get("containerPort"))
    return None


def _covers(policy: Object, pods: Pods) -> bool:
    """May a policy be about these pods?"""
    selector = policy.node.at("spec.podSelector")
    if not within(policy.namespace, pods.object.namespace):
        return False
    types = policy.node.at("spec.policyTypes")
    if types is not None and "Ingress" not in [one.text for one in types.elements()]:
        return False
    if selector is None or selector.get("matchExpressions") is not None:
        return selector is not None
    return _fit(labels(selector.get("matchLabels")), pods)


def _shuts(policy: Object, numbers: dict[str, int]) -> bool | None:
    """Does a policy let in none but those that it names, at a container's ports?  None where that is not known."""
    if policy.node.at("spec.podSelector.matchExpressions") is not None:
        return None
    return not any(_admits(rule, numbers) for rule in elements(policy.node.get("spec"), "ingress"))


def _admits(rule: Node, numbers: dict[str, int]) -> bool:
    """Does a rule let everybody in at one of a container's ports?"""
    ports = [one.get("port") for one in elements(rule, "ports")]
    if ports and not any(one is None or not one.is_known or one.text in numbers for one in ports):
        # It is about other ports, such as an exporter's.
        return False
    peers = elements(rule, "from")
    blocks = [one.get("ipBlock") for one in peers]
    return not peers or any(one is not None and scalar(one, "cidr") in (*_ANYWHERE, "") for one in blocks)


def leading(pods: Pods, around: Around) -> tuple[Lead, ...] | None:
    """The services that lead to the pods; None where that is not known."""
    if pods.labels is None or pods.overlay:
        return None
    words = tuple(value for value in pods.labels.values() if value)
    found = [one for one in around.all("Service", words) if selects(one, pods)]
    return tuple(Lead(one.name, one.named, _is_plain(one)) for one in found)


def _is_plain(service: Object) -> bool:
    """Does it have an address of its own, behind which connections go to any of its pods?"""
    address, kind = service.node.at("spec.clusterIP"), service.node.at("spec.type")
    is_headless = address is not None and (address.text == "None" or not address.is_known)
    return not is_headless and (kind is None or kind.text in ("ClusterIP", "NodePort", "LoadBalancer"))


def admitted(pods: Pods, around: Around) -> tuple[Fact[int], ...] | None:
    """The ports that policies let in; None where they let in all, or that is not known."""
    if pods.labels is None or pods.overlay or _is_shared(pods):
        return None
    policies = [one for one in around.all("NetworkPolicy", ("NetworkPolicy",)) if _covers(one, pods)]
    found: list[Fact[int]] = []
    for policy in policies:
        if policy.node.at("spec.podSelector.matchExpressions") is not None:
            return None
        for rule in elements(policy.node.get("spec"), "ingress"):
            for port in elements(rule, "ports"):
                number = number_of(port.get("port"))
                if number is None or port.get("endPort") is not None:
                    return None
                found.append(Fact(number, port.span))
            if not elements(rule, "ports"):
                return None
    return tuple(found) if policies else None


def number_of(node: Node | None) -> int | None:
    """The port's number that a node is; None for a name, and for what is not known."""
    text = node.text if node is not None and node.kind == "scalar" and node.is_known else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def elements(node: Node | None, key: str) -> list[Node]:
    """The elements of a list under a key, as many as anybody writes."""
    found = node.get(key) if node is not None else None
    return found.elements()[:_MOST] if found is not None else []
