"""How a user gets in: flags and passwords in the end, and the rule that took a password away."""

from __future__ import annotations

from collections import Counter

from redislint.access.word import is_readable
from redislint.model.acl import AclToken, User
from redislint.typed import NamedTuple


class Login(NamedTuple):
    """How a user gets in.

    `passwords` are the rules that gave those which are left; `wiped` is the `nopass` or `resetpass` that took a
    password away which stood before it, and after which none came; None if there is none.
    """

    enabled: bool
    nopass: bool
    passwords: tuple[AclToken, ...]
    wiped: AclToken | None

    @property
    def is_open(self) -> bool:
        """Does any password, or none, let this user in?"""
        return self.enabled and self.nopass

    @property
    def kinds(self) -> Counter[str]:
        """How many different passwords there are: written `clear`, as a `hash`, or `unknown` (a template)."""
        known = {hashed(one): one for one in self.passwords if one.known}
        found = Counter("hash" if one.text[0] == "#" else "clear" for one in known.values())
        found["unknown"] = sum(not one.known for one in self.passwords)
        return +found

    def takes(self, password: str) -> bool:
        """Is this one of the passwords?"""
        from redislint.acl.words import digest

        return any(hashed(one) == digest(password) for one in self.passwords)


def login(user: User) -> Login | None:
    """The user's flags and passwords in the end; None if they are not known.  A user starts off, without password."""
    if not is_readable(user):
        return None
    enabled = nopass = False
    passwords: dict[str, AclToken] = {}
    wiped: AclToken | None = None
    for token in user.tokens:
        text = token.text.lower()
        if text in ("on", "off"):
            enabled = text == "on"
        elif text in ("nopass", "resetpass"):
            wiped = token if passwords else wiped
            nopass, passwords = text == "nopass", {}
        elif text == "reset":
            enabled = nopass = False
            passwords, wiped = {}, None
        elif text[:1] in (">", "#"):
            passwords[hashed(token)] = token
            nopass, wiped = False, None
        elif text[:1] in ("<", "!"):
            passwords.pop(hashed(token), None)
    return Login(enabled, nopass, tuple(passwords.values()), wiped)


def hashed(token: AclToken) -> str:
    """The SHA-256 of the password in a rule, as servers keep it."""
    from redislint.acl.words import digest

    return token.text[1:] if token.text[0] in "#!" else digest(token.text[1:])
