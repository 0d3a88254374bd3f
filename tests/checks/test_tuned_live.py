"""What rules about durability and resources rest on, asked of the servers that are there."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from redislint import lint_text
from redislint.checks.savepoints import points
from redislint.servers.directives import having
from tests.checks.asked import Connection, running
from tests.checks.instances import configured
from tests.living import everywhere, started_by

SERVERS = everywhere()


def answer(connection: Connection, *words: str) -> str:
    """The answer of a server that has loaded its data."""
    said = connection.ask(words)
    latest = time.monotonic() + 20
    while said.startswith("-LOADING") and time.monotonic() < latest:
        time.sleep(0.01)
        said = connection.ask(words)
    return said


def setting(connection: Connection, name: str) -> str:
    """The value that CONFIG GET shows; empty where there is no such setting."""
    if not answer(connection, "CONFIG", "GET", name).startswith("*2"):
        return ""
    answered = [connection.answers.readline().decode().rstrip() for _ in range(4)]
    return answered[3]


def found(conf: str, rule: str, server: str) -> bool:
    return any(one.rule == rule for one in lint_text(conf, kind="redis-conf", server=server))


@pytest.mark.parametrize("name", SERVERS)
def test_an_append_only_file_that_a_restart_turns_on_starts_empty(name: str, tmp_path: Path) -> None:
    """RL412; and the next snapshot overwrites the one that has the data."""
    program, _ = started_by(name)
    kept = tmp_path / "dump.rdb"
    with running(tmp_path, "save 900 1\nappendonly no\n", program=program) as connection:
        assert answer(connection, "SET", "key", "value") == "+OK"
        assert answer(connection, "SAVE") == "+OK"
    before = kept.read_bytes()
    with running(tmp_path, "save 900 1\nappendonly yes\n", program=program) as connection:
        assert answer(connection, "DBSIZE") == ":0"
        assert kept.read_bytes() == before
        assert answer(connection, "SAVE") == "+OK"
    assert kept.read_bytes() != before
    # Turned on in the running server, nothing is lost.
    for file in tmp_path.iterdir():
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    with running(tmp_path, "save 900 1\nappendonly no\n", program=program) as connection:
        answer(connection, "SET", "key", "value")
        answer(connection, "CONFIG", "SET", "appendonly", "yes")
        is_done(connection)
    with running(tmp_path, "save 900 1\nappendonly yes\n", program=program) as connection:
        assert answer(connection, "DBSIZE") == ":1"


def is_done(connection: Connection) -> None:
    """Wait until the first append-only file is there."""
    latest = time.monotonic() + 20
    while time.monotonic() < latest:
        connection.socket.sendall(b"INFO persistence\r\n")
        size = int(connection.answers.readline()[1:])
        text = connection.answers.read(size + 2).decode()
        if "aof_rewrite_in_progress:0" in text and "aof_rewrite_scheduled:0" in text:
            return
        time.sleep(0.02)
    raise AssertionError("the append-only file is not written")


@pytest.mark.parametrize("name", SERVERS)
def test_a_volatile_policy_refuses_writes_when_no_key_expires(name: str, tmp_path: Path) -> None:
    """RL421; with `allkeys-lru` the same writes are taken."""
    program, _ = started_by(name)
    for policy, refuses in (("volatile-lru", True), ("allkeys-lru", False)):
        with running(tmp_path, f"maxmemory 4mb\nmaxmemory-policy {policy}\n", program=program) as connection:
            answers = {answer(connection, "SET", f"key:{number}", "x" * 10_000)[:4] for number in range(500)}
            assert ("-OOM" in answers) is refuses, policy


# Settings of notify-keyspace-events, and whether anything comes of a SET and a DEL for a listener to all channels.
EVENTS = [
    ("x", False),
    ("g$", False),
    ("A", False),
    ("K", False),
    ("E", False),
    ("KE", False),
    ("K$", True),
    ("Eg", True),
    ("KEA", True),
]


@pytest.mark.parametrize("name", SERVERS)
def test_events_need_a_channel_and_a_class(name: str, tmp_path: Path) -> None:
    """RL528."""
    program, line = started_by(name)
    with running(tmp_path, program=program) as connection:
        listener = Connection.open(tmp_path / "redis.sock")
        assert listener is not None
        listener.ask(["PSUBSCRIBE", "__key*"])
        for _ in range(5):
            listener.answers.readline()
        listener.socket.settimeout(0.15)
        for events, publishes in EVENTS:
            assert answer(connection, "CONFIG", "SET", "notify-keyspace-events", events) == "+OK"
            answer(connection, "SET", "key", "value")
            answer(connection, "DEL", "key")
            assert is_told(listener) is publishes, events
            assert found(f"notify-keyspace-events {events}\n", "RL528", line) is not publishes, events
        listener.close()


def is_told(listener: Connection) -> bool:
    """Has anything come?  It is read away."""
    try:
        told = listener.socket.recv(65_536)
    except TimeoutError:
        return False
    return bool(told)


@pytest.mark.parametrize("name", SERVERS)
def test_a_cluster_has_one_database(name: str, tmp_path: Path) -> None:
    """RL526: whatever `databases` says."""
    program, line = started_by(name)
    with running(tmp_path, "cluster-enabled yes\ndatabases 4\n", program=program) as connection:
        assert answer(connection, "SELECT", "0") == "+OK"
        assert answer(connection, "SELECT", "1").startswith("-ERR")
    assert found("cluster-enabled yes\ndatabases 4\n", "RL526", line)


@pytest.mark.parametrize("name", SERVERS)
def test_hz_is_kept_within_bounds(name: str, tmp_path: Path) -> None:
    """RL514: 1 to 500; redis 6.0 crashes below and above what it divides by (RL029)."""
    program, line = started_by(name)
    for written, shown in (("0", "1"), ("500", "500"), ("1000", "500")):
        if line == "redis@6.0" and written == "0":
            continue
        with running(tmp_path, f"hz {written}\n", program=program) as connection:
            assert setting(connection, "hz") in (shown, written)


@pytest.mark.parametrize("name", SERVERS)
def test_scores_in_any_order_are_taken(name: str, tmp_path: Path) -> None:
    """RL532: no server objects to them."""
    program, _ = started_by(name)
    with running(tmp_path, "oom-score-adj-values 800 200 0\n", program=program) as connection:
        assert setting(connection, "oom-score-adj-values") == "800 200 0"


@pytest.mark.parametrize(("limit", "busy"), [("0", False), ("50", True)])
@pytest.mark.parametrize("name", SERVERS)
def test_a_script_without_a_limit_is_never_told_of(name: str, limit: str, busy: bool, tmp_path: Path) -> None:
    """RL519: nobody gets an answer as long as it runs."""
    program, _ = started_by(name)
    with running(tmp_path, f"lua-time-limit {limit}\n", program=program):
        first, second = Connection.open(tmp_path / "redis.sock"), Connection.open(tmp_path / "redis.sock")
        assert first is not None
        assert second is not None
        script = "while true do end"
        first.socket.sendall(f"*3\r\n$4\r\nEVAL\r\n${len(script)}\r\n{script}\r\n$1\r\n0\r\n".encode())
        time.sleep(0.2)
        second.socket.settimeout(1)
        second.socket.sendall(b"PING\r\n")
        try:
            said = second.socket.recv(100)
        except TimeoutError:
            said = b""
        assert said.startswith(b"-BUSY") is busy
        first.close()
        second.close()


SAVES: list[Sequence[str]] = [
    ["save 900 1"],
    ["save 900 1", "save 60 10000"],
    ["save 900 1", 'save ""'],
    ['save ""', "save 5 1"],
    ["save 900 1 300 10"],
    ['save "900 1 300 10"'],
]


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("lines", SAVES, ids=" ".join)
def test_save_points_are_the_servers(name: str, lines: Sequence[str], tmp_path: Path) -> None:
    """RL409 and RL416 count what the server has; up to 6.2 it drops a line of other than two words."""
    program, line = started_by(name)
    text = "".join(f"{one}\n" for one in lines)
    with running(tmp_path, f'save ""\n{text}', program=program) as connection:
        shown = setting(connection, "save")
    ours = " ".join(f"{point.seconds} {point.changes}" for point in points(configured(text, line)))
    assert ours == shown, having("checks-save")


@pytest.mark.parametrize("name", SERVERS)
def test_a_log_that_breaks_off_is_refused_where_it_may_not_be_cut(name: str, tmp_path: Path) -> None:
    """RL411: `aof-load-truncated no`."""
    program, _ = started_by(name)
    conf = "appendonly yes\nappendfsync always\naof-load-truncated {}\n"
    with running(tmp_path, conf.format("yes"), program=program) as connection:
        for number in range(3):
            answer(connection, "SET", f"key:{number}", "value")
    logs = [file for file in tmp_path.rglob("*.aof*") if not file.name.endswith((".manifest", ".rdb"))]
    log = max(logs, key=lambda file: file.stat().st_size)
    log.write_bytes(log.read_bytes()[:-4])
    (tmp_path / "redis.conf").write_text(f"port 0\nunixsocket redis.sock\n{conf.format('no')}")
    refused = subprocess.run([program, "redis.conf"], cwd=tmp_path, capture_output=True, check=False, timeout=20)
    assert refused.returncode == 1
    with running(tmp_path, conf.format("yes"), program=program) as connection:
        assert answer(connection, "DBSIZE") == ":2"
