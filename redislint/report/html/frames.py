"""Source frames as lists of lines: each line has its number, what is blamed is marked, and no secret is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from redislint.finding import Finding
from redislint.report.frames import UNICODE, Frame, Mark, is_anchor
from redislint.report.html.pieces import prose
from redislint.report.mask import Masks
from redislint.report.nodes import node
from redislint.report.strip import Strip
from redislint.report.words import cells, visible
from redislint.typed import Final

# Longer lines are cut around the place.
_WIDE: Final = 400
_STYLES: Final = {"secret": "secret", "cut": "cut"}


def frame(finding: Finding, masks: Masks) -> Iterator[Element]:
    """For each file that the finding is about where it is, then the lines."""
    for marks in Frame(finding, masks, UNICODE, _WIDE).groups:
        yield node("p", {"class": "place"}, node("code", {}, _place(marks[0])))
        placed = [mark for mark in marks if not is_anchor(mark)]
        if placed:
            lines = {mark.line for mark in placed}
            items = [_line(number, [mark for mark in placed if mark.line == number], masks) for number in sorted(lines)]
            yield node("ol", {"class": "source"}, *items)
        yield from (_label(mark, "p") for mark in marks if is_anchor(mark) and mark.label)


def _place(mark: Mark) -> str:
    """`redis.conf:3:1`; of what is nowhere written the file alone."""
    path = visible(mark.span.source.path)
    line, column = mark.span.position
    return path if is_anchor(mark) else f"{path}:{line}:{column}"


def _line(number: int, marks: Sequence[Mark], masks: Masks) -> Element:
    strip = Strip(marks[0].span, masks, _WIDE, UNICODE.cut)
    labels = [_label(mark, "span") for mark in marks if mark.label]
    return node("li", {"value": str(number)}, node("code", {}, *_pieces(strip, marks)), *labels)


def _label(mark: Mark, tag: str) -> Element:
    return node(tag, {"class": "label"}, *prose(mark.label))


def _pieces(strip: Strip, marks: Sequence[Mark]) -> Iterator[str | Element]:
    """The line's text, what is blamed and what is masked in it each an element."""
    places = [(*strip.columns(mark.span), mark.style) for mark in marks]
    runs: list[tuple[str, str, str]] = []
    column = 0
    # A blank behind the line shows a place at its end.
    for text, style in [*strip.segments, (" ", "")]:
        for char in text:
            mark = next((name for start, end, name in places if start <= column < end), "")
            kind = _STYLES.get(style, "")
            if runs and runs[-1][1:] == (mark, kind):
                runs[-1] = (runs[-1][0] + char, mark, kind)
            else:
                runs.append((char, mark, kind))
            column += cells(char)
    for text, mark, kind in runs:
        inner = node("span", {"class": kind}, text) if kind else text
        yield node("mark", {"class": mark}, inner) if mark else inner
