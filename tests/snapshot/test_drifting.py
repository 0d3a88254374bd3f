"""What is worth saying of a server that differs, how bad it is, and what is left unsaid."""

from __future__ import annotations

import json

import pytest

from redislint.finding import Finding
from redislint.options import Declared, Options
from redislint.pipeline import lint_sources
from redislint.read.snapshot.packed import snapshot
from redislint.source import Source
from tests.pages import Files

MB = 1024 * 1024
HASH = "a" * 64


def found(conf: str, *, today: str = "", profile: str = "", **said: object) -> list[Finding]:
    """The findings about a node that says this, started with this file."""
    row = {
        "type": "redislint-snapshot",
        "schema": 1,
        "node": "cache-1",
        "captured_at": "2026-11-23T10:00:00Z",
        "info": {"redis_version": "7.2.5"},
    }
    info = said.pop("info", {})
    assert isinstance(info, dict)
    row["info"] = {"redis_version": "7.2.5", **info}
    live = snapshot(Source("x.snapshot.json", json.dumps(row | said, indent=2), "snapshot"))
    source = Source("redis.conf", conf, "redis-conf")
    options = Options(snapshot=live, today=today, declared=lambda _: Declared(profile=profile))
    report = lint_sources([source], Files({"redis.conf": source}), options, launched={"redis.conf"})
    assert report.errors == ()
    return list(report.findings)


def severities(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(one.rule, one.severity.value) for one in findings]


@pytest.mark.parametrize(
    ("conf", "name", "live", "severity"),
    [
        ("maxmemory 1gb", "maxmemory", "1073741824", ""),
        ("maxmemory 1gb", "maxmemory", "0", "warning"),
        ("port 6379", "maxmemory", "1", "warning"),
        ("maxclients 10000", "maxclients", "4064", "info"),
        ("port 6379", "maxclients", "4064", "info"),
        ("maxclients 100", "maxclients", "10000", "warning"),
        ("protected-mode yes", "protected-mode", "no", "error"),
        # An image may have been built so.
        ("port 6379", "protected-mode", "no", "info"),
        ("appendonly yes", "appendonly", "no", "error"),
        ("requirepass x", "requirepass", "", "error"),
        ("port 6379", "requirepass", f"sha256:{HASH}", "error"),
        ("port 6379", "requirepass", "", ""),
        ("replicaof a 1", "replicaof", "b 2", ""),
        ("supervised auto", "supervised", "systemd", ""),
        ("port 6379", "pidfile", "/var/run/redis.pid", ""),
        ("pidfile /run/a.pid", "pidfile", "/run/b.pid", "warning"),
        ("port 6379", "replica-announce-ip", "10.0.0.1", ""),
        ("replica-announce-ip 10.0.0.2", "replica-announce-ip", "10.0.0.1", "warning"),
        ("dir data", "dir", "/srv/data", ""),
        ("dir /var/run/redis/", "dir", "/run/redis", ""),
        ("dir /data", "dir", "/root/.ssh", "error"),
        ("save 60 1\nsave 900 5", "save", "900 5 60 1", ""),
        ("save 60 1\nsave 900 5", "save", "900 5", "error"),
        ("bind 127.0.0.1 ::1", "bind", "::1 127.0.0.1", ""),
        ("bind 127.0.0.1 ::1", "bind", "* -::*", "error"),
        ("port 6379", "a-module.value", "1", ""),
        # What cannot be known says nothing.
        ("maxmemory ${SIZE}", "maxmemory", "5", ""),
        ("include elsewhere.conf", "maxmemory", "5", ""),
    ],
)
def test_a_value(conf: str, name: str, live: str, severity: str) -> None:
    expected = [("RL950", severity)] if severity else []
    assert severities(found(conf, config={name: live})) == expected


def test_no_message_shows_a_secret() -> None:
    [one] = found("requirepass of-all-the-words", config={"requirepass": f"sha256:{HASH}"})
    assert one.message.startswith("`requirepass` on cache-1 is another password, but this one in the files")


