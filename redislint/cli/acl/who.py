"""Who may run a command, and all rules that would have to go for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.access.names import exists, names, shown
from redislint.access.people import People, Person
from redislint.access.reach import patterns
from redislint.access.rights import Right, right
from redislint.access.sums import HAS_ACLS
from redislint.access.word import Word
from redislint.acl.table import table
from redislint.cli import UsageError
from redislint.cli.acl.blocks import Block, Head, Item, Note, View, listed, quoted
from redislint.cli.acl.words import by, commands, head, notes, person_row, server_row, versions, word_rows
from redislint.model.instance import SENTINEL
from redislint.report.words import visible
from redislint.report.wrap import Line
from redislint.suggest import did_you_mean
from redislint.typed import Any


def view(everybody: Sequence[People], refused: Sequence[Sequence[str]], command: str) -> View:
    """Who may run it, on every server."""
    asked = _names(everybody, command)
    blocks: list[Block] = []
    rows = []
    for one, texts in zip(everybody, refused, strict=True):
        blocks += [head(one), *notes(one, texts), *_blocks(one, asked)]
        rows.append(server_row(one, texts) | {"commands": list(asked), "users": list(_rows(one, asked))})
    return View(blocks, {"servers": rows})


def _names(everybody: Sequence[People], command: str) -> tuple[str, ...]:
    """What is asked for: a command, or all subcommands of one.  Raises `UsageError` where no server has it."""
    name = "|".join(command.lower().replace("|", " ").split())
    lines = {line for one in everybody for line in one.lines} or set(HAS_ACLS)
    known = {one for line in lines for one in names(line)} | {
        one for line in lines for one in names(line, sentinel=True) if one.startswith("sentinel")
    }
    if name in known:
        return (name,)
    parts = tuple(sorted(one for one in known if one.startswith(f"{name}|")))
    if not parts:
        raise UsageError(f"--who: no server in question has a command {visible(command)}{did_you_mean(name, known)}")
    return parts


def _blocks(everybody: People, asked: tuple[str, ...]) -> Iterator[Block]:
    known = table(everybody.lines[-1], sentinel=everybody.instance.role == SENTINEL)
    if all(known.bit(name) & known.free for name in asked):
        yield Note([("anybody may, before login too", "")], "warning")
        return
    may: list[Block] = []
    others: list[str] = []
    for person in everybody.persons:
        items = [*_items(everybody, person, asked)]
        may += items
        if not items:
            others.append(person.name)
    yield Head(2, [(f"Who may run {shown(asked[0].partition('|')[0] if len(asked) > 1 else asked[0])}?", "")])
    yield from may or [Item([("nobody" if not everybody.missing else "nobody who is known", "message")])]
    if others:
        yield Item([("not: ", "gutter"), *listed([quoted(name)] for name in others)])


def _items(everybody: People, person: Person, asked: tuple[str, ...]) -> Iterator[Item]:
    if person.enabled is False:
        return
    if person.held is None:
        yield Item([quoted(person.name), (": not known, a template stands in its rules", "")])
        return
    groups: dict[tuple[tuple[Word, ...], str], list[str]] = {}
    for one in _given(everybody, person, asked):
        where = versions(one.lines, everybody) if one.allowed is None else ""
        groups.setdefault((one.words, where), []).append(one.name)
    for (words, where), found in groups.items():
        line: Line = [quoted(person.name)]
        if len(asked) > 1:
            line += [(": ", ""), *commands(found)]
        line += by(words, person)
        if where:
            line.append((where, "gutter"))
        yield Item([*line, *_limits(everybody, person, found)])


def _given(everybody: People, person: Person, asked: tuple[str, ...]) -> Iterator[Right]:
    for name in asked:
        found = right(everybody, person.held, name) if person.held is not None else None
        if found is not None and found.lines:
            yield found


def _limits(everybody: People, person: Person, found: Sequence[str]) -> Line:
    """The key patterns that hold a command back: of every part that allows it, if each has some."""
    assert person.held is not None
    sentinel = person.held.latest.root.table.sentinel
    line = next(line for line in reversed(everybody.lines) if exists(line, found[0], sentinel=sentinel))
    commands_of = person.held.rights[line].root.table
    command = commands_of.command(found[0]) or commands_of.command(found[0].partition("|")[0])
    parts = [part for part in person.held.rights[line].parts if part.allows(found[0]) or part.first_args]
    if command is None or not command.keys or not parts or any(part.all_keys for part in parts):
        return []
    keys = [one for part in parts for one in patterns(part) if one[0] in "~%"]
    return [(", on ", ""), *(listed([quoted(one)] for one in dict.fromkeys(keys)) or [("no key", "message")])]


def _rows(everybody: People, asked: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for person in everybody.persons:
        found = list(_given(everybody, person, asked))
        answer: bool | None = any(one.allowed for one in found)
        if person.held is None or (not answer and found):
            answer = None
        yield person_row(person) | {
            "answer": False if person.enabled is False else answer,
            "commands": [
                {"command": one.name, "rules": word_rows(one.words, person), "versions": list(one.lines)}
                for one in found
            ],
        }
