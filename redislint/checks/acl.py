"""ACL users: who gets in without a password, and what the order of tokens does."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from redislint import writing
from redislint.access.covering import covering
from redislint.access.login import login
from redislint.access.roles import EXPORTER
from redislint.access.sums import lines_in_question
from redislint.access.user import Held
from redislint.access.word import Word, is_readable, within
from redislint.acl.permissions import Permissions
from redislint.acl.table import family
from redislint.checks.ordinary import ALL, appended, hit, listed, ordinary, put_behind, users, without
from redislint.finding import Fix, Hit, Related, Severity
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
# Who is given these is meant to have what is in them.
_DELIBERATE: Final = ALL | {"+@dangerous", "+@admin"}
NONE: Final = frozenset({"-@all", "nocommands"})
# Commands that give nothing away and change nothing but the connection itself.
_HARMLESS: Final = ("ping", "echo", "hello", "auth", "quit", "reset", "command", "client|setname", "client|id")

# What is left of a user without the password that one of these erased.
_WIPED: Final = {
    "nopass": (Severity.ERROR, "any password lets a client in as"),
    "resetpass": (Severity.WARNING, "nobody can log in as"),
}


def may_do_harm(found: Held) -> bool:
    """May the user surely run anything that is not harmless?"""
    harmless = found.latest.root.table.free
    for name in _HARMLESS:
        harmless |= family(name) if "|" not in name else found.latest.root.table.bit(name)
    return bool(found.sum.surely & ~harmless)


def nopass_user(document: Document) -> Iterator[Hit]:
    """An enabled user, not `default`, who needs no password."""
    for found in users(document):
        if found.user.name != "default" and found.is_open:
            severity = None if may_do_harm(found) else Severity.INFO
            yield hit(found, _last(found.user, "nopass"), severity=severity)


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
            cause=user.name_span,
            severity=severity,
            fix=without(found.wiped.span),
            user=user.name,
            token=rule,
            effect=effect,
        )


def _last(user: User, text: str) -> Span:
    return next((token.span for token in reversed(user.tokens) if token.text.lower() == text), user.name_span)


def category_grants_flush(document: Document) -> Iterator[Hit]:
    """A wide category that carries FLUSHALL and its like to a user who is no administrator."""
    for found in ordinary(document, EXPORTER):
        for part, words, given in carried(found):
            for at, commands in given.items():
                free = [command for command in commands if _ERASERS[command] is not Severity.INFO]
                yield hit(
                    found,
                    words[at],
                    severity=min((_ERASERS[command] for command in commands), key=lambda one: one.rank),
                    fix=appended(found, "-@dangerous") if part.at < 0 else None,
                    category=words[at].text.lower(),
                    commands=listed(commands),
                    reach=f": no key pattern limits {listed(free)}" if free else "",
                )


def carried(found: Held) -> Iterator[tuple[Permissions, Mapping[int, Word], dict[int, list[str]]]]:
    """Each part of a user's rules with the wide categories in it, and what erases and is there because of them.

    A user who is kept to some databases is limited otherwise.
    """
    erasers = found.may_any(_ERASERS)
    for part, words in found.parts() if erasers else ():
        given: dict[int, list[str]] = {}
        for command in erasers if part.databases is None else ():
            at = part.giver(command)
            if at is not None and words[at].text.lower() in _BROAD and not _is_meant(part, words, command):
                given.setdefault(at, []).append(command)
        yield part, words, dict(sorted(given.items()))


def _is_meant(part: Permissions, words: Mapping[int, Word], command: str) -> bool:
    """Does a rule behind the last denial say in so many words that the user may do this?"""
    bit = part.table.bit(command)
    since = max((step.at for step in part.steps if step.taken & bit), default=-1)
    meant = _DELIBERATE | {f"+{command}"}
    return any(at > since and word.text.lower() in meant for at, word in words.items())


def denial_undone(document: Document) -> Iterator[Hit]:
    """A denial that a later token takes back as a whole."""
    lines = lines_in_question(document.server)
    for user in document.users:
        if not is_readable(user):
            continue
        for words in groups(user):
            for word, denied in _undone(words, lines):
                yield Hit(
                    word.span,
                    key=f"user {user.name}",
                    cause=user.name_span,
                    related=tuple(Related(one.span, f"`{one.text}` has no effect") for one in denied),
                    fix=_moved(user, denied),
                    user=user.name,
                    allowed=word.text,
                    denied=", ".join(f"`{one.text}`" for one in denied),
                )


def _moved(user: User, denied: Sequence[Word]) -> Fix | None:
    """A fix that puts the denials behind all that allows anything; of everything, too much would be left to mend."""
    if any(token.text.lower() in ALL or token.text.startswith("(") for token in user.tokens):
        return None
    edit = put_behind(user, " ".join(one.text for one in denied))
    fix = writing.without([one.span for one in denied], "move what is denied to the end", safe=False)
    return fix._replace(edits=(*fix.edits, edit)) if fix is not None and edit is not None else None


def groups(user: User) -> Iterator[tuple[Word, ...]]:
    """The user's own rules, then those of each selector, in lower case; what a `reset` undoes is left out."""
    own: list[Word] = []
    selectors: list[tuple[Word, ...]] = []
    for token in user.tokens:
        text = token.text.lower()
        if text == "reset":
            own, selectors = [], []
        elif text == "clearselectors":
            selectors = []
        elif text.startswith("("):
            selectors.append(tuple(word._replace(text=word.text.lower()) for word in within(token)))
        else:
            own.append(Word(text, token.span))
    yield tuple(own)
    yield from selectors


def _undone(words: Sequence[Word], lines: tuple[str, ...]) -> list[tuple[Word, list[Word]]]:
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
        larger = covering(text[1:], lines)
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
