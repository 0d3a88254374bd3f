"""A packed snapshot: one JSON object a node, as `redislint snapshot --pack` writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from redislint import servers
from redislint.model.acl import User
from redislint.model.snapshot import Snapshot
from redislint.read import acl
from redislint.servers import Server
from redislint.source import Source, Span
from redislint.typed import Any, Final, NamedTuple

TYPE: Final = "redislint-snapshot"
SCHEMA: Final = 1


class NoSnapshot(ValueError):
    """A text that is no packed snapshot; the message says why, as a sentence about the file without a final stop."""


class _One(NamedTuple):
    """A place that holds a whole line of ACL LIST: its words have none of their own."""

    whole: Span

    def span(self, start: int, end: int) -> Span:
        return self.whole if end > start else self.whole._replace(end=self.whole.start)


def snapshot(source: Source) -> Snapshot:
    """The snapshot that a text holds.  Raises `NoSnapshot`."""
    row = _loaded(source.text)
    if row.get("type") != TYPE:
        raise NoSnapshot('this is no packed snapshot: its "type" is not "redislint-snapshot"')
    if row.get("schema") != SCHEMA:
        raise NoSnapshot(f"this snapshot is of a schema that is not known here, which is {SCHEMA}")
    info = _table(row, "info") or {}
    engine, release = running(info)
    found = Snapshot(
        source,
        node=_text(row, "node"),
        captured=_text(row, "captured_at"),
        server=known(engine, release),
        release=f"{engine} {release}".strip(),
        config=_table(row, "config"),
        info=info,
        cluster=_list(row, "cluster"),
    )
    masters = row.get("sentinel")
    lines = _list(row, "users")
    return found._replace(
        masters=None if masters is None else tuple(_strings(one, "sentinel") for one in _several(masters, "sentinel")),
        users=None if lines is None else tuple(_users(found, lines)),
    )


def running(info: Mapping[str, str]) -> tuple[str, str]:
    """The engine and the release that INFO tells: `valkey`, `8.1.1`; empty texts for what it does not."""
    if "valkey_version" in info:
        return "valkey", info["valkey_version"]
    is_redis = info.get("server_name", "redis") == "redis" and "redis_version" in info
    return ("redis", info["redis_version"]) if is_redis else ("", info.get("redis_version", ""))


def known(engine: str, release: str) -> Server | None:
    """The server of a release; None where its line is not known."""
    parts = release.split(".")
    try:
        return servers.parse(f"{engine}@{'.'.join(parts[:3])}")
    except ValueError:
        return None


def _loaded(text: str) -> dict[str, Any]:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoSnapshot("this is no packed snapshot: it is not JSON") from error
    if not isinstance(row, dict):
        raise NoSnapshot("this is no packed snapshot: it is no JSON object")
    return row


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise NoSnapshot(f'"{key}" of this snapshot is no text')
    return value or ""


def _table(row: Mapping[str, Any], key: str) -> Mapping[str, str] | None:
    value = row.get(key)
    return None if value is None else _strings(value, key)


def _strings(value: Any, key: str) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise NoSnapshot(f'"{key}" of this snapshot holds something else than names and texts')
    return value


def _several(value: Any, key: str) -> Sequence[Any]:
    if not isinstance(value, list):
        raise NoSnapshot(f'"{key}" of this snapshot is no list')
    return value


def _list(row: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
    value = row.get(key)
    if value is None:
        return None
    found = _several(value, key)
    if not all(isinstance(one, str) for one in found):
        raise NoSnapshot(f'"{key}" of this snapshot holds something else than texts')
    return tuple(found)


def _users(found: Snapshot, lines: Sequence[str]) -> Iterator[User]:
    end: int | None = 0
    for line in lines:
        words = line.split(" ")
        if len(words) < 2 or words[0] != "user":
            raise NoSnapshot('"users" of this snapshot holds a line that is no user\'s')
        # Where one is not found, no other is looked for: the text is written in some other way.
        place = found.line(line, end) if end is not None else found.source.anchor
        end = place.end or None
        # An empty word is a user's name, or nothing.
        yield acl.user([(word, 0, 1) for at, word in enumerate(words) if word or at == 1], _One(place))[0]
