"""What the pages say of rights and logins is so on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redislint import servers
from redislint.access.user import held
from redislint.acl.table import HAS_SUBCOMMANDS
from redislint.checks.ordinary import HARMFUL
from redislint.read import read
from redislint.source import Source
from tests.acl import live
from tests.living import needed
from tests.pages import Files

HASH = "#" + "ab" * 32
CALLS = {
    "flushall": ["FLUSHALL"],
    "flushdb": ["FLUSHDB"],
    "swapdb": ["SWAPDB", "0", "1"],
    "keys": ["KEYS", "*"],
    "config|set": ["CONFIG", "SET", "maxmemory", "0"],
    "config|get": ["CONFIG", "GET", "*"],
    "shutdown": ["SHUTDOWN"],
    "acl|setuser": ["ACL", "SETUSER", "x"],
    "monitor": ["MONITOR"],
    "client|kill": ["CLIENT", "KILL", "ID", "1"],
    "function|flush": ["FUNCTION", "FLUSH"],
    "function|load": ["FUNCTION", "LOAD", "x"],
    "replicaof": ["REPLICAOF", "no", "one"],
    "save": ["SAVE"],
    "psync": ["PSYNC", "?", "-1"],
}
WORDS = (
    "+@all -@all +@read +@write +@keyspace +@fast +@slow +@admin -@admin +@dangerous -@dangerous +@scripting"
    " -@scripting +@connection +config|get +config -config|set +flushdb -flushall -keys +acl +client +function|load"
    " (+@all) (+@write) clearselectors"
).split()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[live.Client, Path, str]]:
    server = needed("redis-server")
    if server.line not in HAS_SUBCOMMANDS:
        pytest.skip("ACL DRYRUN came with 7.0")
    folder = tmp_path_factory.mktemp("s")
    with live.running(server.path, folder) as client:
        yield client, folder, server.line


def may(client: live.Client, name: str) -> bool:
    return "no permissions to run" not in str(client.ask("ACL", "DRYRUN", live.USER, *CALLS[name]))


def test_what_is_said_to_be_allowed_is(asked: tuple[live.Client, Path, str]) -> None:
    """Of a known version and of none: what is surely allowed is, and what is surely denied is not."""
    client, _, line = asked

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(WORDS), max_size=7))
    def ask(words: list[str]) -> None:
        rules = ["on", "nopass", "~app:*", *words]
        assert live.set_user(client, rules)
        source = Source("users.acl", f"user probe {' '.join(rules)}\n", "users-acl")
        (document,) = read(source, Files({})).documents
        for server in (servers.parse(line), None):
            found = held(document.users[0], server)
            assert found is not None
            for name in CALLS:
                said = found.may(name)
                assert said is None or said == may(client, name), (rules, name, server)

    ask()


@pytest.mark.parametrize(
    ("rules", "allowed", "denied"),
    [
        ("~app:* +@read +@write", ["flushall", "flushdb", "swapdb", "keys", "function|flush"], ["config|set"]),
        ("~app:* +@read +@write -@dangerous", ["function|flush", "function|load"], ["flushall", "keys"]),
        ("~app:* +@read +@write -@dangerous -@scripting", [], ["function|flush", "flushall", "keys", "config|get"]),
        ("~app:* +@all -@admin", ["flushall", "keys"], ["config|set", "monitor"]),
        ("~app:* +get (~cache:* +@all)", ["flushall", "config|set", "shutdown"], []),
        ("~app:* -flushall +@all", ["flushall"], []),
    ],
)
def test_facts_of_the_pages(
    asked: tuple[live.Client, Path, str], rules: str, allowed: list[str], denied: list[str]
) -> None:
    client, _, _ = asked
    assert set(CALLS) <= set(HARMFUL)
    assert live.set_user(client, ["on", "nopass", *rules.split()])
    assert [name for name in allowed if not may(client, name)] == []
    assert [name for name in denied if may(client, name)] == []


def test_acl_setuser_leads_to_every_command(asked: tuple[live.Client, Path, str]) -> None:
    client, folder, _ = asked
    assert live.set_user(client, ["on", "nopass", "-@all", "+acl|setuser"])
    user = live.Client(folder / "s")
    assert user.ask("AUTH", live.USER, "any") == "OK"
    assert isinstance(user.ask("FLUSHALL"), live.Refused)
    assert user.ask("ACL", "SETUSER", live.USER, "+@all") == "OK"
    assert user.ask("FLUSHALL") == "OK"
    user.close()


def test_a_user_without_channels_is_refused(asked: tuple[live.Client, Path, str]) -> None:
    client, folder, _ = asked
    assert live.set_user(client, ["on", "nopass", "~*", "+@all"])
    user = live.Client(folder / "s")
    assert user.ask("AUTH", live.USER, "any") == "OK"
    assert "NOPERM" in str(user.ask("PUBLISH", "news", "x"))
    user.close()


def test_a_renamed_command_is_logged_by_its_new_name(tmp_path: Path) -> None:
    server = needed("redis-server")
    more = ("--appendonly", "yes", "--appendfsync", "always", "--rename-command", "DEL", "hidden-del-4711")
    with live.running(server.path, tmp_path, *more) as client:
        client.ask("SET", "a", "1")
        assert client.ask("hidden-del-4711", "a") == 1
    logged = b"".join(path.read_bytes() for path in tmp_path.rglob("*.aof"))
    assert b"hidden-del-4711" in logged
