"""Answers as text, for a terminal of any width from 60 columns on, or for a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.cli.acl.blocks import Block, Head, Item, Note, Table
from redislint.report import Look
from redislint.report.words import cells
from redislint.report.wrap import Line, wrapped
from redislint.typed import Final

_INDENT: Final = 2


def render(blocks: Sequence[Block], look: Look) -> str:
    """The blocks one below the other."""
    lines = [
        line for block, before in zip(blocks, [None, *blocks], strict=False) for line in _lines(block, before, look)
    ]
    if look.terminal:
        from redislint.report.terminal import painted

        return painted(lines, look)
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


def _lines(block: Block, before: Block | None, look: Look) -> Iterator[Line]:
    if before is not None and (isinstance(block, Head) or (isinstance(before, Table) and not isinstance(block, Note))):
        yield []
    if isinstance(block, Table):
        yield from _table(block, look.width)
    elif isinstance(block, Head):
        style = "path" if block.level == 1 else "message"
        line = [(text, style) for text, _ in block.line]
        yield from wrapped([*line, (f"  {block.note}", "gutter")] if block.note else line, look.width, " " * _INDENT)
    elif isinstance(block, Note):
        mark: Line = [("! ", block.style)] if block.style else []
        line = [(text, style or ("" if block.style else "gutter")) for text, style in block.line]
        yield from wrapped([*mark, *line], look.width, " " * _INDENT if mark else "")
    elif isinstance(block, Item):
        yield from _item(block, look.width)


def _item(item: Item, width: int | None) -> Iterator[Line]:
    """A line of a list, indented by its depth, and two more where it is broken."""
    margin = " " * (_INDENT * (item.depth + 1))
    room = None if width is None else max(width - len(margin), 20)
    for line in wrapped(item.line, room, "  "):
        yield [(margin, ""), *line]


def _table(table: Table, width: int | None) -> Iterator[Line]:
    """Columns as wide as they must be; a name that leaves them no room stands on a line of its own."""
    rest = [
        max(cells(head), *(cells(row[column][0]) for row in table.rows)) if table.rows else cells(head)
        for column, head in enumerate(table.heads)
        if column
    ]
    wide = max([cells(table.heads[0]), *(cells(row[0][0]) for row in table.rows)])
    gap = 2
    if width is not None:
        needed = sum(size + gap for size in rest)
        if wide + needed > width:
            gap = 1
            needed = sum(size + gap for size in rest)
        wide = min(wide, max(width - needed, cells(table.heads[0])))
    yield _row([(head, "gutter") for head in table.heads], wide, rest, gap)
    for row in table.rows:
        if cells(row[0][0]) > wide:
            yield [row[0]]
            yield _row([("", ""), *row[1:]], wide, rest, gap)
        else:
            yield _row(row, wide, rest, gap)


def _row(row: Line, wide: int, rest: Sequence[int], gap: int) -> Line:
    (name, style), *others = row
    line: Line = [(name + " " * (wide - cells(name)), style)]
    for (text, shade), size in zip(others, rest, strict=True):
        line += [(" " * gap, ""), (text, shade), (" " * (size - cells(text)), "")]
    return line
