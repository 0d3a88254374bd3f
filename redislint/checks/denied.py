"""What a configuration surely keeps from everybody who is no administrator, and what its directives say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from redislint import servers
from redislint.access.login import is_readable, login
from redislint.checks.users import ALL, NONE, Word, belonging, covering, groups
from redislint.model.acl import User
from redislint.model.instance import Instance
from redislint.typed import Final

# Who is called so, and may do everything, is meant to.
_ADMINISTRATOR: Final = r"admin|root|operator|superuser|maintenance"


class Configured:
    """An instance, as advisories ask of it (`servers.advisories.Configuration`)."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    def value(self, directive: str) -> str | None:
        """The directive's value, written or default; None if unknown."""
        return self._instance.setting(servers.canonical(directive)).value

    def written(self, directive: str) -> tuple[str, ...]:
        """The known values of all its lines."""
        found = self._instance.all(servers.canonical(directive))
        return tuple(setting.value for setting in found if setting.value is not None)

    def default(self, directive: str) -> str | None:
        """The server's own default; None if unknown."""
        found = servers.default(directive, self._instance.server)
        return " ".join(found) if found is not None else None

    @property
    def limits_keys(self) -> bool:
        """Is some enabled user kept to keys of certain names?"""
        return any(
            found.enabled and any(word.text[:1] in "~%" and word.text != "~*" for part in groups(user) for word in part)
            for user in self._instance.users or ()
            if (found := login(user)) is not None
        )

    def denies(self, command: str, categories: Sequence[str]) -> bool:
        """Is the command renamed away, or denied to every enabled user who is no administrator?"""
        if not self._instance.complete:
            return False
        if self._is_renamed(command.partition("|")[0]):
            return True
        users = self._instance.users
        if not users or all(user.name != "default" for user in users):
            # There is a default user, who may do everything.
            return False
        return all(_is_kept_from(user, command, categories) for user in users)

    def _is_renamed(self, command: str) -> bool:
        lines = self._instance.all("rename-command")
        return any(line.args is not None and [word.lower() for word in line.args] == [command, ""] for line in lines)


def _is_kept_from(user: User, command: str, categories: Sequence[str]) -> bool:
    """Is the user off, or an administrator, or surely without the command?"""
    found = login(user)
    if found is None or not is_readable(user):
        return False
    if not found.enabled or _is_administrator(user):
        return True
    return all(is_denied(words, command, categories) for words in groups(user))


def _is_administrator(user: User) -> bool:
    """Is the user, by name and rights, meant to administer?"""
    own, *selectors = groups(user)
    rules = [word.text for word in own if word.text in ALL or word.text in NONE or word.text[:1] in "+-"]
    may_all = bool(rules) and rules[-1] in ALL and not selectors
    return may_all and re.search(_ADMINISTRATOR, user.name, re.IGNORECASE) is not None


def is_denied(words: Iterable[Word], command: str, categories: Sequence[str] = ()) -> bool:
    """Do these rules surely deny a command?  `categories` hold it; a user starts without any command."""
    holders = {*covering(command), *categories}
    own = belonging(command)
    denied = True
    for word in words:
        text = "+@all" if word.text in ALL else "-@all" if word.text in NONE else word.text
        sign, name = text[:1], text[1:]
        if sign == "-" and name in holders:
            denied = True
        elif sign == "+" and (name in holders or name.startswith(f"{command}|") or _may_hold(name, own)):
            denied = False
    return denied


def _may_hold(name: str, own: frozenset[str] | None) -> bool:
    """May a category hold a command that belongs to these?"""
    return name[:1] == "@" and (own is None or name[1:] in own)
