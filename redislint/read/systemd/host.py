"""What else a machine's files say of it, in a tree that is laid out as the machine's own: `etc/systemd/system/...`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from redislint.model.facts import Fact
from redislint.read import sysctl
from redislint.source import Source, Tree
from redislint.typed import Final

_UNITS: Final = r"(?P<root>(?:.*/)?)(?:etc|(?:usr/(?:local/)?)?lib)/systemd/system/[^/]+(?:/[^/]+)?"
# Later ones count for more.
_FOLDERS: Final = ("usr/lib/sysctl.d", "etc/sysctl.d")
_FILE: Final = "etc/sysctl.conf"
_MOST: Final = 100


def root_of(path: str) -> str | None:
    """The folder that stands for a machine's root, as the beginning of paths; None where a unit lies in none."""
    match = re.fullmatch(_UNITS, path)
    return match["root"] if match is not None else None


def inside(root: str | None, path: str) -> str | None:
    """The path in the tree of a file of the machine, by its absolute path there; None where it has none."""
    return None if root is None or not path.startswith("/") else root + posixpath.normpath(path).lstrip("/")


def drop_ins(unit: Source, tree: Tree) -> Iterator[Source]:
    """The further files of a unit, in the order in which they are read: those of `redis.service.d` beside it."""
    yield from _files(f"{unit.path}.d", tree)


def kernel(root: str | None, tree: Tree) -> tuple[tuple[Source, ...], dict[str, Fact[str]]]:
    """The machine's settings of the kernel, and the files that make them."""
    if root is None:
        return (), {}
    files = [file for folder in _FOLDERS for file in _files(root + folder, tree)]
    last = tree.read(root + _FILE)
    files += [last] if last is not None else []
    found: dict[str, Fact[str]] = {}
    for file in files:
        found |= dict(sysctl.settings(file))
    return tuple(files), found


def _files(folder: str, tree: Tree) -> Iterator[Source]:
    names = [name for name in tree.names(folder) if name.endswith(".conf")]
    for name in names[:_MOST]:
        file = tree.read(posixpath.join(folder, name))
        if file is not None:
            yield file
