"""The readings of a run, closed under what they say of each other: what a file names is read too."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator

from redislint.discover.kinds import kind_of as looks
from redislint.discover.runon import run_on
from redislint.model.document import Reading
from redislint.model.instance import SENTINEL, Instance, Reference
from redislint.model.mounts import mounted
from redislint.source import Source, Tree
from redislint.typed import Final, Protocol

Read = Callable[[Source, Tree], Reading]
KindOf = Callable[[str, bytes], str | None]

# The kinds that a file may be of where it is named as a configuration, the likeliest first.
_CONFIGURATIONS: Final = ("redis-conf", "sentinel-conf")
_KINDS: Final = (*_CONFIGURATIONS, "users-acl", "compose", "dockerfile", "helm-values")
# What a reference is called, and the kind that it means; any other means a configuration.
_MEANT: Final = {
    "acl": "users-acl",
    "mount": "",
    "text": "",
    "compose": "compose",
    "dockerfile": "dockerfile",
    "environment": "",
    "values": "helm-values",
    "chart": "",
    "release": "",
}
# Roles of files of which those who name them say what becomes of them, and the kind of such.
_RELEASED: Final = {"values": "helm-values", "module": "terraform"}
# Each round takes in what the last one's files name: as deep as includes may go, and room for changes of mind.
_MOST_ROUNDS: Final = 64
# What no server is meant to read, though a pattern such as `conf/*` may name it.
_OTHERS: Final = ("compose", "dockerfile", "helm-values", "kubernetes", "terraform")


class LinkedTree(Tree, Protocol):
    """A tree in which paths may be links, and files may be there that cannot be read."""

    def real(self, path: str) -> str | None:
        """The path of the file that this path leads to; None if out of bounds."""

    def problem(self, path: str) -> str | None:
        """Why a file that is there could not be read; None if it could, or is not there."""


class Linked:
    """Readings by path; `unread` says why a file that others name could not be read."""

    def __init__(self, tree: LinkedTree, read: Read, kind_of: KindOf = looks) -> None:
        self.readings: dict[str, Reading] = {}
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
        if source.path not in self.readings:
            self.readings[source.path] = self._reading(source)

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
            if not any(changes):
                break
        for source in (*run_on(self.readings), *self._released()):
            self.readings[source.path] = self._canonical(self._read(source, self._tree))

    def _released(self) -> Iterator[Source]:
        """The files that a release or a module's caller names: what they come to is said with it, and not once more."""
        named = {
            (reference.path, _RELEASED[reference.role])
            for reading in self.readings.values()
            for reference in _all(reading)
            if reference.role in _RELEASED and reference.path is not None
        }
        for path, kind in named:
            reading = self.readings.get(path)
            if reading is not None and reading.source.kind == kind and not reading.source.released:
                source = Source(path, reading.source.text, kind)
                source.released = True
                yield source

    def _admit(self, path: str, meant: set[str]) -> bool:
        """Take in a named file, which those who name it mean to be of some kinds; was there anything to do?"""
        if path in self._settled or path in self.unread:
            return False
        present = self.readings.get(path)
        source = present.source if present is not None else self._tree.read(path)
        if source is None:
            reason = self._tree.problem(path)
            if reason is not None:
                self.unread[path] = reason
            return False
        kind = self._kind(source, meant)
        if kind is None or (present is not None and kind == source.kind):
            return False
        self.readings[path] = self._reading(Source(path, source.text, kind))
        return True

    def _kind(self, source: Source, meant: set[str]) -> str | None:
        """What a file is: what it looks like, but what is said where it is named counts for more."""
        path = source.path
        if path not in self._looks:
            self._looks[path] = self._kind_of(path, source.text.encode("utf-8", "surrogateescape"))
        looks = self._looks[path]
        fitting = meant.union(_CONFIGURATIONS) if meant.intersection(_CONFIGURATIONS) else meant
        if not meant or looks in fitting or looks in _OTHERS:
            return looks
        return next(kind for kind in _KINDS if kind in meant)

    def _wanted(self) -> dict[str, set[str]]:
        """The files that are named, and the kinds that are meant; none where only its looks can tell."""
        wanted: dict[str, set[str]] = {}
        for reading in self.readings.values():
            for instance in reading.instances:
                for path, kind in self._named(instance):
                    wanted.setdefault(path, set()).update((kind,) if kind else ())
            for reference in reading.references:
                if reference.path is not None:
                    wanted.setdefault(reference.path, set())
        return wanted

    def _named(self, instance: Instance) -> Iterator[tuple[str, str]]:
        """The files that an instance names, and the kind that each is meant to be of."""
        configuration = _CONFIGURATIONS[instance.role == SENTINEL]
        for reference in self._references(instance):
            path = reference.path if reference.path is not None else mounted(instance.mounts, reference.written)
            real = None if path is None else self._tree.real(path)
            if real is not None:
                yield real, _MEANT.get(reference.role, configuration)

    def _references(self, instance: Instance) -> Iterator[Reference]:
        """What an instance names; where files are mounted for it, also what those name in turn by their paths there."""
        yield from instance.references
        if not instance.mounts:
            return
        seen: set[str] = set()
        queue = list(instance.references)
        for reference in queue:
            path = reference.path if reference.path is not None else mounted(instance.mounts, reference.written)
            reading = self.readings.get(path) if path is not None else None
            if reading is not None and path not in seen:
                seen.add(reading.source.path)
                inner = [one for file in reading.instances for one in file.references]
                queue += inner
                yield from inner


def _all(reading: Reading) -> Iterator[Reference]:
    """All that a file names."""
    yield from reading.references
    for instance in reading.instances:
        yield from instance.references
