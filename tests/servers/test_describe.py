"""Directives in words: every one has a sentence, and its facts are those of the data."""

from __future__ import annotations

import ast
import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from redislint import rules
from redislint.servers import LINES, canonical, describe, names, parse, spans
from redislint.servers.describe import Life, life, lives, option_traits, sentence, traits
from redislint.servers.sentinel import options

ROOT = Path(describe.__file__).parent.parent

# What the sentences must not name: they are about redis and valkey, whatever else there is.
_PRODUCTS = re.compile(
    r"KeyDB|Dragonfly|Garnet|Memcached|Kubernetes|Docker|Helm|Terraform|\bAWS|Amazon|ElastiCache|Azure|Google|Bitnami|"
    r"Linux|Windows|systemd|upstart|OpenSSL|jemalloc|Prometheus|MySQL|PostgreSQL",
    re.IGNORECASE,
)


class Descriptions(BaseModel):
    model_config = ConfigDict(extra="forbid")

    about: str
    as_of: date
    descriptions: dict[str, str]


FILE = Descriptions.model_validate(json.loads((ROOT / "data" / "descriptions.json").read_text(encoding="utf-8")))
EVERY = {canonical(name) for name in names(None)} | {f"sentinel {one.name}" for one in options().values()}


MEMORY = "an amount of memory, in bytes or with a unit such as `mb`"


def words_of(name: str, title: str, server: str | None = None) -> list[tuple[str, int]]:
    """The variants of a fact, each with the number of lines that it holds for."""
    found = traits(name, parse(server) if server else None)
    return [(one.words, len(one.lines)) for trait in found if trait.title == title for one in trait.variants]


def test_everything_has_a_sentence_and_nothing_else_has() -> None:
    assert set(FILE.descriptions) == EVERY == describe.described()


@pytest.mark.parametrize("name", sorted(FILE.descriptions))
def test_one_sentence(name: str) -> None:
    text = sentence(name)
    assert text == FILE.descriptions[name] == text.strip()
    assert len(text) <= 160
    assert re.findall(r"[.!?](?=\s|$)", text) == ["."]
    assert text.endswith(".")
    assert text[0].isupper()
    assert text.count("`") % 2 == 0
    assert not _PRODUCTS.search(text)


def test_no_two_sentences_are_one_by_mistake() -> None:
    texts = sorted(FILE.descriptions.values())
    twice = {text for text, following in pairwise(texts) if text == following}
    same = {name for name, text in FILE.descriptions.items() if text in twice}
    # Two engines' names for one thing, and two names of which nothing is left.
    assert same == {
        "dual-channel-replication-enabled", "repl-rdb-channel", "list-max-ziplist-entries", "list-max-ziplist-value",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(FILE.descriptions))
def test_backquotes_hold_names_that_exist(name: str) -> None:
    for word in re.findall(r"`([^`]+)`", sentence(name)):
        assert word in names(None)


def test_whatever_checks_and_pages_name_has_a_sentence() -> None:
    constants = {
        node.value.lower()
        for file in (ROOT / "checks").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    given = {str(rule.given["setting"]) for rule in rules.load() if "setting" in rule.given}
    named = {canonical(name) for name in (constants | given) & names(None)}
    assert {"maxmemory-policy", "tls-port", "enable-debug-command"} <= named
    assert named <= describe.described()
    assert given <= names(None)


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("port", "Value", [("a whole number from 0 to 65535", 17)]),
        ("timeout", "Value", [("a whole number of at least 0", 17)]),
        ("appendonly", "Value", [("`yes` or `no`", 17)]),
        ("appendfsync", "Value", [("`everysec`, `always` or `no`", 17)]),
        ("client-query-buffer-limit", "Default", [("`1073741824` (1gb)", 17)]),
        ("hll-sparse-max-bytes", "Default", [("`3000`", 17)]),
        ("tls-port", "Build", [("only in builds with TLS", 3)]),
        ("lua-time-limit", "Names", [("`lua-time-limit`", 3), ("`busy-reply-threshold`, `lua-time-limit`", 14)]),
        ("dbfilename", "Names", []),
        ("bind", "While it runs", [("it cannot be changed", 2), ("CONFIG SET changes it", 15)]),
        ("dir", "Default", []),
        ("aclfile", "Default", [("empty", 16)]),
        ("include", "CONFIG GET", [("does not know it", 17)]),
        ("rename-command", "A second line", [("counts as well", 17)]),
        ("client-output-buffer-limit", "A second line", [("replaces the first for the classes that it names", 17)]),
        ("dynamic-hz", "Value", [("`yes` or `no`", 14), ("anything, which is ignored", 3)]),
        ("oom-score-adj-values", "Value", [("three whole numbers from -2000 to 2000", 16)]),
        ("maxmemory-clients", "Value", [(f"{MEMORY}, or a percentage up to 100%", 14)]),
        ("nothing", "Value", []),
    ],
)  # fmt: skip
def test_traits(name: str, title: str, expected: list[tuple[str, int]]) -> None:
    assert words_of(name, title) == expected


def test_traits_of_one_server() -> None:
    assert words_of("io-threads", "Value", "redis@7.2") == [("a whole number from 1 to 128", 1)]
    assert words_of("io-threads", "Value", "valkey@9.1") == [("a whole number from 1 to 256", 1)]
    assert traits("io-threads", parse("redis@5.0")) == ()


@pytest.mark.parametrize("name", sorted({canonical(name) for name in names(None)}))
def test_every_line_has_one_variant(name: str) -> None:
    known = frozenset().union(*(one.lines for one in spans(name)))
    found = {trait.title: trait for trait in traits(name)}
    assert set(found) <= {"Value", "Default", "Names", "While it runs", "CONFIG GET", "Build", "A second line"}
    for trait in found.values():
        lines = [line for one in trait.variants for line in one.lines]
        assert len(lines) == len(set(lines))
        assert set(lines) <= known
    assert {line for one in found["Value"].variants for line in one.lines} == known


def test_options_of_sentinel() -> None:
    found = {trait.title: [one.words for one in trait.variants] for trait in option_traits("known-sentinel")}
    assert found == {
        "Arguments": ["`<master-name>`, `<ip>`, `<port>` from 0 to 65535, `<runid>`, which may be left out"],
        "Written by": ["Sentinel itself"],
    }
    assert {trait.title for trait in option_traits("resolve-hostnames")} == {"Arguments", "Default"}
    assert option_traits("resolve-hostnames", parse("redis@6.0")) == ()
    assert option_traits("nothing") == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("port", ["redis", "valkey"]),
        ("aclfile", ["redis since 6.0", "valkey"]),
        ("gopher-enabled", ["redis 6.0 to 6.2, gone in 7.0"]),
        ("mptcp", ["valkey since 9.0"]),
    ],
)
def test_lives(name: str, expected: list[str]) -> None:
    assert [life(one) for one in lives(frozenset().union(*(one.lines for one in spans(name))))] == expected


def test_lives_that_ended() -> None:
    assert lives(frozenset({"redis@5.0"})) == (Life("redis", "", "5.0", "6.0"),)
    assert life(Life("redis", "", "5.0", "6.0")) == "redis up to 5.0, gone in 6.0"
    assert life(Life("valkey", "8.0", "8.0", "8.1")) == "valkey 8.0, gone in 8.1"
    assert lives(frozenset()) == ()
    assert [life(one) for one in lives(frozenset(LINES))] == ["redis", "valkey"]
