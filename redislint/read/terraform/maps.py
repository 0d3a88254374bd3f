"""Arguments that are maps of directives, such as `redis_configs` of Google's Memorystore."""

from __future__ import annotations

from collections.abc import Iterator

from redislint import servers
from redislint.model.facts import UNKNOWN, Setting
from redislint.read.terraform import operators, trace
from redislint.read.terraform.lookup import MOST, Found
from redislint.read.terraform.nodes import Object
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.types import Value


def settings(found: Found, prefix: str, resource: Resource) -> tuple[list[Setting], bool]:
    """The directives of a map, each at its own place; and may there be others, since it is not all known?"""
    value, placed = found.argument.value, found.placed
    if value is None or placed is None:
        return [], False
    origin = trace.origin(placed, resource.evaluator)
    if isinstance(origin.node, Object):
        inside = [*_written(origin, prefix, resource)]
        return inside, len(inside) < len(origin.node.pairs)
    if not isinstance(value, dict):
        return [], True
    span = found.line or placed.span
    return [
        Setting(servers.canonical(name.removeprefix(prefix)), _args(item), span, placed.span, name)
        for name, item in [*value.items()][:MOST]
        if item is not None
    ], len(value) > MOST


def _written(origin: Placed, prefix: str, resource: Resource) -> Iterator[Setting]:
    node, source = origin.node, origin.source
    for key, item in node.pairs[:MOST] if isinstance(node, Object) else ():
        name = trace.key(key)
        value = resource.evaluator.value(Placed(item, source))
        if name is None or value is None:
            continue
        line = source.span(key.start, item.end)
        at = source.span(item.start, item.end)
        yield Setting(servers.canonical(name.removeprefix(prefix)), _args(value), line, at, name)


def _args(value: Value) -> tuple[str, ...] | None:
    """The words of a directive's value; None where it is not known."""
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    text = operators.text(value)
    return None if text is None or value is UNKNOWN else tuple(text.split()) or ("",)
