"""Real servers and Sentinels, to be asked what they do with a configuration."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import living
from tests.access.failover import ask, until, unused


class Lab:
    """Servers and Sentinels of one program, each in a folder of its own."""

    def __init__(self, server: str, folder: Path, stack: ExitStack) -> None:
        self._server, self._folder, self._stack = server, folder, stack

    def start(self, text: str, *arguments: str) -> int:
        """Start one with these lines, where OWN is its port; its port."""
        # A node of a cluster takes the port 10000 above too.
        port = min(unused(20))
        place = self._folder / str(port)
        place.mkdir()
        lines = f"port {port}\nbind 127.0.0.1\ndir {place}\n{text}".replace("OWN", str(port))
        (place / "conf").write_text(lines, encoding="utf-8")
        with (place / "log").open("ab") as log:
            process = subprocess.Popen([self._server, str(place / "conf"), *arguments], stdout=log, stderr=log)
        self._stack.callback(_end, process)
        until(lambda: self._answers(port), "it answered")
        return port

    def watch(self, master: int, text: str = "", name: str = "shop", host: str = "127.0.0.1", first: str = "") -> int:
        """Start a Sentinel, which needs the agreement of no other."""
        return self.start(f"{first}sentinel monitor {name} {host} {master} 1\n{text}", "--sentinel")

    def text(self, port: int, name: str = "conf") -> str:
        """A file of one of them: its configuration, or its `log`."""
        return (self._folder / str(port) / name).read_text(encoding="utf-8", errors="replace")

    def _answers(self, port: int) -> bool:
        try:
            return ask(port, "", "PING") is not None
        except OSError:
            return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


@contextmanager
def lab(server: str, folder: Path) -> Iterator[Lab]:
    """A lab with a program by its name."""
    with ExitStack() as stack:
        yield Lab(living.started_by(server)[0], folder, stack)


def link(port: int) -> str:
    """The state of a replica's link to its master: `up` or `down`."""
    text = str(ask(port, "", "INFO", "replication"))
    found = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    return found.get("master_link_status", "")


def known(sentinel: int, kind: str, name: str = "shop") -> dict[str, str]:
    """What a Sentinel has of a master (`MASTER`), or of its first replica (`REPLICAS`, `SLAVES`)."""
    words = ask(sentinel, "", "SENTINEL", kind, name)
    words = words[0] if words and isinstance(words[0], list) else words
    return dict(zip(words[::2], words[1::2], strict=True))
