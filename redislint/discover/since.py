"""The files of a run as they were at a git revision, read as those of now are."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

from redislint.discover.files import LIMITS, Limits
from redislint.discover.git import Entry, Revision
from redislint.discover.linked import Linked, Read
from redislint.discover.take import Taker
from redislint.model.document import Reading
from redislint.source import Source
from redislint.typed import Final

# How many links may lead to one another.
_MOST_LINKS: Final = 16


class RevisionTree:
    """The files of a revision, and links between them."""

    def __init__(self, revision: Revision, limits: Limits = LIMITS) -> None:
        self._revision = revision
        self._limits = limits
        self._files = revision.files()
        self._contents: dict[str, bytes] = {}
        self._sources: dict[str, Source | None] = {}
        self._folders: dict[str, list[str]] | None = None

    def fetch(self, paths: Sequence[str]) -> None:
        """Get the contents of many files at once."""
        real = filter(None, map(self.real, paths))
        self._contents |= self._revision.contents({self._files[path].hash for path in real})

    def real(self, path: str) -> str | None:
        """The path of the file that this path leads to; None if there was none, or a link leads elsewhere."""
        for _ in range(_MOST_LINKS):
            entry = self._files.get(path)
            if entry is None or not entry.is_link:
                return path if entry is not None else None
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), self._text(entry)))
        return None

    def _text(self, entry: Entry) -> str:
        if entry.hash not in self._contents:
            self._contents |= self._revision.contents({entry.hash})
        return self._contents.get(entry.hash, b"").decode("utf-8", "surrogateescape")

    def read(self, path: str) -> Source | None:
        """The file at `path`; None if it was not there, or is too big."""
        real = self.real(posixpath.normpath(path))
        if real is None:
            return None
        if real not in self._sources:
            entry = self._files[real]
            text = self._text(entry)
            is_there = entry.hash in self._contents and len(text) <= self._limits.of(real)
            self._sources[real] = Source(real, text, "") if is_there else None
        return self._sources[real]

    def paths(self) -> Iterable[str]:
        """All files, and links, in no certain order."""
        return self._files

    def has(self, path: str) -> bool:
        """Is there anything at `path`, whatever it is?"""
        return path in self._files

    def problem(self, _path: str) -> str | None:
        """None: what could not be read then is no matter of now."""
        return None

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of the files in `folder` (`` is the root), sorted."""
        if self._folders is None:
            self._folders = {}
            for path in self._files:
                head, name = posixpath.split(path)
                self._folders.setdefault(head, []).append(name)
        folder = posixpath.normpath(folder) if folder else ""
        return tuple(sorted(self._folders.get("" if folder == "." else folder, ())))

    def keeps(self, path: str) -> bool:
        """Was a file there?  What a revision holds was committed."""
        return self.real(path) is not None


def earlier(revision: Revision, readings: Sequence[Reading], read: Read, taker: Taker) -> tuple[Reading, ...]:
    """The files that are read now, and whatever those of then name, as they were at a revision.

    A file that was not there, or is larger than it may be, is left out.  Raises `NoRevision`.
    """
    tree = RevisionTree(revision, taker.limits)
    kinds = {one.source.path: one.source.kind for one in readings if one.source.kind}
    present = [path for path in kinds if tree.real(path) == path]
    tree.fetch(present)
    linked = Linked(tree, read, taker.kind)
    for path in present:
        source = tree.read(path)
        if source is not None and len(source.text) <= taker.limits.of(path, kinds[path]):
            linked.add(Source(path, source.text, kinds[path]), settled=True)
    linked.close()
    return tuple(reading for _, reading in sorted(linked.readings.items()))
