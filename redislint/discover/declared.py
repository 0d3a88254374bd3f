"""Files that belong together because the configuration says so."""

from __future__ import annotations

from redislint.discover.climb import candidates
from redislint.discover.files import Unreadable
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.discover.search import Search

# What the configuration itself belongs to: everything.
ALL: Final = "*"


def together(search: Search) -> None:
    """Take in what is declared to be the same instance as a file that was asked for; for the configuration, all."""
    joined = search.request.joined
    if joined is None:
        return
    wanted = {joined(path) for path in (*search.scope.files, *search.linked.readings)} - {""}
    if not wanted:
        return
    for path in candidates(search):
        if path not in search.linked.readings and (ALL in wanted or joined(path) in wanted):
            try:
                source = search.taker.take(search.tree.file(path), path)
            except Unreadable:
                # It was not asked for; a run on it says what is wrong.
                continue
            if source is not None:
                search.linked.add(source)
    search.linked.close()
