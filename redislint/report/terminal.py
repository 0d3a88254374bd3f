"""Styled lines for a terminal, through rich's styles: colors, and hyperlinks (OSC 8)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from rich.color import ColorSystem
from rich.style import Style

from redislint.report import Look
from redislint.report.wrap import Line, tidy
from redislint.typed import Final

STYLES: Final = {
    "": "",
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "good": "bold green",
    "message": "bold",
    "code": "bold cyan",
    "advice": "",
    "note": "bold green",
    "link": "underline bright_black",
    "gutter": "bright_black",
    "path": "bold blue",
    "place": "blue",
    "related": "blue",
    "source": "",
    "secret": "bright_black",
    "cut": "bright_black",
}


def painted(lines: Iterable[Line], look: Look) -> str:
    """The lines with the escape sequences of their styles.

    The name of a style may be followed by an address, which the text then links to.
    """
    out = []
    for line in lines:
        for text, name in tidy(line):
            # The sixteen colors that a terminal's own theme defines: they suit light and dark.
            out.append(_style(name, look.color).render(text, color_system=ColorSystem.STANDARD))
        out.append("\n")
    return "".join(out)


@cache
def _style(name: str, color: bool) -> Style:
    name, _, address = name.partition(" ")
    style = Style.parse(f"{STYLES[name]} link {address}" if address else STYLES[name])
    return style if color else style.without_color
