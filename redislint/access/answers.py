"""The answers to a reviewer's questions about one user, each with the rules to blame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from redislint.access.blame import givers
from redislint.access.default import NAME
from redislint.access.names import exists, touches_keys
from redislint.access.people import People, Person
from redislint.access.questions import (
    BEFORE_LOGIN,
    BEYOND_PATTERN,
    HEARS_ALL,
    LISTEN,
    OTHER_NAMES,
    QUESTIONS,
    SORTS_BEYOND,
    WITHOUT_SECRET,
    Question,
)
from redislint.access.user import Held, Word
from redislint.acl.table import table

YES: Final = "yes"
NO: Final = "no"
# On some of the versions in question only.
SOME: Final = "some"
# There is no key pattern that limits the user.
ALL: Final = "all"
UNKNOWN: Final = "unknown"


class Reason(NamedTuple):
    """What makes an answer yes: a command, or something else in words.

    words  the rules that give it; none where nobody wrote them
    lines  the lines of servers on which it does
    """

    command: str
    text: str
    words: tuple[Word, ...]
    lines: tuple[str, ...]


class Answer(NamedTuple):
    """Yes, no, some, all or unknown; and why it is not no."""

    state: str
    reasons: tuple[Reason, ...] = ()

    @property
    def known(self) -> bool | None:
        """As a truth value; None where it is not known, or versions differ."""
        return None if self.state in (UNKNOWN, SOME) else self.state != NO


# On one line: what speaks for yes, as a command or in words, and the rules that say so; and whether no pattern limits.
_Found = Iterator[tuple[str, str, tuple[Word, ...]]]


def answers(everybody: People, person: Person) -> Mapping[str, Answer]:
    """The answer to each question, by its key.  As a user who is off nobody does anything."""
    return {question.key: answer(everybody, person, question) for question in QUESTIONS}


def answer(everybody: People, person: Person, question: Question) -> Answer:
    """The answer to one question."""
    if person.enabled is False:
        return Answer(NO)
    if question is WITHOUT_SECRET:
        return _without_secret(everybody, person)
    if question is BEFORE_LOGIN and (person.name != NAME or person.is_open is False):
        return Answer(NO)
    if person.held is None:
        return Answer(UNKNOWN)
    found = _collected(everybody, person.held, question)
    if question is BEFORE_LOGIN and person.is_open is None and found.state != NO:
        return Answer(UNKNOWN)
    return found


def _without_secret(everybody: People, person: Person) -> Answer:
    if person.is_open is None:
        return Answer(UNKNOWN)
    if not person.is_open:
        return Answer(NO)
    if person.why or person.held is None:
        return Answer(YES, (Reason("", person.why, (), everybody.lines),))
    words = [Word(one.text, one.span) for one in person.held.user.tokens if one.text.lower() == "nopass"]
    return Answer(YES, (Reason("", "", tuple(words[-1:]), everybody.lines),))


def _collected(everybody: People, held: Held, question: Question) -> Answer:
    """The answers of all lines in question made one."""
    by = _BY.get(question.key, _by_commands)
    lines: dict[tuple[str, str], list[str]] = {}
    rules: dict[tuple[str, str], tuple[Word, ...]] = {}
    said: dict[str, str] = {}
    for line in everybody.lines:
        for command, text, words in by(held, line, question):
            if command.partition("|")[0] in everybody.gone:
                continue
            lines.setdefault((command, text), []).append(line)
            rules[command, text] = words
            said[line] = ALL if text == ALL else said.get(line, YES)
    if not said:
        return Answer(NO)
    states = {said.get(line, NO) for line in everybody.lines}
    state = states.pop() if len(states) == 1 else SOME
    if everybody.blurred and all(command for command, _ in lines):
        state = UNKNOWN
    return Answer(
        state,
        tuple(
            Reason(
                command,
                "" if text == ALL else text,
                givers(held, on[-1], command) if command else rules[command, text],
                tuple(on),
            )
            for (command, text), on in lines.items()
        ),
    )


def _by_commands(held: Held, line: str, question: Question) -> _Found:
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


def _hears_all(held: Held, line: str, question: Question) -> _Found:
    for part, words in held.parts_on(line):
        if part.all_channels and any(part.allows(name) for name in LISTEN):
            word = _last(words.values(), ("&*", "allchannels"))
            text = "" if word else "a new user hears all channels there"
            yield "", text, (word,) if word else ()
    if held.may_on(line, "monitor"):
        yield "monitor", "", ()


def _beyond(held: Held, line: str, question: Question) -> _Found:
    """No pattern, a pattern that begins with anything, or commands that no pattern holds back."""
    if (yield from _unlimited(held, line)):
        return
    for part, words in held.parts_on(line):
        if not touches_keys(part):
            continue
        for pattern, _ in part.keys:
            if pattern.startswith(("*", "?*")):
                word = next((one for one in words.values() if one.text.partition("~")[2] == pattern), None)
                yield "", f"the pattern begins with `{pattern[0]}`", (word,) if word else ()
    yield from _by_commands(held, line, question)
    if line in SORTS_BEYOND and held.may_on(line, "sort"):
        yield "sort", "", ()


def _unlimited(held: Held, line: str) -> Iterator[tuple[str, str, tuple[Word, ...]]]:
    """Rules by which the user may use keys of every name; the return value says whether there are any."""
    found = False
    for part, words in held.parts_on(line):
        if part.all_keys and touches_keys(part):
            word = _last(words.values(), ("~*", "allkeys"))
            yield "", ALL, (word,) if word else ()
            found = True
    return found


def _names(held: Held, line: str, question: Question) -> _Found:
    if any(part.all_keys and touches_keys(part) for part in held.rights[line].parts):
        for command, _, _ in _by_commands(held, line, question):
            yield command, ALL, ()
        return
    yield from _by_commands(held, line, question)


def _last(words: Iterable[Word], texts: tuple[str, ...]) -> Word | None:
    return next((word for word in reversed(list(words)) if word.text.lower() in texts), None)


_BY: Final[Mapping[str, Callable[[Held, str, Question], _Found]]] = {
    HEARS_ALL.key: _hears_all,
    BEYOND_PATTERN.key: _beyond,
    OTHER_NAMES.key: _names,
}
