"""What real servers said of whole configurations, and where redislint differs, each with its reason.

starts.jsonl.xz: 2,710 made-up configurations, asked of redis 5.0.14, 6.0.20, 6.2.16, 7.0.15, 7.2.6, 7.4.1, 8.0.6,
8.6.3 and valkey 7.2.7, 8.0.1, 8.1.1, 9.1.2.  `kind` server or sentinel: `text` is the configuration; acl: the ACL file
of an otherwise empty one, which 5.0 does not have.  `files` are the others below the working directory, `args` the
command line behind the file's name.  `refused` has the servers that do not start, by the line of the text being read
at which they stop (0: they name none).  starts-otherwise.json is a list of those that are not as recorded.
"""

from __future__ import annotations

import json
import lzma
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data"
ASKED = (
    *(f"redis@{line}" for line in ("5.0", "6.0", "6.2", "7.0", "7.2", "7.4", "8.0", "8.6")),
    *(f"valkey@{line}" for line in ("7.2", "8.0", "8.1", "9.1")),
)
KINDS = {"server": "redis-conf", "sentinel": "sentinel-conf", "acl": "users-acl"}

# A case and a server's line.
Asked = tuple[str, str]


@cache
def cases() -> tuple[dict[str, Any], ...]:
    """The cases; `refused` is made a mapping from a server's line to the line of the text."""
    with lzma.open(DATA / "starts.jsonl.xz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for row in rows:
        row["refused"] = {line: int(at) for at, lines in row["refused"].items() for line in lines.split()}
    return tuple(rows)


def asked(case: dict[str, Any]) -> tuple[str, ...]:
    """The lines whose answer counts."""
    return ASKED[1:] if case["kind"] == "acl" else ASKED


def bytes_of(text: str) -> bytes:
    """A text with its raw bytes, which stand as lone surrogates."""
    return text.encode("utf-8", "surrogateescape")


def files_of(case: dict[str, Any]) -> dict[str, bytes]:
    """The further files."""
    return {path: bytes_of(text) for path, text in case.get("files", {}).items()}


@cache
def otherwise(part: str) -> frozenset[Asked]:
    """Where redislint differs: `apart` (the build), `differ` (accepted or refused), `lines`."""
    rows = json.loads((DATA / "starts-otherwise.json").read_text(encoding="utf-8"))[part]
    assert all(row["reason"] for row in rows)
    return frozenset(
        (case, line)
        for row in rows
        for case, lines in row["cases"].items()
        for line in (ASKED if lines == "all" else lines.split())
    )


class Tally:
    """How far one way of asking agrees with what was recorded."""

    def __init__(self) -> None:
        self.asked = self.lined = 0
        self.wrong: set[Asked] = set()
        self.misplaced: set[Asked] = set()

    def add(self, case: dict[str, Any], line: str, at: int | None) -> None:
        """Count one answer: the line of the text at which the server is said to stop, None where it starts."""
        key = case["id"], line
        if key in otherwise("apart"):
            return
        self.asked += 1
        recorded = case["refused"].get(line)
        if (at is None) != (recorded is None):
            self.wrong.add(key)
        elif recorded:
            self.lined += 1
            if at != recorded:
                self.misplaced.add(key)
