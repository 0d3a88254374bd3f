"""What changes though the file says the same: the data file, and when it speaks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from redislint.merged.shows import directives, start
from redislint.servers.directives import LINES, canonical, lines_of, names
from redislint.servers.schema import Day, Lines, Text, Word
from redislint.upgrade import Upgrade
from tests.upgrade.asked import upgraded

ROOT = Path(__file__).parent.parent.parent / "redislint"
Condition = tuple[Word, Literal["eq", "ne", "gt", "set", "absent"], Annotated[str, Field(max_length=40)]]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Default(Strict):
    same: Annotated[list[str], Field(min_length=2)] | None = None
    says: dict[str, Text] = {}
    conditions: list[Condition] = Field(default=[], alias="if")
    users: bool = False
    seldom: bool = False


class Behaviour(Strict):
    lines: Lines = Field(alias="in")
    conditions: list[Condition] = Field(default=[], alias="if")
    origin: Lines | None = Field(default=None, alias="from")
    users: bool = False
    categories: bool = False
    reaches: bool = False
    directive: Word | None = None
    gain: Text
    lose: Text | None = None
    breaks: list[Literal["gain", "lose"]] = []


class Changes(Strict):
    about: Text
    source: Text
    as_of: Day
    defaults: dict[Word, Default]
    behaviours: dict[Word, Behaviour]


FILE = Changes.model_validate(json.loads((ROOT / "data" / "changes.json").read_text(encoding="utf-8")))


def test_the_file_speaks_of_directives_that_there_are() -> None:
    rows: list[Default | Behaviour] = [*FILE.defaults.values(), *FILE.behaviours.values()]
    said = {condition[0] for row in rows for condition in row.conditions}
    said |= {row.directive for row in FILE.behaviours.values() if row.directive is not None}
    assert said | set(FILE.defaults) <= names(None)
    assert all(canonical(name) == name for name in FILE.defaults)
    assert all(lines_of(row.lines) for row in FILE.behaviours.values())


def test_every_default_that_changes_is_explained_or_seldom_noticed() -> None:
    starts = {line: {one.name: start(one) for one in directives(line)} for line in LINES}
    for before in starts.values():
        for after in starts.values():
            for name in before.keys() & after.keys():
                if before[name] == after[name]:
                    continue
                row = FILE.defaults[name]
                same = {before[name], after[name]} <= set(row.same or ())
                assert same or row.seldom or row.conditions or after[name] in row.says, name


@pytest.mark.parametrize("name", sorted(FILE.behaviours))
def test_sentences_have_no_final_stop(name: str) -> None:
    row = FILE.behaviours[name]
    assert not any(text.endswith(".") for text in (row.gain, row.lose or ""))


def told(found: Upgrade) -> dict[str, tuple[int | None, bool]]:
    """The first words of each note, with its line and whether it breaks something."""
    return {
        " ".join(one.text.split()[:3]): (None if one.span is None else one.span.position[0], one.breaks)
        for one in found.notes
    }


def test_protected_mode_beside_bind() -> None:
    text = "port 7\nbind 10.0.0.1\n"
    assert told(upgraded(text, "redis@6.2", "redis@7.0"))["`protected-mode` counts although"] == (2, True)
    assert told(upgraded(text, "redis@7.0", "redis@6.2"))["`protected-mode` does not"] == (2, False)
    assert "`protected-mode` counts although" not in told(upgraded(text, "redis@7.0", "redis@7.2"))


@pytest.mark.parametrize(
    "text",
    [
        "bind 10.0.0.1\nrequirepass secret\n",
        "bind 127.0.0.1 -::1\n",
        "bind 10.0.0.1\nprotected-mode no\n",
        "bind 10.0.0.1\nuser default on >secret +@all ~*\n",
        "bind 10.0.0.1\naclfile /etc/users.acl\n",
        "port 7\n",
        "include /etc/more.conf\nbind 10.0.0.1\n",
    ],
)
def test_where_protected_mode_does_not_matter_or_may_not(text: str) -> None:
    assert not any(one.startswith("`protected-mode`") for one in told(upgraded(text, "redis@6.2", "redis@7.0")))


def test_the_append_only_files_move() -> None:
    up, down = (
        told(upgraded("appendonly yes\n", *pair)) for pair in (("redis@6.2", "redis@7.2"), ("valkey@7.2", "redis@6.2"))
    )
    assert up["the first start"] == (1, False)
    assert down["the append-only files"] == (1, True)
    assert "the first start" not in told(upgraded("appendonly no\n", "redis@6.2", "redis@7.2"))


def test_threads_that_read() -> None:
    start = "`io-threads` alone has"
    assert told(upgraded("io-threads 4\n", "redis@7.2", "redis@8.0"))[start] == (1, False)
    for text in ("io-threads 1\n", "io-threads 4\nio-threads-do-reads yes\n"):
        assert start not in told(upgraded(text, "redis@7.2", "redis@8.0"))


def test_commands_of_modules_are_in_categories() -> None:
    start = "the official builds"
    assert start in told(upgraded("user a on +@read ~*\n", "redis@7.4", "redis@8.0"))
    assert start not in told(upgraded("user a on +get ~*\n", "redis@7.4", "redis@8.0"))
