"""What else the template makes that bears on its pods: services, network policies, ConfigMaps and Secrets."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read.apptemplate.controllers import controllers, labels
from redislint.read.apptemplate.nodes import extended, listing, mapping, text
from redislint.read.apptemplate.values import Values, enabled, is_filled, there
from redislint.read.kubernetes.objects import Object, scalar
from redislint.read.node import Node
from redislint.typed import Final

_MAIN: Final = "main"
# What a service's port speaks that is no TCP.
_OTHER: Final = ("UDP", "SCTP")


def services(values: Values) -> Iterator[Object]:
    """The services, each of which leads to a controller's pods."""
    for key, node in there(values.root, "service"):
        controller = _controller(values, node)
        if controller:
            given = node.get("extraSelectorLabels")
            more = {name: value for name, (_, value) in given.items().items()} if given is not None else {}
            selector = mapping(key, {**_selecting(values, controller, key), **more})
            spec = extended(node, {"selector": selector, "ports": _ports(node, key)}, key)
            yield _object("Service", values.named(key.text), key, {"spec": spec}, node)


def _selecting(values: Values, controller: str, key: Node) -> dict[str, Node | None]:
    return labels(values, controller, key)


def _controller(values: Values, node: Node) -> str:
    """The controller that something is about: the only one, where it does not say."""
    named = node.get("controller")
    if named is not None and is_filled(named):
        return named.text if named.is_known else ""
    found = [key.text for key, _ in controllers(values)]
    return found[0] if len(found) == 1 else _MAIN if _MAIN in found else ""


def _ports(service: Node, key: Node) -> Node:
    return listing(key, [_port(name, node) for name, node in there(service, "ports")])


def _port(key: Node, node: Node) -> Node:
    """A port: what is no other protocol is TCP, `HTTP` among others."""
    target = node.get("targetPort")
    protocol = scalar(node, "protocol").upper()
    return mapping(
        key,
        {
            "port": node.get("port"),
            "targetPort": target if is_filled(target) else node.get("port"),
            "nodePort": node.get("nodePort"),
            "protocol": text(key, protocol if protocol in _OTHER else "TCP"),
        },
    )


def policies(values: Values) -> Iterator[Object]:
    """The network policies, each about a controller's pods, or those that it chooses itself."""
    for key, node in there(values.root, "networkpolicies"):
        selector, controller = node.get("podSelector"), _controller(values, node)
        if selector is None and controller:
            selector = mapping(key, {"matchLabels": mapping(key, _selecting(values, controller, key))})
        rules = {"podSelector": selector, "policyTypes": node.get("policyTypes"), "ingress": node.at("rules.ingress")}
        if selector is not None:
            yield _object("NetworkPolicy", values.named(key.text), key, {"spec": mapping(key, rules)})


def texts(values: Values) -> Iterator[Object]:
    """The ConfigMaps and Secrets; one that is alone has been called like the release since version 4."""
    for name, kind, section in (("configMaps", "ConfigMap", "data"), ("secrets", "Secret", "stringData")):
        found = [(key, node) for key, node in there(values.root, name) if enabled(node, not _is_off(values, key.text))]
        for key, node in found:
            for called in dict.fromkeys((values.named(key.text), *((values.release,) if len(found) == 1 else ()))):
                yield _object(kind, called, key, {section: node.get(section)})


def _is_off(values: Values, key: str) -> bool:
    """Has the chart this one itself, before version 3, and switched off?"""
    return values.is_before_third and key in ("config", "secret")


def _object(kind: str, name: str, key: Node, said: dict[str, Node | None], node: Node | None = None) -> Object:
    annotations = node.get("annotations") if node is not None else None
    metadata = mapping(key, {"name": text(key, name), "annotations": annotations})
    return Object("v1", kind, name, "", mapping(key, {"metadata": metadata, **said}))
