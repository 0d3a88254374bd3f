"""Pieces of Markdown, as GitHub and GitLab show it: texts from files are no markup in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from redislint.typed import Final

# What would be markup, a mention or a reference.
_MARKS: Final = re.compile(r"([\\`*_\[\]<>#|~@&$])")
_QUOTED: Final = re.compile(r"`([^`]*)`|[^`]+|`")


def plain(text: str) -> str:
    """Prose; what stands between backquotes in it is code."""
    return _QUOTED.sub(lambda part: code(part[1]) if part[1] else _MARKS.sub(r"\\\1", part[0]), text)


def code(text: str) -> str:
    """Between as many backquotes as it takes; a bar would end a cell of a table even there."""
    fence = "`"
    while fence in text:
        fence += "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", "\\|") if text else ""


def cells(texts: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(texts)} |"
