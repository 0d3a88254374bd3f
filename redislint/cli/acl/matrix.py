"""The matrix: every user against every question; then for each question who, with what, and by which rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from redislint.access.answers import NO, SOME, UNKNOWN, YES, Answer, Reason, answers
from redislint.access.blame import givers
from redislint.access.finders import ALL
from redislint.access.people import People, Person
from redislint.access.questions import QUESTIONS, WITHOUT_SECRET, Question
from redislint.access.word import Word
from redislint.cli.acl.blocks import Block, Head, Item, Note, Table, View, quoted
from redislint.cli.acl.words import (
    by,
    commands,
    head,
    notes,
    passwords,
    person_row,
    place,
    server_row,
    versions,
    word_rows,
)
from redislint.report.words import clean
from redislint.report.wrap import Line
from redislint.typed import Any, Final

_CELLS: Final = {YES: ("yes", "error"), ALL: ("all", "error"), SOME: ("some", "warning"), UNKNOWN: ("?", "warning")}
_LEGEND: Final = {
    ALL: "all: no key pattern limits the user",
    SOME: "some: on some versions only",
    UNKNOWN: "?: not known",
}

_Answers = Mapping[str, Answer]


def view(everybody: Sequence[People], refused: Sequence[Sequence[str]]) -> View:
    """The matrix of each server, one below the other."""
    blocks: list[Block] = []
    rows = []
    for one, texts in zip(everybody, refused, strict=True):
        found = {person.name: answers(one, person) for person in one.persons}
        blocks += _blocks(one, found, texts)
        rows.append(_row(one, found, texts))
    return View(blocks, {"servers": rows})


def _blocks(everybody: People, found: Mapping[str, _Answers], refused: Sequence[str]) -> Iterator[Block]:
    yield head(everybody)
    yield from notes(everybody, refused)
    if not everybody.persons:
        return
    yield Table(("user", *(question.head for question in QUESTIONS)), [_cells(one, found) for one in everybody.persons])
    states = {answer.state for answers in found.values() for answer in answers.values()}
    legend = [text for state, text in _LEGEND.items() if state in states]
    if any(person.enabled is False for person in everybody.persons):
        legend.append("off: nobody can log in")
    if legend:
        yield Note([("; ".join(legend), "")])
    for person in everybody.persons:
        if person.held is None:
            said: Line = [*_user(person), (" is not known: a template stands in its rules ", "")]
            yield Note([*said, (place(person.span), "gutter")], "warning")
    yield from _everything(everybody)
    for question in QUESTIONS:
        yield from _question(everybody, question, found)


def _cells(person: Person, found: Mapping[str, _Answers]) -> Line:
    if person.enabled is False:
        return [quoted(person.name), ("off", "gutter"), *(("-", "gutter") for _ in QUESTIONS[1:])]
    own = found[person.name]
    return [quoted(person.name), *(_CELLS.get(own[one.key].state, ("-", "gutter")) for one in QUESTIONS)]


def _everything(everybody: People) -> Iterator[Block]:
    """Those who may do everything: what follows leaves them out."""
    whole = [person for person in everybody.persons if _may_everything(everybody, person)]
    if whole:
        yield Head(2, [("Who may run every command?", "")], "left out below")
    for person in whole:
        line = everybody.lines[-1]
        words = givers(person.held, line, "acl|setuser") if person.held is not None else ()
        yield Item([*_user(person), (", ", ""), (_gets_in(person), ""), *by(words, person)])


def _gets_in(person: Person) -> str:
    return "without a password" if person.is_open else passwords(person)


def _may_everything(everybody: People, person: Person) -> bool:
    """May the user run every command by the user's own rules, in every version?"""
    if person.held is None or person.enabled is False:
        return False
    roots = [person.held.rights[line].root for line in everybody.lines]
    return all(root.allowed | root.table.free == root.table.every for root in roots)


def _user(person: Person) -> Line:
    return [quoted(person.name)]


def _question(everybody: People, question: Question, found: Mapping[str, _Answers]) -> Iterator[Block]:
    """Who, with which commands, by which rules."""
    items = []
    for person in everybody.persons:
        own = found[person.name][question.key]
        if own.state == UNKNOWN and person.why:
            items.append(Item([*_user(person), (f": not known, {person.why}", "")]))
        elif person.held is None:
            continue
        elif own.state == UNKNOWN:
            items.append(Item([*_user(person), (": not known, which commands are renamed is not known", "")]))
        elif own.state != NO and (question is WITHOUT_SECRET or not _may_everything(everybody, person)):
            items += _reasons(everybody, person, own)
    if items:
        yield Head(2, [(question.text, "")], question.head)
        yield from items


def _reasons(everybody: People, person: Person, answer: Answer) -> Iterator[Item]:
    """One line for all that the same rules give on the same versions."""
    grouped: dict[tuple[tuple[Word, ...], str, str], list[str]] = {}
    for one in answer.reasons:
        where = versions(one.lines, everybody) if one.partial else ""
        grouped.setdefault((one.words, where, one.text), []).append(one.command)
    for (words, where, text), names in grouped.items():
        said: Line = [(text, "")] if text else commands([name for name in names if name])
        if not text and not any(names):
            said = [("any key", "message")] if answer.state == ALL else []
        if person.why and text:
            yield Item([*_user(person), (": ", ""), (text, ""), (f" {place(person.span)}", "gutter")])
            continue
        line: Line = [*_user(person), *([(": ", ""), *said] if said else []), *by(words, person)]
        yield Item([*line, (where, "gutter")] if where else line)


def _row(everybody: People, found: Mapping[str, _Answers], refused: Sequence[str]) -> dict[str, Any]:
    return server_row(everybody, refused) | {
        "users": [
            person_row(person)
            | {"answers": {key: _answer_row(answer, person) for key, answer in found[person.name].items()}}
            for person in everybody.persons
        ]
    }


def _answer_row(answer: Answer, person: Person) -> dict[str, Any]:
    return {
        "answer": answer.known,
        "state": answer.state,
        "reasons": [_reason_row(one, person) for one in answer.reasons],
    }


def _reason_row(reason: Reason, person: Person) -> dict[str, Any]:
    return {
        "command": reason.command or None,
        "text": clean(reason.text) or None,
        "rules": word_rows(reason.words, person),
        "versions": list(reason.lines),
        "everywhere": not reason.partial,
    }
