"""From what a user names to what is read: files, folders and standard input become readings."""

from __future__ import annotations

from redislint.discover.climb import climb
from redislint.discover.declared import together
from redislint.discover.linked import Read
from redislint.discover.request import Request
from redislint.discover.scope import Scope
from redislint.discover.search import Search
from redislint.model.document import Reading
from redislint.typed import NamedTuple


class Found(NamedTuple):
    """What there is to judge, in an order that does not depend on what was asked for first.

    unread    why files could not be read, by path; `named` are those of them that were asked for by name
    scope     the paths that were asked for
    launched  those that a server is known to be started with
    notes     what a user may not expect of the search, a sentence each
    """

    readings: tuple[Reading, ...]
    unread: dict[str, str]
    named: frozenset[str]
    scope: Scope
    launched: frozenset[str]
    notes: tuple[str, ...] = ()


def find(request: Request, read: Read) -> Found:
    """Read what is asked for, and whatever bears on it."""
    search = Search(request, read)
    for path in request.paths or (".",):
        if path == "-":
            search.stdin()
        else:
            search.argument(path)
    search.linked.close()
    if not search.scope.is_whole:
        together(search)
        climb(search)
    return Found(
        readings=tuple(reading for _, reading in sorted(search.linked.readings.items())),
        unread=search.linked.unread | search.unread,
        named=frozenset(search.named),
        scope=search.scope,
        launched=frozenset(search.launched),
        notes=tuple(search.notes),
    )
