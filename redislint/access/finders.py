"""What speaks for a yes to a question about one user, on one line of servers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from redislint.access.byline import ByLine
from redislint.access.names import exists, touches_keys
from redislint.access.questions import BEYOND_PATTERN, HEARS_ALL, LISTEN, OTHER_NAMES, SORTS_BEYOND, Question
from redislint.access.word import Word
from redislint.acl.table import table
from redislint.typed import Final

# There is no key pattern that limits the user.
ALL: Final = "all"

# What speaks for yes: a command, or something in words, `ALL` where no key pattern limits it; and the rules that say so
# where it is no command.
_Found = Iterator[tuple[str, str, tuple[Word, ...]]]


def _by_commands(held: ByLine, line: str, question: Question) -> _Found:
    parts = held.rights[line].parts
    allowed = 0
    for part in parts:
        allowed |= part.allowed
    by_argument = any(part.first_args for part in parts)
    for name, bit in _asked(question, line, parts[0].table.sentinel):
        if allowed & bit or (by_argument and held.may_on(line, name)):
            yield name, "", ()


@cache
def _asked(question: Question, line: str, sentinel: bool) -> tuple[tuple[str, int], ...]:
    """The commands of a question that a line of servers has, as names and bits; before 7.0 the bit is the whole's."""
    commands = table(line, sentinel=sentinel)
    return tuple(
        (name, commands.bit(name) or commands.bit(name.partition("|")[0]))
        for name in question.commands
        if exists(line, name, sentinel=sentinel)
    )


def _hears_all(held: ByLine, line: str, _question: Question) -> _Found:
    for part, words in held.parts_on(line):
        if part.all_channels and any(part.allows(name) for name in LISTEN):
            word = _last(words.values(), ("&*", "allchannels"))
            text = "" if word else "a new user hears all channels there"
            yield "", text, (word,) if word else ()
    if held.may_on(line, "monitor"):
        yield "monitor", "", ()


def _beyond(held: ByLine, line: str, question: Question) -> _Found:
    """No pattern, a pattern that begins with anything, or commands that no pattern holds back."""
    unlimited = list(_unlimited(held, line))
    if unlimited:
        yield from (("", ALL, words) for words in unlimited)
        return
    for part, words in held.parts_on(line):
        for pattern, _ in part.keys if touches_keys(part) else ():
            if pattern.startswith(("*", "?*")):
                word = next((one for one in words.values() if one.text.partition("~")[2] == pattern), None)
                yield "", f"the pattern begins with `{pattern[0]}`", (word,) if word else ()
    yield from _by_commands(held, line, question)
    if line in SORTS_BEYOND and held.may_on(line, "sort"):
        yield "sort", "", ()


def _unlimited(held: ByLine, line: str) -> Iterator[tuple[Word, ...]]:
    """The rules by which the user may use keys of every name."""
    for part, words in held.parts_on(line):
        if part.all_keys and touches_keys(part):
            word = _last(words.values(), ("~*", "allkeys"))
            yield (word,) if word else ()


def _names(held: ByLine, line: str, question: Question) -> _Found:
    if any(part.all_keys and touches_keys(part) for part in held.rights[line].parts):
        for command, _, _ in _by_commands(held, line, question):
            yield command, ALL, ()
        return
    yield from _by_commands(held, line, question)


def _last(words: Iterable[Word], texts: tuple[str, ...]) -> Word | None:
    return next((word for word in reversed(list(words)) if word.text.lower() in texts), None)


def finder(question: Question) -> Callable[[ByLine, str, Question], _Found]:
    """What finds that speaks for a yes to a question, on one line of servers."""
    return _BY.get(question.key, _by_commands)


_BY: Final[Mapping[str, Callable[[ByLine, str, Question], _Found]]] = {
    HEARS_ALL.key: _hears_all,
    BEYOND_PATTERN.key: _beyond,
    OTHER_NAMES.key: _names,
}
