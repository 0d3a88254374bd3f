"""Where a value comes from: through variables, locals, conditions and the like to where it is written."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import operators
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
    Splat,
    Traversal,
)
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.traverse import Steps
from redislint.read.terraform.wrong import Refused
from redislint.source import Source
from redislint.typed import Final

# Steps from an attribute to what it is set to; real ones take five at most.
MAX_HOPS: Final = 50


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
        case Name():
            bound = evaluator.origins.get(node.name)
            return bound.element if bound is not None and bound.is_alone else None
        case Traversal():
            return named(placed, evaluator)
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
        case Call() if node.function == "lookup":
            return looked_up(node, source, evaluator)
        case Call() if node.function in ("coalesce", "try"):
            return _first(node, source, evaluator)
    return None if found is None else Placed(found, source)


def named(placed: Placed, evaluator: Evaluator) -> Placed | None:
    """What `var.x` and `local.x` stand for, and `.y` or `[z]` of it where that is written as such."""
    node, source = placed
    if not isinstance(node, Traversal):
        return None
    base = node.base
    if isinstance(base, Name) and base.name == "module" and base.name not in evaluator.bound:
        return _put_out(placed, evaluator)
    steps: Steps = node.steps
    found: Placed | None = Placed(base, source)
    if isinstance(base, Name):
        found, steps = _base(base.name, steps, evaluator)
    for step in steps:
        if found is None or isinstance(step, Splat):
            return None
        # Mostly it is as simple as that.
        if (
            isinstance(found.node, Object)
            and isinstance(step, str)
            and (own := _property(found.node, step)) is not None
        ):
            found = Placed(own, found.source)
            continue
        from redislint.read.terraform.element import element

        found = element(found, evaluator.value(Placed(step, source)) if isinstance(step, Node) else step, evaluator)
    return found


def _put_out(placed: Placed, evaluator: Evaluator) -> Placed | None:
    """What the output of another module stands for: nothing in it needs that module any more."""
    from redislint.read.terraform import outputs, passing
    from redislint.read.terraform.tracing import LEVELS, traced

    found = outputs.written(placed, evaluator)
    if found is None:
        return None
    return traced(evaluator, lambda: passing.handed(*found), LEVELS)


def _base(name: str, steps: Steps, evaluator: Evaluator) -> tuple[Placed | None, Steps]:
    """What a name stands for with the first of the steps, and the other steps."""
    origin = evaluator.origins.get(name)
    first = steps[0]
    if origin is not None and origin.is_alone:
        return origin.element, steps
    if not isinstance(first, str):
        return None, ()
    if origin is not None:
        return origin.element if first == "value" else origin.key if first == "key" else None, steps[1:]
    if name == "var":
        return evaluator.scope.variable(first).value, steps[1:]
    return evaluator.scope.local(first) if name == "local" else None, steps[1:]


def _property(node: Object, name: str) -> Node | None:
    """The value of this name in an object whose names all are written out."""
    names = [key(one) for one, _ in node.pairs]
    return None if None in names or name not in names else [value for one, value in node.pairs if key(one) == name][-1]


def looked_up(node: Call, source: Source, evaluator: Evaluator) -> Placed | None:
    """What `lookup(x, "y", default)` stands for: the `y` of `x`, or the default where there is none."""
    if len(node.arguments) not in (2, 3) or node.spread:
        return None
    whole, name, *default = [Placed(one, source) for one in node.arguments]
    value, wanted = evaluator.value(whole), operators.text(evaluator.value(name))
    if not isinstance(value, dict) or wanted is None:
        return None
    if wanted not in value:
        return default[0] if default else None
    from redislint.read.terraform.element import element

    return element(whole, wanted, evaluator)


def _first(node: Call, source: Source, evaluator: Evaluator) -> Placed | None:
    """What `try` and `coalesce` stand for where their first argument will do; else they say something themselves."""
    if node.spread or not node.arguments:
        return None
    found = evaluator.attempt(node.arguments[0], source)
    whole = Placed(node, source)
    if isinstance(found, Refused) or found in (None, "", UNKNOWN) or found != evaluator.value(whole):
        return None
    return Placed(node.arguments[0], source)


def key(node: Node) -> str | None:
    """The name that a key of an object is; None where it is calculated."""
    if isinstance(node, Name):
        return node.name
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None
