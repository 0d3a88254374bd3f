"""Lines of styled text as they are written: with colors and links at a terminal, and no wider than it is."""

from __future__ import annotations

from collections.abc import Iterable

from redislint.report import Look
from redislint.report.wrap import Line, wrapped


def shown(lines: Iterable[Line], looks: Look) -> str:
    """The text; what is too wide goes on in the next line, indented by two more than it began."""
    if not looks.terminal:
        return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)
    from redislint.report.terminal import painted

    return painted((part for line in lines for part in wrapped(line, looks.width, _indent(line))), looks)


def _indent(line: Line) -> str:
    text = "".join(text for text, _ in line)
    return " " * (len(text) - len(text.lstrip()) + 2)
