"""A real redis-server to ask, on a Unix socket in a folder of its own; and what was asked of one before.

The rows in tests/data were asked of redis-server 7.0.15.  acl-rules.jsonl: what a rule string allows (`ACL DRYRUN` of
PROBES, for a user with all keys).  default-user.jsonl: is PING answered without a password (`open`, for a default user
who may run PING), and does the password `s3same` log in (`same`).
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data"
SERVER = shutil.which("redis-server")

# Commands that tell rule strings apart, with arguments that suit them; in lower case, subcommands with a bar.
PROBES = {
    "flushall": ["FLUSHALL"],
    "flushdb": ["FLUSHDB"],
    "swapdb": ["SWAPDB", "0", "1"],
    "migrate": ["MIGRATE", "h", "1", "k", "0", "9"],
    "restore": ["RESTORE", "k", "0", "x"],
    "debug": ["DEBUG", "SLEEP", "0"],
    "shutdown": ["SHUTDOWN"],
    "keys": ["KEYS", "*"],
    "eval": ["EVAL", "return 1", "0"],
    "info": ["INFO"],
    "get": ["GET", "k"],
    "set": ["SET", "k", "v"],
    "del": ["DEL", "k"],
    "config|get": ["CONFIG", "GET", "x"],
    "config|set": ["CONFIG", "SET", "maxmemory", "0"],
}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


class Connection:
    """One connection; `ask` gives the first line of the answer, or the text of a bulk string."""

    @classmethod
    def open(cls, path: Path) -> Connection | None:
        """A connection to the socket; None while nobody listens there."""
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(5)
        try:
            client.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            client.close()
            return None
        return cls(client)

    def __init__(self, client: socket.socket) -> None:
        self.socket = client
        self.answers = self.socket.makefile("rb")

    def ask(self, words: Sequence[str]) -> str:
        parts = [f"${len(word.encode())}\r\n{word}\r\n" for word in words]
        self.socket.sendall(f"*{len(words)}\r\n{''.join(parts)}".encode())
        line = self.answers.readline().decode().rstrip()
        return self.answers.read(int(line[1:]) + 2).decode().rstrip() if line.startswith("$") else line

    def close(self) -> None:
        self.answers.close()
        self.socket.close()


@contextmanager
def running(folder: Path, conf: str = "", acl: str | None = None, program: str | None = SERVER) -> Iterator[Connection]:
    """A server with this redis.conf, and this users.acl beside it."""
    assert program is not None
    (folder / "redis.conf").write_text(f'port 0\nunixsocket redis.sock\nsave ""\nlogfile redis.log\n{conf}')
    if acl is not None:
        (folder / "users.acl").write_text(acl)
    server = subprocess.Popen([program, "redis.conf"], cwd=folder)
    try:
        connection = None
        latest = time.monotonic() + 20
        while connection is None:
            assert time.monotonic() < latest, "the server does not listen"
            assert server.poll() is None, (folder / "redis.log").read_text()
            time.sleep(0.005)
            # The socket's file is there a moment before anybody listens.
            connection = Connection.open(folder / "redis.sock")
        yield connection
        connection.close()
    finally:
        server.kill()
        server.wait()


def allowed(connection: Connection, rule: str) -> list[str]:
    """The probes that a user with this rule string may run."""
    answer = connection.ask(["ACL", "SETUSER", "probe", "reset", "allkeys", *rule.split()])
    assert answer == "+OK", (rule, answer)
    return [
        name
        for name, words in PROBES.items()
        if "no permissions to run" not in connection.ask(["ACL", "DRYRUN", "probe", *words])
    ]


def default_user(folder: Path, conf: str, acl: str | None) -> tuple[bool, bool]:
    """Is PING answered without a password, and does `s3same` log in?"""
    with running(folder, conf, acl) as connection:
        is_open = connection.ask(["PING"]) == "+PONG"
        return is_open, connection.ask(["AUTH", "s3same"]) == "+OK"
