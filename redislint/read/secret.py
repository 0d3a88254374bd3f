"""Which words of a configuration are secrets: reports mask them wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from redislint.model.acl import User
from redislint.read import unknown
from redislint.read.words import Word
from redislint.source import Span

# The first secret argument of the directives that take one.
_DIRECTIVES = {"requirepass": 0, "masterauth": 0, "tls-key-file-pass": 0, "tls-client-key-file-pass": 0}
_SENTINEL = {"auth-pass": 2, "sentinel-pass": 1}

# Parts of names that are likely a secret's directive with a slip of the pen, and known directives that are none.
_LIKELY = ("pas", "pwd", "secret", "auth")
_INNOCENT = frozenset({"tls-auth-clients", "tls-auth-clients-user"})

# Tokens of an ACL user: passwords added and removed, in clear and as hashes.
_MARKS = "><#!"


def places(name: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The places of secrets in a directive: its canonical name, and all its words as written."""
    for index, (text, start, end) in enumerate(words):
        # `requirepass=x` is no directive, and `--requirepass=x` no option, but there the password stands.
        if (index == 0 or text.startswith("--")) and shown(text) != text:
            yield start, end
    first = _first(name, words)
    if first is not None and len(words) > first and not _is_template(words[first:]):
        yield words[first][1], words[-1][2]


def shown(spelling: str) -> str:
    """A directive's name as it may be shown: `requirepass=x` without what follows the sign."""
    for sign in "=:":
        if sign in spelling and is_likely(spelling.partition(sign)[0].lower()):
            return spelling.partition(sign)[0] + sign
    return spelling


def of_user(user: User) -> Iterator[Span]:
    """The places of passwords among the tokens of an ACL user."""
    from redislint.acl.words import looks_like_rule

    if _holds_password(user.name):
        yield user.name_span
    is_behind = is_next = False
    for token in user.tokens:
        # `> x` adds an empty password; whoever wrote it meant `>x`.  And whoever wrote `>my word` meant one password.
        is_rest = is_behind and not looks_like_rule(token.text)
        if is_next or is_rest or is_password(token.text) or _holds_password(token.text):
            yield token.span
        is_behind = is_rest or token.text[:1] in ("<", ">")
        is_next = token.text in (">", "<")


def is_password(token: str) -> bool:
    """Does a token of an ACL user hold a password, or its hash?"""
    return len(token) > 1 and token[0] in _MARKS and not unknown.is_filled_in(token[1:])


def _holds_password(word: str) -> bool:
    """Does a word have blanks, and a password between them?  Whoever wrote `"app on >x"` quoted a word too many."""
    words = word.split()
    return len(words) > 1 and any(map(is_password, words))


def is_possible(name: str, words: Sequence[Word]) -> bool:
    """May a line that begins with these words hold a secret?  For lines that cannot be read to their end."""
    return name == "user" or not words or _first(name, words) is not None


def _first(name: str, words: Sequence[Word]) -> int | None:
    if name == "sentinel":
        kind = words[1][0].lower() if len(words) > 1 else ""
        if kind in _SENTINEL:
            return _SENTINEL[kind] + 1
        return 2 if is_likely(kind) and not kind.endswith("-user") else None
    if name in _DIRECTIVES:
        return _DIRECTIVES[name] + 1
    return 1 if is_likely(name) else None


@lru_cache(maxsize=1024)
def is_likely(name: str) -> bool:
    """Does a directive of this name, or of one with a slip of the pen, hold a secret?"""
    return name not in _INNOCENT and any(part in name for part in _LIKELY)


def _is_template(words: Sequence[Word]) -> bool:
    return unknown.is_filled_in(" ".join(text for text, _, _ in words))
