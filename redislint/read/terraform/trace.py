"""Where a value comes from: through variables, locals, conditions and the like to where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from redislint.read.terraform import hcl, operators, template
from redislint.read.terraform.evaluate import Evaluator, Placed
from redislint.read.terraform.nodes import Call, Conditional, Literal, Name, Node, Object, Quoted, Traversal, Tuple
from redislint.read.terraform.wrong import Wrong
from redislint.source import Span

# Steps from an attribute to what it is set to; real ones take five at most.
MAX_HOPS: Final = 50
_MAX_DEPTH: Final = 20
# Functions that hand on one of their arguments, or an element of it.
_HANDING: Final = frozenset(
    ("coalesce", "compact", "concat", "element", "flatten", "join", "nonsensitive", "one", "sensitive", "try")
)


def origin(placed: Placed, evaluator: Evaluator) -> Placed:
    """The expression that another one stands for, as far as that is known."""
    for _ in range(MAX_HOPS):
        further = _hop(placed, evaluator)
        if further is None:
            break
        placed = further
    return placed


def _hop(placed: Placed, evaluator: Evaluator) -> Placed | None:
    node, source = placed.node, placed.source
    if isinstance(node, Conditional):
        test = operators.truth(evaluator.value(Placed(node.test, source)))
        return Placed(node.yes if test else node.no, source) if isinstance(test, bool) else None
    if isinstance(node, Quoted) and not node.is_heredoc:
        inner = _codes(placed)
        return inner[0] if inner and len(template.parts(source.text, node) or ()) == 1 else None
    if isinstance(node, Call) and node.function in ("sensitive", "nonsensitive") and node.arguments:
        return Placed(node.arguments[0], source)
    if isinstance(node, Traversal):
        return _named(node, evaluator)
    return None


def _named(node: Traversal, evaluator: Evaluator) -> Placed | None:
    """What `var.x` and `local.x` stand for, and `.y` of it where it is an object as written."""
    if not isinstance(node.base, Name) or not isinstance(node.steps[0], str):
        return None
    placed = None
    if node.base.name == "var":
        placed = evaluator.scope.variable(node.steps[0]).value
    elif node.base.name == "local":
        placed = evaluator.scope.local(node.steps[0])
    for step in node.steps[1:]:
        if placed is None or not isinstance(placed.node, Object):
            return None
        found = [value for key, value in placed.node.pairs if _key(key) == step]
        placed = Placed(found[-1], placed.source) if found else None
    return placed


def _key(node: Node) -> str | None:
    if isinstance(node, Name):
        return node.name
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None


def _codes(placed: Placed) -> list[Placed]:
    """The expressions in a quoted text."""
    assert isinstance(placed.node, Quoted)
    text = placed.source.text
    try:
        return [
            Placed(hcl.expression(text, *part), placed.source)
            for part in template.parts(text, placed.node) or ()
            if not isinstance(part, str)
        ]
    except Wrong:
        return []


def literals(placed: Placed, evaluator: Evaluator, depth: int = 0) -> Iterator[Span]:
    """The places of the texts, without their quotes, that a value is made of."""
    placed = origin(placed, evaluator)
    node, source = placed.node, placed.source
    if depth > _MAX_DEPTH:
        return
    if isinstance(node, Literal) and isinstance(node.value, str) and node.value:
        yield source.span(node.start + 1, node.end - 1)
    elif isinstance(node, Quoted):
        if template.says(source.text, node):
            yield source.span(*template.trimmed(source.text, node))
        for code in _codes(placed):
            yield from literals(code, evaluator, depth + 1)
    elif isinstance(node, (Call, Tuple)):
        for item in node.arguments if isinstance(node, Call) else node.items:
            yield from literals(Placed(item, source), evaluator, depth + 1)


def resource(placed: Placed, type_: str, evaluator: Evaluator, depth: int = 0) -> str | None:
    """The label of the resource of a type whose attribute (its name or id) an expression is; None if it is none."""
    placed = origin(placed, evaluator)
    node = placed.node
    if isinstance(node, Traversal) and isinstance(node.base, Name) and node.base.name == type_:
        label, last = node.steps[0], node.steps[-1]
        return label if isinstance(label, str) and last in ("name", "id") else None
    inner: tuple[Node, ...] = ()
    if isinstance(node, Call) and node.function in _HANDING:
        inner = node.arguments
    elif isinstance(node, Tuple):
        inner = node.items
    if depth > _MAX_DEPTH:
        return None
    found = (resource(Placed(item, placed.source), type_, evaluator, depth + 1) for item in inner)
    return next((label for label in found if label is not None), None)
