"""The commands of every supported server, from data/commands.json; for one line of servers, as bits."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final, NamedTuple

from redislint.servers import files
from redislint.servers.directives import lines_of

# Servers know subcommands as such from 7.0 on; before, a command has first arguments.
HAS_SUBCOMMANDS: Final = lines_of("redis@7.0..8.10 valkey@7.2..9.1")
# Run by their own name too, although they have subcommands.
_RUN_ALONE: Final = frozenset({"command"})


class Command(NamedTuple):
    """One command in one line of servers.

    bit         its number in the line's table
    arity       the number of words, its own included; negative: at least so many; 0: not known
    categories  its ACL categories, without `@`
    keys        its key specifications, in the words of the data file
    no_auth     may anybody run it, whatever the rules say?
    """

    bit: int
    arity: int
    categories: frozenset[str]
    keys: str
    no_auth: bool


class Table:
    """The commands of one line of servers, or of its Sentinel; sets of them are whole numbers, a bit a command."""

    def __init__(self, line: str, sentinel: bool) -> None:
        rows = _data()["commands"]
        names = sorted(commands(line, sentinel=sentinel))
        self.line = line
        self.names: tuple[str, ...] = tuple(names)
        self.commands: dict[str, Command] = {}
        for bit, name in enumerate(names):
            row: dict[str, Any] = next((row for row in rows.get(name, ()) if line in lines_of(row["in"])), {})
            words = frozenset(row.get("categories", "").split())
            self.commands[name] = Command(bit, row.get("arity", 0), words, row.get("keys", ""), "no_auth" in row)
        self.every = (1 << len(names)) - 1
        self.parents = containers(line, sentinel=sentinel) - _RUN_ALONE if line in HAS_SUBCOMMANDS else frozenset[str]()
        self._families: dict[str, int] = {}
        self._categories: dict[str, int] = {}
        self.free = self.of(name for name, command in self.commands.items() if command.no_auth)
        self._runnable = self.every & ~self.of(self.parents)

    def of(self, names: Iterable[str]) -> int:
        """These commands as bits; names that the line does not have are left out."""
        found = 0
        for name in names:
            command = self.commands.get(name)
            if command is not None:
                found |= 1 << command.bit
        return found

    def family(self, name: str) -> int:
        """A command with all its subcommands, as bits."""
        if not self._families:
            for one, command in self.commands.items():
                parent = one.partition("|")[0]
                self._families[parent] = self._families.get(parent, 0) | 1 << command.bit
        if "|" in name:
            return self.of((name,))
        return self._families.get(name, 0)

    def category(self, name: str) -> int:
        """What a rule about a category gives or takes: its commands, and all subcommands of a command in it."""
        if name not in self._categories:
            found = 0
            for one, command in self.commands.items():
                if name in command.categories:
                    found |= self.family(one) if "|" not in one else 1 << command.bit
            self._categories[name] = found
        return self._categories[name]

    def named(self, bits: int) -> frozenset[str]:
        """The names of commands that can be run, of a set; a command that only has subcommands is none."""
        bits &= self._runnable
        return frozenset(name for name, command in self.commands.items() if bits >> command.bit & 1)


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
def containers(line: str, *, sentinel: bool = False) -> frozenset[str]:
    """Those of them that have subcommands."""
    return frozenset(name.partition("|")[0] for name in commands(line, sentinel=sentinel) if "|" in name)


@cache
def categories(line: str) -> frozenset[str]:
    """The ACL categories of a line of servers, without `@`."""
    groups: dict[str, str] = _data()["categories"]
    return frozenset(name for lines, names in groups.items() if line in lines_of(lines) for name in names.split())
