"""Packing: no secret in clear, and what is no answer of a server is refused."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.read.snapshot.openly import packed as openly
from redislint.read.snapshot.packed import NoSnapshot, snapshot
from redislint.snapshot.pack import NoCapture, pack, sections
from redislint.source import Source

CONFIG = '1) "maxmemory"\n2) "0"\n3) "requirepass"\n4) "of-all-the-words"\n5) "masterauth"\n6) ""\n'
ACL = '1) "user default on #' + "a" * 64 + ' ~* &* +@all"\n'
INFO = "# Server\r\nredis_version:7.2.5\r\nos:Linux 5.10 x86_64\r\n\r\n# Keyspace\r\ndb0:keys=1,expires=0,avg_ttl=0\r\n"
ANSWERS = {"CONFIG": CONFIG, "ACL": ACL, "INFO": INFO, "TIME": "2026-11-23T10:00:00Z\n", "NODE": "cache-1\n"}
NO_CLUSTER = "ERR This instance has cluster support disabled\n\n"


def test_a_node() -> None:
    found = pack({**ANSWERS, "CLUSTER": NO_CLUSTER, "SENTINEL": "(error) ERR unknown command 'SENTINEL'\n"}, "")
    assert found.notes == ()
    assert json.loads(found.text) == {
        "type": "redislint-snapshot",
        "schema": 1,
        "node": "cache-1",
        "captured_at": "2026-11-23T10:00:00Z",
        "version": "redis 7.2.5",
        "config": {
            "maxmemory": "0",
            "requirepass": "sha256:" + sha256(b"of-all-the-words").hexdigest(),
            "masterauth": "",
        },
        "users": [f"user default on #{'a' * 64} ~* &* +@all"],
        "info": {"redis_version": "7.2.5", "os": "Linux 5.10 x86_64", "db0": "keys=1,expires=0,avg_ttl=0"},
        "cluster": None,
        "sentinel": None,
    }


def test_a_node_may_be_given_its_name() -> None:
    assert json.loads(pack(ANSWERS, "shop-cache")[0])["node"] == "shop-cache"


@given(st.text(min_size=12, max_size=20, alphabet=st.characters(codec="ascii", exclude_characters='"\\\n\r\0 ')))
def test_no_secret_is_in_clear(secret: str) -> None:
    names = ("requirepass", "masterauth", "tls-key-file-pass", "tls-client-key-file-pass", "some-module.password")
    config = "".join(f'{2 * at + 1}) "{name}"\n{2 * at + 2}) "x{secret}"\n' for at, name in enumerate(names))
    users = f'1) "user a on >x{secret} <x{secret} ~* +@all"\n'
    masters = f'1) 1) "name"\n   2) "one"\n   3) "auth-pass"\n   4) "x{secret}"\n'
    text = pack({**ANSWERS, "CONFIG": config, "ACL": users, "SENTINEL": masters}, "")[0]
    assert json.dumps(f"x{secret}")[1:-1] not in text
    assert list(openly(snapshot(Source("x.json", text, "snapshot")))) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("INFO", ""),
        ("INFO", "hello\n"),
        ("INFO", "NOAUTH Authentication required.\n"),
        ("INFO", "<html>redis_version:1</html>"),
        ("CONFIG", "requirepass\nof-all-the-words\n"),
        ("CONFIG", '1) "maxmemory"\n'),
        ("CONFIG", '1) "Not A Name"\n2) "x"\n'),
        ("ACL", '1) "something"\n'),
        ("ACL", "user default on\n"),
        ("CLUSTER", "of-all-the-words\n"),
        ("SENTINEL", '"of-all-the-words"\n'),
        ("TIME", "yesterday\n"),
        ("NODE", "a node of mine\n"),
    ],
)
def test_what_is_no_answer_is_refused(name: str, text: str) -> None:
    with pytest.raises(NoCapture) as refused:
        pack({**ANSWERS, name: text}, "")
    assert "of-all-the-words" not in " ".join(refused.value.args)


def test_what_may_be_missing_is_said() -> None:
    found = pack({**ANSWERS, "CONFIG": "(error) NOPERM this user has no permissions to run 'config'\n"}, "")
    assert json.loads(found.text)["config"] is None
    assert found.notes[0] == "CONFIG: the server answered: NOPERM this user has no permissions to run 'config'"


def test_nothing_to_compare() -> None:
    with pytest.raises(NoCapture, match="neither CONFIG"):
        pack({"INFO": INFO}, "")


def test_a_stream() -> None:
    stream = "noise\nredislint-snapshot: TIME\nx\nredislint-snapshot: CONFIG\na\nb\nredislint-snapshot: OTHER\nz\n"
    assert sections(stream) == {"TIME": "x\n", "CONFIG": "a\nb\n"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"type": "redislint-snapshot", "schema": 2}',
        '{"type": "redislint-snapshot", "schema": 1, "config": {"a": 1}}',
        '{"type": "redislint-snapshot", "schema": 1, "config": ["a"]}',
        '{"type": "redislint-snapshot", "schema": 1, "node": 5}',
        '{"type": "redislint-snapshot", "schema": 1, "users": ["of all"]}',
        '{"type": "redislint-snapshot", "schema": 1, "users": "user a"}',
        '{"type": "redislint-snapshot", "schema": 1, "sentinel": [[]]}',
    ],
)
def test_what_is_no_snapshot(text: str) -> None:
    with pytest.raises(NoSnapshot):
        snapshot(Source("x.json", text, "snapshot"))


def test_places() -> None:
    text = pack({**ANSWERS, "NODE": "info\n"}, "")[0]
    found = snapshot(Source("x.json", text, "snapshot"))
    assert found.place("info", "db0").text == '"db0": "keys=1,expires=0,avg_ttl=0"'
    assert found.place("config", "maxmemory").text == '"maxmemory": "0"'
    assert found.place("config", "db0") == found.source.anchor
    assert found.field("captured_at").text == '"captured_at": "2026-11-23T10:00:00Z"'
    assert found.users is not None
    assert found.users[0].span.text == f'"user default on #{"a" * 64} ~* &* +@all"'
    assert found.server is not None
    assert str(found.server) == "redis 7.2.5"
