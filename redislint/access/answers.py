"""The answers to a reviewer's questions about one user, each with the rules to blame."""

from __future__ import annotations

from collections.abc import Mapping

from redislint.access.blame import givers
from redislint.access.byline import ByLine
from redislint.access.default import NAME
from redislint.access.finders import ALL, finder
from redislint.access.names import exists
from redislint.access.people import People, Person
from redislint.access.questions import BEFORE_LOGIN, BEYOND_PATTERN, OTHER_NAMES, QUESTIONS, WITHOUT_SECRET, Question
from redislint.access.word import Word
from redislint.model.instance import SENTINEL
from redislint.typed import Final, NamedTuple

YES: Final = "yes"
NO: Final = "no"
# On some of the versions in question only.
SOME: Final = "some"
UNKNOWN: Final = "unknown"


class Reason(NamedTuple):
    """What makes an answer yes: a command, or something else in words.

    words    the rules that give it; none where nobody wrote them
    lines    the lines of servers on which it does
    partial  are there others in question that have the command, and on which it does not?
    """

    command: str
    text: str
    words: tuple[Word, ...]
    lines: tuple[str, ...]
    partial: bool = False


class Answer(NamedTuple):
    """Yes, no, some, all or unknown; and why it is not no."""

    state: str
    reasons: tuple[Reason, ...] = ()

    @property
    def known(self) -> bool | None:
        """As a truth value; None where it is not known, or versions differ."""
        return None if self.state in (UNKNOWN, SOME) else self.state != NO


def answers(everybody: People, person: Person) -> Mapping[str, Answer]:
    """The answer to each question, by its key.  As a user who is off nobody does anything."""
    return {question.key: answer(everybody, person, question) for question in QUESTIONS}


def answer(everybody: People, person: Person, question: Question) -> Answer:
    """The answer to one question; a Sentinel has no keys."""
    if person.enabled is False or (everybody.instance.role == SENTINEL and question in (BEYOND_PATTERN, OTHER_NAMES)):
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


def _collected(everybody: People, held: ByLine, question: Question) -> Answer:
    """The answers of all lines in question made one."""
    lines: dict[tuple[str, str], list[str]] = {}
    rules: dict[tuple[str, str], tuple[Word, ...]] = {}
    said: dict[str, str] = {}
    for line in everybody.lines:
        for command, text, words in finder(question)(held, line, question):
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
    reasons = (
        _reason(everybody, held, command, "" if text == ALL else text, rules[command, text], on)
        for (command, text), on in lines.items()
    )
    return Answer(state, tuple(reasons))


def _reason(everybody: People, held: ByLine, command: str, text: str, words: tuple[Word, ...], on: list[str]) -> Reason:
    if not command:
        return Reason(command, text, words, tuple(on), len(on) < len(everybody.lines))
    sentinel = held.latest.root.table.sentinel
    having = sum(exists(line, command, sentinel=sentinel) for line in everybody.lines)
    return Reason(command, text, givers(held, on[-1], command), tuple(on), len(on) < having)
