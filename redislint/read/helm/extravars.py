"""The variables of the environment that values set beside those of the chart."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN, Fact
from redislint.read.helm.values import Values
from redislint.read.node import Node
from redislint.typed import Final

_MOST: Final = 100


def environment(values: Values, path: str, elsewhere: tuple[str, ...]) -> tuple[tuple[str, Fact[str]], ...] | None:
    """The variables that the list at a path sets beside the chart's own; None where `elsewhere` may bring others."""
    if not path or values.is_open or any(values.is_true(one) is not False for one in elsewhere):
        return None
    listed = values.node(path)
    if listed is None:
        return ()
    if not isinstance(listed, Node) or listed.kind != "sequence" or not listed.is_known:
        return None
    found: list[tuple[str, Fact[str]]] = []
    for one in listed.elements()[:_MOST]:
        name, value = one.get("name"), one.get("value")
        if name is None or not name.is_known:
            return None
        known = value is not None and value.kind == "scalar" and value.is_known
        place = one.span if value is None else value.span
        found.append((name.text, Fact(value.text if value is not None and known else UNKNOWN, place)))
    return tuple(found)
