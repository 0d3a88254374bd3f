"""Source frames: the blamed line with what is blamed underlined, and the places that explain it.

A frame is lines of segments, a segment a text and the name of its style, so that one layout serves the terminal and
the pipe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.finding import Finding
from redislint.report.mask import Masks
from redislint.report.strip import Strip
from redislint.report.words import cells, visible
from redislint.report.wrap import Line, wrapped
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# Where nothing limits the width, a source line is cut at this many cells all the same.
_WIDE: Final = 160


class Glyphs(NamedTuple):
    """What frames are drawn with; `inset` is where an arrow starts, from the end of the line numbers."""

    arrow: str
    also: str
    bar: str
    gap: str
    caret: str
    dash: str
    cut: str
    inset: int


ASCII: Final = Glyphs("-->", ":::", "|", "...", "^", "-", "...", 0)
UNICODE: Final = Glyphs("╭─▸", "├─▸", "│", "┆", "━", "─", "…", 1)


class Mark(NamedTuple):
    """A place to underline, on one line, and what to say of it."""

    span: Span
    label: str
    style: str

    @property
    def line(self) -> int:
        """The line's number."""
        return self.span.position[0]


class Frame:
    """The frame of one finding; `lines()` draws it."""

    def __init__(self, finding: Finding, masks: Masks, glyphs: Glyphs, width: int | None) -> None:
        self.finding = finding
        self.masks = masks
        self.glyphs = glyphs
        main = Mark(finding.span.first_line, "", finding.severity)
        related = [Mark(one.span.first_line, one.message, "related") for one in finding.related]
        self.groups = _by_file([main, *related])
        shown = [mark.line for mark in (main, *related) if not is_anchor(mark)]
        self.margin = len(str(max(shown, default=1)))
        self.room = (width or _WIDE) - self.margin - 3

    def lines(self) -> Iterator[Line]:
        """The frame: for each file where it is, then its lines."""
        for index, marks in enumerate(self.groups):
            if index:
                yield self.gutter()
            if index and is_anchor(marks[0]) and len(marks) == 1:
                yield from self._elsewhere(marks[0])
                continue
            yield self._head(marks[0], is_first=not index)
            placed = sorted((mark for mark in marks if not is_anchor(mark)), key=lambda mark: mark.line)
            if placed:
                yield self.gutter()
            yield from self._body(placed)
            for mark in marks:
                if is_anchor(mark) and mark.label:
                    yield from self._labelled(mark.label, mark.style)
        yield self.gutter()

    def gutter(self, number: int | None = None, bar: str = "") -> Line:
        """The margin of a line of the frame: its number, if it is a line of the file, and the bar."""
        text = "" if number is None else str(number)
        return [(f"{text:>{self.margin}} ", "gutter"), (bar or self.glyphs.bar, "gutter")]

    def _head(self, mark: Mark, *, is_first: bool) -> Line:
        arrow = self.glyphs.arrow if is_first else self.glyphs.also
        return [(" " * (self.margin + self.glyphs.inset), ""), (f"{arrow} ", "gutter"), *self._place(mark)]

    def _place(self, mark: Mark) -> Line:
        path = (visible(mark.span.source.path), "path")
        if is_anchor(mark):
            return [path]
        line, column = mark.span.position
        return [path, (f":{line}:{column}", "place")]

    def _elsewhere(self, mark: Mark) -> Iterator[Line]:
        """A related file as a whole: its path, and what is said of it."""
        yield self._head(mark, is_first=False)
        yield from self._labelled(mark.label, mark.style)

    def _labelled(self, label: str, style: str) -> Iterator[Line]:
        for line in wrapped([(visible(label), style)], max(self.room - 1, 20)):
            yield [*self.gutter(), (" ", ""), *line]

    def _body(self, marks: Sequence[Mark]) -> Iterator[Line]:
        previous = 0
        for number in sorted({mark.line for mark in marks}):
            if previous and number > previous + 1:
                yield self.gutter(bar=self.glyphs.gap)
            on_line = [mark for mark in marks if mark.line == number]
            strip = Strip(on_line[0].span, self.masks, self.room - 1, self.glyphs.cut)
            yield [*self.gutter(number), (" ", ""), *strip.segments]
            for mark in on_line:
                yield from self._underline(strip, mark)
            previous = number

    def _underline(self, strip: Strip, mark: Mark) -> Iterator[Line]:
        start, end = strip.columns(mark.span)
        glyph = self.glyphs.dash if mark.style == "related" else self.glyphs.caret
        row: Line = [*self.gutter(), (" " * (start + 1), ""), (glyph * (end - start), mark.style)]
        label = visible(mark.label)
        if not label or end + 1 + cells(label) <= self.room - 1:
            yield [*row, (f" {label}", mark.style)] if label else row
            return
        yield row
        indent = min(start, max(self.room - 1 - 40, 0))
        for line in wrapped([(label, mark.style)], max(self.room - 1 - indent, 20)):
            yield [*self.gutter(), (" " * (indent + 1), ""), *line]


def is_anchor(mark: Mark) -> bool:
    """Is it the place of what is nowhere written: the file's beginning?"""
    return mark.span.start == mark.span.end and mark.span.position == (1, 1)


def _by_file(marks: Sequence[Mark]) -> list[list[Mark]]:
    groups: dict[str, list[Mark]] = {}
    for mark in marks:
        groups.setdefault(mark.span.source.path, []).append(mark)
    return list(groups.values())
