"""The files around the ones being read: on disk, bounded to the tree; or in memory."""

from __future__ import annotations

import os
from collections.abc import Mapping

from redislint.discover.files import AS_THEY_ARE, LIMITS, Limits, Unreadable, given_bytes
from redislint.discover.ignore import Ignore
from redislint.source import Source
from redislint.typed import Final

# What one run reads through references, at most: files, and characters.
MAX_FILES: Final = 20_000
MAX_TEXT: Final = 200_000_000


class DiskTree:
    """The files below `root`, a real path, and below the folders of `more` that were asked for beside it.

    Each file has one path: relative to the root, or absolute where it lies outside; and it is that of the file
    itself, never of a link to it.  `texts` are what files have instead of what is on disk, by their paths there.
    """

    def __init__(
        self,
        root: str,
        limits: Limits = LIMITS,
        more: tuple[str, ...] = (),
        texts: Mapping[str, bytes] = AS_THEY_ARE,
    ) -> None:
        self.root = root
        self.limits = limits
        self._texts = texts
        self._roots = (root, *more)
        self._sources: dict[str, Source | None] = {}
        self._problems: dict[str, str] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._real: dict[str, str | None] = {}
        self._ignore = Ignore(root)
        self._files_left = MAX_FILES
        self._text_left = MAX_TEXT

    def file(self, path: str) -> str:
        """Where a path of the tree is on disk."""
        return os.path.join(self.root, path)

    def path(self, file: str) -> str | None:
        """The path of a real file on disk; None for one that lies out of bounds."""
        for root in self._roots:
            if file == root or file.startswith(root.rstrip("/") + "/"):
                return self.named(file)
        return None

    def named(self, file: str) -> str:
        """What a file on disk is called: relative to the root if it lies below it, else absolute."""
        root = self.root.rstrip("/") + "/"
        if file == self.root:
            return ""
        return file.removeprefix(root)

    def real(self, path: str) -> str | None:
        """The path of the file that this path leads to, whatever links are on the way; None if out of bounds."""
        if path not in self._real:
            try:
                self._real[path] = self.path(os.path.realpath(self.file(path)))
            except (OSError, ValueError):
                self._real[path] = None
        return self._real[path]

    def put(self, source: Source) -> None:
        """Make a text that is already at hand the file at its path."""
        self._sources[source.path] = source

    def read(self, path: str) -> Source | None:
        """The file at `path`; None if it is not there, too big, or out of bounds."""
        if path in self._sources:
            return self._sources[path]
        real = self.real(path)
        if real is None:
            return None
        if real not in self._sources:
            self._sources[real] = self._load(real)
        return self._sources[real]

    def _load(self, path: str) -> Source | None:
        if self._files_left <= 0 or self._text_left <= 0:
            self._problems[path] = "too many files are named by others, and this one is not read"
            return None
        self._files_left -= 1
        file = self.file(path)
        try:
            data = self.data(path)
        except Unreadable as error:
            if os.path.isfile(file):
                self._problems[path] = str(error)
            return None
        self._text_left -= len(data)
        return Source.from_bytes(path, data, "")

    def data(self, path: str) -> bytes:
        """The bytes of a file, by its own path.  Raises `Unreadable`."""
        return given_bytes(self.file(path), self.limits.of(path), self._texts)

    def problem(self, path: str) -> str | None:
        """Why a file that is there could not be read; None if it could, or is not there."""
        return self._problems.get(path)

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of the files in `folder` (`` is the root), sorted; none where it is out of bounds."""
        real = self.real(folder)
        if real is None:
            return ()
        if real not in self._names:
            try:
                with os.scandir(self.file(real)) as listing:
                    self._names[real] = tuple(sorted(entry.name for entry in listing if entry.is_file()))
            except OSError:
                self._names[real] = ()
        return self._names[real]

    def keeps(self, path: str) -> bool:
        """Is a file there that no .gitignore passes over?"""
        is_there = self.real(path) is not None and os.path.isfile(self.file(path))
        return is_there and (path.startswith("/") or not self._ignore.covers(path))


class MemoryTree:
    """Texts by their paths: there are no other files."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._sources = {path: Source(path, text, "") for path, text in texts.items()}

    def real(self, path: str) -> str | None:
        """The path itself: there are no links."""
        return path

    def problem(self, _path: str) -> str | None:
        """None: what is there can be read."""
        return None

    def read(self, path: str) -> Source | None:
        """The file at `path`, None if it is not there."""
        return self._sources.get(path)

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of the files in `folder`, sorted."""
        prefix = f"{folder}/" if folder else ""
        found = (path[len(prefix) :] for path in self._sources if path.startswith(prefix))
        return tuple(sorted(name for name in found if "/" not in name))

    def keeps(self, path: str) -> bool:
        """Is a file there?"""
        return path in self._sources
