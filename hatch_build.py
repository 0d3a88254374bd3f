"""Puts the rule pages, and the index that is made from them, into the wheel as `redislint/_rules`.

Only into a standard wheel: an editable install reads the pages of the checkout, which never grow stale.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RulePages(BuildHookInterface[Any]):
    """Hatchling's hook: it runs before files are gathered, and after the wheel is written."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the pages and the index among the files of the wheel."""
        if version != "standard":
            return
        rules = Path(self.root) / "rules"
        self.folder = tempfile.TemporaryDirectory()
        index = Path(self.folder.name) / "index.json"
        index.write_text(json.dumps(_rows(rules)), encoding="utf-8")
        build_data["force_include"] |= {str(rules): "redislint/_rules", str(index): "redislint/_rules/index.json"}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 (hatchling's)
        """Clean up."""
        if version == "standard":
            self.folder.cleanup()


def _rows(rules: Path) -> list[dict[str, Any]]:
    """The metadata of every page, each naming its page relative to the folder of pages."""
    sys.path.insert(0, str(rules.parent))
    try:
        from redislint import pages
    finally:
        sys.path.remove(str(rules.parent))
    return [row | {"file": str(Path(row["file"]).relative_to(rules))} for row in pages.rows(str(rules))]
