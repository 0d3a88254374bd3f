"""Two servers that are meant to be alike: where their values and users differ, by what they come to and not by text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase

from redislint.access.login import login
from redislint.acl.engine import Rights, evaluate
from redislint.acl.permissions import Permissions
from redislint.checks.wording import commands
from redislint.merged.merge import merged
from redislint.merged.origins import Value
from redislint.model.acl import User
from redislint.model.instance import SENTINEL, Instance
from redislint.servers import Server
from redislint.servers.verdicts import verdicts
from redislint.source import Span
from redislint.startup.refusal import HAS_USERS
from redislint.typed import Final, NamedTuple

# Where no version is known only what is written is compared, with the words of this one.
# More commands than a line of a report takes.
_NAMED: Final = 3
_ANY: Final = Server("redis", "7.2")


class Difference(NamedTuple):
    """A name with two values.

    name        the directive as CONFIG GET calls it, or `user NAME`
    here, there  the values in words; of a secret no more than that it is another one
    at          where the second server has its value, or the server's own place
    other       where the first one has it
    """

    name: str
    here: str
    there: str
    at: Span
    other: Span


def differing(one: Instance, other: Instance, is_wanted: Callable[[str], bool]) -> Iterator[Difference]:
    """Where `other` has another value than `one`, of the names that are wanted; what is not known differs from nothing.

    Where one of the versions is not known, defaults are not compared.
    """
    written_only = one.server is None or other.server is None
    first, second = (_values(instance, written_only) for instance in (one, other))
    for name, value in second.items():
        before = first.get(name)
        if before is None or not is_wanted(name) or before.text is None or value.text is None:
            continue
        if before.text != value.text and not (_is_refused(name, one) or _is_refused(name, other)):
            yield Difference(name, *_shown(before, value), _place(value, other), _place(before, one))


def _is_refused(name: str, instance: Instance) -> bool:
    """Has a line of this name a value that no server takes?  What it would come to is anybody's guess."""
    line = (instance.server or _ANY).key
    return any(
        line in lines
        for setting in instance.all(name)
        for _, lines in verdicts(setting.spelling.lower().removeprefix("--"), setting.args or ())
        if setting.args is not None
    )


def _values(instance: Instance, written_only: bool) -> dict[str, Value]:
    if instance.server is None:
        instance = instance._replace(server=_ANY)
    found = merged(instance)
    return {name: value for name, value in found.items() if not written_only or _written(value) is not None}


def _written(value: Value) -> Span | None:
    """The place of the last line that is in force."""
    return next((say.span for say in reversed(value.says) if say.counts and say.span is not None), None)


def _place(value: Value, instance: Instance) -> Span:
    return _written(value) or instance.anchor


def _shown(one: Value, other: Value) -> tuple[str, str]:
    if not (one.secret or other.secret):
        return one.text or '""', other.text or '""'
    here = "a secret" if one.text else "nothing"
    return here, "nothing" if not other.text else "another secret" if one.text else "a secret"


def users_differing(one: Instance, other: Instance) -> Iterator[Difference]:
    """Users that only one of two servers has, or who may do other things there: rights, keys, channels, login."""
    if one.users is None or other.users is None or not (one.users or other.users):
        return
    first, second = _users(one), _users(other)
    for name in dict.fromkeys((*first, *second)):
        here, there = first.get(name), second.get(name)
        if here is None or there is None:
            if one.complete and other.complete:
                at = there.name_span if there is not None else other.anchor
                before = here.name_span if here is not None else one.anchor
                said = ("is there", "is not") if there is None else ("is not there", "is")
                yield Difference(f"user {name}", *said, at, before)
        elif what := _difference(here, there, one, other):
            yield Difference(f"user {name}", "", what, there.name_span, here.name_span)


def _users(instance: Instance) -> dict[str, User]:
    return {user.name: user for user in instance.users or ()}


def _difference(here: User, there: User, one: Instance, other: Instance) -> str:
    """What the second user may, and the first may not, or the other way round; empty where nothing tells them apart."""
    rights, logins = (_rights(here, one), _rights(there, other)), (login(here), login(there))
    if None in rights or None in logins:
        return ""
    first, second = (found for found in rights if found is not None)
    if (first.enabled, first.nopass) != (second.enabled, second.nopass):
        return "logs in in another way"
    known = first.root.table.named(-1) & second.root.table.named(-1)
    more, less = (second.commands - first.commands) & known, (first.commands - second.commands) & known
    if more or less:
        verb, names = ("may also run", more) if more else ("may not run", less)
        return f"{verb} {commands(sorted(names), _NAMED)}"
    if _reach(first) != _reach(second):
        return "has other keys or channels"
    passwords = [sorted(token.text for token in user.tokens if token.text[:1] in "#>") for user in (here, there)]
    return "has another password" if passwords[0] != passwords[1] else ""


def _rights(user: User, instance: Instance) -> Rights | None:
    server = instance.server or _ANY
    if not user.is_known or server.key not in HAS_USERS:
        return None
    words = [token.text for token in user.tokens]
    default = instance.setting("acl-pubsub-default")
    found = evaluate(
        words, server.key, all_channels=default.is_one_of("allchannels"), sentinel=instance.role == SENTINEL
    )
    return None if found.refused is not None else found


def _reach(rights: Rights) -> set[tuple[object, ...]]:
    """Which keys and channels the user's own rules and each selector give, and of selectors also for which commands."""
    root, *selectors = rights.parts
    return {(*_limits(root), frozenset[str]()), *((*_limits(one), one.table.named(one.allowed)) for one in selectors)}


def _limits(part: Permissions) -> tuple[object, ...]:
    return part.all_keys, frozenset(part.keys), part.all_channels, frozenset(part.channels)


def is_any(name: str, patterns: tuple[str, ...]) -> bool:
    """Does one of the patterns match the name?"""
    return any(fnmatchcase(name, pattern) for pattern in patterns)
