"""Rows of cells in columns, at any width: where the last cell has no room beside the others, it stands below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redislint.report.words import cells
from redislint.report.wrap import Line, tidy, wrapped
from redislint.typed import Final

_GAP: Final = 2
# In less room than this, a sentence is hard to read.
_LEAST: Final = 24
_BELOW: Final = "    "


def columns(rows: Iterable[Line], width: int | None, margin: str = "") -> Iterator[Line]:
    """A line a row, or several; each cell is a text and its style, and every row has as many of them."""
    rows = tuple(rows)
    sizes = [max(cells(text) for text, _ in column) for column in zip(*(row[:-1] for row in rows), strict=True)]
    taken = len(margin) + sum(size + _GAP for size in sizes)
    for *first, last in rows:
        line: Line = [(margin, "")] if margin else []
        for (text, style), size in zip(first, sizes, strict=True):
            line += [(text, style), (" " * (size - cells(text) + _GAP), "")]
        if width is None or taken + cells(last[0]) <= width:
            yield tidy([*line, last])
        elif width - taken >= _LEAST:
            for number, part in enumerate(wrapped([last], width - taken)):
                yield [*(line if not number else [(" " * taken, "")]), *part]
        else:
            yield from wrapped(tidy(line), width, f"{margin}{_BELOW}")
            for part in wrapped([last], width - len(margin) - len(_BELOW)):
                yield [(f"{margin}{_BELOW}", ""), *part]
