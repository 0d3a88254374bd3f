"""The other files that a configuration names: what it includes, and its ACL file."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from redislint.model.facts import Setting
from redislint.model.instance import Reference
from redislint.model.paths import within
from redislint.source import Tree


def references(settings: Iterable[Setting], folder: str, tree: Tree) -> tuple[Reference, ...]:
    """The files that settings name, in order, for a server that is started in `folder`.

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
                for path in _included(setting, working, tree)
            ]
        elif setting.name == "aclfile" and not setting.is_one_of(""):
            aclfiles.append(setting)
    for setting in aclfiles:
        path = None if setting.args is None else within(working, " ".join(setting.args))
        found.append(Reference("acl", path, setting.value_span, _absolute(setting)))
    return tuple(found)


def _absolute(setting: Setting) -> str:
    path = setting.value or ""
    return path if path.startswith("/") else ""


def _included(setting: Setting, working: str | None, tree: Tree) -> Iterator[str | None]:
    """The files of one `include`; a pattern (7.0 and later) stands for those that match, in order."""
    path = None if setting.args is None or len(setting.args) != 1 else within(working, setting.args[0])
    if path is None or not any(sign in path for sign in "*?["):
        yield path or None
        return
    head, name = posixpath.split(path)
    matching = [] if any(sign in head for sign in "*?[\\") or "\\" in name else _matching(tree.names(head), name)
    if not matching:
        # Where there is no such file now, there may be one where the server runs.
        yield None
    for one in matching:
        yield posixpath.join(head, one)


def _matching(names: Iterable[str], pattern: str) -> list[str]:
    from fnmatch import fnmatchcase

    return sorted(name for name in names if fnmatchcase(name, pattern) and (name[0] != "." or pattern[0] == "."))
