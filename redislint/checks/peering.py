"""Passwords between servers and Sentinels that name each other: missing, or wrong."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.peers import Account, account, followers, watched
from redislint.finding import Hit, Related
from redislint.model.instance import Instance
from redislint.model.topology import Deployment
from redislint.source import Span


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
    """The default user of a server, where it does not let everybody in.

    A server that logs clients in by their certificates (`tls-auth-clients-user`) may ask nobody for a password.
    """
    certified = instance.setting("tls-auth-clients-user")
    if certified.written and not certified.is_one_of("off"):
        return None
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
        if asker is not None and watch.is_told("auth-pass") and watch.said("auth-pass") is None:
            related = (Related(asker.place, "the master asks for a password"),)
            yield Hit(watch.line, key=f"sentinel auth-pass {watch.name}", related=related, master=watch.name)


def sentinel_refused(group: Deployment) -> Iterator[Hit]:
    """A password of a Sentinel's that the master does not take."""
    for watch in watched(group):
        password, name = watch.said("auth-pass"), watch.said("auth-user")
        if password is None or password[0].args is None or len(password[1]) != 3:
            continue
        if not watch.is_told("auth-pass", "auth-user"):
            continue
        user = name[1][2] if name is not None and len(name[1]) == 3 else "default"
        found = account(watch.master, user)
        if isinstance(found, Account) and (_refuses(found, password[1][2]) or not (found.enabled or name)):
            why = "is off" if not found.enabled else "has another password"
            related = (Related(found.place, "this user of the master"),)
            key = f"sentinel auth-pass {watch.name}"
            yield Hit(password[0].span, key=key, related=related, master=watch.name, user=user, why=why)
