"""Users with the least rights that do a job, as rules for one line of servers; each is checked before it is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.access.jobs import NEVER, ROLES, Role
from redislint.access.known import has
from redislint.acl.decide import decide
from redislint.acl.engine import Rights, evaluate
from redislint.acl.rules import HAS_CHANNELS
from redislint.acl.table import HAS_SUBCOMMANDS, categories
from redislint.acl.words import has_spaces
from redislint.servers.directives import lines_of
from redislint.typed import Final, NamedTuple

# New users have all channels in this line, unless `acl-pubsub-default` says otherwise.
ALL_CHANNELS: Final = "redis@6.2"
# There HELLO is a command like others: with AUTH in it, the default user must be allowed to run it.
_GUARDED_HELLO: Final = "redis@6.0"


class Made(NamedTuple):
    """A user: its name, the words behind it, what it is for, and what to know of it."""

    name: str
    words: tuple[str, ...]
    about: str = ""
    notes: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """As it stands in users.acl, and in a redis.conf."""
        return " ".join(("user", self.name, *self.words))


def place(name: str) -> str:
    """A place for the hash of a user's password: the form that servers take, of a password that nobody knows.

    It differs from user to user, as hashes of passwords should.
    """
    from zlib import crc32

    return f"#{crc32(name.encode()):064x}"


def fault(word: str) -> str:
    """Why a name or pattern cannot stand as it is in every file that holds users; empty if it can."""
    if not word:
        return "it is empty"
    if has_spaces(word) or not word.isprintable():
        return "it holds a blank, or what does not show"
    return "it holds a quotation mark" if set(word) & set("'\"") else ""


def default_user(line: str) -> Made:
    """The default user, off."""
    return Made("default", ("off", *(("+hello",) if line == _GUARDED_HELLO else ())))


def user(name: str, line: str, *, prefix: str = "", in_cluster: bool = False) -> Made:
    """The user of a role, on a line of servers such as `redis@7.2`."""
    role = ROLES[name]
    prefix = prefix or role.prefix
    rules = list(_patterns(role, line, prefix))
    rules += needed(rules, list(_commands(role, line, in_cluster)), line)
    rights = evaluate(rules, line, all_channels=line == ALL_CHANNELS)
    wrong = (rights.refused.rule,) if rights.refused else tuple(mistakes(role, rights, prefix))
    if wrong:
        raise AssertionError(f"{name} on {line}: {wrong}")
    notes = tuple(note.text for note in role.notes if line in lines_of(note.lines))
    return Made(name, ("on", place(name), *rules), role.about, notes)


def _patterns(role: Role, line: str, prefix: str) -> Iterator[str]:
    keys = role.keys if line in HAS_SUBCOMMANDS else role.keys.removeprefix("%R")
    if keys:
        yield keys.replace("{prefix}", prefix)
    if line == ALL_CHANNELS and role.channels != "&*":
        yield "resetchannels"
    if role.channels and line in HAS_CHANNELS:
        yield role.channels.replace("{prefix}", prefix)


def _commands(role: Role, line: str, in_cluster: bool) -> Iterator[str]:
    """The role's rules that speak of what the line has."""
    for rule in f"{role.rules} {role.in_cluster if in_cluster else ''}".split():
        name = rule[1:]
        if name == "@all" or (name[1:] in categories(line) if name.startswith("@") else has(name, line)):
            yield rule


def needed(before: Sequence[str], rules: Sequence[str], line: str) -> list[str]:
    """The rules about commands without those that change nothing on this line."""
    kept = list(rules)
    whole = _allowed(before, kept, line)
    for rule in rules:
        without = [one for one in kept if one != rule]
        if _allowed(before, without, line) == whole:
            kept = without
    return kept


def _allowed(before: Sequence[str], rules: Sequence[str], line: str) -> tuple[int, dict[str, tuple[str, ...]]]:
    root = evaluate([*before, *rules], line).root
    return (root.allowed | root.table.free) & root.table.runnable, dict(root.first_args)


def mistakes(role: Role, rights: Rights, prefix: str) -> Iterator[str]:
    """The calls that a user of this role may not make although it should, or may although it should not.

    Calls that the line does not have are passed over.
    """
    other = "1" if prefix[:1] == "0" else "0"
    can = _calls(role.can)
    for call in can:
        if decide(rights, _words(call, prefix, other)).allowed is False:
            yield call
    if role.keys == "~*":
        return
    for call in (*_calls(NEVER), *_calls(role.cannot)):
        if call not in can and decide(rights, _words(call, prefix, other)).allowed:
            yield call
    if role.channels and rights.root.table.line in HAS_CHANNELS:
        yield from (call for call in (f"publish {other} x", "psubscribe *") if decide(rights, call.split()).allowed)


def _calls(text: str) -> list[str]:
    return [" ".join(call.split()) for call in text.split(";") if call]


def _words(call: str, prefix: str, other: str) -> list[str]:
    return call.replace("{other}", other).replace("{prefix}", prefix).split()
