"""Values with words for their paths, for what is said of several of them."""

from __future__ import annotations

from redislint.read.helm.values import Values, truth
from redislint.source import Span
from redislint.typed import Final

# The chart fails; and what was meant does not come about.
REFUSED: Final = "chart-refuses"
VOID: Final = "chart-conflict"


class Told(Values):
    """Values with words for their paths."""

    def name(self, path: str) -> str:
        """A path as the file has it."""
        key = self.block.key
        return f"`{path if key is None or path.startswith('global.') else f'{key.text}.{path}'}`"

    def place(self, *paths: str) -> Span | None:
        """The first of these that the file itself, or one below it, sets."""
        return next((self.fact(path).span for path in paths if self.fact(path).written), None)

    def is_false(self, path: str) -> bool:
        """Is it known to be off, or not there?"""
        return truth(self.fact(path)) is False
