"""What the version that is declared as a target would change, though the files stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from redislint.checks.wording import commands
from redislint.finding import Hit
from redislint.model.acl import AclToken
from redislint.model.instance import SERVER, Instance
from redislint.servers import Server
from redislint.servers.directives import lines_of
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.startup.rights import UserChange

# Channels are limited from 6.2 on, and closed to new users from 7.0 on.
_OPEN_CHANNELS: Final = lines_of("redis@6.0..6.2")
# Commands have subcommands of their own from 7.0 on, and an append-only file is a folder of files.
_SINCE_70: Final = lines_of("redis@7.0..8.10 valkey@7.2..9.1")
# Commands of what were modules are in the categories of all others.
_SINCE_80: Final = lines_of("redis@8.0..8.10")
_MODULES: Final = ("search", "json", "timeseries", "bloom", "cuckoo", "cms", "topk", "tdigest")
_GROWING: Final = ("+@all", "allcommands", "+@read", "+@write", "+@fast", "+@slow")
_NOTHING: Final = ("-@all", "nocommands", "reset")
# More names than a line of a report takes.
_NAMED: Final = 4


def widened(instance: Instance) -> Iterator[Hit]:
    """Users with categories that hold, from redis 8 on, what were modules: search, JSON, time series, and more.

    Whoever may run everything may run these too, which goes without saying.
    """
    if not _crosses(instance, _SINCE_80):
        return
    for user in instance.users or ():
        word = _wide(user.tokens) if user.is_known else None
        if word is not None and not any(fnmatchcase(user.name, one) for one in instance.admins):
            yield Hit(word.span, key=f"user {user.name}", user=user.name, word=word.text, target=_said(instance.target))


def _wide(tokens: tuple[AclToken, ...]) -> AclToken | None:
    """The rule that gives a category which grows; None where what was a module is taken away, or nothing is."""
    given: AclToken | None = None
    is_limited = False
    for token in tokens:
        text = token.text.lower()
        if text in _NOTHING:
            given, is_limited = None, True
        elif text in _GROWING:
            given = token
        elif text.startswith("-@"):
            if text[2:] in _MODULES:
                return None
            is_limited = True
    return given if is_limited else None


def closed_channels(instance: Instance) -> Iterator[Hit]:
    """Users to whom channels are open that nobody gave them, up to 6.2."""
    if instance.server is not None and instance.server.key in _OPEN_CHANNELS and _crosses(instance, _SINCE_70):
        for change in _changes(instance):
            if change.loses_channels:
                yield _hit(instance, change, change.channels)


def regrouped(instance: Instance) -> Iterator[Hit]:
    """Users whose categories hold whole commands up to 6.2, and subcommands from 7.0 on."""
    if _crosses(instance, _SINCE_70):
        for change in _changes(instance):
            parts = (("gains", change.gained), ("loses", change.lost))
            said = [f"{verb} {commands(names, _NAMED)}" for verb, names in parts if names]
            if said:
                yield _hit(instance, change, " and ".join(said))


def folder_of_files(instance: Instance) -> Iterator[Hit]:
    """An append-only file that becomes a folder of files."""
    appendonly = instance.setting("appendonly")
    if instance.role == SERVER and appendonly.written and appendonly.is_one_of("yes") and _crosses(instance, _SINCE_70):
        name = instance.setting("appendfilename")
        yield Hit(
            appendonly,
            file=name.value if name.is_known and name.args else "appendonly.aof",
            target=_said(instance.target),
        )


def _changes(instance: Instance) -> Iterator[UserChange]:
    """The users whose rights the target changes."""
    # Few declare a target.
    from redislint.startup.rights import changes

    return changes(instance, instance.target) if instance.target is not None else iter(())


def _crosses(instance: Instance, lines: frozenset[str]) -> bool:
    """Is the target one of these lines of servers, and the present version none of them?"""
    here, there = instance.server, instance.target
    return here is not None and there is not None and there.key in lines and here.key not in lines


def _hit(instance: Instance, change: UserChange, what: str) -> Hit:
    return Hit(
        change.span,
        key=f"user {change.name}",
        cause=change.span,
        user=change.name,
        what=what,
        target=_said(instance.target),
    )


def _said(server: Server | None) -> str:
    return str(server) if server is not None else ""
