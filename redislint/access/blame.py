"""All rules that give a right: it is gone without them, and each of them alone would give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from redislint.access.user import Held, Word, within
from redislint.acl.permissions import Permissions
from redislint.acl.rules import Rules
from redislint.acl.table import Table, table


class _Effect(NamedTuple):
    """What one rule does to commands, as bits; `first` is the command and argument that it allows together."""

    gives: int
    takes: int
    first: tuple[str, str] | None


def givers(held: Held, line: str, name: str) -> tuple[Word, ...]:
    """The rules because of which the user may run a command (`get`, `config|set`); empty if it may not.

    A command that everybody may run (AUTH) is given by none.
    """
    found: list[Word] = []
    for part, words in _ruled(held, line):
        found += _given(part.table, words, name)
    return tuple(found)


def taker(held: Held, line: str, name: str) -> Word | None:
    """The rule of the user's own that takes a command away in the end; None if none does, or none had given it."""
    part, words = next(_ruled(held, line))
    bit, whole, pair = _asked(part.table, name)
    given, found = False, None
    for word in words:
        effect = _effect(word.text, part.table.line, part.table.sentinel)
        if effect.gives & (bit or whole) or effect.first == pair:
            given, found = True, None
        elif given and effect.takes & (bit or whole):
            given, found = False, word
    return found


def _ruled(held: Held, line: str) -> Iterator[tuple[Permissions, list[Word]]]:
    """The permissions of a line, each with the rules that made them: none before a `reset`."""
    root, *selectors = held.rights[line].parts
    own = [Word(token.text, token.span) for token in held.user.tokens]
    last = max((at for at, word in enumerate(own) if word.text.lower() == "reset"), default=-1)
    yield root, [word for word in own[last + 1 :] if word.text[:1] in ("+", "-", "a", "A", "n", "N")]
    for part in selectors:
        yield part, within(held.user.tokens[part.at])


def _given(commands: Table, words: Iterable[Word], name: str) -> list[Word]:
    bit, whole, pair = _asked(commands, name)
    found: list[Word] = []
    if bit & commands.free:
        return found
    for word in words:
        effect = _effect(word.text, commands.line, commands.sentinel)
        if effect.gives & (bit or whole) or effect.first == pair:
            found.append(word)
        elif effect.takes & (bit or whole):
            found.clear()
    return found


def _asked(commands: Table, name: str) -> tuple[int, int, tuple[str, str]]:
    """A command as bits: itself, or before 7.0 the command that it is a part of; and it as a first argument."""
    command, _, argument = name.partition("|")
    return commands.bit(name) & commands.runnable, commands.bit(command) & commands.runnable, (command, argument)


@lru_cache(maxsize=8192)
def _effect(rule: str, line: str, sentinel: bool) -> _Effect:
    nothing, everything = (Rules(table(line, sentinel=sentinel), False, sentinel) for _ in range(2))
    everything.allowed = everything.table.every
    nothing.add(rule, 0)
    everything.add(rule, 0)
    first = next(((command, words[0].lower()) for command, words in nothing.first_args.items()), None)
    return _Effect(nothing.allowed, everything.table.every & ~everything.allowed, first)
