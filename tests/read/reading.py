"""What the tests of readers share: a tree in memory, and verdicts of real servers where they are at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from redislint.model.document import Reading
from redislint.read import read
from redislint.source import Source

SHARED = Path(__file__).resolve().parents[3] / "shared"


class Files:
    """Files in memory, as a tree."""

    def __init__(self, **texts: str) -> None:
        self.texts = {path.replace("__", "/"): text for path, text in texts.items()}

    def read(self, path: str) -> Source | None:
        text = self.texts.get(path)
        return None if text is None else Source(path, text, "")

    def names(self, folder: str) -> tuple[str, ...]:
        prefix = f"{folder}/" if folder else ""
        names = (path.removeprefix(prefix) for path in self.texts if path.startswith(prefix))
        return tuple(sorted(name for name in names if "/" not in name))

    def keeps(self, path: str) -> bool:
        return path in self.texts


def reading(text: str, kind: str = "redis-conf", path: str = "redis.conf", tree: Files | None = None) -> Reading:
    return read(Source(path, text, kind), tree or Files())


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The rows of a file of verdicts; none where it is not at hand."""
    path = SHARED / "data" / name
    if path.exists():
        with path.open(encoding="utf-8") as file:
            for row in file:
                yield json.loads(row)
