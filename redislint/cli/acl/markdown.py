"""Answers as Markdown, as GitHub and GitLab show it in a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.cli.acl.blocks import CODE, Block, Head, Item, Note
from redislint.report.markup import cells, code, plain
from redislint.report.words import clean
from redislint.report.wrap import Line


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
        note = f" ({plain(block.note)})" if block.note else ""
        yield f"{'#' * (block.level + 2)} {_inline(block.line)}{note}"
    elif isinstance(block, Item):
        yield f"{'  ' * max(block.depth, 0)}- {_inline(block.line)}"
    elif isinstance(block, Note):
        yield f"> **Note:** {_inline(block.line)}" if block.style else _inline(block.line)
    else:
        yield cells(plain(head) for head in block.heads)
        yield cells(["---", *(":---:" for _ in block.heads[1:])])
        for row in block.rows:
            yield cells(_cell(piece) for piece in row)


def _cell(piece: tuple[str, str]) -> str:
    text, style = piece
    shown = _inline([piece])
    return f"**{shown}**" if style in ("error", "warning") and text else shown


def _inline(line: Line) -> str:
    return "".join(code(text) if style.partition(" ")[0] == CODE else plain(text) for text, style in line).strip()
