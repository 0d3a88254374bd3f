"""What a running server says of itself, as it was captured; and the declared instance that it is compared with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from redislint.model.acl import User
from redislint.model.instance import Instance
from redislint.model.origin import Origin
from redislint.model.project import Said
from redislint.servers import Server
from redislint.source import Source, Span
from redislint.typed import Final, NamedTuple

KIND: Final = "snapshot"
# What stands before the SHA-256 of a secret, in hex.
HASHED: Final = "sha256:"
_STRING: Final = r'"(?:[^"\\]|\\.)*+"'


class Snapshot(NamedTuple):
    """The answers of one node.

    node      what it is called
    captured  when it was asked, `2026-11-23T10:00:00Z`; empty where that is not known
    server    its version; None where it is of a line that is not known here
    release   the same in words, `redis 7.0.15`
    config    CONFIG GET *; secrets are hashes behind `sha256:`
    users     ACL LIST
    info      INFO, without the names of its sections
    cluster   the lines of CLUSTER NODES, masters what SENTINEL MASTERS says of each

    What the server did not answer is None.
    """

    source: Source
    node: str
    captured: str = ""
    server: Server | None = None
    release: str = ""
    config: Mapping[str, str] | None = None
    users: tuple[User, ...] | None = None
    info: Mapping[str, str] = MappingProxyType({})
    cluster: tuple[str, ...] | None = None
    masters: tuple[Mapping[str, str], ...] | None = None

    def place(self, section: str, name: str) -> Span:
        """Where a section (`info`) says something of a name; the file's start where that cannot be told."""
        return self.source.span(*_entries(self.source.text, section).get(name, (0, 0)))

    def field(self, name: str) -> Span:
        """Where the snapshot says something of itself; the file's start where that cannot be told."""
        import json

        value = re.compile(rf"{re.escape(json.dumps(name))}\s*+:\s*+{_STRING}").search(self.source.text)
        return self.source.span(*value.span()) if value is not None else self.source.anchor

    def line(self, text: str, after: int = 0) -> Span:
        """Where a text of a list stands, looked for from an offset on; the file's start where that cannot be told."""
        import json

        quoted = json.dumps(text)
        start = self.source.text.find(quoted, after)
        return self.source.span(start, start + len(quoted)) if start >= 0 else self.source.anchor


@lru_cache(maxsize=4)
def _entries(text: str, section: str) -> dict[str, tuple[int, int]]:
    """The places of the names of a section, each with its value."""
    import json

    opening = re.compile(rf'"{section}"\s*+:\s*+\{{').search(text)
    found: dict[str, tuple[int, int]] = {}
    if opening is not None:
        for match in re.compile(rf"({_STRING})\s*+:\s*+{_STRING}|\}}").finditer(text, opening.end()):
            if match[1] is None:
                break
            found[json.loads(match[1])] = match.span()
    return found


class Drift(NamedTuple):
    """A declared instance, and what one of its nodes says of itself; `replicas`: how many are declared to follow it."""

    instance: Instance
    snapshot: Snapshot
    replicas: Said | None = None

    @property
    def kind(self) -> str:
        """The kind of file by which rules are told that there is something to compare with."""
        return KIND

    @property
    def name(self) -> str:
        """The instance's name."""
        return self.instance.name

    @property
    def anchor(self) -> Span:
        """The instance's place."""
        return self.instance.anchor

    @property
    def server(self) -> Server | None:
        """The version that the files declare."""
        return self.instance.server

    @property
    def origin(self) -> Origin | None:
        """What says that version."""
        return self.instance.origin

    @property
    def running(self) -> Instance:
        """The instance as the version that runs would read it; the declared one where that is not known."""
        server = self.snapshot.server
        return self.instance if server is None else self.instance._replace(server=server)
