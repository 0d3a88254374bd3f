"""Services that wait for others: `depends_on`, by its short form or with a condition."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read.compose.interpolate import value_of
from redislint.read.compose.layers import parts
from redislint.read.yaml import Node
from redislint.servers import images
from redislint.source import Span


def waiting(document: Node, name: str) -> tuple[tuple[str, Span], ...]:
    """The services that wait for nothing but the start of one, and the places that say so.

    Those that are a Redis themselves, a replica or a Sentinel, try again until the other one answers.
    """
    services = document.get("services")
    declared = services.items().values() if services is not None else ()
    others = [(key.text, node.get("depends_on")) for key, node in declared if not _is_redis(node)]
    return tuple((other, place) for other, depends in others for place in _places(depends, name))


def _is_redis(service: Node) -> bool:
    image = service.get("image")
    return image is not None and images.find(value_of(image) or images.untagged(image.text)) is not None


def _places(depends: Node | None, name: str) -> Iterator[Span]:
    for part in parts(depends) if depends is not None else ():
        yield from (one.span for one in part.elements() if one.text == name)
        key, how = part.items().get(name, (None, None))
        if key is None or how is None or how.kind not in ("mapping", "null"):
            continue
        condition = how.get("condition") if how.kind == "mapping" else None
        if condition is None or condition.text == "service_started":
            yield key.span if condition is None else condition.span
