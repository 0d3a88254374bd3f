"""May this user run this?  Yes, no, or not known, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from redislint.access.blame import givers, taker
from redislint.access.byline import ByLine
from redislint.access.names import exists, names, shown
from redislint.access.people import People, Person
from redislint.access.reach import patterns
from redislint.acl.decide import Answer, Why, decide
from redislint.acl.permissions import Permissions
from redislint.acl.table import HAS_SUBCOMMANDS, Table
from redislint.cli import DONE, FAILED, FOUND
from redislint.cli.acl.blocks import Block, Item, View, listed, quoted
from redislint.cli.acl.user import named as users
from redislint.cli.acl.words import by, person_row, place, server_row
from redislint.outcome import tell
from redislint.report.words import clean, visible
from redislint.report.wrap import Line
from redislint.servers import ranges
from redislint.servers.split import split
from redislint.typed import Final, NamedTuple

_STYLES: Final = {True: ("yes", "good"), False: ("no", "error"), None: ("not known", "warning")}


class _Said(NamedTuple):
    """An answer, and why."""

    allowed: bool | None
    why: Line


def view(everybody: Sequence[People], words: Sequence[str]) -> View:
    """The answer of every server that has the user."""
    name, call = words[0], tuple(words[1:])
    if len(call) == 1 and " " in call[0]:
        call = tuple(split(call[0])) or call
    call = (*call[0].split("|"), *call[1:])
    blocks: list[Block] = []
    rows = []
    answers = []
    for one, person in users(everybody, name):
        said = _answer(one, person, call)
        answers.append(said.allowed)
        what = shown(" ".join(call[:1])) + "".join(f" {visible(word)}" for word in call[1:])
        line: Line = [
            _STYLES[said.allowed],
            (": ", ""),
            quoted(name),
            (" ", ""),
            (what, "message"),
            (": ", ""),
            *said.why,
        ]
        if person.enabled is False:
            line.append((" (but the user is off: nobody can log in)", ""))
        blocks.append(Item([*line, (f"  {tell.named(one.instance)}", "gutter")], -1))
        why = "".join(text for text, _ in said.why)
        answer = {"call": [clean(word) for word in call], "answer": said.allowed, "why": clean(why)}
        rows.append(server_row(one) | {"user": person_row(person), **answer})
    status = FAILED if None in answers else DONE if all(answers) else FOUND
    return View(blocks, {"servers": rows}, status)


def _answer(everybody: People, person: Person, call: tuple[str, ...]) -> _Said:
    """The answers of all versions in question made one."""
    gone = everybody.gone.get(call[0].lower())
    if gone is not None:
        return _Said(False, [("nobody can: `rename-command` takes it away, ", ""), (place(gone), "gutter")])
    if person.held is None or everybody.blurred:
        what = "the rules of the user" if person.held is None else "a `rename-command`"
        return _Said(None, [(f"a template stands in {what}", "")])
    found = {line: _on(person, line, call) for line in everybody.lines}
    known = {line: one for line, one in found.items() if one is not None}
    if not known:
        if "." in call[0]:
            return _Said(None, [("it may be a module's command, of which nothing is known here", "")])
        return _Said(None, [(_unheard(person.held, call[0]), "")])
    return _agreed(known)


def _unheard(held: ByLine, name: str) -> str:
    """Why no version in question has a command."""
    sentinel = held.latest.root.table.sentinel
    parts = {
        one for line in held.rights for one in names(line, sentinel=sentinel) if one.startswith(f"{name.lower()}|")
    }
    if parts:
        return f"which subcommand? There are {', '.join(shown(one) for one in sorted(parts))}"
    return f"{ranges.describe(frozenset(held.rights))} has no such command"


def _agreed(known: Mapping[str, _Said]) -> _Said:
    """The answer of all lines that have the command."""
    answers = {one.allowed for one in known.values()}
    if len(answers) == 1:
        return list(known.values())[-1]
    if None in answers:
        return next(one for one in known.values() if one.allowed is None)
    allowing = ranges.describe(frozenset(line for line, one in known.items() if one.allowed))
    denying = ranges.describe(frozenset(line for line, one in known.items() if not one.allowed))
    return _Said(None, [(f"versions differ: {allowing} let it, {denying} do not; say which: --server", "")])


def _on(person: Person, line: str, call: tuple[str, ...]) -> _Said | None:
    """The answer of one line of servers; None where it has no such command."""
    held = person.held
    assert held is not None
    commands = held.rights[line].root.table
    name = _name(commands, call)
    if not exists(line, name, sentinel=commands.sentinel):
        return None
    arguments = len(call) - 1 - ("|" in name and line in HAS_SUBCOMMANDS)
    if not arguments or name == "|".join(call).lower():
        return _may(person, line, name)
    answer = decide(held.rights[line], call)
    if answer.allowed is None:
        answer = _filled(held, line, call)
    return _told(person, line, name, answer)


def _name(commands: Table, call: tuple[str, ...]) -> str:
    """The command that is called, with its subcommand where the line has such."""
    name = call[0].lower()
    pair = f"{name}|{call[1].lower()}" if len(call) > 1 else name
    if pair in names(commands.line, sentinel=commands.sentinel):
        return pair
    return name


def _may(person: Person, line: str, name: str) -> _Said:
    """The answer where no arguments are given: what they are is left open."""
    held = person.held
    assert held is not None
    if not held.may_on(line, name):
        return _told(person, line, name, Answer(False, Why.COMMAND, name))
    return _Said(True, [*(by(givers(held, line, name), person)[1:] or [("everybody may", "")])])


def _filled(held: ByLine, line: str, call: tuple[str, ...]) -> Answer:
    """The answer where only keys were given, and the command wants values beside them."""
    commands = held.rights[line].root.table
    command = commands.command(_name(commands, call)) or commands.command(call[0].lower())
    if command is None or "#" in command.keys or not 0 < abs(command.arity) - len(call) < 8:
        return Answer(None)
    return decide(held.rights[line], (*call, *["1"] * (abs(command.arity) - len(call))))


def _told(person: Person, line: str, name: str, answer: Answer) -> _Said:
    held = person.held
    assert held is not None
    if answer.allowed:
        return _may(person, line, name)
    if answer.allowed is None:
        text = "what of it are keys is not known: write all its words as they are sent, or none but the command"
        return _Said(None, [(text, "")])
    if answer.why is Why.COMMAND:
        word = taker(held, line, name)
        if word is not None:
            return _Said(False, [quoted(word.text), (" takes it away ", ""), (place(word.span), "gutter")])
        return _Said(False, [("no rule gives it", "")])
    if held.has_unknown_patterns:
        return _Said(None, [("a template stands in the patterns of the user", "")])
    what = "channel" if answer.why is Why.CHANNEL else "key"
    signs = "&" if answer.why is Why.CHANNEL else "~%"
    own = [one for part in held.rights[line].parts if _allows(part, name) for one in patterns(part) if one[0] in signs]
    limits = listed([quoted(one)] for one in dict.fromkeys(own)) or [("none", "")]
    return _Said(False, [(f"the {what} ", ""), quoted(answer.name), (" is not within ", ""), *limits])


def _allows(part: Permissions, name: str) -> bool:
    return part.allows(name) or name.partition("|")[0] in part.first_args or part.allows(name.partition("|")[0])
