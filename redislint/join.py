"""One instance with all that the files it names say: its configuration file, includes, and ACL file."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from redislint.model.acl import User
from redislint.model.document import Reading
from redislint.model.facts import Setting
from redislint.model.instance import Instance, Reference
from redislint.model.mounts import mounted
from redislint.model.paths import is_folder, is_pattern
from redislint.source import Span
from redislint.typed import NamedTuple

# The server has no limit: a cycle ends in a crash.  What lies deeper here counts as unknown.
MAX_INCLUDE_DEPTH = 16
MAX_SETTINGS = 200_000
# Files that one server includes, each as often as it does.
MAX_INCLUDES = 5_000


def is_file(instance: Instance) -> bool:
    """Is the instance nothing but a configuration file, so that it is one with whoever uses the file?"""
    return instance.kind in ("redis-conf", "sentinel-conf", "users-acl")


def joined(instance: Instance, files: Mapping[str, Reading]) -> Instance:
    """The instance with the settings and users of the files that it names.

    A configuration file comes first, as if it were included, then the instance's own settings.
    """
    files_of = _Files(files, instance.mounts)
    content = _Content(complete=instance.complete)
    users = instance.users
    for reference in instance.references:
        if reference.role == "config":
            part = files_of.instance(reference)
            if part is None:
                content.complete = False
                users = None
            else:
                content.add(part, files_of)
    content.add(instance, files_of)
    users = tuple(content.users) if users is not None and content.users is not None else None
    return instance._replace(
        settings=tuple(content.settings),
        complete=content.complete,
        users=_users(users, content, files_of),
        references=tuple(dict.fromkeys((*instance.references, *content.references))),
    )


class _Files(NamedTuple):
    """The files at hand, by their paths in the tree; and what of the tree is mounted where the server runs."""

    readings: Mapping[str, Reading]
    mounts: tuple[tuple[str, str], ...]

    def instance(self, reference: Reference) -> Instance | None:
        """The file that is named, as an instance; None if it is not at hand."""
        path = self.path(reference)
        reading = self.readings.get(path) if path is not None else None
        if reading is None or len(reading.instances) != 1 or not is_file(reading.instances[0]):
            return None
        return reading.instances[0]

    def path(self, reference: Reference) -> str | None:
        """The path in the tree of the file that is named, there or where the server runs."""
        return reference.path if reference.path is not None else mounted(self.mounts, reference.written)


class _Content:
    """What is collected: settings in the server's order, references met, and whether all were found."""

    def __init__(self, complete: bool) -> None:
        self.settings: list[Setting] = []
        self.references: dict[Reference, None] = {}
        self.complete = complete
        # None as soon as some part of the text has users that are not known.
        self.users: list[User] | None = []
        # The files that are being included, each by the one before it; and how many more may be.
        self._open: list[Instance] = []
        self._left = MAX_INCLUDES
        self._below: Collection[str] = ()

    def add(self, instance: Instance, files: _Files) -> None:
        """Add an instance's settings, with every include in its place."""
        self.complete = self.complete and not instance.partial
        self._below = instance.below or ()
        includes: dict[Span, list[Reference]] = {}
        for reference in instance.references:
            if reference.role != "config":
                self.references[reference._replace(path=files.path(reference))] = None
            if reference.role == "include":
                includes.setdefault(reference.span, []).append(reference)
        if instance.users is None:
            self.users = None
        elif self.users is not None:
            self.users += instance.users
        self._open.append(instance)
        for setting in instance.settings:
            self.settings.append(setting)
            if setting.name == "include":
                targets = includes.get(setting.value_span, ())
                # Where all files are known, a pattern that none fits includes nothing.
                if targets or instance.below is None or not is_pattern(setting.value or ""):
                    self._include(targets, files)
        self._open.pop()

    def _include(self, targets: Sequence[Reference], files: _Files) -> None:
        self.complete = self.complete and bool(targets)
        for target in targets:
            self._left -= 1
            if self._left < 0:
                self.complete = False
                return
            part = files.instance(target)
            if part is None and target.path is not None and is_folder(self._below, target.path):
                # It opens, and there is nothing to read in it.
                continue
            if part is None or self._is_too_much(part):
                self.complete = False
            else:
                self.add(part, files)

    def _is_too_much(self, part: Instance) -> bool:
        """Does a file include itself once more, or is there no end of files?

        What it says a second time may stop the server before the third.
        """
        readings = sum(part.anchor.source.path == one.anchor.source.path for one in self._open)
        return readings > 1 or len(self._open) > MAX_INCLUDE_DEPTH or len(self.settings) > MAX_SETTINGS


def _lies_in(reference: Reference, setting: Setting) -> bool:
    inside, outside = reference.span, setting.span
    return inside.source is outside.source and outside.start <= inside.start and inside.end <= outside.end


def _users(users: tuple[User, ...] | None, content: _Content, files: _Files) -> tuple[User, ...] | None:
    """The users of the ACL file, where one is used; None where it cannot be read."""
    aclfile = _last(content.settings, "aclfile")
    if aclfile is None or aclfile.is_one_of(""):
        return users
    for reference in content.references:
        if reference.role == "users" and _lies_in(reference, aclfile):
            return users
        if reference.role == "acl" and _lies_in(reference, aclfile):
            part = files.instance(reference)
            return part.users if part is not None else None
    return None


def _last(settings: Iterable[Setting], name: str) -> Setting | None:
    found = [setting for setting in settings if setting.name == name]
    return found[-1] if found else None


def used(readings: Sequence[Reading], instances: Iterable[Instance]) -> Callable[[Instance], bool]:
    """Whether an instance that is a mere file is named by another file.

    `instances` are those of the readings, and what became of them when their files were joined, which tells where a
    path leads inside a container.  A path that leads nowhere in the tree may be that of any file of its name.
    """
    paths: set[str] = set()
    names: set[str] = set()
    for own, reference in _references(readings, instances):
        if reference.path is None:
            names.add(posixpath.basename(reference.written))
        elif reference.path != own:
            paths.add(reference.path)

    def is_named(one: Instance) -> bool:
        path = one.anchor.source.path
        return path in paths or posixpath.basename(path) in names

    return is_named


def _references(readings: Sequence[Reading], instances: Iterable[Instance]) -> Iterator[tuple[str, Reference]]:
    """All references, each with the path of the file that makes it."""
    for reading in readings:
        yield from ((reading.source.path, one) for one in reading.references)
    for instance in instances:
        path = instance.anchor.source.path
        yield from ((path, one) for one in instance.references)
