"""Arguments on their way into a module: what they come to where they are written, with the places where that is."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read.terraform import operators, resting, trace
from redislint.read.terraform.children import children
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import (
    Call,
    Conditional,
    Inset,
    Known,
    Literal,
    Name,
    Node,
    Object,
    Quoted,
    Traversal,
    Tuple,
)
from redislint.read.terraform.scope import Placed
from redislint.source import Span
from redislint.typed import Final

# Parts of an argument that keep their own places; real ones have a few dozen.
MAX_PARTS: Final = 2_000
_DEPTH: Final = 30
# Parts of an expression that are searched for what a caller sets.
_MOST: Final = 200


def handed(placed: Placed, evaluator: Evaluator) -> Placed:
    """An expression as another module may have it, in which no name means anything any more."""
    return _Hand(evaluator).on(placed, _DEPTH)


def blamed(placed: Placed, evaluator: Evaluator, depth: int = 4) -> Span | None:
    """The place in a caller where the value of an expression is set; None where the module itself says it.

    Where the value is made of several, it is that of the first one that a caller sets.  `depth`: how many collections
    of `for_each` within each other are followed.
    """
    for _ in range(trace.MAX_HOPS):
        if isinstance(placed.node, Traversal) and (found := _set(placed, evaluator, depth)) is not None:
            return found
        further = trace.hop(placed, evaluator)
        if further is None:
            break
        if isinstance(placed.node, Call) and depth > 0 and _is_handed(placed.node, further, placed, evaluator, depth):
            return further.span
        placed = further
    stack, left = [placed.node], _MOST
    while stack and left > 0 and not isinstance(placed.node, Traversal):
        node = stack.pop()
        left -= 1
        if isinstance(node, Traversal) and (found := _set(placed._replace(node=node), evaluator, depth)) is not None:
            return found
        # Where the test is not known, and the value is, the test has no say in it.
        stack += (node.no, node.yes) if isinstance(node, Conditional) else reversed(children(node))
    return None


def _is_handed(call: Call, further: Placed, placed: Placed, evaluator: Evaluator, depth: int) -> bool:
    """Is what a call of `lookup` stands for set by a caller, and no default that is written here?"""
    if call.function != "lookup" or further.node is call.arguments[-1]:
        return False
    return blamed(Placed(call.arguments[0], placed.source), evaluator, depth - 1) is not None


def _set(placed: Placed, evaluator: Evaluator, depth: int) -> Span | None:
    """The place in a caller where `var.x`, or a part of it, is set; `each.value` too, where that is one of such."""
    node = placed.node
    if not isinstance(node, Traversal) or not isinstance(node.base, Name) or not isinstance(node.steps[0], str):
        return None
    if node.base.name in evaluator.origins:
        collection = evaluator.origins[node.base.name].collection
        whole = blamed(collection, evaluator, depth - 1) if depth > 0 else None
        inner = trace.named(placed, evaluator) if whole is not None else None
        return inner.span if inner is not None else whole
    passed = evaluator.scope.variable(node.steps[0]).passed if node.base.name == "var" else None
    if passed is None or not passed.is_set:
        return None
    inner = trace.named(placed, evaluator) if len(node.steps) > 1 else None
    return inner.span if inner is not None else passed.span


def notes(placed: Placed, name: str, evaluator: Evaluator) -> Iterator[tuple[Span, str]]:
    """What else has to do with the value of the argument of this name: what the module's callers set, and leave."""
    # What is known of a published module stands in no file.
    is_here = placed.span.source is placed.source
    if blamed(placed, evaluator) is not None:
        yield from [(placed.span, f"this sets `{name}` here")] if is_here else []
        return
    seen: set[str] = set()
    for variable, found in resting.variables(placed, evaluator):
        if found.passed is None or variable in seen:
            continue
        seen.add(variable)
        if found.passed.is_set:
            yield found.passed.span, f"`{found.passed.caller}` sets `{variable}`"
        elif found.header is not None and is_here:
            yield found.header, f"`var.{variable}` has its default"
            yield found.passed.span, f"`{found.passed.caller}` does not set `{variable}`"


class _Hand:
    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._left = MAX_PARTS

    def on(self, placed: Placed, depth: int) -> Placed:
        """The expression without names; beyond the bounds only its value is kept."""
        self._left -= 1
        placed = trace.origin(placed, self._evaluator)
        node = placed.node
        is_open = self._left > 0 and depth > 0
        if isinstance(node, Literal | Known) or (isinstance(node, Quoted) and self._is_plain(node, placed)):
            return placed
        if isinstance(node, Tuple) and is_open:
            items = tuple([self._within(item, placed, depth) for item in node.items])
            return Placed(Tuple(node.start, node.end, items), placed.source)
        if isinstance(node, Object) and is_open:
            pairs = [(self._key(key, placed), self._within(item, placed, depth)) for key, item in node.pairs]
            named = tuple([(key, item) for key, item in pairs if key is not None])
            if len(named) == len(pairs):
                return Placed(Object(node.start, node.end, named), placed.source)
        return Placed(Known(node.start, node.end, self._evaluator.value(placed)), placed.source)

    def _is_plain(self, node: Quoted, placed: Placed) -> bool:
        parts = self._evaluator.parts(node, placed.source)
        return parts is not None and all(isinstance(part, str) for part in parts)

    def _within(self, node: Node, placed: Placed, depth: int) -> Node:
        """A part of an expression, which may stand for one that is in another file."""
        found = self.on(Placed(node, placed.source), depth - 1)
        if found.source is placed.source:
            return found.node
        return Inset(node.start, node.end, found.node, found.source)

    def _key(self, key: Node, placed: Placed) -> Node | None:
        if isinstance(key, Name | Literal):
            return key
        text = operators.text(self._evaluator.value(Placed(key, placed.source)))
        return Literal(key.start, key.end, text) if text is not None else None
