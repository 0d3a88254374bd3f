"""The whole tree as it was at a git revision, found and read as it would be today."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from redislint.discover import names
from redislint.discover.git import Revision
from redislint.discover.ignore import Ignore
from redislint.discover.linked import Linked, Read
from redislint.discover.since import RevisionTree
from redislint.discover.take import Taker
from redislint.model.document import Reading
from redislint.source import Source
from redislint.typed import Final, NamedTuple

# How many files are asked for in one call: what one call may answer is limited.
_AT_ONCE: Final = 1_000


class Finder(NamedTuple):
    """How files are found and read today.

    read    reads them
    taker   tells what they are
    ignore  which of them are passed over
    kinds   what files are, by path, because the user says so
    """

    read: Read
    taker: Taker
    ignore: Ignore
    kinds: Mapping[str, str]


class Then(NamedTuple):
    """What there was.

    readings       all files that say something
    unread         which of those that cannot be read now could not be read then either
    configuration  the text of the configuration file; None if it was not there
    """

    readings: tuple[Reading, ...]
    unread: frozenset[str]
    configuration: str | None


def then(revision: Revision, finder: Finder, missed: Collection[str], configuration: str) -> Then:
    """What there was at a revision.

    `missed` are files that cannot be read now, `configuration` is the path of the configuration, empty if there is
    none.  Raises `NoRevision`.
    """
    tree = RevisionTree(revision, finder.taker.limits)
    wanted = {real: path for path in sorted(tree.paths()) for real in _candidate(tree, path, finder)}
    paths = [*wanted]
    for start in range(0, len(paths), _AT_ONCE):
        tree.fetch(paths[start : start + _AT_ONCE])
    linked = Linked(tree, finder.read, finder.taker.kind)
    for path, alias in sorted(wanted.items()):
        source = tree.read(path)
        said = finder.kinds.get(path) or finder.taker.declared(path)
        kind = source and (said or finder.taker.kind(alias, source.text.encode("utf-8", "surrogateescape")))
        if source and kind and len(source.text) <= finder.taker.limits.of(path, kind):
            linked.add(Source(path, source.text, kind), settled=bool(said))
    linked.close()
    settings = tree.read(configuration) if configuration else None
    return Then(
        readings=tuple(reading for _, reading in sorted(linked.readings.items())),
        unread=frozenset(path for path in missed if tree.has(path) and tree.read(path) is None),
        configuration=settings.text if settings is not None else None,
    )


def _candidate(tree: RevisionTree, path: str, finder: Finder) -> Iterator[str]:
    """The file to look into for a path, if there is one: its own, or that of a link whose name tells more."""
    is_wanted = finder.taker.declared(path) or names.hint(path) is not None
    if not is_wanted or finder.ignore.covers(path):
        return
    real = tree.real(path)
    if real is not None and (real == path or names.hint(real) is None):
        yield real
