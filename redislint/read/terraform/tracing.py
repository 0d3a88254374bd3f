"""How deep one may look for where something is written: expressions lead into each other, and into modules."""

from __future__ import annotations

from collections.abc import Callable

from redislint.read.terraform.evaluate import MAX_DEPTH, Evaluator
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")

# Levels of expressions: what it counts as to go into another module, or to take an expression out of where its names
# mean anything; and to look for an element.
LEVELS: Final = 15
_ELEMENT: Final = 3


def traced(evaluator: Evaluator, trace: Callable[[], T], levels: int = _ELEMENT) -> T | None:
    """What finds out where something is written, if there is room for it."""
    nesting = evaluator.nesting
    if nesting.level + levels > MAX_DEPTH:
        return None
    nesting.level += levels
    try:
        return evaluator.budget.traced(trace)
    finally:
        nesting.level -= levels
