"""What rules about a server's log and records rest on, asked of the servers that are there."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.checks.asked import running
from tests.checks.test_tuned_live import answer, setting
from tests.living import everywhere, started_by

SERVERS = everywhere()
# Holds the server up for some milliseconds.
BUSY = "local n = 0 for i = 1, 2000000 do n = n + i end return 1"


@pytest.mark.parametrize("name", SERVERS)
def test_a_log_without_room_keeps_no_login(name: str, tmp_path: Path) -> None:
    """RL914."""
    program, _ = started_by(name)
    for length, kept in (("0", "*0"), ("128", "*1")):
        text = f"acllog-max-len {length}\nuser default on >secret ~* +@all\nuser one on >first +ping\n"
        with running(tmp_path, text, program=program) as connection:
            assert answer(connection, "AUTH", "one", "wrong").startswith("-WRONGPASS")
            assert answer(connection, "AUTH", "default", "secret") == "+OK"
            assert answer(connection, "ACL", "LOG") == kept


@pytest.mark.parametrize("name", SERVERS)
def test_what_holds_a_server_up_is_recorded_where_somebody_says_so(name: str, tmp_path: Path) -> None:
    """RL912; the default is off."""
    program, _ = started_by(name)
    with running(tmp_path, "save 900 1\n", program=program) as connection:
        assert setting(connection, "latency-monitor-threshold") == "0"
        assert setting(connection, "slowlog-max-len") == "128"
        assert setting(connection, "loglevel") == "notice"
        assert answer(connection, "EVAL", BUSY, "0") == ":1"
        assert answer(connection, "LATENCY", "LATEST") == "*0"
        answer(connection, "CONFIG", "SET", "latency-monitor-threshold", "1")
        assert answer(connection, "EVAL", BUSY, "0") == ":1"
        assert answer(connection, "LATENCY", "LATEST") != "*0"


@pytest.mark.parametrize("name", SERVERS)
def test_without_tracking_there_are_no_percentiles(name: str, tmp_path: Path) -> None:
    """RL912; the directive came with 7.0, and is on by default."""
    program, _ = started_by(name)
    with running(tmp_path, "save 900 1\n", program=program) as connection:
        if setting(connection, "latency-tracking") == "":
            return
        answer(connection, "PING")
        assert "p99=" in answer(connection, "INFO", "latencystats")
        answer(connection, "CONFIG", "SET", "latency-tracking", "no")
        assert "p99=" not in answer(connection, "INFO", "latencystats")


@pytest.mark.parametrize("name", SERVERS)
def test_failures_alone_leave_out_snapshots(name: str, tmp_path: Path) -> None:
    """RL913."""
    program, _ = started_by(name)
    for level, is_told in (("notice", True), ("warning", False)):
        log = tmp_path / f"{level}.log"
        text = f"loglevel {level}\nlogfile {log}\n"
        with running(tmp_path, text, program=program) as connection:
            answer(connection, "SET", "key", "value")
            assert answer(connection, "SAVE") == "+OK"
        assert ("DB saved on disk" in log.read_text()) is is_told


@pytest.mark.parametrize("name", SERVERS)
def test_a_crash_without_a_report_ends_without_a_word(name: str, tmp_path: Path) -> None:
    """RL919."""
    program, line = started_by(name)
    if line in ("redis@5.0", "redis@6.0"):
        return
    for said, is_told in (("yes", True), ("no", False)):
        log = tmp_path / f"{said}.log"
        with running(tmp_path, f"crash-log-enabled {said}\nlogfile {log}\n", program=program) as connection:
            process = int(answer(connection, "INFO", "server").partition("process_id:")[2].split()[0])
            os.kill(process, signal.SIGSEGV)
            latest = time.monotonic() + 10
            while is_told and "crashed by signal" not in log.read_text() and time.monotonic() < latest:
                time.sleep(0.02)
        assert ("crashed by signal" in log.read_text()) is is_told
