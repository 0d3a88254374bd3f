"""Where each character of a YAML scalar stands in its file: block, folded, plain and quoted ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.typed import Final

Piece = tuple[int, int]

# What stands for one other character in a quoted scalar.
_DOUBLE: Final = r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^\n])"
_SINGLE: Final = r"''"
_PLAIN: Final = ""
_ESCAPES: Final = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def pieces(text: str, place: tuple[int, int], style: str | None, value: str) -> tuple[Piece, ...]:
    """Pairs (offset in the value, offset in the file) for `Source.inner`, ascending.

    `place` is that of the scalar in the file, without its anchor and tag; `style` is PyYAML's.  Each stretch of a
    line that stands in the value as it stands in the file is a piece of its own; an escape is one of a single
    character, and another one of none says where it ends.
    """
    start, end = place
    if style == '"':
        found = _aligned(text, start + 1, end - 1, value, _DOUBLE)
    elif style == "'":
        found = _aligned(text, start + 1, end - 1, value, _SINGLE)
    elif style in ("|", ">"):
        newline = text.find("\n", start, end)
        found = _aligned(text, newline + 1 if newline >= 0 else end, end, value, _PLAIN)
    else:
        found = _aligned(text, start, end, value, _PLAIN)
    return tuple(found) or ((0, start),)


def _aligned(text: str, start: int, end: int, value: str, escape: str) -> Iterator[Piece]:
    """Go through the lines of the scalar, and through the value beside them."""
    here = 0
    for there, stretch, is_escape in _stretches(text, start, end, escape):
        said = _unescaped(stretch) if is_escape else stretch
        # What lies between two stretches is what line ends were folded to.
        at = value.find(said, here)
        if at < 0:
            return
        yield at, there
        here = at + len(said)
        if is_escape:
            # Its end is one of its own: a line may end right there.
            yield here, there + len(stretch)


def _unescaped(escape: str) -> str:
    """The one character that an escape of a quoted scalar stands for."""
    letter, digits = escape[1], escape[2:]
    if digits:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    return _ESCAPES.get(letter, letter)


def _stretches(text: str, start: int, end: int, escape: str) -> Iterator[tuple[int, str, bool]]:
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


def _cut(text: str, first: int, last: int, escape: str) -> Iterator[tuple[int, str, bool]]:
    position = first
    for match in re.compile(escape).finditer(text, first, last) if escape else ():
        if match.start() > position:
            yield position, text[position : match.start()], False
        yield match.start(), match.group(), True
        position = match.end()
    if escape == _DOUBLE and text[position:last].endswith("\\"):
        # It escapes the line's end, or a blank there.
        last -= 1
    if position < last:
        yield position, text[position:last], False
