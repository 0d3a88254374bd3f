"""Which secrets a snapshot holds in clear: none that `redislint snapshot --pack` wrote, but others may have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.model.facts import Setting
from redislint.model.snapshot import HASHED, Snapshot
from redislint.read import secret
from redislint.servers.secrets import is_sensitive
from redislint.source import Source, Span
from redislint.typed import Final

_IS_HASH: Final = re.compile(rf"{HASHED}[0-9a-f]{{64}}")
# `3) "requirepass"`, and its value in the line below; or both without numbers and quotes, as a pipe gets them.
_QUOTED: Final = (
    r"^[ \t]*\d+[)#] \"(?P<name>[a-z0-9.-]{3,64}+)\"(?:\r?\n[ \t]*\d+\)| =>) \"(?P<value>(?:[^\"\\\n]|\\.)++)\""
)
_BARE: Final = r"^(?P<name>[a-z-]{3,64}+)\r?\n(?=(?P<value>[^\r\n]++))"
# A password that a rule of a user adds.
_RULE: Final = re.compile(r"(?:^|[\s\"])user [^\s\"]+[^\n\"]{0,4000}? (?P<value>>[^\s\"]+)")


def packed(snapshot: Snapshot) -> Iterator[Setting]:
    """The secrets of a packed snapshot that are no hashes, each with the place of its value."""
    for name, value in (snapshot.config or {}).items():
        if is_secret(name) and value and not _IS_HASH.fullmatch(value):
            yield _setting(name, snapshot.place("config", name))
    for master in snapshot.masters or ():
        for name, value in master.items():
            if is_secret(name) and value and not _IS_HASH.fullmatch(value):
                yield _setting(name, snapshot.line(value))
    for user in snapshot.users or ():
        if any(token.text[:1] == ">" and len(token.text) > 1 for token in user.tokens):
            yield _setting("user", user.span)


def printed(source: Source) -> Iterator[Setting]:
    """The secrets in what redis-cli printed."""
    for pattern in (_QUOTED, _BARE):
        for match in re.compile(pattern, re.MULTILINE).finditer(source.text):
            if is_secret(match["name"]) and not _IS_HASH.fullmatch(match["value"]):
                yield _setting(match["name"], source.span(*match.span("value")))
    for match in _RULE.finditer(source.text):
        yield _setting("user", source.span(*match.span("value")))


def is_secret(name: str) -> bool:
    """Does CONFIG GET answer a secret for this name?"""
    return is_sensitive(name, None) or secret.is_likely(name)


def _setting(name: str, place: Span) -> Setting:
    return Setting(name, None, place, place, name, True)
