"""ACL users: who gets in without a password, and what the order of tokens does."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from redislint.access.login import is_readable, login
from redislint.checks.users import ALL, NONE, Word, covering, groups, may_do_harm
from redislint.finding import Edit, Fix, Hit, Related, Severity
from redislint.model.acl import User
from redislint.model.document import Document
from redislint.source import Span
from redislint.typed import Final

# What erases or carries away whole data sets, in @write and @keyspace of every server with ACLs, and how grave it is
# to have it.  The first three touch keys of any name: no key pattern holds them back.
_ERASERS: Final = {
    "flushall": Severity.ERROR,
    "flushdb": Severity.ERROR,
    "swapdb": Severity.WARNING,
    "migrate": Severity.INFO,
    "restore": Severity.INFO,
}
_BROAD: Final = ("+@write", "+@keyspace", "+@fast", "+@slow")
# Who is given these is meant to administer.
_DELIBERATE: Final = frozenset({"+@all", "+@dangerous"})
# Valkey 9.1: a user who is kept to some databases may not run FLUSHALL.
_LIMITED: Final = ("db=", "resetdbs")

# What is left of a user without the password that one of these erased.
_WIPED: Final = {
    "nopass": (Severity.ERROR, "any password lets a client in as"),
    "resetpass": (Severity.WARNING, "nobody can log in as"),
}


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
        rule = found.wiped.text.lower()
        if not found.enabled and rule == "resetpass":
            continue
        severity, effect = _WIPED[rule] if found.enabled else (Severity.INFO, "once it is on, nothing guards")
        yield Hit(
            found.wiped.span,
            key=f"user {user.name}",
            severity=severity,
            fix=_without(found.wiped.span),
            user=user.name,
            token=rule,
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
        for index, words in enumerate(groups(user)):
            for word, granted in _grants(words):
                commands = [command for command in granted if command not in document.withheld]
                free = [command for command in commands if _ERASERS[command] is not Severity.INFO]
                yield Hit(
                    word.span,
                    key=f"user {user.name}",
                    severity=min((_ERASERS[command] for command in commands), key=lambda one: one.rank),
                    fix=_appended(user) if index == 0 else None,
                    user=user.name,
                    category=word.text,
                    commands=_listed(commands),
                    reach=f": no key pattern limits {_listed(free)}" if free else "",
                )


def _grants(words: Sequence[Word]) -> Iterator[tuple[Word, list[str]]]:
    """Each wide category with the commands that are allowed in the end because of it."""
    wider = {command: covering(command) for command in _ERASERS}
    given: dict[str, Word] = {}
    is_admin = False
    for word in words:
        if word.text.startswith(_LIMITED):
            return
        text = _plain(word.text)
        if text in ("-@all", "+@admin", "-@admin", "-@dangerous"):
            is_admin = text == "+@admin"
        for command, names in wider.items():
            if text[1:] not in names:
                continue
            if text[0] == "-":
                given.pop(command, None)
            elif text[0] == "+":
                given[command] = word if _is_deliberate(text) else given.get(command, word)
    for word in words:
        commands = [command for command in _ERASERS if given.get(command) is word]
        if commands and word.text in _BROAD and not is_admin:
            yield word, commands


def _is_deliberate(rule: str) -> bool:
    """Does this say in so many words that the user may erase?"""
    return rule in _DELIBERATE or not rule.startswith("+@")


def _appended(user: User) -> Fix | None:
    """A fix that denies the dangerous commands after all that was allowed."""
    last = user.tokens[-1]
    if last.text.startswith("(") or last.span.text != last.text:
        return None
    end = Span(last.span.source, last.span.end, last.span.end)
    return Fix("append `-@dangerous`", (Edit(end, " -@dangerous"),), safe=False)


def _listed(names: Sequence[str]) -> str:
    upper = [name.upper() for name in names]
    return " and ".join([", ".join(upper[:-1]), upper[-1]] if len(upper) > 1 else upper)


def denial_undone(document: Document) -> Iterator[Hit]:
    """A denial that a later token takes back as a whole."""
    for user in document.users:
        if not is_readable(user):
            continue
        for words in groups(user):
            for word, denied in _undone(words):
                yield Hit(
                    word.span,
                    key=f"user {user.name}",
                    related=tuple(Related(one.span, f"`{one.text}` has no effect") for one in denied),
                    user=user.name,
                    allowed=word.text,
                    denied=", ".join(f"`{one.text}`" for one in denied),
                )


def _undone(words: Sequence[Word]) -> list[tuple[Word, list[Word]]]:
    """Each token that undoes denials for good, with those that it undoes, in order.

    A denial is undone by the first token that allows all of it after the last that denies all of it.
    """
    places: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        places.setdefault(_plain(word.text), []).append(index)
    undone: dict[int, list[int]] = {}
    for text, (*_, own) in places.items():
        if not text.startswith("-") or text == "-@all":
            continue
        larger = covering(text[1:])
        last = max(places[f"-{name}"][-1] for name in larger if f"-{name}" in places)
        again = [places[f"+{name}"] for name in larger if f"+{name}" in places]
        after = [found[at] for found in again if (at := bisect_right(found, last)) < len(found)]
        if after:
            undone.setdefault(min(after), []).append(own)
    return [(words[index], [words[own] for own in sorted(undone[index])]) for index in sorted(undone)]


def _plain(text: str) -> str:
    """The word in its plain spelling."""
    if text in ALL:
        return "+@all"
    return "-@all" if text in NONE else text
