"""Passwords that stand in a configuration: how easily they are guessed, and that they are there at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache

from redislint.finding import Hit, Severity
from redislint.model.acl import User
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# The directives whose value is a password that a client gives to a Redis, and those that open a private key.
_PASSWORDS: Final = frozenset({"requirepass", "masterauth"})
_PASSPHRASES: Final = frozenset({"tls-key-file-pass", "tls-client-key-file-pass"})
# The same for lines `sentinel ...`, with the number of their words.
_SENTINEL: Final = {"auth-pass": 3, "sentinel-pass": 2}

_LEAST: Final = 8
_LEAST_IN_PRODUCTION: Final = 16
# Nothing on the list, and no placeholder, is longer.
_LONGEST: Final = 64

# What people put behind a word to make a password of it: `@123`, `2024!`.
_WITH_TAIL: Final = r"(.+?)[\W_]{0,2}[0-9]{0,8}[\W_]{0,2}"

# A name that stands for a password to come, what is left of one that was crossed out, and one that is kept elsewhere.
_VARIABLE: Final = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
# What a tool or a format puts there: `__PASSWORD__`, `%PASSWORD%`, `@PASSWORD@`, `%s`.
_FILLED_IN: Final = r"__[A-Za-z]\w*__|([%@])[A-Z][A-Z0-9_]+\1|%(?:\[\d\])?[sqv]"
_CROSSED_OUT: Final = frozenset("x*.-_#?")
_BRACKETS: Final = frozenset({"<>", "[]", "{}", "()"})
_HINTS: Final = r"placeholder|redacted|(?<![a-z])your|^replace"
_ELSEWHERE: Final = r"[a-z][a-z0-9+.-]*://|(?:vault|ssm|env|file|ref\+[a-z]+):|arn:aws|enc[\[(]|\$ansible_vault"


class Secret(NamedTuple):
    """A literal password: `text` is never shown, and `owner` says whose it is.

    `user` is the ACL user's name; `hashed`: the text is its SHA-256; `guessable`: clients can try passwords here.
    """

    text: str
    span: Span
    owner: str
    key: str
    user: str = ""
    hashed: bool = False
    guessable: bool = True


def weak(instance: Instance) -> Iterator[Hit]:
    """A password that is guessed soon."""
    least = _LEAST_IN_PRODUCTION if instance.environment == "prod" else _LEAST
    for secret in _secrets(instance):
        reason = _weakness(secret, least) if secret.guessable else ""
        if reason:
            severity = _severity(secret)
            yield Hit(
                secret.span, key=secret.key, severity=severity, cause=secret.span, owner=secret.owner, reason=reason
            )


def in_clear(instance: Instance) -> Iterator[Hit]:
    """A password or passphrase in clear."""
    for secret in _secrets(instance):
        if secret.text and not secret.hashed:
            yield Hit(secret.span, key=secret.key, severity=_severity(secret), cause=secret.span, owner=secret.owner)


def in_configmap(instance: Instance) -> Iterator[Hit]:
    """A password or passphrase in clear in a ConfigMap."""
    for secret in _secrets(instance) if instance.configmaps else ():
        if secret.text and not secret.hashed and any(_is_within(secret.span, one) for one in instance.configmaps):
            yield Hit(secret.span, key=secret.key, severity=_severity(secret), cause=secret.span, owner=secret.owner)


def _is_within(span: Span, outer: Span) -> bool:
    return span.source.path == outer.source.path and outer.start <= span.start < outer.end


def _severity(secret: Secret) -> Severity | None:
    """Less grave where it is the default of a variable that somebody may set."""
    return Severity.WARNING if "${" in secret.span.text and "${" not in secret.text else None


def _secrets(instance: Instance) -> Iterator[Secret]:
    """Every literal password of an instance that is one, and no placeholder."""
    for setting in instance.settings:
        found = _of_setting(setting)
        if found is not None and not _is_placeholder(found.text):
            yield found
    for user in instance.users or ():
        for one in _of_user(user):
            if one.hashed or not _is_placeholder(one.text):
                yield one


def _of_setting(setting: Setting) -> Secret | None:
    args = setting.args
    if not args or not args[-1]:
        return None
    if setting.name in _PASSWORDS | _PASSPHRASES and len(args) == 1:
        owner = f"`{setting.spelling}`"
        return Secret(args[0], setting.value_span, owner, setting.name, guessable=setting.name in _PASSWORDS)
    kind = args[0].lower()
    if setting.name == "sentinel" and _SENTINEL.get(kind) == len(args):
        words = " ".join(("sentinel", kind, *args[1:-1]))
        return Secret(args[-1], _last_word(setting, args[-1]), f"`{words}`", words)
    return None


def _last_word(setting: Setting, word: str) -> Span:
    """The place of a line's last word, quotes included."""
    span = setting.value_span
    for spelling in (word, f'"{word}"', f"'{word}'"):
        if span.text.endswith(f" {spelling}"):
            return Span(span.source, span.end - len(spelling), span.end)
    return span


def _of_user(user: User) -> Iterator[Secret]:
    for token in user.tokens:
        if token.known and token.text[:1] in (">", "#"):
            owner = f"user `{user.name}`"
            hashed = token.text[0] == "#"
            yield Secret(token.text[1:], token.span, owner, f"user {user.name}", user.name, hashed)


def _is_placeholder(text: str) -> bool:
    """Is this no password, but stands where one will be?  `changeme` is one: it works as it is, and is left so."""
    if len(text) > _LONGEST:
        return re.match(_ELSEWHERE, text.lower()) is not None
    if re.fullmatch(_FILLED_IN, text) or (re.fullmatch(_VARIABLE, text) and "CHANGE" not in text):
        return True
    lower = text.lower()
    if not text or lower in _list():
        return False
    is_crossed_out = len(set(lower)) == 1 and lower[0] in _CROSSED_OUT and len(lower) > 1
    is_bracketed = len(text) > 1 and text[0] + text[-1] in _BRACKETS
    return is_crossed_out or is_bracketed or bool(re.search(_HINTS, lower) or re.match(_ELSEWHERE, lower))


def _weakness(secret: Secret, least: int) -> str:
    """Why a password is weak; empty if it is not.  No reason gives it away."""
    if secret.hashed:
        is_listed = secret.text in _hashes() or secret.text == _hash(secret.user)
        return "this is the hash of one that is tried first" if is_listed else ""
    if not secret.text:
        return "it is empty"
    if _is_listed(secret.text.lower(), secret.user.lower()):
        return "it is among those that are tried first"
    if len(secret.text) >= least:
        return ""
    return f"it is shorter than {least} characters{', in production' if least > _LEAST else ''}"


def _is_listed(text: str, user: str) -> bool:
    if len(text) > _LONGEST:
        return False
    match = re.fullmatch(_WITH_TAIL, text)
    words = {text, match[1]} if match and not match[1].isdigit() else {text}
    return user in words or not words.isdisjoint(_list())


@cache
def _list() -> frozenset[str]:
    """The passwords that are tried first, in lower case."""
    path = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "weak-passwords")
    with open(path, encoding="utf-8") as file:
        return frozenset(line for line in file.read().splitlines() if not line.startswith("#"))


@cache
def _hashes() -> frozenset[str]:
    return frozenset(_hash(word) for word in ("", *_list()))


def _hash(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
