"""A part of a tree, completed by whatever bears on it: findings are those that the whole tree would show there."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Iterator
from fnmatch import fnmatchcase

from redislint.discover.files import Unreadable
from redislint.discover.refer import Index
from redislint.discover.tree import DiskTree
from redislint.discover.walk import git_root, walk
from redislint.source import Source
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.discover.search import Search

# Candidates that are looked into: in a repository, and where none says how far a project goes; and how many times as
# many files are looked at by their names.
MOST: Final = 100_000
MOST_ELSEWHERE: Final = 10_000
NAMES: Final = 20


class _Enough(Exception):
    """So many files have been looked at that the search ends."""


def climb(search: Search) -> None:
    """Take in the files that refer to those that are there, and what they name in turn, until no more do."""
    linked, tree = search.linked, search.tree
    fresh = {path for path in (*search.scope.files, *search.others, *linked.readings) if not path.startswith("/")}
    if not fresh:
        return
    index = _index(search)
    done: set[str] = set()
    while fresh:
        done |= fresh
        beside = index.beside(fresh)
        found = (beside | index.referrers(fresh)) - linked.readings.keys()
        for path in sorted(found):
            kind, text = index.kind(path), tree.read(path)
            if kind is not None and text is not None:
                source = Source(path, text.text, kind)
                if path in beside or linked.names(source, fresh):
                    linked.add(source)
        linked.close()
        # What only passes references on is taken in by whoever names it.
        passing = {path for path in found if index.passes_on(path)}
        fresh = (passing | linked.readings.keys()) - done


def _index(search: Search) -> Index:
    """The whole tree, searched by bytes."""
    index = Index(search.taker.kind)
    all_of_them = dict.fromkeys(candidates(search))
    named: dict[str, None] = {}
    for path in all_of_them:
        data = _data(search, path)
        if data is not None:
            named |= dict.fromkeys(index.add(path, data))
    # What is named may name more in turn, whether or not it would be looked at by itself.
    queue = [file for one in named for file in _meant(one, search.tree)]
    seen = set(all_of_them)
    for path in queue:
        if path not in seen:
            seen.add(path)
            data = _data(search, path)
            for one in index.add_named(path, data) if data is not None else ():
                queue += _meant(one, search.tree)
    return index


def candidates(search: Search) -> Iterator[str]:
    """The candidates of the whole tree, and any other configuration: a mounted one may have any name.

    Where there are too many files, those that are met first: what is left out is noted.
    """
    most = MOST if git_root(search.root) is not None else MOST_ELSEWHERE
    others, wanted = itertools.count(), itertools.count()

    def is_wanted(path: str) -> bool:
        if next(others) >= most * NAMES:
            raise _Enough
        return path.endswith(".conf") or bool(search.taker.declared(path))

    try:
        for entry in walk(search.ignore, "", is_wanted):
            if next(wanted) >= most:
                raise _Enough
            path = search.tree.real(entry.path) if entry.is_link else entry.path
            if path is not None and not entry.problem:
                yield path
    except _Enough:
        search.notes.append(_cut_off(search.root))


def _cut_off(root: str) -> str:
    return (
        f"{root} holds too many files to search all of them for what refers to those that were named: "
        "run redislint in the folder of the project alone, or name that folder"
    )


def _meant(path: str, tree: DiskTree) -> Iterator[str]:
    """The files that a path of the tree, or a pattern for their names, stands for."""
    folder, name = posixpath.split(path)
    if any(sign in name for sign in "*?["):
        paths = [posixpath.join(folder, one) for one in tree.names(folder) if fnmatchcase(one, name)]
    else:
        paths = [path]
    yield from filter(None, map(tree.real, paths))


def _data(search: Search, path: str) -> bytes | None:
    """The bytes of a file, by its own path; None if it cannot be read."""
    reading = search.linked.readings.get(path)
    if reading is not None:
        return reading.source.text.encode("utf-8", "surrogateescape")
    try:
        return search.tree.data(path)
    except Unreadable:
        return None
