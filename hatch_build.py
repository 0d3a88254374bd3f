"""Puts the rule pages, and the index that is made from them, into the wheel as `redislint/_rules`.

Only into a standard wheel: an editable install reads the pages of the checkout, which never grow stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RulePages(BuildHookInterface[Any]):
    """Hatchling's hook: it runs before files are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the pages and the index among the files of the wheel."""
        if version != "standard":
            return
        root = Path(self.root)
        index = Path(self.directory) / "rules-index.json"
        index.parent.mkdir(parents=True, exist_ok=True)
        index.write_text(json.dumps(_rows(root)), encoding="utf-8")
        build_data["force_include"] |= {
            str(root / "rules"): "redislint/_rules",
            str(index): "redislint/_rules/index.json",
        }


def _rows(root: Path) -> list[dict[str, Any]]:
    """The metadata of every page, each naming its page relative to the folder of pages."""
    sys.path.insert(0, str(root))
    try:
        from redislint import pages
    finally:
        sys.path.remove(str(root))
    folder = root / "rules"
    return [row | {"file": str(Path(row["file"]).relative_to(folder))} for row in pages.rows(str(folder))]
