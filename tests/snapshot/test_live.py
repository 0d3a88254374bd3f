"""Real servers: what is unchanged is silent, and what was changed is found, each of it and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from redislint.api import run
from redislint.discover.request import Request
from redislint.finding import Finding
from redislint.options import Options
from redislint.read.snapshot.packed import snapshot
from redislint.servers import parse
from redislint.source import Source
from tests.living import Living, everywhere, installed, needed
from tests.snapshot.nodes import Node, free_port, running, servers

# Values in spellings that no server shows; secrets with all that has to be quoted.
PASSWORD = "correct-horse"
CONF = r"""
bind 127.0.0.1 ::1
dir .
databases 4
save 900 1
save 60 1000
save 3600 7
maxmemory 100mb
maxmemory-policy allkeys-lru
appendonly yes
appendfsync no
masteruser "with \"quotes\" \\ and \n\x27"
masterauth "w\nith\t\"quo\\tes\" \x01\xff and blanks"
requirepass correct-horse
client-output-buffer-limit replica 256mb 64mb 60
client-output-buffer-limit pubsub 1k 1k 1
notify-keyspace-events Ex
slave-read-only yes
slave-lazy-flush yes
hash-max-ziplist-entries 300
repl-backlog-size 1
rename-command DEBUG ""
hz 1000
slowlog-log-slower-than 5000
tcp-keepalive 60
repl-ping-slave-period 5
min-slaves-to-write 0
replica-announce-ip 10.0.0.9
"""
ACL = f"""\
user default on >{PASSWORD} ~* +@all
user app on >app-password >other-password ~app:* +@read +@write -keys +config|get
user off-duty off nopass allkeys -@all +ping
"""


def drift(server: Living, folder: Path, text: str, today: str = "") -> list[Finding]:
    """What differs between a packed snapshot and the files of a folder."""
    found = snapshot(Source("node.snapshot.json", text, "snapshot"))
    assert found.server is not None
    assert found.server.key == server.line
    report = run(Request(paths=(str(folder / "redis.conf"),), cwd=str(folder)), Options(snapshot=found, today=today))
    assert not report.errors
    return list(report.findings)


def told(findings: list[Finding]) -> list[tuple[str, int, str]]:
    """Findings by rule and line, with the first word between backticks."""
    return sorted((one.rule, one.line, re.sub(r".*?`(.*?)`.*", r"\1", one.message)) for one in findings)


def prepared(folder: Path, *lines: str) -> None:
    (folder / "redis.conf").write_text("\n".join((CONF.strip(), *lines)) + "\n")


@pytest.mark.parametrize("name", everywhere())
def test_what_nobody_changed_is_silent(name: str, tmp_path: Path) -> None:
    servers()
    server = installed(name) or needed(name)
    (tmp_path / ".git").mkdir()
    prepared(tmp_path, *ACL.splitlines())
    with running(server, tmp_path, password=PASSWORD) as node:
        packed = node.packed()
    assert packed.notes == ()
    # The options of the command line are in no file: they are what differs.
    found = drift(server, tmp_path, packed.text)
    assert told(found) == [("RL950", 1, "port"), ("RL950", 1, "unixsocket")]
    for secret in (PASSWORD, "app-password", "other-password", "and blanks"):
        assert secret not in packed.text


@pytest.mark.parametrize("name", everywhere())
def test_what_was_changed_is_found(name: str, tmp_path: Path) -> None:
    servers()
    server = installed(name) or needed(name)
    (tmp_path / ".git").mkdir()
    prepared(tmp_path, "aclfile users.acl", "port 0", "unixsocket s")
    (tmp_path / "users.acl").write_text(ACL)
    with running(server, tmp_path, password=PASSWORD) as node:
        assert drift(server, tmp_path, node.packed().text) == []
        node.ask("CONFIG", "SET", "maxmemory-policy", "noeviction")
        node.ask("CONFIG", "SET", "maxmemory", "200mb")
        node.ask("CONFIG", "SET", "save", "900 1")
        node.ask("CONFIG", "SET", "masterauth", "another")
        node.ask("CONFIG", "SET", "slowlog-max-len", "77")
        # What comes to the same is no change.
        node.ask("CONFIG", "SET", "slave-read-only", "yes")
        node.ask("ACL", "SETUSER", "tmpadmin", "on", "nopass", "~*", "+@all")
        node.ask("ACL", "SETUSER", "app", "+keys", "<other-password")
        node.ask("ACL", "DELUSER", "off-duty")
        packed = node.packed()
    lines = (tmp_path / "redis.conf").read_text().splitlines()

    def line(start: str) -> int:
        return next(number for number in range(len(lines), 0, -1) if lines[number - 1].startswith(start))

    found = drift(server, tmp_path, packed.text)
    assert told([one for one in found if one.rule == "RL950"]) == sorted(
        [
            ("RL950", line("maxmemory-policy"), "maxmemory-policy"),
            ("RL950", line("maxmemory "), "maxmemory"),
            ("RL950", line("save"), "save"),
            ("RL950", line("masterauth"), "masterauth"),
            ("RL950", 1, "slowlog-max-len"),
        ]
    )
    users = {one.line: one for one in found if one.rule == "RL951" and "tmpadmin" not in one.message}
    assert "may also run `keys`; has not 1 password of the files" in users[2].message
    assert users[2].severity == "error"
    assert "only the files have it" in users[3].message
    assert users[3].severity == "warning"
    [new] = [one for one in found if one.rule == "RL951" and "tmpadmin" in one.message]
    assert new.path == "users.acl"
    assert new.severity == "error"
    assert {one.rule for one in found} == {"RL950", "RL951"}
    assert not any("another" in one.message.replace("another password", "") for one in found)


def test_a_default_user_who_was_opened(tmp_path: Path) -> None:
    [server, *_] = servers()
    (tmp_path / ".git").mkdir()
    prepared(tmp_path, "port 0", "unixsocket s")
    with running(server, tmp_path, password=PASSWORD) as node:
        assert drift(server, tmp_path, node.packed().text) == []
        node.ask("ACL", "SETUSER", "default", ">further")
        [more] = drift(server, tmp_path, node.packed().text)
        node.ask("ACL", "SETUSER", "default", "nopass")
        [opened] = drift(server, tmp_path, node.packed().text)
        node.ask("CONFIG", "SET", "requirepass", "")
        [unset] = drift(server, tmp_path, node.packed().text)
    assert more.rule == "RL951"
    assert "has 1 password that no file has" in more.message
    # One cause, one finding.
    assert (opened.rule, opened.severity) == ("RL951", "error")
    assert "lets anybody in" in opened.message
    assert (unset.rule, unset.severity) == ("RL950", "error")
    assert "`requirepass` on node is not set, but a password in the files" in unset.message


def test_a_node_of_a_cluster(tmp_path: Path) -> None:
    [server, *_] = servers()
    port = free_port()
    (tmp_path / ".git").mkdir()
    (tmp_path / "redis.conf").write_text(f'port {port}\ncluster-enabled yes\ncluster-node-timeout 5000\nsave ""\n')
    with running(server, tmp_path, port=port) as node:
        packed = node.packed()
        found = snapshot(Source("node.snapshot.json", packed.text, "snapshot"))
        assert drift(server, tmp_path, packed.text) == []
        node.ask("CONFIG", "SET", "cluster-node-timeout", "9000")
        assert told(drift(server, tmp_path, node.packed().text)) == [("RL950", 3, "cluster-node-timeout")]
    assert found.cluster is not None
    assert "myself,master" in found.cluster[0]


def test_a_sentinel(tmp_path: Path) -> None:
    [server, *_] = servers()
    port = free_port()
    (tmp_path / ".git").mkdir()
    text = f"port {port}\nsentinel monitor sessions 127.0.0.1 1 2\nsentinel down-after-milliseconds sessions 5000\n"
    # It writes its own file: the declared one is another.
    (tmp_path / "redis.conf").write_text(text)
    declared = tmp_path / "declared"
    (declared / ".git").mkdir(parents=True)
    (declared / "sentinel.conf").write_text(text)
    with running(server, tmp_path, "--sentinel", port=port) as node:
        assert _of_sentinel(node, declared) == []
        node.ask("SENTINEL", "SET", "sessions", "quorum", "1", "down-after-milliseconds", "9000")
        node.ask("SENTINEL", "MONITOR", "others", "127.0.0.1", "2", "1")
        found = _of_sentinel(node, declared)
    assert told(found) == [
        ("RL950", 1, "sentinel monitor others"),
        ("RL950", 2, "sentinel monitor sessions"),
        ("RL950", 3, "sentinel down-after-milliseconds sessions"),
    ]


def _of_sentinel(node: Node, folder: Path) -> list[Finding]:
    found = snapshot(Source("node.snapshot.json", node.packed().text, "snapshot"))
    report = run(Request(paths=(), cwd=str(folder)), Options(snapshot=found))
    assert not report.errors
    return list(report.findings)


def test_another_version_than_declared(tmp_path: Path) -> None:
    [server, *_] = servers()
    (tmp_path / ".git").mkdir()
    prepared(tmp_path, "port 0", "unixsocket s")
    with running(server, tmp_path, password=PASSWORD) as node:
        found = snapshot(Source("node.snapshot.json", node.packed().text, "snapshot"))
    options = Options(snapshot=found, server=parse("valkey@9.1"))
    report = run(Request(paths=("redis.conf",), cwd=str(tmp_path)), options)
    assert [one.rule for one in report.findings] == ["RL952"]
    assert f"runs {found.server}, and valkey 9.1 is declared" in report.findings[0].message


def test_a_snapshot_of_long_ago(tmp_path: Path) -> None:
    [server, *_] = servers()
    (tmp_path / ".git").mkdir()
    prepared(tmp_path, "port 0", "unixsocket s")
    with running(server, tmp_path, password=PASSWORD) as node:
        text = node.packed().text
    assert [one.rule for one in drift(server, tmp_path, text, today="2099-01-01")] == ["RL953"]
