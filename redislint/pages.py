"""The rule pages as files: which there are, and their metadata, kept for as long as no page changes."""

from __future__ import annotations

import os

from redislint import userdir
from redislint.typed import Any, Final

HERE: Final = os.path.dirname(os.path.abspath(__file__))


def files(folder: str) -> list[str]:
    """The pages below `folder`: paths relative to it, sorted."""
    found = []
    for family in sorted(os.listdir(folder)):
        inside = os.path.join(folder, family)
        if os.path.isdir(inside):
            found += [f"{family}/{name}" for name in sorted(os.listdir(inside)) if _is_page(name)]
        elif _is_page(family):
            found.append(family)
    return found


def _is_page(name: str) -> bool:
    return name[:2].isupper() and name.endswith(".md") and name.partition("-")[0][-3:].isdigit()


def rows(folder: str) -> list[dict[str, Any]]:
    """The metadata of every page below `folder`, validated.  Raises `PageError` with the page's path."""
    from redislint import page

    found = [page.metadata(folder, path) for path in files(folder)]
    return [row | {"scope": _scope(row["check"])} for row in found]


def _scope(check: str) -> str:
    """The type of the first parameter of a check, as its module writes it: to read that needs no import.

    An empty text where it is written otherwise: then whoever runs the check finds out.
    """
    import re

    module, _, name = check.rpartition(".")
    try:
        with open(os.path.join(HERE, "checks", f"{module}.py"), encoding="utf-8") as file:
            found = re.search(rf"^def {re.escape(name)}\(\s*\w+: (?P<scope>\w+)", file.read(), re.MULTILINE)
    except OSError:
        return ""
    return found["scope"] if found else ""


def kept_rows(folder: str) -> list[dict[str, Any]]:
    """The same, read once and kept in the user's own cache folder."""
    import json

    state = _state(folder)
    kept = _kept(state)
    if kept is None:
        kept = rows(folder)
        userdir.write("pages.json", json.dumps({"state": state, "rows": kept}).encode())
    return kept


def _state(folder: str) -> list[Any]:
    """What changes when a row changes: name, size and time of each page, of the code that reads it, and of checks."""
    names = [os.path.join(folder, path) for path in files(folder)]
    names += [os.path.join(HERE, name) for name in ("page.py", "pages.py", "rules.py")]
    checks = os.path.join(HERE, "checks")
    names += [os.path.join(checks, name) for name in sorted(os.listdir(checks)) if name.endswith(".py")]
    return [[name, (stat := os.stat(name)).st_size, stat.st_mtime_ns] for name in names]


def _kept(state: list[Any]) -> list[dict[str, Any]] | None:
    import json

    data = userdir.read("pages.json")
    if data is None:
        return None
    try:
        kept = json.loads(data)
    except ValueError:
        return None
    return kept["rows"] if isinstance(kept, dict) and kept.get("state") == state else None
