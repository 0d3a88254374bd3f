"""All that one user may run, command by command, with the rules that give it or take it away."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.access.blame import givers, taker
from redislint.access.byline import ByLine
from redislint.access.names import names
from redislint.access.people import People
from redislint.access.word import Word
from redislint.acl.table import HAS_SUBCOMMANDS, table
from redislint.source import Span
from redislint.typed import NamedTuple


class Right(NamedTuple):
    """One command and whether a user may run it.

    allowed     on all versions in question that have it, or on none; None where they differ
    words       the rules that give it, or the one that takes it away; none where no rule is about it
    lines       the lines of servers that allow it
    known       those that have it
    categories  its ACL categories, in the newest of them
    gone        the line that takes it away from everybody, `rename-command`
    """

    name: str
    allowed: bool | None
    words: tuple[Word, ...]
    lines: tuple[str, ...]
    known: tuple[str, ...]
    categories: frozenset[str]
    gone: Span | None


def rights(everybody: People, held: ByLine) -> Iterator[Right]:
    """Every command of the versions in question, by name."""
    sentinel = held.latest.root.table.sentinel
    having: dict[str, list[str]] = {}
    allowing: dict[str, list[str]] = {}
    for line in everybody.lines:
        may = allowed(held, line)
        for name in names(line, sentinel=sentinel):
            having.setdefault(name, []).append(line)
            if name in may:
                allowing.setdefault(name, []).append(line)
    for name, known in sorted(having.items()):
        yield _right(everybody, held, name, known, allowing.get(name, []))


def right(everybody: People, held: ByLine, name: str) -> Right | None:
    """One command; None if no version in question has it."""
    sentinel = held.latest.root.table.sentinel
    known = [line for line in everybody.lines if name in names(line, sentinel=sentinel)]
    return _right(everybody, held, name, known, [line for line in known if held.may_on(line, name)]) if known else None


def _right(everybody: People, held: ByLine, name: str, known: list[str], lines: list[str]) -> Right:
    gone = everybody.gone.get(name.partition("|")[0])
    if gone is not None:
        lines = []
    if lines:
        words = givers(held, lines[-1], name)
    else:
        took = taker(held, known[-1], name) if gone is None else None
        words = (took,) if took is not None else ()
    answer = len(lines) == len(known) if lines else False
    return Right(
        name,
        None if lines and not answer else answer,
        words,
        tuple(lines),
        tuple(known),
        _categories(held, known[-1], name),
        gone,
    )


def _categories(held: ByLine, line: str, name: str) -> frozenset[str]:
    commands = table(line, sentinel=held.latest.root.table.sentinel)
    command = commands.command(name) or commands.command(name.partition("|")[0])
    return command.categories if command is not None else frozenset[str]()


def allowed(held: ByLine, line: str) -> frozenset[str]:
    """The commands that a user may run on a line of servers."""
    found = held.rights[line]
    if line in HAS_SUBCOMMANDS:
        return found.commands
    sentinel = found.root.table.sentinel
    return frozenset(name for name in names(line, sentinel=sentinel) if held.may_on(line, name))


def granted(held: ByLine, line: str) -> frozenset[str]:
    """Those of them that not everybody may run anyway, as AUTH."""
    commands = held.rights[line].root.table
    return allowed(held, line) - commands.named(commands.free)
