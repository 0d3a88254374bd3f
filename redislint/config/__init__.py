"""The configuration file: `.redislint.yaml`, or `[tool.redislint]` in pyproject.toml.

To look for one costs nothing but a few calls to the system; pydantic and yaml are imported when there is one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType

from redislint.discover.files import Unreadable, read_bytes
from redislint.discover.walk import git_root
from redislint.finding import Severity
from redislint.model.project import Project
from redislint.options import Declared
from redislint.typed import Final, NamedTuple

NAMES: Final = (".redislint.yaml", ".redislint.yml", "pyproject.toml")
# The file of accepted findings, beside the configuration or in the root.
BASELINE: Final = ".redislint-baseline.json"
TABLE: Final = b"[tool.redislint"
# No configuration that anybody wrote is longer, in bytes.
LONGEST: Final = 1024 * 1024


class ConfigError(Exception):
    """A configuration that cannot be used; each of `problems` names the file, the line, and the key."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Config(NamedTuple):
    """What a configuration file asks for.

    folder   the folder of the file, absolute: its patterns are relative to it
    default  what holds for every path; `places` for those that a pattern matches, the last one first of all
    ignores  pairs of a pattern and the rules that are ignored where it matches
    members  pairs of a pattern and what is declared of the instance whose files it matches; these win over `places`
    project  what the file declares of instances and the checklist, with places in it; None where it declares nothing
    rules    folders of further rule pages, absolute
    baseline the file of accepted findings, absolute; empty for the one of the usual name beside the configuration
    inline   what becomes of ignores in comments: `reason` or `forbid`, or empty where they act
    expiring ignores that have a last day: a pattern, a rule, the day, and the name and line of the file
    """

    folder: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = MappingProxyType({})
    exclude: tuple[str, ...] = ()
    default: Declared = Declared()
    places: tuple[tuple[str, Declared], ...] = ()
    ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rules: tuple[str, ...] = ()
    members: tuple[tuple[str, Declared], ...] = ()
    project: Project | None = None
    baseline: str = ""
    inline: str = ""
    expiring: tuple[tuple[str, str, str, str], ...] = ()


def find(folder: str) -> str | None:
    """The configuration file for a run in `folder` (absolute): the nearest upward, up to the root of the repository.

    Outside of a repository only the folder itself is looked into: what lies above may be anybody's.
    """
    root = git_root(folder) or folder
    while True:
        for name in NAMES:
            path = os.path.join(folder, name)
            if os.path.lexists(path) and (not name.endswith(".toml") or _has_table(path)):
                return path
        if folder == root:
            return None
        folder = os.path.dirname(folder)


def _has_table(path: str) -> bool:
    """Does a pyproject.toml speak of redislint?  One that cannot be read does not."""
    try:
        return TABLE in read_bytes(os.path.realpath(path), LONGEST)
    except Unreadable:
        return False


def load(path: str) -> Config:
    """The configuration in the file at `path`.  Raises `ConfigError` with all that is wrong with it."""
    from redislint.config import kept

    path = os.path.abspath(path)
    data = _contents(path)
    config = kept.config(path, data)
    if config is None:
        from redislint.config.read import read

        config = read(path, data)
        kept.keep(config, path, data)
    return config


def shown(path: str) -> str:
    """A file's path for a message: as seen from the working directory, where it is below it."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative


def baseline(folder: str, config: Config | None, named: str = "") -> str:
    """Where the accepted findings of a run in `folder` are, whether or not a file is there; `named` is one of its own.

    Raises `ConfigError` for a link that leads out of the repository, unless it was named.
    """
    if named:
        return os.path.join(folder, named)
    beside = config.folder if config is not None else git_root(os.path.realpath(folder)) or folder
    path = (config.baseline if config is not None else "") or os.path.join(beside, BASELINE)
    _hold(path)
    return path


def _contents(path: str) -> bytes:
    """The bytes of the file."""
    _hold(path)
    try:
        return read_bytes(os.path.realpath(path), LONGEST)
    except Unreadable as error:
        raise ConfigError(f"{shown(path)}: {error}") from error


def _hold(path: str) -> None:
    """A link may not lead out of the repository: messages about a file repeat some of it."""
    if not os.path.islink(path):
        return
    root = git_root(os.path.dirname(path))
    if root is not None and not os.path.realpath(path).startswith(os.path.realpath(root) + os.sep):
        raise ConfigError(f"{shown(path)}: this is a link that leads out of the repository, and is not followed")
