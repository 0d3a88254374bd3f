"""Operators, conditionals, tuples and objects."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import operators
from redislint.read.terraform.convert import asked, converted
from redislint.read.terraform.nodes import (
    Call,
    Conditional,
    Name,
    Node,
    Object,
    Operation,
    Splat,
    Traversal,
    Tuple,
    Unary,
)
from redislint.read.terraform.types import BOOL, STRING, Value, is_sure, type_of, unify
from redislint.read.terraform.wrong import Refused
from redislint.source import Source
from redislint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redislint.read.terraform.evaluate import Evaluator


def unary(evaluator: Evaluator, node: Unary, source: Source) -> Value:
    """`!x`, `-x`."""
    value = evaluator.inner(node.operand, source)
    for sign in reversed(node.signs):
        value = operators.signed(sign, value)
    return value


def operation(evaluator: Evaluator, node: Operation, source: Source) -> Value:
    """`a + b == c`."""
    if operators.LOGICAL.isdisjoint(node.operators):
        values = [evaluator.inner(operand, source) for operand in node.operands]
    else:
        # Newer versions do not ask for the second operand where the first one settles it.
        tried = [evaluator.attempt(operand, source) for operand in node.operands]
        values = [UNKNOWN if isinstance(value, Refused) else value for value in tried]
    return operators.ranked(values, node.operators) if evaluator.budget.affords(*values) else UNKNOWN


def conditional(evaluator: Evaluator, node: Conditional, source: Source) -> Value:
    """`test ? yes : no`: both are made of one type; what is refused in the one that is not chosen is not."""
    branches = [evaluator.attempt(branch, source) for branch in (node.yes, node.no)]
    test = asked(evaluator.inner(node.test, source), BOOL)
    values = [UNKNOWN if isinstance(value, Refused) else value for value in branches]
    if not evaluator.budget.affords(*values):
        return UNKNOWN
    type_ = unify([type_of(value) for value in values])
    if type_ is None:
        raise Refused
    if test is UNKNOWN:
        yes, no = (converted(value, type_) for value in values)
        return yes if is_sure(type_) and operators.equal(yes, no) is True else UNKNOWN
    chosen, other = branches if test else branches[::-1]
    if isinstance(chosen, Refused):
        raise chosen
    # A splat has a type even where it is refused.
    is_list = isinstance(other, Refused) and _is_splat(node.no if test else node.yes)
    return UNKNOWN if is_list else converted(chosen, type_)


def _is_splat(node: Node) -> bool:
    return isinstance(node, Traversal) and any(isinstance(step, Splat) for step in node.steps)


def sequence(evaluator: Evaluator, node: Tuple, source: Source) -> Value:
    """`[a, b]`."""
    return [evaluator.inner(item, source) for item in node.items]


def mapping(evaluator: Evaluator, node: Object, source: Source) -> Value:
    """`{ key = value }`."""
    found: dict[str, Any] = {}
    for key, item in node.pairs:
        name = key.name if isinstance(key, Name) else asked(evaluator.inner(key, source), STRING)
        if not isinstance(name, str):
            return UNKNOWN
        found[name] = evaluator.inner(item, source)
    return found


def call(evaluator: Evaluator, node: Call, source: Source) -> Value:
    """`f(x)`: many files call nothing."""
    from redislint.read.terraform import calls

    return calls.called(evaluator, node, source)
