"""The files below a folder that are worth a look, without following any link to a folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from operator import attrgetter

from redislint.discover import names
from redislint.discover.files import said
from redislint.discover.ignore import Ignore
from redislint.typed import Final, NamedTuple

_NAME: Final = attrgetter("name")


class Entry(NamedTuple):
    """A file met while walking: its path below the root of its tree, and whether it is a link.

    `problem` says why a file, or a folder, cannot be looked at.
    """

    path: str
    is_link: bool = False
    is_folder: bool = False
    problem: str = ""


def walk(ignore: Ignore, folder: str = "", also: Callable[[str], object] | None = None) -> Iterator[Entry]:
    """The candidates below a folder of a tree, in a fixed order; `also` says which others are wanted, by path."""
    stack = [folder]
    while stack:
        current = stack.pop()
        try:
            with os.scandir(os.path.join(ignore.root, current)) as listing:
                entries = sorted(listing, key=_NAME)
        except OSError as error:
            yield Entry(current or ".", is_folder=True, problem=said(error).replace("file", "folder"))
            continue
        prefix = f"{current}/" if current else ""
        chain = ignore.chain(current, has_own=any(entry.name == ".gitignore" for entry in entries))
        folders = []
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if not ignore.skips(path, True, chain):
                    folders.append(path)
            elif (names.hint(path) or (also and also(path))) and not ignore.skips(path, False, chain):
                yield _entry(path, entry)
        stack += reversed(folders)


def _entry(path: str, entry: os.DirEntry[str]) -> Entry:
    if entry.is_file(follow_symlinks=False):
        return Entry(path)
    if entry.is_symlink():
        return Entry(path, is_link=True)
    return Entry(path, problem="this is no regular file, and is not read")


def git_root(folder: str) -> str | None:
    """The nearest folder upward, this one included, with a `.git` in it (a file in worktrees and submodules)."""
    while True:
        try:
            mode = os.lstat(os.path.join(folder, ".git")).st_mode
            if stat.S_ISDIR(mode) or stat.S_ISREG(mode):
                return folder
        except OSError:
            pass
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
