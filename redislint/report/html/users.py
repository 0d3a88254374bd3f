"""Who may run what: for each server whose users are declared, a matrix of them, and the rules that say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from xml.etree.ElementTree import Element

from redislint.access.answers import NO, SOME, UNKNOWN, YES, Answer, answers
from redislint.access.finders import ALL
from redislint.access.names import shown
from redislint.access.people import People, Person, people
from redislint.access.questions import BEYOND_PATTERN, HEARS_ALL, QUESTIONS, WITHOUT_SECRET, Question
from redislint.model.instance import Instance
from redislint.report.html.pieces import Cell, Table, table
from redislint.report.nodes import node
from redislint.report.words import counted
from redislint.servers import ranges
from redislint.source import Span
from redislint.typed import Final

# Of more servers, commands and rules nobody reads all: `redislint acl` has them.
_SERVERS: Final = 50
_COMMANDS: Final = 8
_STATES: Final = {
    YES: Cell("yes", "error"),
    ALL: Cell("all", "error"),
    SOME: Cell("some", "warning"),
    UNKNOWN: Cell("?", "warning"),
}
_LEGEND: Final = {
    ALL: "all: no key pattern limits the user",
    SOME: "some: on some versions only",
    UNKNOWN: "?: not known, a template stands in the rules",
}

# What makes the answer yes where no command does.
_UNSAID: Final = {
    WITHOUT_SECRET.key: "any password does",
    HEARS_ALL.key: "all channels",
    BEYOND_PATTERN.key: "all keys",
}


def content(instances: Sequence[Instance]) -> list[Element]:
    """A matrix and its reasons for each server; nothing where no users are declared."""
    declared = [instance for instance in instances if instance.users]
    parts = [part for one in declared[:_SERVERS] for part in _server(people(one))]
    if len(declared) > _SERVERS:
        left = counted(len(declared) - _SERVERS, "more server")
        parts.append(node("p", {"class": "note"}, f"{left}: `redislint acl` shows all."))
    return parts


def _server(everybody: People) -> Iterator[Element]:
    found = {person.name: answers(everybody, person) for person in everybody.persons}
    name = _named(everybody)
    heads = ("User", *(question.head for question in QUESTIONS))
    states = {answer.state for own in found.values() for answer in own.values()}
    legend = "; ".join(text for state, text in _LEGEND.items() if state in states)
    notes = [f"{one.why} (`{_place(one.span)}`)" for one in everybody.missing]
    asked = " ".join(f"{question.head}: {question.text}" for question in QUESTIONS)
    rows = [_matrix_row(person, found[person.name]) for person in everybody.persons]
    yield table(Table(name, heads, rows, (*notes, *([legend] if legend else []), asked)))
    reasons = [
        _reason_row(question, person, found[person.name][question.key])
        for question in QUESTIONS
        for person in everybody.persons
        if found[person.name][question.key].state not in (NO, UNKNOWN)
    ]
    if reasons:
        yield table(Table(f"Which rules say so: {name}", ("Question", "User", "What", "By"), reasons))


def _named(everybody: People) -> str:
    """The server, and for which versions the answers are."""
    instance = everybody.instance
    path = instance.anchor.source.path
    said = ranges.describe(frozenset(everybody.lines)) if instance.server is None else str(instance.server)
    return f"`{path if instance.name in ('', path) else f'{path}, {instance.name}'}` ({said})"


def _name(person: Person) -> str:
    """The user's name; of a line that was quoted as one word its first word, since the rest may hold a password."""
    first, *rest = person.name.split() or [""]
    return f"{first} ****" if rest else person.name


def _matrix_row(person: Person, own: Mapping[str, Answer]) -> list[Cell]:
    if person.enabled is False:
        return [Cell(_name(person), "code"), *(Cell("off") for _ in QUESTIONS)]
    return [Cell(_name(person), "code"), *(_STATES.get(own[one.key].state, Cell("no", "good")) for one in QUESTIONS)]


def _reason_row(question: Question, person: Person, answer: Answer) -> list[Cell]:
    """The commands that make the answer yes, and the rules that give them."""
    commands = list(dict.fromkeys(shown(one.command) for one in answer.reasons if one.command))
    what = _listed(commands) or next((one.text for one in answer.reasons if one.text), _UNSAID.get(question.key, ""))
    if person.why:
        return [Cell(question.text), Cell(_name(person), "code"), Cell(what), Cell(f"nobody wrote it: {person.why}")]
    words = list(dict.fromkeys((one.text, _place(one.span)) for reason in answer.reasons for one in reason.words))
    given = _listed([f"`{text.replace('`', '')}` {place}" for text, place in words])
    return [Cell(question.text), Cell(_name(person), "code"), Cell(what), Cell(given)]


def _listed(texts: Sequence[str]) -> str:
    more = len(texts) - _COMMANDS
    return ", ".join(islice(texts, _COMMANDS)) + (f" and {more} more" if more > 0 else "")


def _place(span: Span) -> str:
    line, column = span.position
    return f"{span.source.path}:{line}:{column}"
