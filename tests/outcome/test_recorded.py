"""Recorded answers of real servers: tests/data/effective.jsonl.gz.

A row is a configuration and, by server lines, the values of `CONFIG GET *` that are others than on an empty one; or
the lines whose server does not start with it.  Asked of redis 5.0.14, 6.0.20, 6.2.16, 7.0.15, 7.2.6, 7.4.1, 8.0.6 and
8.6.3, and of valkey 7.2.7, 8.0.1, 8.1.1 and 9.1.2.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from redislint import Refused, effective
from redislint.servers.directives import spans

DATA = Path(__file__).parent.parent / "data" / "effective.jsonl.gz"
# Each row is asked of every third line, another third than the row before it.
THIRD = 3
# What disagrees, by row: a server that divides by zero (e1042).
KNOWN = frozenset({"e1042"})


@cache
def rows() -> tuple[dict[str, Any], ...]:
    return tuple(map(json.loads, gzip.decompress(DATA.read_bytes()).decode().splitlines()))


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


@cache
def empty(line: str) -> dict[str, str]:
    return effective("", server=line)


def values(row: dict[str, Any], line: str) -> dict[str, str] | None:
    """What we say differs from an empty configuration; None if the server is said to refuse."""
    files = {path: encoded(text) for path, text in row.get("files", {}).items()}
    try:
        found = effective(encoded(row["text"]), server=line, files=files, args=row.get("args", ()))
    except Refused:
        return None
    return {name: value for name, value in found.items() if value != empty(line)[name] and is_recorded(name, line)}


@cache
def is_recorded(name: str, line: str) -> bool:
    """`daemonize` was the recorder's own, and `CONFIG GET *` leaves out what has to be asked for by its name."""
    hidden = any(line in one.lines and "hidden" in one.facts.get("flags", ()) for one in spans(name))
    return name != "daemonize" and not hidden


def asked() -> Iterator[tuple[dict[str, Any], str, dict[str, str] | None]]:
    """Rows, server lines, and what was recorded there."""
    for number, row in enumerate(rows()):
        found = [(line, shown) for lines, shown in row["results"] for line in lines]
        found += [(line, None) for line in row.get("refused", ())]
        for index, (line, shown) in enumerate(found):
            if (index + number) % THIRD == 0:
                yield row, line, shown


def test_agreement() -> None:
    good = bad = 0
    wrong: dict[str, list[str]] = {}
    for row, line, theirs in asked():
        ours = values(row, line)
        if ours is None or theirs is None:
            differing = [] if ours is theirs else ["start"]
        else:
            differing = [name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)]
        good += len(theirs or ()) - min(len(differing), len(theirs or ()))
        bad += len(differing)
        for name in differing:
            wrong.setdefault(row["id"], []).append(f"{line} {name}")
    assert good > 2000
    assert set(wrong) <= KNOWN, wrong
    assert good / (good + bad) >= 0.995


def test_every_name_is_one_that_config_get_shows() -> None:
    for row in rows():
        for lines, shown in row["results"]:
            for line in lines:
                assert shown.keys() <= empty(line).keys(), (row["id"], line)
