"""The pages of a checkout, read once and kept for as long as none of them changes."""

from __future__ import annotations

import json
import os
from typing import Any

from redislint import rules, userdir


def rows(folder: str) -> list[dict[str, Any]]:
    """The metadata of the pages below `folder`."""
    state = _state(folder)
    kept = _kept(state)
    if kept is None:
        kept = rules.pages(folder)
        userdir.write("pages.json", json.dumps({"state": state, "rows": kept}).encode())
    return kept


def _state(folder: str) -> list[Any]:
    """What changes when a page changes: name, size and time of each, and of the code that reads them."""
    names = [os.path.join(folder, path) for path in rules.page_files(folder)]
    names.append(os.path.join(rules.HERE, "page.py"))
    return [[name, (stat := os.stat(name)).st_size, stat.st_mtime_ns] for name in names]


def _kept(state: list[Any]) -> list[dict[str, Any]] | None:
    data = userdir.read("pages.json")
    if data is None:
        return None
    try:
        kept = json.loads(data)
    except ValueError:
        return None
    return kept["rows"] if isinstance(kept, dict) and kept.get("state") == state else None
