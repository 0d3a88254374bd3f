"""On which variables of a module a value rests."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read.terraform import template, trace
from redislint.read.terraform.children import children
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import Inset, Name, Quoted, Traversal
from redislint.read.terraform.scope import Placed, Variable
from redislint.source import Span
from redislint.typed import Final

# Expressions that are searched for variables, for one argument.
MAX_NODES: Final = 1_000


def defaults(placed: Placed, evaluator: Evaluator) -> Iterator[tuple[str, Span]]:
    """The variables with their own defaults that have a say in a value, each with the header of its block."""
    for name, variable in variables(placed, evaluator):
        if variable.default_of is not None:
            yield name, variable.default_of
        elif variable.passed is not None:
            yield from variable.passed.rests_on


def variables(placed: Placed, evaluator: Evaluator) -> Iterator[tuple[str, Variable]]:
    """The variables of the module that have a say in a value."""
    stack = [placed]
    seen: set[int] = set()
    while stack and len(seen) < MAX_NODES:
        placed = stack.pop()
        node = placed.node
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Traversal) and isinstance(node.base, Name) and isinstance(node.steps[0], str):
            name = node.steps[0]
            if node.base.name == "var":
                yield name, _part(node, evaluator.scope.variable(name))
            if node.base.name == "module":
                yield from _within(placed, evaluator)
            local = evaluator.scope.local(name) if node.base.name == "local" else None
            if node.base.name in evaluator.origins:
                stack.append(evaluator.origins[node.base.name].collection)
            stack += [] if local is None else [trace.named(placed, evaluator) or local]
        stack += reversed(_inner(placed, evaluator))


def _within(placed: Placed, evaluator: Evaluator) -> Iterator[tuple[str, Variable]]:
    """The variables of another module that have a say in what it puts out."""
    from redislint.read.terraform import outputs
    from redislint.read.terraform.tracing import LEVELS, traced

    found = outputs.written(placed, evaluator)
    if found is not None:
        yield from traced(evaluator, lambda: [*variables(*found)], LEVELS) or ()


def _part(node: Traversal, variable: Variable) -> Variable:
    """A variable, or what `var.x.y` takes of it."""
    attribute = node.steps[1] if len(node.steps) > 1 else None
    if variable.passed is None or not isinstance(attribute, str):
        return variable
    return variable._replace(passed=variable.passed.of(attribute))


def _inner(placed: Placed, evaluator: Evaluator) -> list[Placed]:
    """The expressions in an expression."""
    node, source = placed
    if isinstance(node, Inset):
        return [Placed(node.node, node.source)]
    if isinstance(node, Quoted):
        found = template.nodes(evaluator.template(node, source) or ())
        return [Placed(one, source) for one in found]
    return [Placed(one, source) for one in children(node)]