@pytest.mark.parametrize(
    ("conf", "user", "severity", "says"),
    [
        ("user a on nopass +get", "a on nopass resetchannels -@all +get", "", ""),
        ("user a on nopass +get", "a on nopass resetchannels -@all +get +set", "error", "may also run `set`"),
        ("user a on nopass +get +set", "a on nopass resetchannels -@all +get", "warning", "may not run `set`"),
        ("user a on nopass ~a +get", "a on nopass ~* resetchannels -@all +get", "error", "has `~*`"),
        ("user a off nopass +get", "a on nopass resetchannels -@all +get", "error", "is switched on"),
        ("user a on nopass +get", "a off nopass resetchannels -@all +get", "warning", "is switched off"),
        ("user a on >x +get", "a on nopass resetchannels -@all +get", "error", "lets anybody in"),
        ("user a on >x +get", f"a on #{HASH} resetchannels -@all +get", "warning", "has 1 password that no file has"),
        ("port 6379", "a off resetchannels -@all", "warning", "is in no file, but switched off"),
        ("port 6379", "a on nopass ~* &* -@all +ping", "error", "is in no file, and may run 1 command"),
        # What cannot be known says nothing.
        ("user a on >${SECRET} +get", f"a on #{HASH} resetchannels -@all +get", "", ""),
        ("include elsewhere.conf", "a on nopass ~* &* +@all", "", ""),
        ("aclfile /elsewhere.acl", "a on nopass ~* &* +@all", "", ""),
        ("{% for one in users %}\nuser {{ one }}\n{% endfor %}", "a on nopass ~* &* +@all", "", ""),
    ],
)
def test_a_user(conf: str, user: str, severity: str, says: str) -> None:
    other = "user default on nopass ~* &* +@all"
    findings = found(conf, users=[other, f"user {user}"])
    assert severities(findings) == ([("RL951", severity)] if severity else [])
    assert all(says in one.message for one in findings)


@pytest.mark.parametrize(
    ("conf", "info", "says"),
    [
        ("replicaof a 1", {"role": "slave"}, ""),
        ("replicaof a 1", {"role": "master"}, "is a master, and declared to be a replica"),
        ("port 6379", {"role": "slave"}, "is a replica, and declared to be a master"),
        ("include elsewhere.conf", {"role": "slave"}, ""),
    ],
)
def test_a_role(conf: str, info: dict[str, str], says: str) -> None:
    findings = found(conf, info=info)
    assert severities(findings) == ([("RL952", "info")] if says else [])
    assert all(says in one.message for one in findings)


@pytest.mark.parametrize(
    ("today", "says"),
    [
        ("2026-11-30", ""),
        ("2026-12-01", "is 8 days old"),
        ("2026-11-22", ""),
        ("2026-11-21", "is of 2026-11-23, which is still to come"),
        ("", ""),
    ],
)
def test_an_age(today: str, says: str) -> None:
    findings = found("port 6379", today=today)
    assert severities(findings) == ([("RL953", "info")] if says else [])
    assert all(says in one.message for one in findings)


@pytest.mark.parametrize(
    ("info", "severity"),
    [
        ({"mem_fragmentation_ratio": "1.6", "used_memory": str(512 * MB)}, "warning"),
        ({"mem_fragmentation_ratio": "1.5", "used_memory": str(512 * MB)}, ""),
        ({"mem_fragmentation_ratio": "9.9", "used_memory": str(511 * MB)}, ""),
        ({"used_memory": "86", "maxmemory": "100", "maxmemory_policy": "noeviction"}, "warning"),
        ({"used_memory": "85", "maxmemory": "100", "maxmemory_policy": "noeviction"}, ""),
        ({"used_memory": "99", "maxmemory": "100", "maxmemory_policy": "allkeys-lru"}, ""),
        ({"used_memory": "99", "maxmemory": "0", "maxmemory_policy": "noeviction"}, ""),
        ({"evicted_keys": "1"}, "warning"),
        ({"evicted_keys": "0"}, ""),
        ({"acl_access_denied_auth": "3"}, "info"),
        ({"aof_last_write_status": "err"}, "error"),
        ({"master_link_status": "down"}, "warning"),
        ({"master_link_status": "up"}, ""),
    ],
)
def test_a_risk(info: dict[str, str], severity: str) -> None:
    findings = found("port 6379", profile="store", info=info)
    assert severities(findings) == ([("RL954", severity)] if severity else [])
    assert all(one.path == "x.snapshot.json" for one in findings)


@pytest.mark.parametrize(
    ("used", "keys", "severity"),
    [
        ("51", "keys=100,expires=49,avg_ttl=0", "warning"),
        ("51", "keys=100,expires=0,avg_ttl=0", "error"),
        ("51", "keys=100,expires=50,avg_ttl=0", ""),
        ("50", "keys=100,expires=0,avg_ttl=0", ""),
        ("51", "keys=0,expires=0,avg_ttl=0", ""),
    ],
)
def test_keys_without_a_ttl(used: str, keys: str, severity: str) -> None:
    config = {"maxmemory": "100", "maxmemory-policy": "volatile-ttl"}
    findings = found(
        "maxmemory 100\nmaxmemory-policy volatile-ttl", config=config, info={"used_memory": used, "db3": keys}
    )
    assert severities(findings) == ([("RL955", severity)] if severity else [])
    assert all(one.line == 2 for one in findings)


def test_several_at_one_place() -> None:
    findings = found("port 6379", config={"maxmemory": "1", "hz": "20"}, users=["user a on +@all", "user b on +@all"])
    at_start = [one for one in findings if one.line == 1 and one.column == 1]
    assert len(at_start) == len({one.fingerprint for one in at_start}) == 4
