"""How a report is to look: what the terminal can show, and what the user and the environment say."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from redislint.report import Look
from redislint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

# Cells of a line where a terminal is only pretended, as in the log of a CI run.
_WIDTH = 100
# A frame wider than this is hard to read.
_WIDEST = 160


def look(*, no_color: bool = False, statistics: bool = False, quiet: bool = False) -> Look:
    """How a report on standard output is to look.

    NO_COLOR (no-color.org), FORCE_COLOR (force-color.org), CLICOLOR and CLICOLOR_FORCE (bixense.com/clicolors).
    """
    environment = os.environ
    is_terminal = _is_terminal(sys.stdout)
    is_rich = is_terminal or _is_forced(environment)
    return Look(
        terminal=is_rich,
        color=not (no_color or environment.get("NO_COLOR") or environment.get("CLICOLOR") == "0"),
        unicode=_shows_unicode(),
        width=_width(is_terminal, environment) if is_rich else None,
        statistics=statistics,
        quiet=quiet,
    )


def is_watched() -> bool:
    """Does somebody wait at a terminal?  Not in CI, nor where the report or what is said of the run goes elsewhere."""
    return not os.environ.get("CI") and _is_terminal(sys.stdout) and _is_terminal(sys.stderr)


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
    except (AttributeError, ValueError):  # there is none, or it is closed
        return False


def _is_forced(environment: Mapping[str, str]) -> bool:
    return any(environment.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE"))


def _shows_unicode() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return encoding.lower().replace("-", "").replace("_", "").startswith("utf")


def _width(is_terminal: bool, environment: Mapping[str, str]) -> int:
    columns = environment.get("COLUMNS", "")
    if columns.isdecimal() and int(columns[:6]) > 0:
        width = int(columns[:6])
    else:
        try:
            width = os.get_terminal_size(sys.stdout.fileno()).columns if is_terminal else _WIDTH
        except (OSError, ValueError, AttributeError):
            width = _WIDTH
    return min(width or _WIDTH, _WIDEST)
