"""Logins between servers and Sentinels that name each other: missing, wrong, or of a user who may do too little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.access.user import Held, held
from redislint.acl.globs import matches
from redislint.checks.ordinary import listed
from redislint.checks.peers import Account, account, followers, watched
from redislint.finding import Hit, Related
from redislint.model.instance import Instance
from redislint.model.topology import Deployment
from redislint.source import Span
from redislint.typed import Final

_REPLICA: Final = ("psync", "replconf", "ping")
# What Sentinel sends to the servers that it watches (sentinel.c).
_SENTINEL: Final = (
    "ping",
    "info",
    "role",
    "publish",
    "subscribe",
    "slaveof",
    "config|rewrite",
    "multi",
    "exec",
    "client|setname",
    "client|kill",
    "script|kill",
)
_HELLO: Final = "__sentinel__:hello"


def replica_user(group: Deployment) -> Iterator[Hit]:
    """`masteruser` names a user who is not there, is off, or may not replicate.

    The users of the master count, where it is known; else the server's own, which whoever follows it logs in as.
    """
    masters = {id(one.replica): one.master for one in followers(group)}
    for instance in group.instances:
        setting = instance.setting("masteruser")
        master = masters.get(id(instance))
        if not setting.written or not setting.value:
            continue
        found = account(master or instance, setting.value)
        if isinstance(found, Account):
            why = _lack(found, master or instance, _REPLICA)
        else:
            why = "is no user there" if found is False and master is not None else ""
        if why:
            related = (Related(found.place, "this user"),) if isinstance(found, Account) else ()
            yield Hit(setting, key="masteruser", related=related, user=setting.value, why=why)


def sentinel_user(group: Deployment) -> Iterator[Hit]:
    """The user of `sentinel auth-user` may not do all that a failover takes."""
    for one in watched(group):
        said = one.said("auth-user")
        if said is None or len(said[1]) != 3:
            continue
        line, words = said
        found = account(one.master, words[2])
        why = _lack(found, one.master, _SENTINEL, _HELLO) if isinstance(found, Account) else ""
        why = "is no user there" if found is False else why
        if why:
            place = found.place if isinstance(found, Account) else one.line.span
            related = (Related(place, "this user" if isinstance(found, Account) else "the master"),)
            yield Hit(line.value_span, key=f"sentinel auth-user {one.name}", related=related, user=words[2], why=why)


def _lack(found: Account, instance: Instance, needed: Sequence[str], channel: str = "") -> str:
    """What keeps a user from its part, in words; empty if nothing is known to."""
    if not found.enabled:
        return "is off"
    rights = held(found.user, instance.server) if found.user is not None else None
    if rights is None:
        return ""
    lacking = [name for name in needed if rights.may(name) is False and not _has_other_name(rights, name)]
    if lacking:
        return f"may not run {listed(lacking)}"
    return f"may not use the channel `{channel}`" if channel and _is_deaf(rights, channel) else ""


def _has_other_name(rights: Held, name: str) -> bool:
    return name == "slaveof" and rights.may("replicaof") is not False


def _is_deaf(rights: Held, channel: str) -> bool:
    parts = rights.latest.parts
    is_none = rights.sum.channels is False and not any(part.all_channels for part in parts)
    return is_none and not any(matches(one, channel) for part in parts for one in part.channels)


def masterauth_missing(group: Deployment) -> Iterator[Hit]:
    """A replica, or a master that a failover makes one, without the password that its peers ask for."""
    for one in followers(group):
        asker = _asker(one.master)
        if asker is not None and _has_no_password(one.replica):
            why = "follows a master that asks for a password, and cannot log in"
            yield _missing(one.line.span, one.replica, asker.place, "the master asks for a password", why)
    for watch in watched(group):
        asker = _asker(watch.master)
        if asker is not None and _has_no_password(watch.master):
            why = "cannot log in to the new master after a failover"
            yield _missing(asker.place, watch.master, watch.line.span, "a failover may make it a replica", why)


def _missing(at: Span, instance: Instance, other: Span, said: str, why: str) -> Hit:
    return Hit(at, key="masterauth", related=(Related(other, said),), node=instance.name, why=why)


def _has_no_password(instance: Instance) -> bool:
    return instance.setting("masterauth").is_one_of("")


def _asker(instance: Instance) -> Account | None:
    """The default user of a server, where it does not let everybody in."""
    found = account(instance, "default")
    return found if isinstance(found, Account) and not (found.enabled and found.nopass) else None


def masterauth_wrong(group: Deployment) -> Iterator[Hit]:
    """A `masterauth` that the master does not take."""
    for one in followers(group):
        setting, name = one.replica.setting("masterauth"), one.replica.setting("masteruser")
        if not setting.written or not setting.value or name.args is None:
            continue
        user = name.value or "default"
        found = account(one.master, user)
        if isinstance(found, Account) and _refuses(found, setting.value):
            related = (Related(found.place, f"the user `{user}` of the master"),)
            yield Hit(setting.span, key="masterauth", related=related, node=one.replica.name, user=user)


def _refuses(found: Account, password: str) -> bool:
    """Is a user on, and has another password than this?"""
    return found.enabled and not found.nopass and found.takes(password) is False


def sentinel_without_password(group: Deployment) -> Iterator[Hit]:
    """A Sentinel without a password for a master that asks for one."""
    for watch in watched(group):
        asker = _asker(watch.master)
        if asker is not None and watch.is_known and watch.said("auth-pass") is None:
            related = (Related(asker.place, "the master asks for a password"),)
            yield Hit(watch.line, key=f"sentinel auth-pass {watch.name}", related=related, master=watch.name)


def sentinel_refused(group: Deployment) -> Iterator[Hit]:
    """A password of a Sentinel's that the master does not take."""
    for watch in watched(group):
        password, name = watch.said("auth-pass"), watch.said("auth-user")
        if not watch.is_known or password is None or len(password[1]) != 3:
            continue
        user = name[1][2] if name is not None and len(name[1]) == 3 else "default"
        found = account(watch.master, user)
        if isinstance(found, Account) and (_refuses(found, password[1][2]) or not (found.enabled or name)):
            why = "is off" if not found.enabled else "has another password"
            related = (Related(found.place, "this user of the master"),)
            key = f"sentinel auth-pass {watch.name}"
            yield Hit(password[0].span, key=key, related=related, master=watch.name, user=user, why=why)
