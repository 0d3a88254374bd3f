"""Only regular files are read, only so much of them, and nothing makes a run wait."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest

from redislint.discover.files import Limits, TooBig, Unreadable, check, read_bytes
from tests.timing import SLOW


def reason(file: Path, limit: int = 100) -> str:
    with pytest.raises(Unreadable) as caught:
        read_bytes(str(file), limit)
    return str(caught.value)


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x" * 100)
    assert read_bytes(str(file), 100) == b"x" * 100
    file.write_bytes(b"")
    assert read_bytes(str(file), 100) == b""


def test_a_larger_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x" * 101)
    assert reason(file) == "this file is larger than 100 bytes, and is not read"
    assert str(TooBig(Limits().plain)) == "this file is larger than 10 MB, and is not read"


def test_a_file_that_grows_meanwhile_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x" * 10)
    real = os.read

    def growing(handle: int, count: int) -> bytes:
        with file.open("ab") as more:
            more.write(b"y" * 60)
        return real(handle, count)

    monkeypatch.setattr(os, "read", growing)
    assert "larger" in reason(file)


def test_what_the_system_says_is_short_is_read_to_its_end() -> None:
    # Files below /proc are regular and have a size of 0.
    if os.path.exists("/proc/self/status"):
        assert b"Name:" in read_bytes("/proc/self/status", 100_000)


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket"))
        start = time.process_time()
        assert reason(tmp_path / "pipe") == "this is a named pipe, not a file"
        assert reason(tmp_path) == "this is a folder, not a file"
        assert reason(Path("/dev/zero")) == "this is a device, not a file"
        assert reason(tmp_path / "gone") == "there is no such file"
        assert "cannot be read" in reason(tmp_path / "link")
        assert "cannot be read" in reason(tmp_path / "socket")
        with pytest.raises(Unreadable, match="this is a socket"):
            check(str(tmp_path / "socket"))
        assert time.process_time() - start < 1 * SLOW


def test_a_pipe_with_a_writer_is_not_read_either(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    pipe = os.open(tmp_path / "pipe", os.O_RDWR)
    try:
        os.write(pipe, b"port 6379\n")
        assert reason(tmp_path / "pipe") == "this is a named pipe, not a file"
        assert os.read(pipe, 100) == b"port 6379\n"
    finally:
        os.close(pipe)


def test_limits_go_by_what_a_file_is() -> None:
    limits = Limits(plain=10, nested=2)
    assert limits.of("redis.conf") == limits.of("users.acl") == limits.of("anything") == 10
    assert limits.of("values.yaml") == limits.of("main.tf") == 2
    assert limits.of("odd.txt", "compose") == 2
    assert limits.of("odd.yaml", "redis-conf") == 10
