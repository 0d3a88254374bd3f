"""Commands that no application needs, and users who may run them: one finding for a user and a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.access.roles import BACKUP, EXPORTER, REPLICA, SENTINEL, role
from redislint.access.user import Held
from redislint.checks.acl import carried
from redislint.checks.ordinary import CONTROL, appended, by_word, hit, listed, ordinary
from redislint.finding import Hit, Related, Severity
from redislint.model.document import Document
from redislint.typed import Final

_FLUSH: Final = ("flushall", "flushdb")
_CONFIG: Final = ("config|set", "config|rewrite")
_SAVES: Final = ("save", "bgsave")
# In the order of harm.
_ADMINISTRATION: Final = (
    *CONTROL,
    "client|kill",
    "client|pause",
    "monitor",
    *_SAVES,
    "latency|reset",
    "slowlog|reset",
)
_CARRIERS: Final = ("migrate", "psync", "sync", "dump", "restore", "copy")
_LIBRARIES: Final = ("function|flush", "function|delete", "function|restore", "function|load")


def _told(found: Held, names: Sequence[str], *, fix: str = "", severity: Severity | None = None) -> Iterator[Hit]:
    """One finding for these commands, at the word that gives most of them; `fix` is what to append."""
    given = by_word(found, names)
    if not given:
        return
    (word, _), *others = given
    related = tuple(Related(other.span, f"`{other.text}` gives {listed(more)}") for other, more in others)
    yield hit(
        found,
        word,
        severity=severity,
        related=related,
        fix=appended(found, fix) if fix else None,
        commands=listed(names),
        word=word.text,
    )


def flush(document: Document) -> Iterator[Hit]:
    """FLUSHALL and FLUSHDB in other ways than by a wide category."""
    for found in ordinary(document, EXPORTER):
        elsewhere = {name for _, _, given in carried(found) for names in given.values() for name in names}
        names = [name for name in found.may_any(_FLUSH) if name not in elsewhere]
        yield from _told(found, names, fix=" ".join(f"-{name}" for name in names))


def keys(document: Document) -> Iterator[Hit]:
    """KEYS, which comes with `+@read`."""
    for found in ordinary(document, EXPORTER):
        yield from _told(found, found.may_any(("keys",)), fix="-keys")


def config(document: Document) -> Iterator[Hit]:
    """CONFIG SET and REWRITE; CONFIG GET, which shows passwords, is less grave."""
    for found in ordinary(document, EXPORTER, SENTINEL):
        changes = found.may_any(_CONFIG)
        if changes:
            yield from _told_config(found, changes, "which turn off what protects the server and its data", None)
        elif found.may("config|get"):
            what = "which shows `requirepass` and `masterauth` in clear"
            yield from _told_config(found, ("config|get",), what, Severity.WARNING)


def _told_config(found: Held, names: Sequence[str], what: str, severity: Severity | None) -> Iterator[Hit]:
    for one in _told(found, names, fix="-config", severity=severity):
        one.values["what"] = what if len(names) > 1 or severity else what.replace("turn off", "turns off")
        yield one


def administration(document: Document) -> Iterator[Hit]:
    """Commands that administer a server."""
    for found in ordinary(document, EXPORTER, SENTINEL):
        names = found.may_any(_ADMINISTRATION)
        if found.may("debug") and _has_debug(document):
            names = (*names, "debug")
        if role(found.user.name, document.admins) == BACKUP:
            names = tuple(name for name in names if name not in _SAVES)
        yield from _told(found, names, fix="-@admin -@dangerous")


def _has_debug(document: Document) -> bool:
    """Is DEBUG surely there?  From 7.0 on the server refuses it unless its configuration says otherwise."""
    return document.server is not None and document.server.key in ("redis@6.0", "redis@6.2")


def carriers(document: Document) -> Iterator[Hit]:
    """Commands that carry whole data sets away, or in."""
    for found in ordinary(document, REPLICA, BACKUP, EXPORTER):
        yield from _told(found, found.may_any(_CARRIERS))


def libraries(document: Document) -> Iterator[Hit]:
    """Commands that replace or remove the functions of all."""
    for found in ordinary(document, EXPORTER):
        yield from _told(found, found.may_any(_LIBRARIES), fix="-@scripting")
