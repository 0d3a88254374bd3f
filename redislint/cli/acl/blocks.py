"""What an answer is made of, before it is text for a terminal or Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from redislint.report.words import visible
from redislint.report.wrap import Line
from redislint.typed import Any, Final, NamedTuple

# The style of what is quoted: a rule, a command, a user's name.
CODE: Final = "code"
_LONGEST: Final = 100


class Head(NamedTuple):
    """A heading: level 1 for a server, 2 for a part of the answer; `note` stands behind it."""

    level: int
    line: Line
    note: str = ""


class Item(NamedTuple):
    """A line of a list; `depth` from 0, -1 for one that stands alone."""

    line: Line
    depth: int = 0


class Table(NamedTuple):
    """Rows of short cells below their heads, the first cell a name that may be long; each cell with its style."""

    heads: Sequence[str]
    rows: Sequence[Line]


class Note(NamedTuple):
    """A sentence beside the answer; `style` is empty for one that explains, `warning` for one that matters."""

    line: Line
    style: str = ""


Block = Head | Item | Table | Note


class View(NamedTuple):
    """An answer: to be shown, for programs, and as an exit status."""

    blocks: list[Block]
    data: dict[str, Any]
    status: int = 0


def quoted(text: str) -> tuple[str, str]:
    """Something from a file, on one line and of bearable length."""
    text = visible(text)
    return (text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}...", CODE)


def listed(lines: Iterable[Line], last: str = " and ") -> Line:
    """Several pieces in one sentence: `a, b and c`."""
    lines = list(lines)
    found: Line = []
    for index, line in enumerate(lines):
        if index:
            found.append((last if index == len(lines) - 1 else ", ", ""))
        found += line
    return found
