"""Where a value comes from: through variables, locals, conditions and the like to where it is written."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read.terraform import operators, template
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import (
    Call,
    Conditional,
    Inset,
    Literal,
    Name,
    Node,
    Object,
    Operation,
    Quoted,
    Traversal,
    Tuple,
)
from redislint.read.terraform.scope import Placed
from redislint.source import Span
from redislint.typed import Final

# Steps from an attribute to what it is set to; real ones take five at most.
MAX_HOPS: Final = 50
# Functions that hand on one of their arguments, or an element of it.
_HANDING: Final = frozenset(
    ("coalesce", "compact", "concat", "element", "flatten", "join", "nonsensitive", "one", "sensitive", "try")
)
# Attributes that stand for the resource itself where another one names it.
_NAMING: Final = ("name", "id", "user_id", "user_group_id", "user_name")


def origin(placed: Placed, evaluator: Evaluator) -> Placed:
    """The expression that another one stands for, as far as that is known."""
    for _ in range(MAX_HOPS):
        further = hop(placed, evaluator)
        if further is None:
            break
        placed = further
    return placed


def hop(placed: Placed, evaluator: Evaluator) -> Placed | None:
    """One step of the way to what an expression stands for; None at its end."""
    node, source = placed
    found: Node | None = None
    match node:
        case Inset():
            return Placed(node.node, node.source)
        case Traversal():
            return named(node, evaluator)
        case Conditional():
            test = operators.truth(evaluator.value(Placed(node.test, source)))
            found = None if not isinstance(test, bool) else node.yes if test else node.no
        case Operation(operators=()):
            found = node.operands[0]
        case Quoted():
            parts = evaluator.parts(node, source) or []
            found = parts[0] if len(parts) == 1 and isinstance(parts[0], Node) else None
        case Call() if node.function in ("sensitive", "nonsensitive") and node.arguments:
            found = node.arguments[0]
        case Call():
            return looked_up(placed, evaluator)
    return None if found is None else Placed(found, source)


def named(node: Traversal, evaluator: Evaluator) -> Placed | None:
    """What `var.x` and `local.x` stand for, and `.y` of it where it is an object as written."""
    if not isinstance(node.base, Name) or not isinstance(node.steps[0], str):
        return None
    placed = None
    if node.base.name in evaluator.origins and node.steps[0] == "value":
        placed = evaluator.origins[node.base.name].element
    elif node.base.name == "var":
        placed = evaluator.scope.variable(node.steps[0]).value
    elif node.base.name == "local":
        placed = evaluator.scope.local(node.steps[0])
    for step in node.steps[1:]:
        if placed is None or not isinstance(placed.node, Object):
            return None
        found = [value for name, value in placed.node.pairs if key(name) == step]
        placed = Placed(found[-1], placed.source) if found else None
    return placed


def looked_up(placed: Placed, evaluator: Evaluator) -> Placed | None:
    """What `lookup(var.x, "y", default)` stands for, where `var.x` is an object as written: its `y`, or the default."""
    node, source = placed
    if not isinstance(node, Call) or node.function != "lookup" or len(node.arguments) not in (2, 3) or node.spread:
        return None
    whole, wanted = origin(Placed(node.arguments[0], source), evaluator), key(node.arguments[1])
    if not isinstance(whole.node, Object) or not isinstance(node.arguments[1], Literal) or wanted is None:
        return None
    names = [key(name) for name, _ in whole.node.pairs]
    if None in names:
        return None
    if wanted in names:
        return Placed(whole.node.pairs[names.index(wanted)][1], whole.source)
    return Placed(node.arguments[2], source) if len(node.arguments) == 3 else None


def key(node: Node) -> str | None:
    """The name that a key of an object is; None where it is calculated."""
    if isinstance(node, Name):
        return node.name
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None


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


def resource(placed: Placed, type_: str, evaluator: Evaluator) -> str | None:
    """The label of the resource of a type whose attribute (its name or id) an expression is; None if it is none."""
    for part in _made_of(placed, evaluator):
        node = part.node
        if isinstance(node, Quoted) or (isinstance(node, Call) and node.function not in _HANDING):
            # Not the name itself, but something with it.
            return None
        if isinstance(node, Traversal) and isinstance(node.base, Name) and node.base.name == type_:
            label, last = node.steps[0], node.steps[-1]
            return label if isinstance(label, str) and last in _NAMING else None
    return None


def resources(placed: Placed, type_: str, evaluator: Evaluator) -> set[str]:
    """The labels of all resources of a type of which an expression has an attribute, as in a list of ids."""
    found = set()
    for part in _made_of(placed, evaluator):
        node = part.node
        if isinstance(node, Traversal) and isinstance(node.base, Name) and node.base.name == type_:
            label = node.steps[0]
            found |= {label} if isinstance(label, str) else set()
    return found
