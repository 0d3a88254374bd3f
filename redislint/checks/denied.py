"""What a configuration surely keeps from everybody who is no administrator, and what its directives say."""

from __future__ import annotations

from collections.abc import Sequence

from redislint import servers
from redislint.access.roles import is_admin
from redislint.access.user import Held, held
from redislint.acl.table import family, mark
from redislint.model.acl import User
from redislint.model.instance import Instance


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
        found = (held(user, self._instance.server) for user in self._instance.users or ())
        return any(one is not None and one.enabled and any(part.keys for part in one.latest.parts) for one in found)

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
        return all(self._is_kept_from(user, command, categories) for user in users)

    def _is_kept_from(self, user: User, command: str, categories: Sequence[str]) -> bool:
        """Is the user off, or an administrator, or surely without the command?"""
        found = held(user, self._instance.server)
        if found is None:
            return False
        if not found.enabled or (found.sum.everything and is_admin(user.name, self._instance.admins)):
            return True
        return is_denied(found, command, categories)

    def _is_renamed(self, command: str) -> bool:
        lines = self._instance.all("rename-command")
        return any(line.args is not None and [word.lower() for word in line.args] == [command, ""] for line in lines)


def is_denied(found: Held, command: str, categories: Sequence[str] = ()) -> bool:
    """Is a command, with all its subcommands, surely denied to a user?

    `categories` hold it, which counts for commands that no server has by itself.
    """
    bits = mark(command) if "|" in command else family(command)
    if bits:
        return not bits & (found.sum.surely | found.sum.perhaps)
    return all(
        _is_denied_by_words([word.text.lower() for word in words.values()], command, categories)
        for _, words in found.parts()
    )


def _is_denied_by_words(words: Sequence[str], command: str, categories: Sequence[str]) -> bool:
    """Do the rules deny what no table has?  Any category may hold it."""
    denied = True
    for word in words:
        if word in ("-@all", "nocommands", "reset", f"-{command}", *(f"-{one}" for one in categories)):
            denied = True
        elif word in ("allcommands", f"+{command}") or word.startswith(("+@", f"+{command}|")):
            denied = False
    return denied
