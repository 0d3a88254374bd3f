"""Kubernetes' quantities: `512Mi`, `1.5`, `250m`, `1e9`."""

from __future__ import annotations

import re

from redislint.model.facts import UNKNOWN, Fact
from redislint.read.yaml import Node
from redislint.typed import Final

_QUANTITY: Final = re.compile(
    r"\+?(?P<number>[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})(?:[eE](?P<power>[+-]?[0-9]{1,2})|(?P<unit>[a-zA-Z]{0,2}))"
)
_FACTORS: Final = (
    {"": 1.0, "n": 1e-9, "u": 1e-6, "m": 1e-3}
    | {unit: 1000.0 ** (power + 1) for power, unit in enumerate("kMGTPE")}
    | {f"{unit}i": 1024.0 ** (power + 1) for power, unit in enumerate("KMGTPE")}
)


def quantity(text: str) -> float | None:
    """What a quantity stands for; None if it is none."""
    match = _QUANTITY.fullmatch(text)
    if match is None:
        return None
    factor = 10.0 ** int(match["power"]) if match["power"] else _FACTORS.get(match["unit"] or "")
    return None if factor is None else float(match["number"]) * factor


def amount(node: Node | None) -> Fact[float] | None:
    """The quantity of a node; None where there is none, or it is zero: no limit."""
    if node is None or node.kind == "null":
        return None
    source = node.inner("kubernetes")
    place = source.span(0, len(source.text))
    found = quantity(node.text) if node.kind == "scalar" and node.is_known else None
    if found is None:
        return Fact(UNKNOWN, place)
    return Fact(found, place) if found else None


def whole(fact: Fact[float] | None) -> Fact[int] | None:
    """A quantity of bytes."""
    if fact is None or fact.value is UNKNOWN:
        return None if fact is None else Fact(UNKNOWN, fact.span, fact.written)
    return Fact(int(fact.value), fact.span, fact.written)
