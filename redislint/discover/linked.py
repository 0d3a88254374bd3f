"""The readings of a run, closed under what they say of each other: what a file names is read too."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator

from redislint.discover.kinds import kind_of as looks
from redislint.discover.meant import by_role, fitting
from redislint.discover.together import together
from redislint.model.document import Reading
from redislint.model.instance import Instance, Reference
from redislint.model.mounts import mounted
from redislint.source import Source, Tree
from redislint.typed import Final, Protocol

Read = Callable[[Source, Tree], Reading]
KindOf = Callable[[str, bytes], str | None]

# Each round takes in what the last one's files name: as deep as includes may go, and room for changes of mind.
_MOST_ROUNDS: Final = 64


class LinkedTree(Tree, Protocol):
    """A tree in which paths may be links, and files may be there that cannot be read."""

    def real(self, path: str) -> str | None:
        """The path of the file that this path leads to; None if out of bounds."""

    def problem(self, path: str) -> str | None:
        """Why a file that is there could not be read; None if it could, or is not there."""


class Linked:
    """Readings by path; `unread` says why a file that others name could not be read.

    What some files are read as depends on others (`together`).  A file named by what one is by itself is taken in as
    well as one named by what it becomes: so what there is in the end does not depend on what was there first.
    """

    def __init__(self, tree: LinkedTree, read: Read, kind_of: KindOf = looks) -> None:
        self.readings: dict[str, Reading] = {}
        # The files by themselves, and those that are read otherwise.
        self._alone: dict[str, Reading] = {}
        self._together: dict[str, Reading] = {}
        self.unread: dict[str, str] = {}
        self._tree = tree
        self._read = read
        self._kind_of = kind_of
        self._seen: dict[str, Reading] = {}
        self._looks: dict[str, str | None] = {}
        self._settled: set[str] = set()

    def add(self, source: Source, *, settled: bool = False) -> None:
        """Take a file in; `settled`: its kind is what somebody said, and no other file changes that."""
        if settled:
            self._settled.add(source.path)
        if source.path not in self._alone:
            self._take(self._reading(source))

    def _take(self, reading: Reading) -> None:
        self.readings[reading.source.path] = self._alone[reading.source.path] = reading

    def _reading(self, source: Source) -> Reading:
        reading = self._seen.get(source.path)
        if reading is None or reading.source.kind != source.kind:
            reading = self._seen[source.path] = self._canonical(self._read(source, self._tree))
        return reading

    def _canonical(self, reading: Reading) -> Reading:
        """The reading with each file named by its one path, not by that of a link to it."""
        if reading.references:
            reading = reading._replace(references=tuple(self._led(reference) for reference in reading.references))
        if not any(instance.references or instance.mounts for instance in reading.instances):
            return reading
        instances = tuple(
            instance._replace(
                references=tuple(self._led(reference) for reference in instance.references),
                mounts=tuple((inside, self._tree.real(path) or path) for inside, path in instance.mounts),
            )
            for instance in reading.instances
        )
        return reading._replace(instances=instances)

    def _led(self, reference: Reference) -> Reference:
        real = None if reference.path is None else self._tree.real(reference.path)
        return reference if real == reference.path else reference._replace(path=real)

    def names(self, source: Source, paths: Iterable[str]) -> bool:
        """Does a file name one of these?  An absolute path may be any file of that name."""
        reading = self._reading(source)
        wanted = set(paths)
        names = {posixpath.basename(path) for path in wanted}
        return any(
            reference.path in wanted or (reference.path is None and posixpath.basename(reference.written) in names)
            for reference in _all(reading)
        )

    def close(self) -> None:
        """Take in whatever is named by what is here."""
        for _ in range(_MOST_ROUNDS):
            changes = [self._admit(path, meant) for path, meant in sorted(self._wanted().items())]
            if not any(changes) and not self._join():
                break

    def _join(self) -> bool:
        """Read what is otherwise beside others than by itself; was there anything to do?"""
        before, joined = self._together, {}
        for source in together(self._alone):
            present = before.get(source.path)
            is_same = present is not None and _said(present.source) == _said(source)
            joined[source.path] = (
                present if present is not None and is_same else self._canonical(self._read(source, self._tree))
            )
        self._together = joined
        self.readings = self._alone | joined
        return joined != before

    def _admit(self, path: str, meant: set[str]) -> bool:
        """Take in a named file, which those who name it mean to be of some kinds; was there anything to do?"""
        if path in self._settled or path in self.unread:
            return False
        present = self._alone.get(path)
        source = present.source if present is not None else self._tree.read(path)
        if source is None:
            reason = self._tree.problem(path)
            if reason is not None:
                self.unread[path] = reason
            return False
        kind = self._kind(source, meant)
        if kind is None or (present is not None and kind == source.kind):
            return False
        self._take(self._reading(Source(path, source.text, kind)))
        return True

    def _kind(self, source: Source, meant: set[str]) -> str | None:
        path = source.path
        if path not in self._looks:
            self._looks[path] = self._kind_of(path, source.text.encode("utf-8", "surrogateescape"))
        return fitting(self._looks[path], meant)

    def _wanted(self) -> dict[str, set[str]]:
        """The files that are named, and the kinds that are meant; none where only its looks can tell."""
        wanted: dict[str, set[str]] = {}
        for reading in (*self._alone.values(), *self._together.values()):
            for instance in reading.instances:
                for path, kind in self._named(instance):
                    wanted.setdefault(path, set()).update((kind,) if kind else ())
            for reference in reading.references:
                if reference.path is not None:
                    wanted.setdefault(reference.path, set())
        return wanted

    def _named(self, instance: Instance) -> Iterator[tuple[str, str]]:
        """The files that an instance names, and the kind that each is meant to be of."""
        for reference in self._references(instance):
            path = reference.path if reference.path is not None else mounted(instance.mounts, reference.written)
            real = None if path is None else self._tree.real(path)
            if real is not None:
                yield real, by_role(reference.role, instance.role)

    def _references(self, instance: Instance) -> Iterator[Reference]:
        """What an instance names; where files are mounted for it, also what those name in turn by their paths there."""
        yield from instance.references
        if not instance.mounts:
            return
        seen: set[str] = set()
        queue = list(instance.references)
        for reference in queue:
            path = reference.path if reference.path is not None else mounted(instance.mounts, reference.written)
            if path is not None and path not in seen:
                seen.add(path)
                readings = filter(None, (self._alone.get(path), self._together.get(path)))
                inner = [one for reading in readings for file in reading.instances for one in file.references]
                queue += inner
                yield from inner


def _said(source: Source) -> tuple[str, str, bool]:
    return source.kind, source.text, source.released


def _all(reading: Reading) -> Iterator[Reference]:
    """All that a file names."""
    yield from reading.references
    for instance in reading.instances:
        yield from instance.references
