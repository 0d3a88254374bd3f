"""One user: how it gets in, what it reaches, and what it may run by category, with the rules that give or take it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.access.people import People, Person, faults
from redislint.access.reach import reach
from redislint.access.rights import Right, rights
from redislint.acl.words import REASONS
from redislint.cli import UsageError
from redislint.cli.acl.blocks import Block, Head, Item, Note, View, listed, quoted
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
from redislint.report.words import clean, visible
from redislint.report.wrap import Line
from redislint.servers import ranges
from redislint.suggest import did_you_mean
from redislint.typed import Any, Final

# The categories that a reviewer looks at first; the others follow by name.
_FIRST: Final = ("admin", "dangerous", "scripting", "write", "read", "keyspace", "pubsub", "connection", "transaction")
# What says how long a command takes, and nothing else.
_PACE: Final = ("fast", "slow")
# Of more commands that one rule gives or takes only the number is shown, but in the categories that matter most.
_MOST: Final = 12


def named(everybody: Sequence[People], name: str) -> list[tuple[People, Person]]:
    """The users of this name, each with its server.  Raises `UsageError` if there is none."""
    found = [(one, person) for one in everybody if (person := one.person(name)) is not None]
    if not found:
        missing = next((one.missing[0] for one in everybody if one.missing), None)
        if missing is not None:
            raise UsageError(f"no user {visible(name)} is known, and there may be others: {missing.why}")
        known = [person.name for one in everybody for person in one.persons]
        raise UsageError(f"there is no user {visible(name)}{visible(did_you_mean(name, known))}")
    return found


def view(everybody: Sequence[People], refused: Sequence[Sequence[str]], name: str) -> View:
    """The user of this name on every server that has one."""
    why = {id(one): texts for one, texts in zip(everybody, refused, strict=True)}
    blocks: list[Block] = []
    rows = []
    for one, person in named(everybody, name):
        found = list(rights(one, person.held)) if person.held is not None else []
        blocks += [head(one), *notes(one, why[id(one)]), *_blocks(one, person, found)]
        rows.append(server_row(one, why[id(one)]) | {"user": _row(one, person, found)})
    return View(blocks, {"servers": rows})


def _blocks(everybody: People, person: Person, found: Sequence[Right]) -> Iterator[Block]:
    yield Head(2, [quoted(person.name)], place(person.span))
    yield Item([(_login(person), "")])
    if person.why:
        yield Item([(f"nobody wrote it: {person.why}", "")])
    if person.held is None:
        yield Note([("what it may do is not known: a template stands in its rules", "")], "warning")
        return
    for line, text in _faults(everybody, person):
        yield Note([(text, ""), (f" ({line})", "")], "warning")
    own = reach(person.held, everybody.lines[-1])
    keys = [one for one in own if one[0] in "~%"]
    channels = [one for one in own if one[0] == "&"]
    yield Item([("keys: ", ""), *(listed(map(_one, keys)) or [("none", "message")])])
    yield Item([("channels: ", ""), *(listed(map(_one, channels)) or [("none", "message")])])
    rest = [one for one in own if one not in keys and one not in channels]
    if rest:
        yield Item([("and: ", ""), *listed(map(_one, rest))])
    yield from _categories(everybody, person, found)


def _one(text: str) -> Line:
    return [quoted(text)]


def _login(person: Person) -> str:
    """How it gets in."""
    if person.enabled is None:
        return "how it logs in is not known: a template stands in its rules"
    state = "on" if person.enabled else "off: nobody can log in"
    if person.nopass:
        return f"{state}, nopass: any password does"
    said = passwords(person)
    return f"{state}, {said}{': no password does' if said == 'no password' else ''}"


def _faults(everybody: People, person: Person) -> Iterator[tuple[str, str]]:
    """Rules that a server in question refuses, by place; what they say is not repeated."""
    found: dict[tuple[str, str], list[str]] = {}
    for line in everybody.lines:
        for one in faults(everybody.instance, person, line):
            assert person.held is not None
            at = place(person.held.user.tokens[one.at].span)
            found.setdefault((at, REASONS[one.code]), []).append(line)
    for (at, reason), lines in found.items():
        yield at, f"{ranges.describe(frozenset(lines))} refuses a rule that {reason}"


def _categories(everybody: People, person: Person, found: Sequence[Right]) -> Iterator[Block]:
    """A part for each category: how much of it, and then what each rule gives or takes."""
    names = {category for one in found for category in one.categories}
    for category in (*_FIRST, *sorted(names.difference(_FIRST, _PACE))):
        inside = [one for one in found if category in one.categories]
        if inside:
            yield Head(2, [(f"@{category}", "")], _amount(inside))
            yield from _groups(everybody, person, inside, whole=category in _FIRST[:3])
    rest = [one for one in found if not one.categories.difference(_PACE)]
    if rest:
        yield Head(2, [("@fast or @slow alone", "")], _amount(rest))
        yield from _groups(everybody, person, rest, whole=True)


def _amount(inside: Sequence[Right]) -> str:
    may = sum(one.allowed is True for one in inside)
    if may == len(inside):
        return f"all {may}"
    return f"{may} of {len(inside)}" if any(one.lines for one in inside) else f"none of {len(inside)}"


def _groups(everybody: People, person: Person, inside: Sequence[Right], *, whole: bool) -> Iterator[Block]:
    """What each rule does; `whole`: all commands are named, however many they are."""
    groups: dict[tuple[str, str], list[str]] = {}
    lines: dict[tuple[str, str], Line] = {}
    for one in inside:
        said, rules, where = _sort(everybody, person, one)
        key = (said, "".join(text for text, _ in rules) + where)
        groups.setdefault(key, []).append(one.name)
        lines[key] = [*rules, (where, "gutter")] if where else rules
    for key in sorted(groups, key=lambda key: _ORDER.index(key[0])):
        names = groups[key]
        is_listed = len(names) <= _MOST or (whole and len(groups) > 1 and key[0] != "never given")
        what: Line = commands(names, len(names)) if is_listed else [(f"{len(names)} commands", "message")]
        style = {"may": "good", "on some versions": "warning"}.get(key[0], "gutter")
        yield Item([(f"{key[0]}: ", style), *what, *lines[key]])


_ORDER: Final = ("may", "on some versions", "taken", "never given", "gone")


def _sort(everybody: People, person: Person, one: Right) -> tuple[str, Line, str]:
    """What is said of a right, the rules that say it, and the versions."""
    if one.gone is not None:
        return "gone", [(" by rename-command ", ""), (place(one.gone), "gutter")], ""
    if one.allowed is None:
        return "on some versions", by(one.words, person), versions(one.lines, everybody)
    if one.allowed:
        return "may", by(one.words, person) or [(", as everybody may", "")], ""
    return ("taken", by(one.words, person), "") if one.words else ("never given", [], "")


def _row(everybody: People, person: Person, found: Sequence[Right]) -> dict[str, Any]:
    return person_row(person) | {
        "reach": [clean(one) for one in reach(person.held, everybody.lines[-1])] if person.held is not None else None,
        "refused": [{"place": at, "text": clean(text)} for at, text in _faults(everybody, person)],
        "commands": [
            {
                "command": one.name,
                "allowed": one.allowed,
                "categories": sorted(one.categories),
                "rules": word_rows(one.words, person),
                "versions": list(one.lines),
                "gone": one.gone is not None,
            }
            for one in found
        ],
    }
