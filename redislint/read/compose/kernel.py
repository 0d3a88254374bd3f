"""What a service asks of the kernel: its settings, the limit on open files, and swap."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.model.facts import UNKNOWN, Fact
from redislint.read.compose.interpolate import interpolated, value_of
from redislint.read.compose.layers import parts
from redislint.read.compose.limits import size
from redislint.read.yaml import Node
from redislint.typed import Final

_INTEGER: Final = r"-1|\d{1,18}"


def sysctls(service: Node) -> tuple[tuple[str, Fact[str]], ...]:
    """The kernel settings by name; the last of one name counts."""
    node = service.get("sysctls")
    found = (pair for part in parts(node) for pair in _sysctls(part)) if node is not None else ()
    return tuple(dict(found).items())


def _sysctls(node: Node) -> Iterator[tuple[str, Fact[str]]]:
    """Those of a mapping, or of a list of `NAME=VALUE`."""
    for key, value in node.items().values():
        text = value_of(value) if value.kind == "scalar" else None
        yield key.text, Fact(UNKNOWN if text is None else text, value.span)
    for element in node.elements():
        name, _, value_text = element.text.partition("=")
        text = interpolated(value_text, element.file.variables)
        place = element.inner("compose").span(len(name) + 1, len(element.text))
        yield name.strip(), Fact(UNKNOWN if text is None else text.strip(), place)


def nofile(service: Node) -> Fact[int] | None:
    """The hard limit on open files; -1 is unlimited, None where there is none of the service's own."""
    node = service.at("ulimits.nofile")
    return _integer(node.get("hard") if node is not None and node.kind == "mapping" else node)


def swap(service: Node) -> Fact[int] | None:
    """The bytes of memory and swap together; -1 is unlimited, None where nothing is said of it."""
    node = service.get("memswap_limit")
    if node is not None and value_of(node) == "-1":
        return Fact(-1, node.inner("compose").span(0, len(node.text)))
    return size(node)


def swappiness(service: Node) -> Fact[int] | None:
    """How readily its memory is swapped out, 0 to 100; None where nothing is said of it."""
    return _integer(service.get("mem_swappiness"))


def _integer(node: Node | None) -> Fact[int] | None:
    if node is None or node.kind == "null":
        return None
    text = value_of(node) if node.kind == "scalar" else None
    match = re.fullmatch(_INTEGER, text) if text is not None else None
    place = node.inner("compose").span(0, len(node.text)) if node.kind == "scalar" else node.span
    return Fact(UNKNOWN if match is None else int(match[0]), place)
