"""Services that wait for others: `depends_on`, by its short form or with a condition."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read.compose.layers import parts
from redislint.read.yaml import Node
from redislint.source import Span


def waiting(document: Node, name: str) -> tuple[tuple[str, Span], ...]:
    """The services that wait for nothing but the start of one, and the places that say so."""
    services = document.get("services")
    declared = services.items().values() if services is not None else ()
    return tuple((key.text, place) for key, node in declared for place in _places(node.get("depends_on"), name))


def _places(depends: Node | None, name: str) -> Iterator[Span]:
    for part in parts(depends) if depends is not None else ():
        yield from (one.span for one in part.elements() if one.text == name)
        key, how = part.items().get(name, (None, None))
        if key is None or how is None or how.kind not in ("mapping", "null"):
            continue
        condition = how.get("condition") if how.kind == "mapping" else None
        if condition is None or condition.text == "service_started":
            yield key.span if condition is None else condition.span
