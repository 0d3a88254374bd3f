"""The data files of directives: their shape, and the questions that the rest of the house asks."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict

from redislint import servers
from redislint.servers import directives, parse
from redislint.servers.directives import LINES, having, lines_of, names, spans
from redislint.servers.values import _CHECKS

DATA = Path(directives.__file__).parent.parent / "data"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Span(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    type: Literal[
        "bool", "enum", "integer", "memory", "memory-or-percent", "octal", "string", "special", "ignored", "file",
        "command", "module", "acl", "sentinel",
    ]  # fmt: skip
    names: list[str] = []
    args: tuple[int, int | None] | tuple[int, int | None, int] = (1, 1)
    values: list[str] = []
    flags: list[str] = []
    demands: list[str] = []
    default: str | None = None
    shape: str | None = None
    ctype: str | None = None
    min: int | None = None
    max: int | None = None
    max_percent: int | None = None
    letters: str | None = None
    empty: Literal["null", "kept"] | None = None
    lenient: bool = False
    unchecked: bool = False
    hidden: bool = False
    build: str | None = None
    default_without_config_file: str | None = None
    default_shown: str | None = None


class Entry(Strict):
    kind: Literal["config", "special", "ignored"] = "config"
    repeat: Literal["last", "accumulate", "last-per-class", "each"] = "last"
    spans: list[dict[str, Any]]


class Characters(BaseModel):
    characters: str
    controls: bool = False


class Table(Strict):
    about: str
    source: str
    as_of: date
    lines: list[str]
    derived: list[str]
    ended: str
    traits: dict[str, str]
    shown_only: dict[str, dict[Literal["in", "default"], str]]
    refused_characters: list[dict[str, Any]]
    modules: dict[str, Any]
    other_products: dict[str, list[str]]
    withdrawn: dict[str, str]
    directives: dict[str, Entry]


class Argument(Strict):
    name: str
    type: Literal["string", "host", "number", "script", "bool"]
    min: int | None = None
    max: int | None = None
    length: int | None = None
    optional: bool = False
    secret: bool = False


class Option(BaseModel):
    takes: list[Argument]
    phase: Literal["pre-monitor", "monitor", "post-monitor"]
    aliases: list[str] = []


def load(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def test_directives_file() -> None:
    table = Table.model_validate(load("directives.json"))
    assert tuple(table.lines) == LINES
    assert set(table.derived) < set(LINES)
    for text in (table.ended, *table.traits.values(), table.modules["in"]):
        assert lines_of(text)
    for row in table.refused_characters:
        Characters.model_validate(row)
        assert lines_of(row["in"])
    for name, entry in table.directives.items():
        seen: set[str] = set()
        for row in entry.spans:
            lines = lines_of(row.pop("in"))
            span = Span.model_validate(row)
            assert not lines & seen, f"{name} has facts twice for {sorted(lines & seen)}"
            seen |= lines
            assert span.type != "special" or span.shape in _CHECKS
            assert (span.type == "enum") == bool(span.values)
    for own in (*table.other_products.values(), table.withdrawn):
        assert own
        assert not names(None) & set(own)


def test_sentinel_file() -> None:
    table = load("sentinel.json")
    assert date.fromisoformat(table["as_of"])
    for row in table["directives"].values():
        Option.model_validate(row)
        assert lines_of(row["in"]) >= lines_of(row.get("aliases_in", row["in"]))


@pytest.mark.parametrize(
    ("spelling", "name"), [("SlaveOf", "replicaof"), ("lua-time-limit", "busy-reply-threshold"), ("Bogus", "bogus")]
)
def test_canonical(spelling: str, name: str) -> None:
    assert servers.canonical(spelling) == name


def test_directive_of_a_server() -> None:
    assert servers.directive("gopher-enabled", parse("redis@6.2")) is not None
    assert servers.directive("gopher-enabled", parse("redis@7.0")) is None
    assert servers.directive("hash-max-listpack-value", parse("redis@6.2")) is None
    assert servers.directive("hash-max-ziplist-value", parse("redis@6.2")) is not None


def test_names_of_a_server() -> None:
    assert "primaryauth" in names(parse("valkey@8.0"))
    assert "primaryauth" not in names(parse("redis@7.2"))
    assert names(parse("redis@7.2")) < names(None)


def test_defaults() -> None:
    assert servers.default("lazyfree-lazy-user-del", parse("valkey@8.0")) == ("yes",)
    assert servers.default("lazyfree-lazy-user-del", parse("redis@7.2")) == ("no",)
    assert servers.default("lazyfree-lazy-user-del", None) is None
    assert servers.default("appendonly", None) == ("no",)
    assert servers.default("requirepass", None) == ("",)


def test_facts() -> None:
    assert all(one.is_sensitive for one in spans("requirepass") if "redis@7.2" in one.lines)
    assert not any(one.is_sensitive for one in spans("dbfilename"))
    assert having("text-after-quote") == {"valkey@9.1"}


def test_the_file_loads_in_no_time() -> None:
    text = (DATA / "directives.json").read_text(encoding="utf-8")
    times = []
    for _ in range(7):
        start = time.perf_counter()
        json.loads(text)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.003
