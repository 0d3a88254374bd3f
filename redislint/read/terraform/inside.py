"""Values in values: by a path through objects, lists of one and texts of JSON, each at its own place."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import Call, Node, Object, Tuple
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.types import Value
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# JSON in a text; longer than any real one.
_LONGEST: Final = 100_000


class Inside(NamedTuple):
    """A value in another one: what it is, its expression, and the place of its name and value."""

    value: Value
    placed: Placed
    line: Span


def find(placed: Placed, line: Span, names: list[str], evaluator: Evaluator) -> Inside:
    """What is at a path in the value of an expression, at its own place where that is written out."""
    value = evaluator.value(placed)
    for name in names:
        value, placed = _unwrapped(value, placed, evaluator)
        value = value.get(name) if isinstance(value, dict) else None if value is None else UNKNOWN
        pair = _pair(placed.node, name)
        if pair is not None:
            line = placed.source.span(pair[0].start, pair[1].end)
            placed = Placed(pair[1], placed.source)
    return Inside(value, placed, line)


def _unwrapped(value: Value, placed: Placed, evaluator: Evaluator) -> tuple[Value, Placed]:
    """A value out of a list of one or a text of JSON, and its expression."""
    placed = trace.origin(placed, evaluator)
    if isinstance(value, str):
        value = _decoded(value)
    if isinstance(placed.node, Call) and placed.node.function == "jsonencode" and placed.node.arguments:
        placed = trace.origin(Placed(placed.node.arguments[0], placed.source), evaluator)
        value = evaluator.value(placed)
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None if not value else UNKNOWN
        if isinstance(placed.node, Tuple) and len(placed.node.items) == 1:
            placed = trace.origin(Placed(placed.node.items[0], placed.source), evaluator)
    return value, placed


def _decoded(text: str) -> Value:
    if len(text) > _LONGEST or not text.lstrip().startswith("{"):
        return UNKNOWN
    import json

    try:
        found: Value = json.loads(text)
    except (ValueError, RecursionError):
        return UNKNOWN
    return found


def _pair(node: Node, name: str) -> tuple[Node, Node] | None:
    """The key and the value of this name in an object as written, the last one that has it."""
    pairs = node.pairs if isinstance(node, Object) else ()
    found = [pair for pair in pairs if trace.key(pair[0]) == name]
    return found[-1] if found else None
