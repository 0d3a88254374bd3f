"""Answers as Markdown, as GitHub and GitLab show it in a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from redislint.cli.acl.blocks import CODE, Block, Head, Item, Note
from redislint.report.words import clean
from redislint.report.wrap import Line
from redislint.typed import Final

# What would be markup, a mention or a reference.
_MARKS: Final = re.compile(r"([\\`*_\[\]<>#|~@&])")
_QUOTED: Final = re.compile(r"`([^`]*)`|[^`]+|`")


def render(blocks: Sequence[Block]) -> str:
    """The blocks with a blank line where one ends and another begins."""
    out: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None and not (isinstance(block, Item) and isinstance(before, Item)):
            out.append("")
        out += _lines(block)
        before = block
    return clean("".join(f"{line}\n" for line in out))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Head):
        note = f" ({_plain(block.note)})" if block.note else ""
        yield f"{'#' * (block.level + 2)} {_inline(block.line)}{note}"
    elif isinstance(block, Item):
        yield f"{'  ' * max(block.depth, 0)}- {_inline(block.line)}"
    elif isinstance(block, Note):
        yield f"> **Note:** {_inline(block.line)}" if block.style else _inline(block.line)
    else:
        yield _cells(_plain(head) for head in block.heads)
        yield _cells(["---", *(":---:" for _ in block.heads[1:])])
        for row in block.rows:
            yield _cells(_cell(piece) for piece in row)


def _cells(texts: Sequence[str] | Iterator[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _cell(piece: tuple[str, str]) -> str:
    text, style = piece
    shown = _inline([piece])
    return f"**{shown}**" if style in ("error", "warning") and text else shown


def _inline(line: Line) -> str:
    return "".join(_code(text) if style.partition(" ")[0] == CODE else _plain(text) for text, style in line).strip()


def _plain(text: str) -> str:
    """Prose; what stands between backquotes in it is code."""
    return _QUOTED.sub(lambda part: _code(part[1]) if part[1] else _MARKS.sub(r"\\\1", part[0]), text)


def _code(text: str) -> str:
    """Between as many backquotes as it takes; a bar would end a cell of a table even there."""
    fence = "`"
    while fence in text:
        fence += "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", "\\|") if text else ""
