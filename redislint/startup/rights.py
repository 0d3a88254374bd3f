"""What ACL users may do in the target and not in the present version, or the other way round.

Servers before 7.0 know no subcommands: a command that is allowed there is allowed with all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.acl.engine import Rights, evaluate
from redislint.acl.table import HAS_SUBCOMMANDS, commands, table
from redislint.model.instance import SENTINEL, Instance
from redislint.servers import Server
from redislint.servers.directives import lines_of
from redislint.source import Span
from redislint.startup.refusal import HAS_USERS, seen_by
from redislint.typed import Final, NamedTuple

_CHANNELS: Final = lines_of("redis@6.2..8.10 valkey@7.2..9.1")
_DEFAULT: Final = "acl-pubsub-default"
_EVERYTHING: Final = frozenset({"*"})
# Words of HTTP, by which servers know a browser; and what anybody may run, in older versions without being a command.
_NO_COMMANDS: Final = frozenset({"host:", "post", "auth", "hello", "quit", "reset"})


class UserChange(NamedTuple):
    """What an ACL user may do there and not here, or here and not there.

    gained, lost         commands that both versions have
    new, gone            commands that only the target has, and that only the present version has
    channels             what happens to the channels, in words; empty for nothing
    loses_channels       whether the user may use fewer of them
    """

    name: str
    span: Span
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    channels: str = ""
    loses_channels: bool = False

    @property
    def breaks(self) -> bool:
        """Does the user lose what both versions have?"""
        return bool(self.lost) or self.loses_channels


class _Account(NamedTuple):
    name: str
    words: tuple[str, ...]
    span: Span


def changes(instance: Instance, target: Server) -> Iterator[UserChange]:
    """The users whose rights change, in the file's order; those that one of both versions refuses are left out."""
    present = instance.server
    if present is None or not {present.key, target.key} <= HAS_USERS or present.key == target.key:
        return
    for account in _accounts(instance):
        now, then = _rights(account, instance, present.key), _rights(account, instance, target.key)
        if now is not None and then is not None and now.enabled:
            change = _change(account, instance, now, then, (present.key, target.key))
            if change != UserChange(account.name, account.span):
                yield change


def is_open(instance: Instance, target: Server) -> bool:
    """Do the channels of some user depend on a setting that is not known?"""
    if instance.server is None:
        return False
    lines = (instance.server.key, target.key)
    if not set(lines) <= HAS_USERS or lines[0] == lines[1]:
        return False
    return any(_channels(one, instance, line) is None for one in _accounts(instance) for line in lines)


def _accounts(instance: Instance) -> Iterator[_Account]:
    """The users whose rules are known: those of the ACL file, else the `user` lines, else those of the format."""
    aclfile = instance.setting("aclfile")
    lines = instance.all("user")
    if lines and not (aclfile.written and aclfile.is_none_of("")):
        yield from (_Account(one.args[0], one.args[1:], one.span) for one in lines if one.args)
        return
    for user in instance.users or ():
        if user.is_known:
            yield _Account(user.name, tuple(token.text for token in user.tokens), user.name_span)


def _rights(account: _Account, instance: Instance, line: str) -> Rights | None:
    """The rights, but for channels where the default of these is not known; None where they may be refused."""
    known = _all_channels(instance, line)
    found = [
        _evaluated(account.words, instance, line, one) for one in ((known,) if known is not None else (True, False))
    ]
    return found[-1] if all(one.refused is None for one in found) else None


def _evaluated(words: Sequence[str], instance: Instance, line: str, all_channels: bool) -> Rights:
    return evaluate(words, line, all_channels=all_channels, sentinel=instance.role == SENTINEL)


def _all_channels(instance: Instance, line: str) -> bool | None:
    """Has a new user all channels?  None if that is not known."""
    setting = seen_by(instance, line).setting(_DEFAULT)
    return setting.is_one_of("allchannels") if setting.is_known else None


def _change(account: _Account, instance: Instance, now: Rights, then: Rights, lines: tuple[str, str]) -> UserChange:
    here, there = lines
    sentinel = instance.role == SENTINEL
    known, known_there = (
        _apart(table(one, sentinel=sentinel).named(-1), other, sentinel)
        for one, other in ((here, there), (there, here))
    )
    may, may_there = _allowed(now, there, sentinel), _allowed(then, here, sentinel)
    known, known_there = known - _NO_COMMANDS, known_there - _NO_COMMANDS
    says = UserChange(
        account.name,
        account.span,
        gained=tuple(sorted((may_there - may) & known & known_there)),
        lost=tuple(sorted((may - may_there) & known & known_there)),
    )
    if not (known <= may and known_there <= may_there):
        # Of a user who may run everything this goes without saying.
        says = says._replace(
            new=tuple(sorted(may_there & known_there - known)), gone=tuple(sorted(may & known - known_there))
        )
    return _with_channels(says, account, instance, lines)


def _apart(names: frozenset[str], other: str, sentinel: bool) -> frozenset[str]:
    """Commands with each that the other line knows by subcommands taken apart into these."""
    parts = commands(other, sentinel=sentinel)
    if other not in HAS_SUBCOMMANDS or any("|" in name for name in names):
        return names
    found = set(names)
    for name in parts:
        parent, bar, _ = name.partition("|")
        if bar and parent in names:
            found.add(name)
            if parent != "command":
                found.discard(parent)
    return frozenset(found)


def _allowed(rights: Rights, other: str, sentinel: bool) -> frozenset[str]:
    """The commands that a user may run; first arguments count as subcommands where the line has none."""
    names = rights.commands
    if rights.root.table.line not in HAS_SUBCOMMANDS:
        names = _apart(names, other, sentinel)
        first = (f"{name}|{word}" for part in rights.parts for name, words in part.first_args.items() for word in words)
        names |= {name.lower() for name in first} & commands(other, sentinel=sentinel)
    return names


def _with_channels(says: UserChange, account: _Account, instance: Instance, lines: tuple[str, str]) -> UserChange:
    """With what happens to the channels, unless that depends on what is not known."""
    now, then = (_channels(account, instance, line) for line in lines)
    if now is None or then is None or now == then:
        return says
    loses = now == _EVERYTHING or (then != _EVERYTHING and bool(now - then))
    words = f"{_named(now)} in {_server(lines[0])}, {_named(then)} in {_server(lines[1])}"
    return says._replace(channels=words, loses_channels=loses)


def _channels(account: _Account, instance: Instance, line: str) -> frozenset[str] | None:
    """The patterns of the channels that a user may use; redis 6.0 keeps nobody from any."""
    if line not in _CHANNELS:
        return _EVERYTHING
    known = _all_channels(instance, line)
    found = {
        _patterns(_evaluated(account.words, instance, line, default))
        for default in ((known,) if known is not None else (True, False))
    }
    return found.pop() if len(found) == 1 else None


def _patterns(rights: Rights) -> frozenset[str]:
    if any(part.all_channels for part in rights.parts):
        return _EVERYTHING
    return frozenset(channel for part in rights.parts for channel in part.channels)


def _named(channels: frozenset[str]) -> str:
    if channels == _EVERYTHING:
        return "all channels"
    return ", ".join(f"`&{one}`" for one in sorted(channels)) if channels else "no channels"


def _server(line: str) -> str:
    return line.replace("@", " ")
