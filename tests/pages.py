"""The examples of our own rule pages, as `redislint test-rules` tries them."""

from __future__ import annotations

from pathlib import Path

from redislint import trials
from redislint.trials import Case, Files, before, is_read, kind_of, options_of, present, run, unmarked

__all__ = [
    "PAGES",
    "ROOT",
    "Case",
    "Files",
    "before",
    "cases",
    "is_read",
    "kind_of",
    "options_of",
    "present",
    "run",
    "unmarked",
]

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "rules"


def cases() -> list[Case]:
    """All examples of all pages."""
    return trials.cases(str(PAGES))
