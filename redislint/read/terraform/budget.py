"""How much a module may ask to be calculated: hostile text makes a lot out of little."""

from __future__ import annotations

from collections.abc import Callable

from redislint.model.facts import UNKNOWN
from redislint.read.terraform.types import Value
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")

# Expressions evaluated and elements looked at, for one file; real modules take a hundredth of it.
MAX_STEPS: Final = 200_000
# The same for finding where what they come to is written.
MAX_TRACED: Final = 20_000
# Characters of quoted texts that are parsed.
MAX_QUOTED: Final = 500_000
MAX_TEXT: Final = 1 << 16
MAX_ITEMS: Final = 10_000
# Modules that are looked into for what they put out, for one file.
MAX_MODULES: Final = 100
# Collections within each other in a value.
MAX_NESTED: Final = 60
# Characters that cost as much as a step.
_PER_STEP: Final = 64


class Budget:
    """What is left of it.  Values share what is in them, so that a small one may be endless to walk through."""

    def __init__(self) -> None:
        self.steps = MAX_STEPS
        self.characters = MAX_QUOTED
        self._traced = MAX_TRACED
        self._is_tracing = False

    def traced(self, trace: Callable[[], T]) -> T | None:
        """What finds out where something is written, with steps of its own."""
        if self._is_tracing:
            return trace() if self.steps > 0 else None
        self._is_tracing = True
        kept, self.steps = self.steps, self._traced - 1
        try:
            return trace() if self.steps > 0 else None
        finally:
            self._is_tracing = False
            self._traced, self.steps = self.steps, kept

    def admits(self, value: Value) -> bool:
        """Is a value that was just made small enough?  Its elements were asked about before."""
        if isinstance(value, str):
            self.steps -= len(value) // _PER_STEP
            return len(value) <= MAX_TEXT and self.steps > 0
        if isinstance(value, (list, dict)):
            self.steps -= len(value)
            return len(value) <= MAX_ITEMS and self.steps > 0
        return True

    def affords(self, *values: Value) -> bool:
        """May these be walked through, with all that is in them?"""
        stack: list[tuple[Value, int]] = [(value, 0) for value in values]
        while stack:
            value, depth = stack.pop()
            self.steps -= 1
            if self.steps <= 0 or depth > MAX_NESTED:
                return False
            if isinstance(value, str):
                self.steps -= len(value) // _PER_STEP
            elif isinstance(value, dict):
                stack += [(item, depth + 1) for item in value.values()]
            elif isinstance(value, list):
                stack += [(item, depth + 1) for item in value]
        return True


class Nesting:
    """How deep one is in expressions, and how many modules may still be looked into: of all modules together."""

    def __init__(self) -> None:
        self.level = 0
        self._left = MAX_MODULES

    def admits(self, modules: int) -> bool:
        """May that many modules be looked into?"""
        self._left -= modules
        return self._left >= 0


def is_known(value: Value) -> bool:
    """Is nothing in a value unknown?  Ask what it costs first."""
    if isinstance(value, dict):
        return all(is_known(item) for item in value.values())
    return all(is_known(item) for item in value) if isinstance(value, list) else value is not UNKNOWN
