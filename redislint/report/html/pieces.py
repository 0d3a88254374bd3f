"""What the parts of the page are made of: prose, tables, sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from redislint.report.nodes import node
from redislint.report.words import visible
from redislint.typed import Final, NamedTuple

_CODE: Final = re.compile(r"`([^`]*)`")


class Part(NamedTuple):
    """A part of the page, with its place in the table of contents; one without content is left out."""

    id: str
    title: str
    content: Sequence[Element]


class Cell(NamedTuple):
    """A text in a table; `style` is `error`, `warning`, `good`, `code` or empty."""

    text: str
    style: str = ""


class Table(NamedTuple):
    """Rows below their heads, the first cell of each the row's own head; notes stand below it, a sentence each."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()


def section(part: Part) -> Element:
    """A part below its title."""
    title = f"{part.id}-title"
    attributes = {"id": part.id, "aria-labelledby": title}
    return node("section", attributes, node("h2", {"id": title}, part.title), *part.content)


def table(content: Table) -> Element:
    """A table that scrolls by itself where the screen is narrow."""
    heads = [node("th", {"scope": "col"}, *prose(head)) for head in content.heads]
    shown = node(
        "table",
        {},
        node("caption", {}, *prose(content.caption)),
        node("thead", {}, node("tr", {}, *heads)),
        node("tbody", {}, *(node("tr", {}, *_cells(row)) for row in content.rows)),
    )
    name = visible(content.caption).replace("`", "")
    wide = node("div", {"class": "wide", "tabindex": "0", "role": "region", "aria-label": name}, shown)
    return node("div", {"class": "table"}, wide, *(node("p", {"class": "note"}, *prose(one)) for one in content.notes))


def _cells(row: Sequence[Cell]) -> Iterator[Element]:
    for index, cell in enumerate(row):
        content = [node("code", {}, visible(cell.text))] if cell.style == "code" else prose(cell.text)
        attributes = {"class": cell.style} if cell.style not in ("", "code") else {}
        yield node("td", attributes, *content) if index else node("th", {"scope": "row"} | attributes, *content)


def prose(text: str) -> list[str | Element]:
    """A sentence; what stands between backquotes in it is code."""
    pieces = _CODE.split(visible(text))
    return [node("code", {}, piece) if index % 2 else piece for index, piece in enumerate(pieces) if piece]
