"""Which files of a tree are passed over: what .gitignore files say, and the configuration's `exclude`."""

from __future__ import annotations

import os
from collections.abc import Iterable

from redislint.discover import gitignore
from redislint.discover.files import Unreadable, read_bytes
from redislint.discover.gitignore import Patterns
from redislint.typed import Final

# Folders of tools, in which nobody keeps the configuration of a server.
_SKIPPED: Final = frozenset(
    """
    .git .hg .svn .jj .venv .tox .nox .direnv .terraform .terragrunt-cache .mypy_cache .ruff_cache .pytest_cache
    .hypothesis .idea node_modules bower_components __pycache__ site-packages
    """.split()
)

# No .gitignore file that anybody wrote is longer, in bytes.
_LONGEST: Final = 1024 * 1024

# Pattern files that hold in a folder, those of the outer folders first, each with the path of its own folder.
Chain = tuple[tuple[str, Patterns], ...]


class Ignore:
    """The patterns of one tree: `root` is its folder on disk, and all paths are relative to it.

    `exclude` are patterns as in a .gitignore at the root, against which no .gitignore file can keep anything.
    """

    def __init__(self, root: str, exclude: Iterable[str] = ()) -> None:
        self.root = root
        lines = tuple(exclude)
        self._exclude = Patterns(lines) if lines else None
        self._chains: dict[str, Chain] = {}

    def chain(self, folder: str, *, has_own: bool = True) -> Chain:
        """The patterns that hold for the entries of a folder (`` is the root); `has_own`: it may have a .gitignore."""
        chain = self._chains.get(folder)
        if chain is None:
            outer = self.chain(folder.rpartition("/")[0]) if folder else self._top()
            patterns = self._read(os.path.join(self.root, folder, ".gitignore")) if has_own else None
            chain = (*outer, (f"{folder}/" if folder else "", patterns)) if patterns is not None else outer
            self._chains[folder] = chain
        return chain

    def _top(self) -> Chain:
        patterns = self._read(os.path.join(self.root, ".git", "info", "exclude"))
        return (("", patterns),) if patterns is not None else ()

    def _read(self, file: str) -> Patterns | None:
        try:
            return gitignore.parsed(read_bytes(file, _LONGEST))
        except Unreadable:
            return None

    def skips(self, path: str, is_folder: bool, chain: Chain) -> bool:
        """Is an entry passed over?  `chain` holds in its folder, which is itself not passed over."""
        if is_folder and path[path.rfind("/") + 1 :] in _SKIPPED:
            return True
        if self._exclude is not None and self._exclude.verdict(path, is_folder):
            return True
        for prefix, patterns in reversed(chain):
            verdict = patterns.verdict(path[len(prefix) :], is_folder)
            if verdict is not None:
                return verdict
        return False

    def covers(self, path: str, below: str = "") -> bool:
        """Is a file passed over, or a folder that it is in?  The folder `below` and those around it are not asked."""
        return self._is_within(path, len(below) + 1 if below else 0) or self.skips(path, False, self._around(path))

    def covers_folder(self, path: str) -> bool:
        """Is a folder passed over, or one that it is in?"""
        return self._is_within(path, 0) or self.skips(path, True, self._around(path))

    def _around(self, path: str) -> Chain:
        return self.chain(path.rpartition("/")[0])

    def _is_within(self, path: str, start: int) -> bool:
        """Is one of the folders that a path runs through passed over, those up to the offset `start` left aside?"""
        position = path.find("/", start)
        while position >= 0:
            folder = path[:position]
            if self.skips(folder, True, self._around(folder)):
                return True
            position = path.find("/", position + 1)
        return False
