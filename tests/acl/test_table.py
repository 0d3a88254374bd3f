"""The data file of commands, and what the tables of lines say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field

from redislint.acl.engine import evaluate
from redislint.acl.table import Command, categories, commands, table
from redislint.servers.directives import LINES, lines_of

PATH = Path(__file__).parent.parent.parent / "redislint" / "data" / "commands.json"
SPECIFICATION = r"\?|@(\d+|[A-Z]+[+-]\d+) (-?\d+/\d+/\d+|#\d+/\d+/\d+) (r|w|rw|-)\??"


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    lines: str = Field(alias="in", pattern=r"^(redis|valkey)@")
    arity: int = 0
    categories: str | None = None
    keys: str = ""
    no_auth: bool = False
    sentinel: bool = False


class Commands(BaseModel):
    model_config = ConfigDict(extra="forbid")
    about: str
    source: str
    as_of: str = Field(pattern=r"^\d{4}-\d\d-\d\d$")
    categories: dict[str, str]
    commands: dict[str, list[Row]]
    sentinel: dict[str, str]


FILE = Commands.model_validate(json.loads(PATH.read_text(encoding="utf-8")))


def test_every_row_is_well_formed() -> None:
    every = {name for names in FILE.categories.values() for name in names.split()}
    for name, rows in FILE.commands.items():
        assert re.fullmatch(r"[a-z0-9_.:-]+(\|[a-z0-9_-]+)?", name), name
        seen: set[str] = set()
        for row in rows:
            lines = lines_of(row.lines)
            assert not seen & lines, name
            seen |= lines
            assert set((row.categories or "").split()) <= every, name
            assert (row.categories is None) == (lines == {"redis@5.0"}), name
            for one in row.keys.split("; ") if row.keys else ():
                assert re.fullmatch(SPECIFICATION, one), (name, one)


def test_a_subcommand_has_its_parent() -> None:
    for line in LINES:
        names = commands(line)
        assert {name.partition("|")[0] for name in names} <= names, line


@pytest.mark.parametrize(
    ("line", "count"),
    [("redis@6.0", 205), ("redis@6.2", 224), ("redis@7.0", 240), ("valkey@8.1", 242), ("valkey@9.1", 257)],
)
def test_as_many_commands_as_the_server_counts(line: str, count: int) -> None:
    # COMMAND COUNT of 6.0.16, 6.2, 7.0.15, 8.1.1, 9.1.2
    assert sum("|" not in name for name in commands(line)) == count


def test_what_the_table_of_a_line_says() -> None:
    found = table("redis@7.2")
    assert found.command("get") == Command(2, frozenset({"read", "string", "fast"}), "@1 0/1/0 r", no_auth=False)
    assert found.named(found.of(["get", "config", "config|set", "nosuch"])) == {"get", "config|set"}
    assert found.named(found.family("config")) == {f"config|{one}" for one in "get set help resetstat rewrite".split()}
    assert found.named(found.free) == {"auth", "hello", "quit", "reset"}
    assert table("redis@6.0").named(table("redis@6.0").free) == {"auth"}
    assert "flushall" in found.named(found.category("dangerous"))
    assert "array" in categories("redis@8.8")
    assert "array" not in categories("redis@8.6")
    assert table("redis@6.2").parents == 0
    assert "sentinel|masters" in commands("redis@7.0", sentinel=True)
    assert "sentinel|masters" not in commands("redis@7.0")


def test_what_no_key_pattern_limits() -> None:
    # Asked of 7.0.15: FLUSHALL passes for a user who may only touch `app:*`, GET and EVAL with a key do not.
    rights = evaluate(["on", "nopass", "~app:*", "+flushall", "+get", "+eval", "(~* +set)"], "redis@7.0")
    assert rights.unlimited == {"auth", "hello", "quit", "reset", "flushall", "set"}
