"""ACL users: who gets in without a password, and what the order of tokens does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from redislint.checks.users import (
    ALL,
    NONE,
    Word,
    groups,
    holds,
    is_readable,
    lies_within,
    login,
    may_do_harm,
)
from redislint.finding import Edit, Fix, Hit, Related, Severity
from redislint.model.acl import User
from redislint.model.document import Document
from redislint.source import Span

# What erases or carries away whole data sets, in @write (and @keyspace) of every server with ACLs; those that no
# key pattern holds back come first.
_ERASERS: Final = ("flushall", "flushdb", "swapdb", "migrate", "restore")
_KEYLESS: Final = frozenset(_ERASERS[:3])
_BROAD: Final = ("+@write", "+@keyspace", "+@fast", "+@slow")
# Who is given these is meant to administer.
_DELIBERATE: Final = ALL | {"+@dangerous"}


def nopass_user(document: Document) -> Iterator[Hit]:
    """An enabled user, not `default`, who needs no password."""
    for user in document.users:
        found = login(user)
        if user.name == "default" or found is None or not found.is_open:
            continue
        place = _last(user, "nopass")
        severity = None if may_do_harm(user) else Severity.INFO
        yield Hit(place, key=f"user {user.name}", severity=severity, user=user.name)


def wiped_password(document: Document) -> Iterator[Hit]:
    """A `nopass` or `resetpass` that erases the password before it."""
    for user in document.users:
        found = login(user)
        if found is None or found.wiped is None:
            continue
        token = found.wiped.text.lower()
        severity = Severity.WARNING if token == "resetpass" else None
        effect = "nobody can log in as" if token == "resetpass" else "any password lets a client in as"
        if not found.enabled:
            severity, effect = Severity.INFO, "once it is on, nothing guards"
        yield Hit(
            found.wiped.span,
            key=f"user {user.name}",
            severity=severity,
            fix=_without(found.wiped.span),
            user=user.name,
            token=token,
            effect=effect,
        )


def _last(user: User, text: str) -> Span:
    return next((token.span for token in reversed(user.tokens) if token.text.lower() == text), user.name_span)


def _without(span: Span) -> Fix | None:
    """A fix that takes a word out of its line, and the blank before it."""
    if span.source.text[span.start - 1 : span.start] != " ":
        return None
    return Fix(f"remove `{span.text}`", (Edit(Span(span.source, span.start - 1, span.end), ""),), safe=True)


def category_grants_flush(document: Document) -> Iterator[Hit]:
    """A wide category that carries FLUSHALL and its like to a user who is no administrator."""
    for user in document.users:
        found = login(user)
        if found is None or not found.enabled:
            continue
        for words in groups(user):
            for word, commands in _grants(words):
                is_keyless = any(command in _KEYLESS for command in commands)
                yield Hit(
                    word.span,
                    key=f"user {user.name}",
                    severity=None if is_keyless else Severity.WARNING,
                    fix=_appended(user, words),
                    user=user.name,
                    category=word.text,
                    commands=_listed(commands),
                )


def _grants(words: Sequence[Word]) -> Iterator[tuple[Word, list[str]]]:
    """Each wide category with the commands that are allowed in the end because of it."""
    given: dict[str, Word] = {}
    is_admin = False
    for word in words:
        if word.text in NONE or word.text in ("+@admin", "-@admin", "-@dangerous"):
            is_admin = word.text == "+@admin"
        for command in _ERASERS:
            if _names(word, "+", command):
                given[command] = word if word.text in _DELIBERATE else given.get(command, word)
            elif _names(word, "-", command):
                given.pop(command, None)
    for word in words:
        commands = [command for command in _ERASERS if given.get(command) is word]
        if commands and word.text in _BROAD and not is_admin:
            yield word, commands


def _names(word: Word, sign: str, command: str) -> bool:
    """Does a token of that sign hold the command?"""
    return _covers(word.text, sign, f"-{command}")


def _appended(user: User, words: Sequence[Word]) -> Fix | None:
    """A fix that denies the dangerous commands after all that was allowed; for the user's own rules only."""
    last = user.tokens[-1].span
    if words[-1].span.end > last.end or user.tokens[-1].text.startswith("("):
        return None
    if not any(word.span == token.span for word in words for token in user.tokens):
        return None
    return Fix("append `-@dangerous`", (Edit(Span(last.source, last.end, last.end), " -@dangerous"),), safe=False)


def _listed(names: Sequence[str]) -> str:
    upper = [name.upper() for name in names]
    return " and ".join([", ".join(upper[:-1]), upper[-1]] if len(upper) > 1 else upper)


def denial_undone(document: Document) -> Iterator[Hit]:
    """A denial that a later token takes back as a whole."""
    for user in document.users:
        if not is_readable(user):
            continue
        for words in groups(user):
            for index, word in enumerate(words):
                denied = _undone(words, index)
                if denied:
                    related = tuple(Related(one.span, f"`{one.text}` has no effect") for one in denied)
                    names = ", ".join(f"`{one.text}`" for one in denied)
                    yield Hit(
                        word.span,
                        key=f"user {user.name}",
                        related=related,
                        user=user.name,
                        allowed=word.text,
                        denied=names,
                    )


def _undone(words: Sequence[Word], index: int) -> list[Word]:
    """The denials that the token at `index` is the first to undo for good."""
    denied = []
    for start, earlier in enumerate(words[:index]):
        if not earlier.text.startswith("-") or earlier.text in NONE:
            continue
        between = words[start + 1 : index]
        if any(_covers(word.text, "+", earlier.text) for word in between) or not _covers(
            words[index].text, "+", earlier.text
        ):
            continue
        if not any(_covers(word.text, "-", earlier.text) for word in words[index + 1 :]):
            denied.append(earlier)
    return denied


def _covers(token: str, sign: str, denial: str) -> bool:
    """Does a token, of that sign, hold all that a denial names, in every server that takes both?"""
    if token in (ALL if sign == "+" else NONE):
        return True
    if not token.startswith(sign):
        return False
    larger, smaller = token[1:], denial[1:]
    if larger == smaller or smaller.startswith(f"{larger}|"):
        return True
    if not larger.startswith("@"):
        return False
    if smaller.startswith("@"):
        return lies_within(smaller[1:], larger[1:])
    return holds(smaller, larger[1:])
