"""May a user run a command with these arguments?  On the model of ACL DRYRUN."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum

from redislint.acl.engine import Rights
from redislint.acl.globs import matches
from redislint.acl.keys import keys
from redislint.acl.permissions import Permissions
from redislint.acl.table import HAS_SUBCOMMANDS, Command, Table
from redislint.servers.directives import lines_of
from redislint.typed import Final, NamedTuple

_CHANNELS: Final = lines_of("redis@6.2..8.10 valkey@7.2..9.1")
# Which words of a command name channels: the first, or all; and whether they are patterns themselves.
_SPEAKS: Final = {"publish": False, "spublish": False, "subscribe": True, "ssubscribe": True, "psubscribe": True}


class Why(IntEnum):
    """What stands against a call, the nearest to being let through last."""

    COMMAND = 1
    KEY = 2
    CHANNEL = 3


class Answer(NamedTuple):
    """`allowed` is None where no static answer exists; `why` and `name` say what stands against it."""

    allowed: bool | None
    why: Why | None = None
    name: str = ""


class _Call(NamedTuple):
    name: str
    command: Command
    words: tuple[str, ...]


def decide(rights: Rights, words: Sequence[str]) -> Answer:
    """May the user run this, the command's name first?  None if there is no such command, or too few words."""
    call = _call(rights.root.table, words)
    if call is None:
        return Answer(None)
    found = [_part(part, call) for part in rights.parts]
    for answer in found:
        if answer.allowed:
            return answer
    if any(answer.allowed is None for answer in found):
        return Answer(None)
    return max(found, key=lambda answer: answer.why or 0)


def _call(commands: Table, words: Sequence[str]) -> _Call | None:
    """What these words call; None if a server would not know it, or not take their number."""
    if not words:
        return None
    name = words[0].lower()
    if commands.line in HAS_SUBCOMMANDS and commands.bit(name) & commands.parents and len(words) > 1:
        name = f"{name}|{words[1].lower()}"
    command = commands.command(name)
    if command is None or not commands.bit(name) & commands.runnable:
        return None
    count = len(words)
    if command.arity == 0 or (count != command.arity if command.arity > 0 else count < -command.arity):
        return None
    return _Call(name, command, tuple(words))


def _part(part: Permissions, call: _Call) -> Answer:
    if not _may_run(part, call):
        return Answer(False, Why.COMMAND, call.name)
    answer = _keys(part, call)
    if answer is not None:
        return answer
    for channel, is_pattern in _channels(part.table.line, call):
        if not _may_hear(part, channel, is_pattern):
            return Answer(False, Why.CHANNEL, channel)
    return Answer(True)


def _may_run(part: Permissions, call: _Call) -> bool:
    if part.allows(call.name):
        return True
    at = 1 + ("|" in call.name)
    first = call.words[at].lower() if at < len(call.words) else None
    return first is not None and first in (word.lower() for word in part.first_args.get(call.name, ()))


def _keys(part: Permissions, call: _Call) -> Answer | None:
    """What the keys say; None if nothing stands against the call."""
    if part.all_keys or not call.command.keys:
        return None
    found = keys(call.name, call.words, call.command.keys)
    if found is None:
        return Answer(None)
    for key in found:
        if not any(access & key.access == key.access and matches(pattern, key.name) for pattern, access in part.keys):
            return Answer(False, Why.KEY, key.name)
    return None


def _channels(line: str, call: _Call) -> Iterator[tuple[str, bool]]:
    """The channels that the words name, and whether each is a pattern."""
    if call.name in _SPEAKS and line in _CHANNELS and (line in HAS_SUBCOMMANDS or not call.name.startswith("s")):
        words = call.words[1:] if _SPEAKS[call.name] else call.words[1:2]
        yield from ((word, call.name == "psubscribe") for word in words)
    elif call.name == "subscribe" and line in _CHANNELS:
        yield from ((word, False) for word in call.words[1:])


def _may_hear(part: Permissions, channel: str, is_pattern: bool) -> bool:
    if part.all_channels:
        return True
    return any(channel == one if is_pattern else matches(one, channel) for one in part.channels)
