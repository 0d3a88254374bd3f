"""Lines of styled text, broken where there is no more room."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.report.words import cells
from redislint.typed import Final

Segment = tuple[str, str]  # a text and the name of its style
Line = list[Segment]

_WORDS: Final = re.compile(r"\s+|\S+")


def wrapped(line: Line, width: int | None, indent: str = "") -> Iterator[Line]:
    """The line, or the lines that it takes at this width; those after the first are indented.

    A word that is wider than the line stays whole: it is a path or an address, and will be copied.
    """
    if width is None or sum(cells(text) for text, _ in line) <= width:
        yield line
        return
    out: Line = []
    used = 0
    for word in _words(line):
        size = sum(cells(text) for text, _ in word)
        if word[0][0].isspace():
            if out:
                out += word
                used += size
            continue
        if out and used + size > width and used > len(indent):
            yield tidy(out)
            out, used = ([(indent, "")] if indent else []), len(indent)
        out += word
        used += size
    yield tidy(out)


def _words(line: Line) -> Iterator[Line]:
    """Words and the spaces between them; a word may change its style within."""
    word: Line = []
    for text, style in line:
        for piece in _WORDS.findall(text):
            if word and (piece.isspace() or word[0][0].isspace()):
                yield word
                word = []
            word.append((piece, style))
    if word:
        yield word


def tidy(line: Line) -> Line:
    """Without spaces at the end, and with neighbours of one style made one."""
    while line and not line[-1][0].strip():
        line = line[:-1]
    if line:
        line = [*line[:-1], (line[-1][0].rstrip(), line[-1][1])]
    merged: Line = []
    for text, style in line:
        if merged and merged[-1][1] == style:
            merged[-1] = (merged[-1][0] + text, style)
        else:
            merged.append((text, style))
    return merged
