"""Where the versions of servers differ about what each user may run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.access.people import People, Person, faults
from redislint.access.reach import reach
from redislint.access.vary import Varying, varying
from redislint.access.word import Word
from redislint.acl.words import REASONS
from redislint.cli.acl.blocks import Block, Head, Item, Note, View, listed, quoted
from redislint.cli.acl.words import by, commands, notes, person_row, place, server_row, word_rows
from redislint.outcome.tell import named
from redislint.report.words import clean
from redislint.report.wrap import Line
from redislint.servers import ranges
from redislint.typed import Any


def view(everybody: Sequence[People]) -> View:
    """Every user about whom they differ, on each server."""
    blocks: list[Block] = []
    rows = []
    for one in everybody:
        versions = ", ".join(line.replace("@", " ") for line in one.lines)
        blocks += [Head(1, [(named(one.instance), "path")], versions), *notes(one), *_blocks(one)]
        users = [_row(one, person) for person in one.persons]
        rows.append(server_row(one) | {"users": users})
    return View(blocks, {"servers": rows})


def _blocks(everybody: People) -> Iterator[Block]:
    same: list[str] = []
    off: list[str] = []
    for person in everybody.persons:
        if person.enabled is False:
            off.append(person.name)
            continue
        found = list(_user(everybody, person))
        if found:
            yield Head(2, [quoted(person.name)], place(person.span))
            yield from found
        else:
            same.append(person.name)
    for text, named_so in (("the same on all of them: ", same), ("off: ", off)):
        if named_so:
            yield Item([(text, "gutter"), *listed([quoted(name)] for name in named_so)])


def _user(everybody: People, person: Person) -> Iterator[Block]:
    if person.held is None:
        yield Item([("not known: a template stands in its rules", "")])
        return
    for line in everybody.lines:
        for fault in faults(everybody.instance, person, line)[:1]:
            at = place(person.held.user.tokens[fault.at].span)
            text = f"{line.replace('@', ' ')} does not start: a rule {REASONS[fault.code]} ({at})"
            yield Note([(text, "")], "warning")
    lines = _starting(everybody, person)
    yield from _reaches(person, lines)
    groups: dict[str, dict[tuple[Word, ...], list[str]]] = {}
    for one in varying(everybody, person.held, lines):
        groups.setdefault(_said(one), {}).setdefault(one.words, []).append(one.name)
    for said in sorted(groups, key=lambda said: not said.startswith("denied")):
        yield Item([(f"{said}:", "warning" if said.startswith("denied") else "gutter")])
        for words, found in groups[said].items():
            yield Item([*commands(found, 40 if said.startswith("denied") else 12), *by(words, person)], 1)


def _starting(everybody: People, person: Person) -> tuple[str, ...]:
    """The lines that take the user's rules: what the others made of the rest is of no use."""
    return tuple(line for line in everybody.lines if not faults(everybody.instance, person, line))


def _said(one: Varying) -> str:
    """On which versions, in words."""
    allowing = ranges.describe(frozenset(one.allowing))
    if one.is_new:
        return f"only on {allowing}"
    return f"denied on {ranges.describe(frozenset(one.denying))}, allowed on {allowing}"


def _reaches(person: Person, lines: Sequence[str]) -> Iterator[Block]:
    """Keys and channels, where they differ."""
    assert person.held is not None
    found: dict[tuple[str, ...], list[str]] = {}
    for line in lines:
        found.setdefault(tuple(reach(person.held, line)), []).append(line)
    for own, those in found.items() if len(found) > 1 else ():
        said: Line = listed([quoted(one)] for one in own) or [("no keys and no channels", "")]
        yield Item([(f"on {ranges.describe(frozenset(those))}: ", ""), *said])


def _row(everybody: People, person: Person) -> dict[str, Any]:
    if person.held is None:
        return person_row(person) | {"reach": None, "refused": [], "commands": None}
    held = person.held
    return person_row(person) | {
        "reach": {line: [clean(one) for one in reach(held, line)] for line in everybody.lines},
        "refused": [line for line in everybody.lines if faults(everybody.instance, person, line)],
        "commands": [
            {
                "command": one.name,
                "allowed": list(one.allowing),
                "denied": list(one.denying),
                "rules": word_rows(one.words, person),
            }
            for one in varying(everybody, held, _starting(everybody, person))
        ],
    }
