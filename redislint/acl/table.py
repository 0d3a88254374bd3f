"""The commands of every supported server, from data/commands.json; for one line of servers, as bits."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from redislint.servers import files
from redislint.servers.directives import lines_of
from redislint.typed import Any, Final, NamedTuple

# Servers know subcommands as such from 7.0 on; before, a command has first arguments.
HAS_SUBCOMMANDS: Final = lines_of("redis@7.0..8.10 valkey@7.2..9.1")
# Run by their own name too, although they have subcommands.
_RUN_ALONE: Final = frozenset({"command"})


class Command(NamedTuple):
    """One command in one line of servers.

    arity       the number of words, its own included; negative: at least so many; 0: not known
    categories  its ACL categories, without `@`
    keys        its key specifications, in the words of the data file
    no_auth     may anybody run it, whatever the rules say?
    """

    arity: int
    categories: frozenset[str]
    keys: str
    no_auth: bool


class _Bits(NamedTuple):
    """All commands of all lines, a bit each; and by the lines of a row what they have, as bits.

    `families` holds a command with its subcommands; in `groups`, `` is all commands, `|` those that have subcommands,
    `!` those that anybody may run, `~` those that name keys, any other key a category.
    """

    names: tuple[str, ...]
    places: dict[str, int]
    families: dict[str, int]
    groups: dict[tuple[str, bool], dict[str, int]]


@cache
def _bits() -> _Bits:
    rows = _data()["commands"]
    names = tuple(rows)
    places = {name: place for place, name in enumerate(names)}
    families: dict[str, int] = {}
    for name, place in places.items():
        parent = name.partition("|")[0]
        families[parent] = families.get(parent, 0) | 1 << place
    groups: dict[tuple[str, bool], dict[str, int]] = {}
    for name, spans in rows.items():
        bit = 1 << places[name]
        # A rule about a category gives or takes a command in it with all that the command has.
        whole = bit if "|" in name else families[name]
        for span in spans:
            group = groups.setdefault((span["in"], "sentinel" in span), {})
            group[""] = group.get("", 0) | bit
            if "|" in name:
                group["|"] = group.get("|", 0) | 1 << places[name.partition("|")[0]]
            if "keys" in span:
                group["~"] = group.get("~", 0) | bit
            if "no_auth" in span:
                group["!"] = group.get("!", 0) | bit
            for category in span.get("categories", "").split():
                group[category] = group.get(category, 0) | whole
    return _Bits(names, places, families, groups)


def mark(name: str) -> int:
    """A command as the bit that it is in the tables of all lines that have it; 0 if none has."""
    place = _bits().places.get(name)
    return 0 if place is None else 1 << place


def family(name: str) -> int:
    """A command with all the subcommands that it has on any line, as bits."""
    return _bits().families.get(name, 0)


@cache
def parents() -> tuple[str, ...]:
    """The commands that have subcommands on some line."""
    return tuple(dict.fromkeys(name.partition("|")[0] for name in _bits().names if "|" in name))


class Table:
    """The commands of one line of servers, or of its Sentinel; sets of them are whole numbers, a bit a command.

    every     all of them
    free      those that anybody may run, whatever the rules say
    parents   those that have subcommands
    runnable  those that can be run by their own name
    keyless   those that name no key, so that no key pattern limits them
    """

    def __init__(self, line: str, sentinel: bool) -> None:
        self.line = line
        self.sentinel = sentinel
        self._bits = _bits()
        self._groups = [
            group
            for (lines, is_sentinels), group in self._bits.groups.items()
            if line in lines_of(lines) and (sentinel or not is_sentinels)
        ]
        self._categories: dict[str, int] = {}
        self.every = -1
        self.every = self.of(commands(line, sentinel=True)) if sentinel else self.category("")
        self._categories.clear()
        self.free = self.category("!")
        self.parents = self.category("|")
        self.keyless = self.every & ~self.category("~")
        self.runnable = self.every & ~(self.parents & ~self.of(_RUN_ALONE))

    def bit(self, name: str) -> int:
        """A command as a set of one; 0 where the line does not have it."""
        place = self._bits.places.get(name)
        return 0 if place is None else 1 << place & self.every

    def of(self, names: Iterable[str]) -> int:
        """These commands as bits; names that the line does not have are left out."""
        found = 0
        for name in names:
            found |= self.bit(name)
        return found

    def family(self, name: str) -> int:
        """A command with all its subcommands, as bits."""
        return self._bits.families.get(name, 0) & self.every if "|" not in name else self.bit(name)

    def category(self, name: str) -> int:
        """What a rule about a category gives or takes: its commands, and all subcommands of a command in it."""
        if name not in self._categories:
            found = 0
            for group in self._groups:
                found |= group.get(name, 0)
            self._categories[name] = found & self.every
        return self._categories[name]

    def command(self, name: str) -> Command | None:
        """What is known of a command; None where the line does not have it."""
        if not self.bit(name):
            return None
        spans = _data()["commands"][name]
        row: dict[str, Any] = next((span for span in spans if self.line in lines_of(span["in"])), {})
        words = frozenset(row.get("categories", "").split())
        return Command(row.get("arity", 0), words, row.get("keys", ""), "no_auth" in row)

    def named(self, bits: int) -> frozenset[str]:
        """The names of commands that can be run, of a set; a command that only has subcommands is none."""
        return _named(bits & self.runnable)


@lru_cache(maxsize=1024)
def _named(bits: int) -> frozenset[str]:
    return frozenset(name for place, name in enumerate(_bits().names) if bits >> place & 1)


@cache
def table(line: str, *, sentinel: bool = False) -> Table:
    """The table of a line such as `redis@7.2`, or of its Sentinel."""
    return Table(line, sentinel)


@cache
def _data() -> dict[str, Any]:
    return files.load("commands")


@cache
def commands(line: str, *, sentinel: bool = False) -> frozenset[str]:
    """The commands of a line of servers in lower case, subcommands as `parent|sub`; those of its Sentinel."""
    if sentinel:
        groups: dict[str, str] = _data()["sentinel"]
        return frozenset(name for lines, names in groups.items() if line in lines_of(lines) for name in names.split())
    rows = _data()["commands"]
    return frozenset(
        name
        for name, spans in rows.items()
        if any(line in lines_of(span["in"]) and "sentinel" not in span for span in spans)
    )


@cache
def categories(line: str) -> frozenset[str]:
    """The ACL categories of a line of servers, without `@`."""
    groups: dict[str, str] = _data()["categories"]
    return frozenset(name for lines, names in groups.items() if line in lines_of(lines) for name in names.split())
