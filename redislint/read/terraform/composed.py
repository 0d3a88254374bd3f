"""What expressions are made of: the texts in them, and the resources that they name."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read.terraform import template
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import Call, Literal, Name, Node, Quoted, Traversal, Tuple
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.trace import origin
from redislint.source import Span
from redislint.typed import Final

# Functions that hand on one of their arguments, or an element of it.
_HANDING: Final = frozenset(
    ("coalesce", "compact", "concat", "element", "flatten", "join", "nonsensitive", "one", "sensitive", "try")
)
# Attributes that stand for the resource itself where another one names it.
NAMING: Final = ("name", "id", "user_id", "user_group_id", "user_name")


def _made_of(placed: Placed, evaluator: Evaluator) -> Iterator[Placed]:
    """What an expression stands for, and then what that is made of, each once, in order."""
    stack = [placed]
    seen: set[int] = set()
    while stack:
        placed = origin(stack.pop(), evaluator)
        node, source = placed.node, placed.source
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield placed
        inner: tuple[Node, ...] = ()
        if isinstance(node, Call):
            inner = node.arguments
        elif isinstance(node, Tuple):
            inner = node.items
        elif isinstance(node, Quoted):
            inner = tuple(template.nodes(evaluator.template(node, source) or ()))
        stack += [Placed(item, source) for item in reversed(inner)]


def literals(placed: Placed, evaluator: Evaluator) -> Iterator[Span]:
    """The places of the texts, without their quotes, that a value is made of."""
    for part in _made_of(placed, evaluator):
        node, source = part.node, part.source
        if isinstance(node, Literal) and isinstance(node.value, str) and node.value:
            yield source.span(node.start + 1, node.end - 1)
        elif isinstance(node, Quoted) and template.says(source.text, node):
            yield source.span(*template.trimmed(source.text, node))


def naming(placed: Placed, type_: str, evaluator: Evaluator) -> Traversal | None:
    """The attribute (a name or id) of a resource of a type that an expression is; None if it is none.

    Its first step is the resource's label.
    """
    for part in _made_of(placed, evaluator):
        node = part.node
        if isinstance(node, Quoted) or (isinstance(node, Call) and node.function not in _HANDING):
            # Not the name itself, but something with it.
            return None
        if isinstance(node, Traversal) and isinstance(node.base, Name) and node.base.name == type_:
            return node if isinstance(node.steps[0], str) and node.steps[-1] in NAMING else None
    return None


def resource(placed: Placed, type_: str, evaluator: Evaluator) -> str | None:
    """The label of that resource."""
    node = naming(placed, type_, evaluator)
    return str(node.steps[0]) if node is not None else None


def resources(placed: Placed, type_: str, evaluator: Evaluator) -> set[str]:
    """The labels of all resources of a type of which an expression has an attribute, as in a list of ids."""
    found = set()
    for part in _made_of(placed, evaluator):
        node = part.node
        if isinstance(node, Traversal) and isinstance(node.base, Name) and node.base.name == type_:
            label = node.steps[0]
            found |= {label} if isinstance(label, str) else set()
    return found
