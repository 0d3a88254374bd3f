"""As much of a source line as there is room for.

Long lines are cut around the place, and never copied whole: a line may be 10 MB long.
"""

from __future__ import annotations

from redislint.report.mask import Masks
from redislint.report.words import cells, visible
from redislint.report.wrap import Line
from redislint.source import BOM, Source, Span
from redislint.typed import Final

_TAB: Final = "    "


class Strip:
    """As much of a line as there is room for, around a place in it, and where its characters are on the screen."""

    def __init__(self, focus: Span, masks: Masks, room: int, cut: str) -> None:
        source = focus.source
        first, last = _bounds(source, focus)
        # Each character takes about a cell; what lies further off than the room is wide cannot be shown.
        low, high = max(first, focus.start - room), min(last, focus.start + 3 * room)
        text = masks.shown(source, low, high)
        self._shown = [_TAB if char == "\t" else visible(char) for char in text]
        self._widths = [cells(shown) for shown in self._shown]
        self._low = low
        start, end = 0, len(self._shown)
        if low > first or high < last or sum(self._widths) > room:
            start, end = self._window(focus.start - low, room - 2 * len(cut))
        self._start, self._end = start, end
        self._before = cut if low + start > first else ""
        self._after = cut if low + end < last else ""
        secrets = masks.within(source, low + start, low + end)
        self.segments = self._segments([(a - low, b - low) for a, b in secrets])

    def _window(self, focus: int, room: int) -> tuple[int, int]:
        """Which characters to show: up to a third of the room before the place, more where the line then ends."""
        after = sum(self._widths[focus:])
        before = max(room // 3, room - after)
        start = focus
        while start and before >= self._widths[start - 1]:
            start -= 1
            before -= self._widths[start]
        left = room - sum(self._widths[start:focus])
        end = focus
        while end < len(self._widths) and left >= self._widths[end]:
            left -= self._widths[end]
            end += 1
        return start, end

    def _segments(self, secrets: list[tuple[int, int]]) -> Line:
        line: Line = [(self._before, "cut")] if self._before else []
        position = self._start
        for start, end in secrets:
            line += [("".join(self._shown[position:start]), "source"), ("".join(self._shown[start:end]), "secret")]
            position = end
        line.append(("".join(self._shown[position : self._end]), "source"))
        return [*line, (self._after, "cut")] if self._after else line

    def columns(self, span: Span) -> tuple[int, int]:
        """The cells, from 0, that the place takes: at least one."""
        start, end = self._cell(span.start), self._cell(span.end)
        return start, max(end, start + 1)

    def _cell(self, offset: int) -> int:
        index = min(max(offset - self._low, self._start), self._end)
        return cells(self._before) + sum(self._widths[self._start : index])


def _bounds(source: Source, span: Span) -> tuple[int, int]:
    """The offsets of the line's first character and of its end, without a BOM and the end of line."""
    starts = source.line_starts
    line = source.position(span.start)[0]
    first = starts[line - 1]
    last = starts[line] - 1 if line < len(starts) else len(source.text)
    if last > first and source.text[last - 1] == "\r":
        last -= 1
    if line == 1 and source.text.startswith(BOM):
        first = 1
    return first, max(last, first)
