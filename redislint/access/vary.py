"""Where the versions of servers differ about what a user may run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from redislint.access.blame import givers
from redislint.access.names import names
from redislint.access.people import People
from redislint.access.rights import granted
from redislint.access.user import Held, Word


class Varying(NamedTuple):
    """A command about which versions differ: allowed on some, denied on others, or not there (in neither)."""

    name: str
    allowing: tuple[str, ...]
    denying: tuple[str, ...]
    words: tuple[Word, ...]

    @property
    def is_new(self) -> bool:
        """Is it allowed wherever it is there?"""
        return not self.denying


def varying(everybody: People, held: Held) -> Iterator[Varying]:
    """The commands that not all versions in question allow, and not all deny or lack."""
    sentinel = held.latest.root.table.sentinel
    having = {line: names(line, sentinel=sentinel) for line in everybody.lines}
    may = {line: granted(held, line) for line in everybody.lines}
    for name in sorted(frozenset[str]().union(*may.values())):
        allowing = tuple(line for line in everybody.lines if name in may[line])
        denying = tuple(line for line in everybody.lines if name in having[line] and name not in may[line])
        if name.partition("|")[0] not in everybody.gone and len(allowing) < len(everybody.lines):
            yield Varying(name, allowing, denying, givers(held, allowing[-1], name))
