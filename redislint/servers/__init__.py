"""What is known about servers by version: which there are, and their directives."""

from __future__ import annotations

import re

from redislint.servers.directives import LINES, Directive, canonical, default, directive, names, spans
from redislint.typed import Final, NamedTuple

__all__ = ["LINES", "Directive", "Server", "canonical", "default", "directive", "from_image", "names", "parse", "spans"]

_WRITTEN: Final = r"(?P<engine>redis|valkey)@(?P<line>\d+\.\d+)(?:\.(?P<patch>\d+))?"
_TAG: Final = r"v?(?P<line>\d+\.\d+)(?:\.(?P<patch>\d+))?(?=$|[-.])"

# Images of a server, by the last part of their names, and its engine.
_IMAGES: Final = {
    "redis": "redis",
    "redis-cluster": "redis",
    "redis-sentinel": "redis",
    "valkey": "valkey",
    "valkey-cluster": "valkey",
    "valkey-sentinel": "valkey",
}


class Server(NamedTuple):
    """A server's version: its engine, its line of releases (`7.2`), and the release if it is known (`7.2.5`)."""

    engine: str
    line: str
    patch: str = ""

    def __str__(self) -> str:
        return f"{self.engine} {self.patch or self.line}"

    @property
    def key(self) -> str:
        """The line as the data files name it: `redis@7.2`."""
        return f"{self.engine}@{self.line}"


def parse(text: str) -> Server:
    """The server that `redis@7.2` or `valkey@8.0.1` means; raises ValueError for any other text or unknown line."""
    match = re.fullmatch(_WRITTEN, text)
    if match is None:
        raise ValueError(f"a server is written redis@7.2 or valkey@8.0, not {text!r}")
    server = _server(match["engine"], match)
    if server.key not in LINES:
        raise ValueError(f"{text} is no version that is known here; there are {', '.join(LINES)}")
    return server


def engine_of(name: str) -> str:
    """The engine of an image by its name: `redis` or `valkey`; empty if it is neither."""
    return _IMAGES.get(name.rpartition("/")[2], "")


def from_image(name: str, tag: str) -> Server | None:
    """The server in an image, from its name and tag; None where they do not settle it or the line is unknown.

    Only images whose tags are the server's version: `redis:7.2-alpine`, `bitnami/valkey:8.0.1-debian-12-r0`.
    """
    engine = engine_of(name)
    match = re.match(_TAG, tag)
    if not engine or match is None:
        return None
    server = _server(engine, match)
    return server if server.key in LINES else None


def _server(engine: str, match: re.Match[str]) -> Server:
    line, patch = match["line"], match["patch"]
    return Server(engine, line, f"{line}.{patch}" if patch else "")
