"""Lines of releases: until when they get fixes, and their newest release; from data/releases.json.

A release is named as far as it is known: `(7, 2, 5)`, `(7, 2)`, or `(7,)` for the newest line of a major version.
Days are texts such as `2026-11-23`, so that they can be compared as they are.
"""

from __future__ import annotations

from functools import cache

from redislint.servers import files
from redislint.typed import Final, NamedTuple

Version = tuple[int, ...]

# Versions of RDB files that Valkey takes for foreign (RDB_FOREIGN_VERSION_MIN and _MAX in its rdb.h).
_REDIS_ALONE: Final = range(12, 80)


class Release(NamedTuple):
    """A release of a server, as far as its version is known."""

    engine: str
    version: Version

    def __str__(self) -> str:
        return f"{self.engine} {written(self.version)}"


class Line(NamedTuple):
    """A line of releases.

    latest  its newest release that is known
    status  supported, security-only, ending, probably-ended (by no published day) or eol
    eol     the day from which it gets no more fixes; empty where none is published
    """

    engine: str
    version: Version
    latest: Version
    status: str
    eol: str = ""

    def __str__(self) -> str:
        return f"{self.engine} {written(self.version)}"

    def has_ended(self, today: str) -> bool:
        """Does it get no more fixes on that day?"""
        return self.status == "eol" or bool(self.eol and self.eol <= today)


def written(version: Version) -> str:
    """`7.2.5` for (7, 2, 5)."""
    return ".".join(map(str, version))


def parsed(text: str) -> Version:
    """(7, 2, 5) for `7.2.5`."""
    return tuple(int(part) for part in text.split("."))


def as_of() -> str:
    """The day that the data is of."""
    day: str = files.load("releases")["as_of"]
    return day


@cache
def lines(engine: str) -> tuple[Line, ...]:
    """All lines of an engine, the oldest first."""
    rows = files.load("releases")["lines"]
    found = [
        Line(engine, parsed(key.partition("@")[2]), parsed(row["latest"]), row["status"], row.get("eol", ""))
        for key, row in rows.items()
        if key.startswith(f"{engine}@")
    ]
    return tuple(sorted(found, key=lambda line: line.version))


def line_of(release: Release) -> Line | None:
    """The line that a release belongs to; of a major version alone the newest; None if there is no such line."""
    depth = min(len(release.version), 2)
    return next((one for one in reversed(lines(release.engine)) if one.version[:depth] == release.version[:2]), None)


def newest(release: Release) -> Version:
    """The release itself where it is fully known, else the newest of its line: what an image's tag stands for."""
    line = line_of(release) if len(release.version) < 3 else None
    return line.latest if line is not None else release.version


def successor(line: Line, today: str) -> Line | None:
    """The first later line that gets fixes on that day; None if none is known."""
    alive = (one for one in lines(line.engine) if one.status != "probably-ended" and not one.has_ended(today))
    return next((one for one in alive if one.version > line.version), None)


class Support(NamedTuple):
    """The days on which the support of a managed service's version ends: the standard one, and the paid one."""

    ended: str
    extended: str


def service(name: str, engine: str, major: str) -> Support | None:
    """The support of a managed service's version (`aws-elasticache`, `redis`, `5`), where days are published."""
    row = files.load("releases")["services"].get(f"{name} {engine} {major}")
    return Support(row["ended"], row["extended"] or "") if row else None


def rdb(key: str) -> int | None:
    """The version of the RDB files that a line (`redis@7.2`) writes, and the newest that it reads; None if unknown."""
    found: int | None = files.load("releases")["rdb"].get(key)
    return found


def rdb_sent(key: str) -> int | None:
    """The version of what a line sends to a replica that reads nothing newer; None if unknown.

    Valkey from 9.0 on asks the replica for its version, and sends to an older one what that one reads.
    """
    found: int | None = files.load("releases").get("rdb_sent", {}).get(key)
    return found if found is not None else rdb(key)


def reads(key: str, version: int) -> bool | None:
    """Does a line read RDB files of a version, with its own defaults?  None if unknown."""
    newest = rdb(key)
    if newest is None:
        return None
    return version <= newest and not (key.startswith("valkey@") and version in _REDIS_ALONE)


def readable(key: str) -> str:
    """The versions of RDB files that a line reads, to stand behind `reads`; empty if unknown."""
    newest = rdb(key)
    if newest is None or newest < _REDIS_ALONE.stop:
        return "" if newest is None else f"up to version {newest}"
    return f"up to version {_REDIS_ALONE.start - 1}, and version {newest}"


def days_between(earlier: str, later: str) -> int:
    """The days from one day to another."""
    from datetime import date

    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days
