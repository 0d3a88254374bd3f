"""Configurations that were found to be right, kept in the user's own cache folder.

Reading one takes pydantic, which takes longer to import than most runs take: so a file is read once, and not again
until it changes.
"""

from __future__ import annotations

import json
import os
import zlib

from redislint import __version__, servers, userdir
from redislint.config import Config
from redislint.finding import Severity
from redislint.options import Declared
from redislint.servers import Server
from redislint.typed import Any, Final

_HERE: Final = os.path.dirname(os.path.abspath(__file__))


def config(path: str, data: bytes) -> Config | None:
    """What was kept for a file, its absolute path, with these very bytes; None if nothing was."""
    kept = userdir.read(_name(path))
    if kept is None:
        return None
    try:
        found = json.loads(kept)
        return _config(os.path.dirname(path), found["config"]) if found["key"] == _key(path, data) else None
    except (ValueError, KeyError, TypeError):
        return None


def keep(found: Config, path: str, data: bytes) -> None:
    """Keep a configuration; not one with rule pages of its own, which may change without it."""
    if found.rules:
        return
    kept = {
        "select": found.select,
        "ignore": found.ignore,
        "severity": dict(found.severity),
        "exclude": found.exclude,
        "default": _row(found.default),
        "places": [(glob, _row(declared)) for glob, declared in found.places],
        "ignores": found.ignores,
    }
    userdir.write(_name(path), json.dumps({"key": _key(path, data), "config": kept}).encode())


def _name(path: str) -> str:
    return f"config-{zlib.crc32(path.encode('utf-8', 'surrogateescape')):08x}.json"


def _key(path: str, data: bytes) -> list[Any]:
    """What a configuration depends on; in a checkout, also the code that reads it."""
    code = [os.stat(os.path.join(_HERE, name)).st_mtime_ns for name in ("model.py", "read.py", "text.py", "kept.py")]
    return [path, data.decode("latin-1"), __version__, code]


def _row(declared: Declared) -> list[Any]:
    server = declared.server
    written = f"{server.engine}@{server.patch or server.line}" if server else ""
    row = [written, declared.environment, declared.profile, declared.kind, declared.ignore]
    return [*row, declared.complete, declared.build, declared.admins, declared.chart, declared.rpo]


def _declared(row: list[Any]) -> Declared:
    written, environment, profile, kind, ignore, complete, build, admins, chart, rpo = row
    server: Server | None = servers.parse(written) if written else None
    return Declared(server, environment, profile, kind, tuple(ignore), complete, build, tuple(admins), chart, rpo)


def _config(folder: str, kept: dict[str, Any]) -> Config:
    return Config(
        folder=folder,
        select=tuple(kept["select"]),
        ignore=tuple(kept["ignore"]),
        severity={word: Severity(level) for word, level in kept["severity"].items()},
        exclude=tuple(kept["exclude"]),
        default=_declared(kept["default"]),
        places=tuple((glob, _declared(row)) for glob, row in kept["places"]),
        ignores=tuple((glob, tuple(words)) for glob, words in kept["ignores"]),
    )
