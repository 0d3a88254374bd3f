"""Two real servers and three Sentinels, whose users are those of `redislint init acl`."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.acl import live

NAME = "shop"
# As long as anything may take that ought to happen; in seconds.
_PATIENCE = 60
_SERVER = """\
port {port}
bind 127.0.0.1
dir {folder}
save ""
aclfile {folder}/users.acl
masteruser replica
masterauth replica-password
repl-diskless-sync-delay 0
"""
_SENTINEL = """\
port {port}
bind 127.0.0.1
dir {folder}
sentinel monitor shop 127.0.0.1 {master} 2
sentinel auth-user shop sentinel
sentinel auth-pass shop sentinel-password
sentinel down-after-milliseconds shop 1000
sentinel failover-timeout shop 6000
"""
# What makes Sentinels of 7.0 and later look more often; in milliseconds.
_PACE = ("info-period", "500", "publish-period", "500", "ping-period", "200", "ask-period", "200")


def filled(text: str) -> str:
    """An ACL file with the hash of `NAME-password` in each place for one."""
    return re.sub(
        r"^(user (\S+) on )#0{56}[0-9a-f]{8} ",
        lambda match: f"{match[1]}#{sha256(f'{match[2]}-password'.encode()).hexdigest()} ",
        text,
        flags=re.MULTILINE,
    )


class Client(live.Client):
    """A connection to a port."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self._stream = self._socket.makefile("rwb")


@contextmanager
def connected(port: int, user: str = "") -> Iterator[Client]:
    """A connection, as one of the users if one is named."""
    client = Client(port)
    try:
        if user:
            assert client.ask("AUTH", user, f"{user}-password") == "OK", user
        yield client
    finally:
        client.close()


def ask(port: int, user: str, *words: str) -> Any:
    """The answer to one command of a user."""
    with connected(port, user) as client:
        return client.ask(*words)


class Group:
    """A master and a replica; Sentinels can be set to watch them."""

    def __init__(self, server: str, folder: Path, users: str, stack: ExitStack) -> None:
        self._server, self._folder, self._stack = server, folder, stack
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self.master, self.replica, *self.sentinels = unused(5)
        for port, extra in ((self.master, ""), (self.replica, f"replicaof 127.0.0.1 {self.master}\n")):
            place = self._place(port)
            (place / "users.acl").write_text(filled(users), encoding="utf-8")
            (place / "conf").write_text(_SERVER.format(port=port, folder=place) + extra, encoding="utf-8")
            self.start(port)

    def watch(self) -> None:
        """Start the Sentinels, and wait until they know of each other and of the replica."""
        for port in self.sentinels:
            place = self._place(port)
            text = _SENTINEL.format(port=port, folder=place, master=self.master)
            (place / "conf").write_text(text, encoding="utf-8")
            self.start(port, "--sentinel")
            ask(port, "", "SENTINEL", "DEBUG", *_PACE)
        until(lambda: all(_seen(port) == ("1", "2") for port in self.sentinels), "the Sentinels found each other")

    def agreed(self) -> bool:
        """Do all Sentinels take the replica for the master?"""
        return all(
            ask(port, "", "SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME) == ["127.0.0.1", str(self.replica)]
            for port in self.sentinels
        )

    def _place(self, port: int) -> Path:
        place = self._folder / str(port)
        place.mkdir()
        return place

    def start(self, port: int, *arguments: str) -> None:
        place = self._folder / str(port)
        with (place / "log").open("ab") as log:
            words = [self._server, str(place / "conf"), *arguments]
            process = subprocess.Popen(words, stdout=log, stderr=log)
        self._running[port] = process
        self._stack.callback(_end, process)
        until(lambda: _answers(port), "the server answered")

    def settled(self) -> tuple[int, int] | None:
        """The master and its replica; None while there are none.

        A second failover may have turned them round: a server that is busy for a second is down for Sentinel.
        """
        for master, other in ((self.replica, self.master), (self.master, self.replica)):
            if role(master)[0] == "master" and role(other) == ("slave", "connected"):
                return master, other
        return None

    def logs(self) -> str:
        """The ends of what all of them said, for a failure to be understood."""
        texts = {port: (self._folder / str(port) / "log").read_text(errors="replace")[-2000:] for port in self._running}
        return "\n".join(f"--- {port}\n{text}" for port, text in texts.items())

    def kill(self, port: int) -> None:
        _end(self._running[port])


def role(port: int) -> tuple[str, str]:
    """What a server is, and the state of its link to its master; Sentinel closes connections as it changes that."""
    try:
        said = ask(port, "admin", "ROLE")
    except OSError:
        return "", ""
    return said[0], said[3] if said[0] == "slave" else ""


def denied(port: int) -> list[str]:
    """What the server did not let users do since it started."""
    entries: Sequence[Any] = ask(port, "admin", "ACL", "LOG")
    rows = [dict(zip(entry[::2], entry[1::2], strict=True)) for entry in entries]
    return [f"{row['username']}: {row['object']}" for row in rows]


def until(happened: Callable[[], bool], what: str) -> None:
    """Wait until something has happened."""
    end = time.monotonic() + _PATIENCE
    while not happened():
        assert time.monotonic() < end, f"it never came that {what}"
        time.sleep(0.05)


def _seen(sentinel: int) -> tuple[str, str]:
    said = ask(sentinel, "", "SENTINEL", "MASTER", NAME)
    facts = dict(zip(said[::2], said[1::2], strict=True))
    return facts["num-slaves"], facts["num-other-sentinels"]


def _answers(port: int) -> bool:
    try:
        with connected(port) as client:
            return client.ask("PING") is not None
    except OSError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def unused(count: int) -> list[int]:
    """Ports that nobody listened on a moment ago."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
