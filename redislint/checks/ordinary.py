"""Users who are meant to do one thing, and not to administer: what they hold, and how messages list it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from redislint import writing
from redislint.access.gone import gone
from redislint.access.roles import ADMIN, role
from redislint.access.user import Held, held
from redislint.access.word import Word
from redislint.finding import Edit, Fix, Hit, Related, Severity
from redislint.model.acl import User
from redislint.model.document import Document
from redislint.model.instance import SENTINEL, Instance
from redislint.source import Span
from redislint.typed import Final

ALL: Final = frozenset({"+@all", "allcommands"})
# A file with more users than these, or with rules of so many letters, is none that somebody mends one by one.
_MOST: Final = 2_000
_LETTERS: Final = 500_000
_LISTED: Final = 5
# What is kept with a text.
_HELD: Final = "held"

# What takes the server over, or away, in the order of harm.
CONTROL: Final = (
    "acl|setuser",
    "acl|load",
    "acl|deluser",
    "shutdown",
    "replicaof",
    "slaveof",
    "failover",
    "cluster|reset",
    "cluster|forget",
    "cluster|failover",
)
# What does harm beyond the keys that a user may touch, in the order of harm.  MODULE LOAD and DEBUG are not among them:
# from 7.0 on the server refuses them unless its configuration says otherwise.
HARMFUL: Final = (
    "flushall",
    "flushdb",
    "config|set",
    "config|rewrite",
    *CONTROL,
    "swapdb",
    "migrate",
    "restore",
    "function|flush",
    "function|delete",
    "function|restore",
    "function|load",
    "client|kill",
    "client|pause",
    "monitor",
    "psync",
    "sync",
    "keys",
    "save",
    "bgsave",
    "config|get",
    "latency|reset",
    "slowlog|reset",
)
# Texts of users and nothing else, or of lines.
_PLAIN: Final = ("users-acl", "redis-conf", "sentinel-conf")


def users(document: Document) -> Iterator[Held]:
    """The users of a text who can log in and whose rights are known."""
    known: list[Held] | None = document.found.get(_HELD)
    if known is None:
        is_sentinel = document.language == "sentinel-conf"
        found = (held(user, document.server, sentinel=is_sentinel) for user in _judged(document.users))
        known = document.found[_HELD] = [one for one in found if one is not None and one.enabled]
    yield from known


def _judged(found: Iterable[User]) -> Iterator[User]:
    left = _LETTERS
    for user in islice(found, _MOST):
        left -= user.span.end - user.span.start
        if left < 0:
            return
        yield user


def ordinary(document: Document, *but: str) -> Iterator[Held]:
    """Those of them who are not meant to administer, nor to have one of these roles.

    A default user who may do everything is what every server starts with, and another rule's matter.
    """
    taken = document.gone
    if document.language == "sentinel-conf" or taken is None:
        return
    for found in users(document):
        if not is_left_out(found, document.admins, but):
            yield found._replace(gone=taken | document.withheld) if taken or document.withheld else found


def of_instance(instance: Instance, *but: str) -> Iterator[Held]:
    """The same of a server, with what its configuration says of channels."""
    taken = gone(instance)
    if instance.role == SENTINEL or taken is None:
        return
    said = instance.setting("acl-pubsub-default")
    everything = None if said.args is None or not said.written else said.is_one_of("allchannels")
    for user in _judged(instance.users or ()):
        found = held(user, instance.server, all_channels=everything)
        if found is not None and found.enabled and not is_left_out(found, instance.admins, but):
            yield found._replace(gone=taken)


def is_left_out(found: Held, admins: Iterable[str], but: Sequence[str] = ()) -> bool:
    """Is this user an administrator, of one of these roles, or the default user with everything?"""
    if found.user.name == "default" and found.sum.everything:
        return True
    return role(found.user.name, admins) in (ADMIN, *but)


def hit(
    found: Held,
    at: Word | Span | None,
    *,
    severity: Severity | None = None,
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
    **values: str,
) -> Hit:
    """A finding about a user, at a word of its rules; at its name where no word is to blame."""
    user = found.user
    place = user.name_span if at is None else at.span if isinstance(at, Word) else at
    return Hit(
        place,
        key=f"user {user.name}",
        cause=user.name_span,
        severity=severity,
        related=related,
        fix=fix,
        refused=False,
        user=user.name,
        **values,
    )


def appended(found: Held, words: str) -> Fix | None:
    """A fix that puts words behind all of a user's own rules about commands."""
    edit = put_behind(found.user, words)
    return Fix(f"append `{words}`", (edit,), safe=False) if edit is not None else None


def put_behind(user: User, words: str) -> Edit | None:
    """Words behind the last rule, or where keys have a place of their own, behind the last one about commands."""
    last = user.tokens[-1]
    if last.span.source.kind not in _PLAIN:
        last = next((one for one in reversed(user.tokens) if one.text[:1] in "+-"), last)
    if last.text.startswith("(") or last.span.text != last.text:
        return None
    return writing.appended(last.span, words.split())


def without(span: Span) -> Fix | None:
    """A fix that takes a word out of its line."""
    return writing.without([span], f"remove `{span.text}`", safe=True)


def listed(names: Sequence[str]) -> str:
    """Commands for a message, in their order: the first few, and how many more there are."""
    upper = [name.replace("|", " ").upper() for name in names]
    if len(upper) > _LISTED + 1:
        return f"{', '.join(upper[:_LISTED])} and {len(upper) - _LISTED} more"
    return " and ".join([", ".join(upper[:-1]), upper[-1]] if len(upper) > 1 else upper)


def by_word(found: Held, names: Iterable[str]) -> list[tuple[Word, list[str]]]:
    """These commands by the word that gives them, the one that gives most of them first."""
    given: dict[Span, tuple[Word, list[str]]] = {}
    for name in names:
        word = found.giver(name)
        if word is not None:
            given.setdefault(word.span, (word, []))[1].append(name)
    return sorted(given.values(), key=lambda one: -len(one[1]))
