"""Where each character of a YAML scalar stands in its file: block, folded, plain and quoted ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

Piece = tuple[int, int]

# What stands for something else in a quoted scalar: one character, or none (a line's end that is escaped).
_DOUBLE: Final = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^\n])")
_SINGLE: Final = re.compile(r"''")
_PLAIN: Final = re.compile(r"(?!)")


def pieces(text: str, node: Any, value: str) -> tuple[Piece, ...]:
    """Pairs (offset in the value, offset in the file) for `Source.inner`, ascending.

    Each stretch of a line that stands in the value as it stands in the file is a piece of its own; an escape is one
    of a single character.
    """
    start, end = node.start_mark.index, node.end_mark.index
    if text[start : start + 1] == '"':
        found = _aligned(text, start + 1, end - 1, value, _DOUBLE)
    elif text[start : start + 1] == "'":
        found = _aligned(text, start + 1, end - 1, value, _SINGLE)
    elif node.style in ("|", ">"):
        newline = text.find("\n", start, end)
        found = _aligned(text, newline + 1 if newline >= 0 else end, end, value, _PLAIN)
    else:
        found = _aligned(text, start, end, value, _PLAIN)
    return tuple(found) or ((0, start),)


def _aligned(text: str, start: int, end: int, value: str, escape: re.Pattern[str]) -> Iterator[Piece]:
    """Go through the lines of the scalar, and through the value beside them."""
    here = 0
    for there, stretch, is_escape in _stretches(text, start, end, escape):
        if is_escape:
            yield here, there
            here += 1
            continue
        # What lies between two stretches is what line ends were folded to.
        at = value.find(stretch, here)
        if at < 0:
            return
        yield at, there
        here = at + len(stretch)


def _stretches(text: str, start: int, end: int, escape: re.Pattern[str]) -> Iterator[tuple[int, str, bool]]:
    """What stands in the lines without their indentation and ends, cut at escapes."""
    line = start
    while line < end:
        newline = text.find("\n", line, end)
        stop = newline if newline >= 0 else end
        first = line
        while first < stop and text[first] in " \t":
            first += 1
        last = stop
        while last > first and text[last - 1] in " \t\r":
            last -= 1
        yield from _cut(text, first, last, escape)
        line = stop + 1


def _cut(text: str, first: int, last: int, escape: re.Pattern[str]) -> Iterator[tuple[int, str, bool]]:
    position = first
    for match in escape.finditer(text, first, last):
        if match.start() > position:
            yield position, text[position : match.start()], False
        yield match.start(), match.group(), True
        position = match.end()
    if position < last:
        yield position, text[position:last], False
