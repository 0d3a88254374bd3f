"""How a user gets in: the flags and passwords that its rules come to, read from left to right as the server does.

Unknown tokens: `>`, `#`, `~`, `&` and `%` before a template still say what kind of token it is; any other unknown
token may be anything, and then nothing is known of the user.
"""

from __future__ import annotations

from collections import Counter

from redislint.model.acl import AclToken, User
from redislint.typed import Final, NamedTuple

# What tells a token's kind although the rest of it is a template.
SPEAKING: Final = (">", "<", "#", "!", "~", "&", "%")


class Login(NamedTuple):
    """How a user gets in.

    `wiped` is the `nopass` or `resetpass` that took a password away which stood before it, and after which none
    came; None if there is none.
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
        from redislint.acl.words import digest

        known = {
            one.text[1:] if one.text[0] == "#" else digest(one.text[1:]): one for one in self.passwords if one.known
        }
        found = Counter("hash" if one.text[0] == "#" else "clear" for one in known.values())
        found["unknown"] = sum(not one.known for one in self.passwords)
        return +found


def is_readable(user: User) -> bool:
    """Is the kind of every token known?"""
    return all(token.known or token.text.startswith(SPEAKING) for token in user.tokens)


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
            passwords[token.text[1:]] = token
            nopass, wiped = False, None
        elif text[:1] in ("<", "!"):
            passwords.pop(token.text[1:], None)
    return Login(enabled, nopass, tuple(passwords.values()), wiped)
