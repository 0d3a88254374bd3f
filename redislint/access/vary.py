"""Where the versions of servers differ about what a user may run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.access.blame import givers
from redislint.access.byline import ByLine
from redislint.access.names import names
from redislint.access.people import People
from redislint.access.rights import allowed
from redislint.access.word import Word
from redislint.acl.table import table
from redislint.typed import NamedTuple


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


def varying(everybody: People, held: ByLine, lines: Sequence[str]) -> Iterator[Varying]:
    """The commands that not all of these lines allow, and not all deny or lack.

    HELP, which gives nothing, is left out, and what everybody may run on any of them.
    """
    sentinel = held.latest.root.table.sentinel
    having = {line: names(line, sentinel=sentinel) for line in lines}
    may = {line: allowed(held, line) for line in lines}
    free = frozenset[str]().union(*(_free(line, sentinel) for line in lines))
    for name in sorted(frozenset[str]().union(*may.values()) - free):
        allowing = tuple(line for line in lines if name in may[line])
        denying = tuple(line for line in lines if name in having[line] and name not in may[line])
        if name.partition("|")[0] in everybody.gone or name.endswith("|help") or len(allowing) == len(lines):
            continue
        yield Varying(name, allowing, denying, givers(held, allowing[-1], name))


def _free(line: str, sentinel: bool) -> frozenset[str]:
    """What everybody may run."""
    commands = table(line, sentinel=sentinel)
    return commands.named(commands.free)
