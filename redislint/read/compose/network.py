"""The networks of a service: the host's own, some of its project's, or none."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN, Fact
from redislint.read.compose.interpolate import value_of
from redislint.read.compose.layers import parts
from redislint.read.yaml import Node
from redislint.source import Span


def shares_host(service: Node, anchor: Span, is_whole: bool) -> Fact[bool]:
    """Does a service share the machine's network?  `is_whole`: no other file says more of it."""
    node = service.get("network_mode")
    if node is None:
        return Fact(False if is_whole else UNKNOWN, anchor, written=False)
    text = value_of(node)
    return Fact(UNKNOWN if text is None else text == "host", node.span)


def is_cut_off(service: Node, document: Node) -> bool:
    """Is a service known to be on no network that leads out, so that Docker publishes none of its ports?

    Docker gives a container on `internal` networks alone no way out, and none in.
    """
    mode = service.get("network_mode")
    if mode is not None:
        return value_of(mode) == "none"
    if service.get("extends") is not None:
        return False
    names = _names(service.get("networks"))
    return bool(names) and all(_is_internal(document, name) for name in names)


def _names(node: Node | None) -> list[str]:
    """The networks that are named, in a list or as keys; none stands for the project's own."""
    found: list[str] = []
    for part in parts(node) if node is not None else ():
        found += [*part.items(), *(one.text for one in part.elements())]
    return found


def _is_internal(document: Node, name: str) -> bool:
    networks = document.get("networks")
    network = networks.get(name) if networks is not None else None
    internal = network.get("internal") if network is not None else None
    return internal is not None and value_of(internal) == "true"
