"""Configurations that were found to be right, kept in the user's own cache folder.

Reading one takes pydantic, which takes longer to import than most runs take: so a file is read once, and not again
until it changes.
"""

from __future__ import annotations

import json
import os
import zlib

from redislint import __version__, servers, userdir
from redislint.config import Config, shown
from redislint.finding import Severity
from redislint.model.project import Project
from redislint.options import Declared
from redislint.servers import Server
from redislint.typed import Any, Final

_HERE: Final = os.path.dirname(os.path.abspath(__file__))
_CODE: Final = ("model.py", "read.py", "text.py", "kept.py", "project.py", "packed.py", "faults.py", "ownrules.py")


def config(path: str, data: bytes) -> Config | None:
    """What was kept for a file, its absolute path, with these very bytes; None if nothing was."""
    kept = userdir.read(_name(path))
    if kept is None:
        return None
    try:
        found = json.loads(kept)
        return _config(path, data, found["config"]) if found["key"] == _key(path, data) else None
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
        "baseline": found.baseline,
        "inline": found.inline,
        "expiring": found.expiring,
        "members": [(glob, _row(declared)) for glob, declared in found.members],
        "project": _packed(found.project) if found.project is not None else None,
    }
    userdir.write(_name(path), json.dumps({"key": _key(path, data), "config": kept}).encode())


def _name(path: str) -> str:
    return f"config-{zlib.crc32(path.encode('utf-8', 'surrogateescape')):08x}.json"


def _key(path: str, data: bytes) -> list[Any]:
    """What a configuration depends on; in a checkout, also the code that reads it."""
    code = [os.stat(os.path.join(_HERE, name)).st_mtime_ns for name in _CODE]
    return [path, data.decode("latin-1"), __version__, code]


def _row(declared: Declared) -> list[Any]:
    return [*declared._replace(server=None, target=None), _written(declared.server), _written(declared.target)]


def _declared(row: list[Any]) -> Declared:
    *values, server, target = row
    found = Declared._make(tuple(one) if isinstance(one, list) else one for one in values)
    return found._replace(server=_server(server), target=_server(target))


def _written(server: Server | None) -> str:
    return f"{server.engine}@{server.patch or server.line}" if server else ""


def _server(written: str) -> Server | None:
    return servers.parse(written) if written else None


def _packed(project: Project) -> dict[str, Any]:
    from redislint.config.packed import pack

    return pack(project)


def _project(path: str, data: bytes, kept: dict[str, Any]) -> Project:
    from redislint.config.packed import unpack
    from redislint.config.text import source_of

    return unpack(kept, source_of(shown(path), data))


def _config(path: str, data: bytes, kept: dict[str, Any]) -> Config:
    folder = os.path.dirname(path)
    return Config(
        folder=folder,
        select=tuple(kept["select"]),
        ignore=tuple(kept["ignore"]),
        severity={word: Severity(level) for word, level in kept["severity"].items()},
        exclude=tuple(kept["exclude"]),
        default=_declared(kept["default"]),
        places=tuple((glob, _declared(row)) for glob, row in kept["places"]),
        ignores=tuple((glob, tuple(words)) for glob, words in kept["ignores"]),
        baseline=kept["baseline"],
        inline=kept["inline"],
        expiring=tuple((glob, word, day, line) for glob, word, day, line in kept["expiring"]),
        members=tuple((glob, _declared(row)) for glob, row in kept["members"]),
        project=_project(path, data, kept["project"]) if kept["project"] is not None else None,
    )
