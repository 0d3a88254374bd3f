"""Names, and values out of others: `var.a`, `each.value["b"]`, `local.list[*].c`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import elements
from redislint.read.terraform.nodes import SPLAT, Name, Node, Splat, Traversal
from redislint.read.terraform.scope import NESTING
from redislint.read.terraform.types import Value
from redislint.read.terraform.wrong import Refused
from redislint.source import Source
from redislint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redislint.read.terraform.evaluate import Evaluator

Steps = Sequence[str | int | Node | Splat]


def name(evaluator: Evaluator, node: Name, _: Source) -> Value:
    """A name alone: what a `for` or a template binds."""
    return evaluator.bound.get(node.name, UNKNOWN)


def traversal(evaluator: Evaluator, node: Traversal, source: Source) -> Value:
    """A value out of another."""
    steps: Steps = node.steps
    if not isinstance(node.base, Name):
        return walk(evaluator, evaluator.inner(node.base, source), steps, source)
    base = node.base.name
    if base in evaluator.bound:
        return walk(evaluator, evaluator.bound[base], steps, source)
    if NESTING in evaluator.bound:
        raise Refused
    if base == "module":
        from redislint.read.terraform import outputs

        return outputs.value(evaluator, steps, source)
    if base not in ("var", "local") or not isinstance(steps[0], str):
        return UNKNOWN
    return walk(evaluator, evaluator.global_value(base, steps[0]), steps[1:], source)


def walk(evaluator: Evaluator, value: Value, steps: Steps, source: Source) -> Value:
    """What the steps from a value lead to."""
    for index, step in enumerate(steps):
        if isinstance(step, Splat):
            taken = steps[index + 1 :] if step is SPLAT else _attributes(steps[index + 1 :])
            value = _splat(evaluator, value, taken, source)
            return walk(evaluator, value, steps[index + 1 + len(taken) :], source)
        if isinstance(step, str):
            value = elements.attribute(value, step)
        else:
            value = elements.item(value, evaluator.inner(step, source) if isinstance(step, Node) else step)
    return value


def _attributes(steps: Steps) -> Steps:
    """The steps that `.*` takes with it: all up to the first one in brackets."""
    for index, step in enumerate(steps):
        if isinstance(step, Node) or step is SPLAT:
            return steps[:index]
    return steps


def _splat(evaluator: Evaluator, value: Value, steps: Steps, source: Source) -> Value:
    """The steps taken from each element of a value."""
    items = elements.splatted(value)
    if items is None:
        return UNKNOWN
    found: list[Any] = [evaluator.deeper(partial(walk, evaluator, item, steps, source)) for item in items]
    return elements.collected(found, value) if evaluator.budget.affords(found) else UNKNOWN
