"""Texts, and what another version would make of them."""

from __future__ import annotations

from collections.abc import Mapping

from redislint.discover import texts
from redislint.options import Options
from redislint.pipeline import read_source
from redislint.servers import parse
from redislint.upgrade import Upgrade, upgrades

PATH = "redis.conf"


def upgraded(
    text: str,
    present: str,
    target: str,
    *,
    kind: str = "redis-conf",
    files: Mapping[str, str] | None = None,
    launched: bool = True,
) -> Upgrade:
    """The server that is started with this text, now and then; `present` may be empty."""
    now = parse(present) if present else None
    readings = texts.readings(PATH, text, kind, files or {}, (), now, read_source)
    found = upgrades(readings, Options(server=now), parse(target), launched={PATH} if launched else set(), scope={PATH})
    assert not found.errors
    (one,) = found.servers
    return one
