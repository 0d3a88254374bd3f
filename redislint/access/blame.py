"""All rules that give a right: it is gone without them, and each of them alone would give it."""

from __future__ import annotations

from functools import lru_cache

from redislint.access.byline import ByLine
from redislint.access.word import Word, within
from redislint.acl.rules import Rules
from redislint.acl.table import Table, table
from redislint.typed import Final, NamedTuple

# Nobody reads as many, and whoever writes them means no good.
MOST: Final = 1_000


class _Effect(NamedTuple):
    """What one rule does to commands, as bits; `first` is the command and argument that it allows together."""

    gives: int
    takes: int
    first: tuple[str, str] | None


# Rules with what they do, in their order.
_Acting = list[tuple[Word, _Effect]]


class _Same:
    """A user as itself: two are equal only if they are one."""

    __slots__ = ("held",)

    def __init__(self, held: ByLine) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.held is self.held


def givers(held: ByLine, line: str, name: str) -> tuple[Word, ...]:
    """The rules because of which the user may run a command (`get`, `config|set`); empty if it may not.

    A command that everybody may run (AUTH) is given by none.  Of each part of the rules no more than the last `MOST`.
    """
    found: list[Word] = []
    commands = held.rights[line].root.table
    for acting in _acting(_Same(held), line):
        found += _given(commands, acting, name)
    return tuple(found)


def taker(held: ByLine, line: str, name: str) -> Word | None:
    """The rule of the user's own that takes a command away in the end; None if none does, or none had given it."""
    bit, whole, pair = _asked(held.rights[line].root.table, name)
    found = None
    for word, effect in reversed(_acting(_Same(held), line)[0]):
        if effect.gives & (bit or whole) or effect.first == pair:
            return found
        if effect.takes & (bit or whole):
            found = word
    return None


@lru_cache(maxsize=64)
def _acting(same: _Same, line: str) -> list[_Acting]:
    """The rules of the user's own that change commands, none before a `reset`; and those of each selector in force."""
    held = same.held
    root, *selectors = held.rights[line].parts
    own = [Word(token.text, token.span) for token in held.user.tokens]
    last = max((at for at, word in enumerate(own) if word.text.lower() == "reset"), default=-1)
    lists = [
        [word for word in own[last + 1 :] if word.text[:1] in ("+", "-", "a", "A", "n", "N")],
        *(within(held.user.tokens[part.at]) for part in selectors),
    ]
    sentinel = root.table.sentinel
    return [[(word, _effect(word.text, line, sentinel)) for word in words] for words in lists]


def _given(commands: Table, acting: _Acting, name: str) -> list[Word]:
    bit, whole, pair = _asked(commands, name)
    found: list[Word] = []
    if bit & commands.free:
        return found
    for word, effect in reversed(acting):
        if effect.gives & (bit or whole) or effect.first == pair:
            found.append(word)
            if len(found) == MOST:
                break
        elif effect.takes & (bit or whole):
            break
    return found[::-1]


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
