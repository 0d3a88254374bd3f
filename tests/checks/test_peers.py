"""Servers and Sentinels are joined only where their files name each other, and logins between them are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.finding import Finding
from redislint.link import link
from redislint.model.topology import Deployment
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.read import read
from redislint.source import Source
from tests.pages import Files

PASSWORD = "correct-horse-battery"
MASTER = f"bind 10.0.0.1\nport 6379\nrequirepass {PASSWORD}\nmasterauth {PASSWORD}\n"
SENTINEL = "sentinel monitor shop 10.0.0.1 6379 2\n"


def sources(files: dict[str, str]) -> dict[str, Source]:
    def kind(path: str) -> str:
        return "users-acl" if path.endswith(".acl") else "sentinel-conf" if "sentinel" in path else "redis-conf"

    return {path: Source(path, text, kind(path)) for path, text in files.items()}


def groups(files: dict[str, str]) -> list[Deployment]:
    known = sources(files)
    readings = [read(one, Files(known)) for one in known.values()]
    return list(link(readings, Options(), launched=set(files)).deployments)


def found(files: dict[str, str], *select: str) -> list[Finding]:
    known = sources(files)
    report = lint_sources(known.values(), Files(known), Options(select=select), launched=set(files))
    assert not report.errors
    return list(report.findings)


def sizes(files: dict[str, str]) -> list[tuple[int, int]]:
    return sorted((len(one.instances), len(one.sentinels)) for one in groups(files))


def test_an_address_joins() -> None:
    assert sizes({"a.conf": MASTER, "sentinel.conf": SENTINEL}) == [(1, 1)]
    replica = {"b.conf": "bind 10.0.0.2\nport 6379\nreplicaof 10.0.0.1 6379\n"}
    assert sizes({"a.conf": MASTER, "sentinel.conf": SENTINEL, **replica}) == [(2, 1)]
    two = {"sentinel-1.conf": SENTINEL, "sentinel-2.conf": SENTINEL}
    assert sizes({"a.conf": MASTER, **two}) == [(1, 2)]


@pytest.mark.parametrize(
    "files",
    [
        # Another port, another address, one that each machine has, or one that two files bind.
        {"a.conf": MASTER.replace("6379", "6380"), "sentinel.conf": SENTINEL},
        {"a.conf": MASTER.replace("10.0.0.1", "10.0.0.9"), "sentinel.conf": SENTINEL},
        {"a.conf": "bind 127.0.0.1\nport 6379\n", "sentinel.conf": "sentinel monitor shop 127.0.0.1 6379 2\n"},
        {"a.conf": MASTER, "b.conf": MASTER, "sentinel.conf": SENTINEL},
        {"a.conf": MASTER.replace("10.0.0.1", "{{ address }}"), "sentinel.conf": SENTINEL},
        {"a.conf": MASTER, "sentinel.conf": "sentinel monitor shop {{ address }} 6379 2\n"},
    ],
)
def test_what_does_not_join(files: dict[str, str]) -> None:
    assert sizes(files) == [(0, 1)]


def test_an_announced_address_joins() -> None:
    announced = "port 6379\nreplica-announce-ip 10.0.0.1\nrequirepass x\n"
    assert sizes({"a.conf": announced, "sentinel.conf": SENTINEL}) == [(1, 1)]


def test_a_server_alone_is_no_group() -> None:
    assert groups({"a.conf": MASTER}) == []


@pytest.mark.parametrize(
    ("lines", "rules"),
    [
        ("", ["RL234"]),
        (f"sentinel auth-pass shop {PASSWORD}\n", []),
        ("sentinel auth-pass shop another-horse-battery\n", ["RL235"]),
        ("sentinel auth-pass other another-horse-battery\n", ["RL234"]),
        ("sentinel auth-pass shop {{ password }}\n", []),
        (f"sentinel auth-pass shop {PASSWORD}\nsentinel auth-user shop watcher\n", ["RL229"]),
        (f"sentinel auth-pass shop another-horse-battery\nsentinel auth-pass shop {PASSWORD}\n", []),
    ],
)
def test_logins_of_sentinels(lines: str, rules: list[str]) -> None:
    files = {"a.conf": MASTER, "sentinel.conf": SENTINEL + lines}
    assert [one.rule for one in found(files, "RL229", "RL234", "RL235")] == rules


@pytest.mark.parametrize(
    ("lines", "rules"),
    [
        ("", ["RL232"]),
        (f"masterauth {PASSWORD}\n", []),
        ("masterauth another-horse-battery\n", ["RL233"]),
        ("masterauth {{ password }}\n", []),
        (f"masterauth {PASSWORD}\nmasteruser replica\n", ["RL228"]),
        (f"masterauth {PASSWORD}\nreplicaof no one\n", []),
    ],
)
def test_logins_of_replicas(lines: str, rules: list[str]) -> None:
    replica = f"bind 10.0.0.2\nport 6379\nreplicaof 10.0.0.1 6379\nrequirepass {PASSWORD}\n{lines}"
    files = {"a.conf": MASTER, "b.conf": replica}
    assert [one.rule for one in found(files, "RL228", "RL232", "RL233")] == rules


def test_no_message_shows_a_password() -> None:
    files = {
        "a.conf": MASTER,
        "b.conf": "bind 10.0.0.2\nport 6379\nreplicaof 10.0.0.1 6379\nmasterauth another-horse-battery\n",
        "sentinel.conf": SENTINEL + "sentinel auth-pass shop another-horse-battery\n",
    }
    told = found(files, "RL233", "RL235")
    assert len(told) == 2
    for one in told:
        assert not any("battery" in text for text in (one.message, one.advice, *(also.message for also in one.related)))


ADDRESS = st.sampled_from(["10.0.0.1", "10.0.0.2", "127.0.0.1", "*", "{{ x }}"])


@given(st.lists(st.tuples(ADDRESS, ADDRESS), max_size=6), st.lists(ADDRESS, max_size=3))
def test_each_sentinel_is_in_a_group(servers: list[tuple[str, str]], watched: list[str]) -> None:
    """Whatever follows whom, cycles included: no Sentinel is lost, and none is twice in one group."""
    files = {
        f"{number}.conf": f"bind {own}\nport 6379\nreplicaof {other} 6379\n"
        for number, (own, other) in enumerate(servers)
    }
    files |= {f"sentinel-{number}.conf": f"sentinel monitor m {one} 6379 2\n" for number, one in enumerate(watched)}
    made = groups(files)
    there = {one.anchor.source.path for group in made for one in group.sentinels}
    assert there == {path for path in files if path.startswith("sentinel")}
    for group in made:
        members = [id(one) for one in (*group.instances, *group.sentinels)]
        assert len(members) == len(set(members))


@pytest.mark.parametrize(
    ("rights", "severity", "why"),
    [
        ("-@all +psync +replconf +ping", "", ""),
        ("-@all +psync +replconf", "", ""),
        ("-@all +replconf +ping", "error", "may not run PSYNC: its master sends no data"),
        ("-@all +psync", "info", "may not run REPLCONF: its master never learns what has arrived"),
        ("+@all", "", ""),
    ],
)
def test_what_a_replica_needs(rights: str, severity: str, why: str) -> None:
    """As running servers from 6.0 to 9.1 showed it."""
    users = f"user default off\nuser replica on >{PASSWORD} {rights}\n"
    replica = f"bind 10.0.0.2\nport 6379\nreplicaof 10.0.0.1 6379\nmasteruser replica\nmasterauth {PASSWORD}\n"
    told = found({"a.conf": f"bind 10.0.0.1\nport 6379\n{users}", "b.conf": replica}, "RL228")
    assert [str(one.severity) for one in told] == ([severity] if severity else [])
    assert all(why in one.message for one in told)


FULL = "+ping +info +slaveof +config|rewrite +multi +exec +client|kill +publish +subscribe"


@pytest.mark.parametrize(
    ("rights", "severity", "why"),
    [
        (f"&* -@all {FULL} +role +client|setname +script|kill", "", ""),
        (f"&* -@all {FULL}", "info", "ROLE, CLIENT SETNAME and SCRIPT KILL"),
        (f"&* -@all {FULL} -client", "error", "may not run CLIENT KILL: a failover stops there"),
        (f"resetchannels &other -@all {FULL}", "error", "may not use the channel `__sentinel__:hello`"),
        (f"resetchannels &__sentinel__* -@all {FULL} +role +client|setname +script|kill", "", ""),
        ("&* -@all +replicaof " + FULL.replace("+slaveof ", "") + " +role +client +script", "", ""),
    ],
)
def test_what_a_sentinel_needs(rights: str, severity: str, why: str) -> None:
    users = f"user default off\nuser watcher on >{PASSWORD} {rights}\n"
    watching = f"{SENTINEL}sentinel auth-user shop watcher\nsentinel auth-pass shop {PASSWORD}\n"
    told = found({"a.conf": f"bind 10.0.0.1\nport 6379\n{users}", "sentinel.conf": watching}, "RL229")
    assert [str(one.severity) for one in told] == ([severity] if severity else [])
    assert all(why in one.message for one in told)
