"""A real server that is asked what its users may do."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

USER = "u"


class Refused(Exception):
    """An error that the server answered; its words."""


class Client:
    """One connection that speaks the servers' protocol."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(20)
        try:
            self._socket.connect(str(path))
        except OSError:
            self._socket.close()
            raise
        self._stream = self._socket.makefile("rwb")

    def close(self) -> None:
        self._stream.close()
        self._socket.close()

    def send(self, words: Sequence[str]) -> None:
        parts = [word.encode("utf-8", "surrogateescape") for word in words]
        self._stream.write(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts))

    def ask(self, *words: str) -> Any:
        return next(iter(self.ask_all([words])))

    def ask_all(self, calls: Iterable[Sequence[str]]) -> list[Any]:
        """The answers to all of these, sent at once; errors are `Refused`."""
        calls = list(calls)
        for words in calls:
            self.send(words)
        self._stream.flush()
        return [self._answer() for _ in calls]

    def _answer(self) -> Any:
        line = self._stream.readline()[:-2]
        if not line:
            raise ConnectionResetError("the server closed the connection")
        kind, rest = line[:1], line[1:].decode("utf-8", "surrogateescape")
        if kind == b"-":
            return Refused(rest)
        if kind == b"$":
            return None if rest == "-1" else self._stream.read(int(rest) + 2)[:-2].decode("utf-8", "surrogateescape")
        if kind == b"*":
            return None if rest == "-1" else [self._answer() for _ in range(int(rest))]
        return int(rest) if kind == b":" else rest


@contextmanager
def running(server: str, folder: Path, *first: str) -> Iterator[Client]:
    """A server of its own with a connection to it; `first` are arguments before ours."""
    path = folder / "s"
    arguments = ["--port", "0", "--unixsocket", str(path), "--save", "", "--dir", str(folder)]
    process = subprocess.Popen([server, *first, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        client = _connected(path)
        try:
            yield client
        finally:
            client.close()
    finally:
        process.kill()
        process.wait()


def _connected(path: Path) -> Client:
    """A connection, once the server takes one: its socket is there a moment before it listens."""
    end = time.monotonic() + 20
    while True:
        try:
            return Client(path)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.005)


def set_user(client: Client, words: Sequence[str]) -> bool:
    """Make the user anew with these rules; False if the server refuses them."""
    client.ask("ACL", "DELUSER", USER)
    return not isinstance(client.ask("ACL", "SETUSER", USER, *words), Refused)


def tried(client: Client, path: Path, calls: Sequence[Sequence[str]], has_dryrun: bool) -> list[bool | None]:
    """May the user run each of these calls?  None where the server has no such command, or not so many words.

    Before 7.0 they are queued by the user within MULTI, for which a rule must allow MULTI and DISCARD.
    """
    if has_dryrun:
        return [_dry(answer) for answer in client.ask_all([["ACL", "DRYRUN", USER, *call] for call in calls])]
    user = Client(path)
    try:
        user.ask("AUTH", USER, "any")
        user.ask("MULTI")
        return [_queued(answer) for answer in user.ask_all(calls)]
    finally:
        user.close()


def _dry(answer: Any) -> bool | None:
    if isinstance(answer, Refused):
        return None
    return bool(answer == "OK")


def _queued(answer: Any) -> bool | None:
    if answer == "QUEUED":
        return True
    assert isinstance(answer, Refused), answer
    words = str(answer)
    if words.startswith("NOPERM"):
        return False
    return None if "unknown command" in words or "wrong number" in words or "unknown subcommand" in words else True
