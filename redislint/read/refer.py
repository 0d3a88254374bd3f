"""The other files that a configuration names: what it includes, and its ACL file."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator

from redislint.model.facts import Setting
from redislint.model.instance import Reference
from redislint.model.paths import fitting, is_pattern, within
from redislint.source import Tree

# What gives the path in the tree of a file where the server runs, if there is such a file.
Find = Callable[[str], str | None]


def references(
    settings: Iterable[Setting], folder: str, tree: Tree, below: Collection[str] | None = None
) -> tuple[Reference, ...]:
    """The files that settings name, in order, for a server that is started in `folder`; `below`: all there are in it.

    A relative path counts from the working directory, which each `dir` changes at once; the ACL file is opened when
    all has been read.  A path that is absolute, or leads out of the tree, is none that we know.
    """
    found: list[Reference] = []
    aclfiles: list[Setting] = []
    working: str | None = folder
    for setting in settings:
        if setting.name == "dir":
            working = None if setting.args is None else within(working, " ".join(setting.args))
        elif setting.name == "include":
            found += [
                Reference("include", path, setting.value_span, _absolute(setting))
                for path in _included(setting, working, tree, below)
            ]
        elif setting.name == "aclfile" and not setting.is_one_of(""):
            aclfiles.append(setting)
    for setting in aclfiles:
        path = None if setting.args is None else within(working, " ".join(setting.args))
        found.append(Reference("acl", path, setting.value_span, _absolute(setting)))
    return tuple(found)


def named_in(settings: Iterable[Setting], folder: str, find: Find) -> Iterator[Reference]:
    """The files of `--include` and `--aclfile`; the last of these is opened when all has been read.

    Relative paths count from `folder`, where the server runs, until a `dir` changes it; empty where that is not known.
    """
    users: list[Setting] = []
    for one in settings:
        if one.name == "dir":
            folder = inside(folder, one.value or "")
        elif one.name == "include":
            path = inside(folder, one.value or "")
            yield Reference("include", find(path) if path else None, one.value_span, path)
        elif one.name == "aclfile" and not one.is_one_of(""):
            users.append(one)
    for one in users:
        path = inside(folder, one.value or "")
        yield Reference("acl", find(path) if path else None, one.value_span, path)


def inside(folder: str, path: str) -> str:
    """A path where the server runs; empty where it is not known."""
    found = posixpath.normpath(posixpath.join(folder, path)) if path else ""
    return found if found.startswith("/") else ""


def _absolute(setting: Setting) -> str:
    path = setting.value or ""
    return path if path.startswith("/") else ""


def _included(setting: Setting, working: str | None, tree: Tree, below: Collection[str] | None) -> Iterator[str | None]:
    """The files of one `include`; a pattern (7.0 and later) stands for those that match, in order."""
    path = None if setting.args is None or len(setting.args) != 1 else within(working, setting.args[0])
    if path is None or not is_pattern(path):
        yield path or None
        return
    if below is not None:
        yield from fitting(below, path)
        return
    head, name = posixpath.split(path)
    matching = [] if is_pattern(head) or "\\" in head else fitting(tree.names(head), name)
    if not matching:
        # Where there is no such file now, there may be one where the server runs.
        yield None
    for one in matching:
        yield posixpath.join(head, one)
