"""The ports that a service publishes on its host."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.model.facts import UNKNOWN
from redislint.model.instance import Port
from redislint.read.compose.interpolate import value_of
from redislint.read.compose.network import is_cut_off
from redislint.read.yaml import Node
from redislint.typed import Final

# [HOST:][PUBLISHED:]CONTAINER[/PROTOCOL]; the host may be an IPv6 address in brackets.
_SHORT: Final = re.compile(
    r"(?:(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\s]*):)?(?:(?P<published>[0-9-]*):)?(?P<container>[0-9]+)(?:-(?P<last>[0-9]+))?"
    r"(?:/(?P<protocol>\w+))?"
)
_VARIABLE: Final = re.compile(r"\$(?:\w+|\{[^{}]*\})")
_MOST: Final = 1024


def published(service: Node, document: Node, others: frozenset[int]) -> tuple[Port, ...] | None:
    """The published ports of a service of the document; None where they are not known.

    They are not for a service that shares another one's network, or is defined elsewhere too.  `others` are ports of
    no Redis.
    """
    if is_cut_off(service, document):
        return ()
    ports, mode = service.get("ports"), service.get("network_mode")
    if (mode is not None and mode.text != "bridge") or (ports is None and service.get("extends") is not None):
        return None
    if ports is None or ports.kind == "null":
        return ()
    if ports.kind != "sequence":
        return None
    found: list[Port] = []
    for element in ports.elements()[:_MOST]:
        some = tuple(_long(element)) if element.kind == "mapping" else _short(element)
        if some is None:
            return None
        found += [port for port in some if port.container not in others]
    return tuple(found)


def _long(element: Node) -> Iterator[Port]:
    target, protocol, host = element.get("target"), element.get("protocol"), element.get("host_ip")
    number = value_of(target) if target is not None else None
    if target is None or number is None or not number.isdecimal() or (protocol is not None and protocol.value == "udp"):
        return
    address = "" if host is None else value_of(host)
    published = element.get("published")
    outside = _number(value_of(published)) if published is not None else None
    yield Port(address, int(number), (target if published is None else published).span, outside)


def _short(element: Node) -> tuple[Port, ...] | None:
    """The ports of one short form; None where not even the port is known."""
    text = element.text
    if element.value is UNKNOWN and value_of(element) is None:
        return _with_variables(element, text)
    match = _SHORT.fullmatch(value_of(element) or "")
    if match is None or match["protocol"] == "udp":
        return ()
    # `6380:6379` reads as a host and a container's port: a host that is a number is the published port.
    host, is_host = match["host"] or "", match["published"] is not None
    address = host.strip("[]") if is_host else ""
    first = int(match["container"])
    last = min(int(match["last"] or first), first + _MOST)
    span = element.inner("compose").span(0, len(text))
    start, dash, _ = (match["published"] if is_host else host).partition("-")
    # Of `8000-9000:6379` Docker takes any that is free.
    outside = None if dash and match["last"] is None else _number(start)
    return tuple(
        Port(address, number, span, None if outside is None else outside + number - first)
        for number in range(first, last + 1)
    )


def _number(text: str | None) -> int | None:
    """A port's number; None where none is given, it is no number, or it is 0 for any that is free."""
    return int(text) or None if text and text.isascii() and text.isdecimal() and len(text) < 6 else None


def _with_variables(element: Node, text: str) -> tuple[Port, ...] | None:
    """A form with variables: `${PORT}:6379` is for every interface; where `${HOST}:6379:6379` is is not known."""
    match = _SHORT.fullmatch(_VARIABLE.sub("0", text))
    container = text.rpartition(":")[2].partition("/")[0]
    if match is None or not container.isdecimal() or match["protocol"] == "udp":
        return None
    span = element.inner("compose").span(0, len(text))
    if match["published"] is None:
        # One variable may hold an address as well as a port: `${PUBLISH}:6379`.
        name = (_VARIABLE.search(text) or [""])[0]
        return (Port("" if "PORT" in name.upper() else None, int(container), span),)
    host = text[: text.index(":")]
    return (Port(None if "$" in host else match["host"].strip("[]"), int(container), span),)
