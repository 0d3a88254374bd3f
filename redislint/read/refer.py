"""The other files that a configuration names: what it includes, and its ACL file."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator

from redislint.model.facts import Setting
from redislint.model.instance import Reference
from redislint.model.paths import fitting, is_pattern, within
from redislint.source import Tree
from redislint.typed import Final

# Directives that name a file to read, and what it is then.
_ROLES: Final = {"include": "include", "aclfile": "acl"}


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


def named_in(settings: Iterable[Setting], folder: str, find: Callable[[str], str | None]) -> Iterator[Reference]:
    """The files that a command line names where the server runs, in `folder`; `find` gives their paths in the tree."""
    working: str | None = folder
    for setting in settings:
        path = setting.value if setting.args is not None and len(setting.args) == 1 else None
        if setting.name == "dir":
            working = None if path is None or working is None else posixpath.join(working, path)
        elif setting.name in _ROLES and path and (working is not None or path.startswith("/")):
            inside = posixpath.normpath(posixpath.join(working or "/", path))
            yield Reference(_ROLES[setting.name], find(inside), setting.value_span, inside)


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
