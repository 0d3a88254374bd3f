"""What a change gives and takes, user by user; as Markdown, a comment for a pull request."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence

from redislint.access.compare import Changed, Difference, common, differences
from redislint.access.people import People
from redislint.access.questions import Question
from redislint.cli.acl.blocks import Block, Head, Item, Note, View, listed, quoted
from redislint.cli.acl.sides import Side, sides
from redislint.cli.acl.words import by, commands, notes, passwords, person_row, server_row, versions, word_rows
from redislint.outcome.tell import named
from redislint.report.wrap import Line
from redislint.servers import ranges
from redislint.typed import Any

# Of more commands only the number matters to who reads a comment.
_MOST = 24


def view(asked: Namespace, paths: Sequence[str]) -> tuple[View, tuple[str, ...]]:
    """The comparison, and what could not be compared."""
    old, new = sides(asked, paths)
    blocks: list[Block] = [Head(1, [("Who may run what: ", ""), quoted(old.name), (" to ", ""), quoted(new.name)])]
    rows = []
    errors: list[str] = []
    pairs = list(_pairs(old, new, errors))
    for before, after in pairs:
        was, now = common(before, after)
        found = list(differences(was, now))
        if len(pairs) > 1:
            blocks.append(Head(2, [quoted(named(now.instance))]))
        blocks += _blocks(was, now, found, old.name, new.name)
        rows.append({"old": server_row(was), "new": server_row(now), "users": [_row(one) for one in found]})
    return View(blocks, {"old": old.name, "new": new.name, "servers": rows}), tuple(errors)


def _pairs(old: Side, new: Side, errors: list[str]) -> Iterator[tuple[People, People]]:
    """The servers of both: the only ones, or those of the same name."""
    if len(old.everybody) == len(new.everybody) == 1:
        yield old.everybody[0], new.everybody[0]
        return
    for one in new.everybody:
        before = [other for other in old.everybody if other.instance.name == one.instance.name]
        if len(before) == 1:
            yield before[0], one
        else:
            errors.append(f"{new.name}: {named(one.instance)} has no counterpart in {old.name}")


def _blocks(was: People, now: People, found: Sequence[Difference], old: str, new: str) -> Iterator[Block]:
    yield Note([(_server(was, now), "")])
    yield from (one for one in {str(note): note for note in (*notes(was), *notes(now))}.values() if one.style)
    if not found:
        yield Item([("no user gains or loses anything", "message")], -1)
    for one in found:
        yield Head(2, [quoted(one.name), (f": {_summary(one)}", "")])
        yield from _user(was, now, one, old, new)


def _server(was: People, now: People) -> str:
    """For which versions the answer is."""
    if was.lines != now.lines:
        return f"{ranges.describe(frozenset(was.lines))} before, {ranges.describe(frozenset(now.lines))} now"
    said = ranges.describe(frozenset(now.lines))
    return said if len(now.lines) == 1 else f"version not known: {said}"


def _summary(one: Difference) -> str:
    if not one.is_known:
        return "not known, a template stands in its rules"
    parts = [text for text, is_so in (("new", one.old is None), ("gone", one.new is None)) if is_so]
    if one.gained:
        parts.append(f"gains {_counted(one.gained)}")
    if one.lost:
        parts.append(f"loses {_counted(one.lost)}")
    return ", ".join(parts) or "changed"


def _counted(changed: Sequence[Changed]) -> str:
    return f"{len(changed)} command{'s' if len(changed) != 1 else ''}"


def _user(was: People, now: People, one: Difference, old: str, new: str) -> Iterator[Block]:
    if not one.is_known:
        return
    if one.begins:
        yield Item([("can now: ", "error"), *_asked(one.begins)])
    if one.ends:
        yield Item([("can no longer: ", "good"), *_asked(one.ends)])
    yield from _login(one)
    for text in one.reach:
        style = "error" if text[0] == "+" else "good"
        yield Item([("gains " if text[0] == "+" else "loses ", style), quoted(text[2:])])
    yield from _groups(now, one, one.gained, "gains ", old, new)
    yield from _groups(was, one, one.lost, "loses ", old, new)


def _asked(questions: Sequence[Question]) -> Line:
    return listed([(_CAN[one.key], "message")] for one in questions)


# What a user can do who is an answer to a question.
_CAN = {
    "admin-before-login": "be admin before login",
    "no-secret": "log in without a secret",
    "change-server": "change the server",
    "erase": "erase",
    "stall": "stall the server",
    "copy-out": "copy data or secrets out",
    "hear-all": "hear all channels",
    "keys-beyond-pattern": "reach keys beyond the pattern",
    "names-of-others": "see the names of others' keys",
}


def _login(one: Difference) -> Iterator[Block]:
    """How logging in changes."""
    before, after = one.old, one.new
    if after is None or before is None:
        if after is not None:
            how = "off" if after.enabled is False else "on"
            yield Item([(f"{how}, {'nopass: any password does' if after.nopass else passwords(after)}", "")])
        return
    if before.enabled != after.enabled:
        yield Item([("is on now", "error") if after.enabled else ("is off now: nobody can log in", "good")])
    if before.nopass != after.nopass:
        yield Item([("any password does now", "error") if after.nopass else ("asks for a password now", "good")])
    more, less = one.passwords
    if more or less:
        texts = [f"{count} {text}" for count, text in ((more, "new"), (less, "gone")) if count]
        yield Item([(f"passwords: {', '.join(texts)}", "")])


def _groups(
    everybody: People, one: Difference, changed: Sequence[Changed], verb: str, old: str, new: str
) -> Iterator[Block]:
    """Commands by the rules that give or take them."""
    groups: dict[tuple[Any, ...], list[str]] = {}
    for each in changed:
        where = versions(each.lines, everybody) if each.partial else ""
        groups.setdefault((each.words, each.is_old, where), []).append(each.name)
    for (words, is_old, where), names in groups.items():
        person = one.old if is_old else one.new
        said: Line = [(verb, "error" if verb == "gains " else "good"), *commands(names, _MOST)]
        tail = by(words, person, old if is_old else new)
        if is_old and words:
            tail = [(", given", ""), *tail]
        yield Item([*said, *tail, (where, "gutter")] if where else [*said, *tail])


def _row(one: Difference) -> dict[str, Any]:
    return {
        "name": one.name,
        "known": one.is_known,
        "old": person_row(one.old) if one.old is not None else None,
        "new": person_row(one.new) if one.new is not None else None,
        "begins": [each.key for each in one.begins],
        "ends": [each.key for each in one.ends],
        "reach": list(one.reach),
        "passwords": {"new": one.passwords[0], "gone": one.passwords[1]},
        "gained": [_changed(each, one) for each in one.gained],
        "lost": [_changed(each, one) for each in one.lost],
    }


def _changed(each: Changed, one: Difference) -> dict[str, Any]:
    person = one.old if each.is_old else one.new
    return {
        "command": each.name,
        "rules": word_rows(each.words, person),
        "side": "old" if each.is_old else "new",
        "versions": list(each.lines),
    }
