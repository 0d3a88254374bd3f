"""More rights than a user's part needs: everything, all keys, what a denial leaves, what a selector gives besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.access.roles import BACKUP, EXPORTER, HEALTH, REPLICA, SENTINEL, role
from redislint.access.user import Held
from redislint.access.word import Word
from redislint.acl.permissions import Permissions
from redislint.checks.ordinary import ALL, HARMFUL, appended, by_word, hit, listed, ordinary, users, without
from redislint.finding import Edit, Fix, Hit, Severity
from redislint.model.document import Document
from redislint.typed import Final

# What is dangerous and not @admin, in every version, in the order of harm.
_LEFT: Final = ("flushall", "flushdb", "swapdb", "migrate", "restore", "keys", "sort")
_SCRIPTS: Final = ("eval", "evalsha", "fcall", "function|load", "function|flush", "script|load", "script|flush")
_NAMES_OF_KEYS: Final = ("keys", "scan", "randomkey", "dbsize")
_ALL_KEYS: Final = ("~*", "allkeys")
_NEED_SCRIPTS: Final = ("queue", "session")
_SKIPS: Final = "skip-sanitize-payload"


def everything(document: Document) -> Iterator[Hit]:
    """A user who may run every command and is no administrator."""
    for found in ordinary(document, EXPORTER):
        if found.sum.everything:
            part, words = next((part, words) for part, words in found.parts() if part.allowed == part.table.every)
            at = part.giver("config|set")
            whole = [word for word in words.values() if word.text.lower() in ALL]
            named = found.may_any(("config|set", "flushall", "acl|setuser", "shutdown"))
            among = f", among them {listed(named)}," if named else ""
            yield hit(found, whole[-1] if whole else words[at] if at is not None else None, among=among)


def admin_removed(document: Document) -> Iterator[Hit]:
    """`+@all -@admin`, which leaves what is dangerous."""
    for found in ordinary(document, EXPORTER):
        part, words = next(found.parts())
        denial = next((word for word in reversed(list(words.values())) if word.text.lower() == "-@admin"), None)
        left = [name for name in found.may_any(_LEFT) if _is_of_all(part, words, name)]
        if denial is not None and left and _took(part, words, denial):
            yield hit(found, denial, fix=_instead(denial, "-@dangerous"), commands=listed(left))


def scripts_kept(document: Document) -> Iterator[Hit]:
    """`+@all -@dangerous`, which leaves scripts; queues and sessions need them."""
    for found in ordinary(document, EXPORTER) if document.profile not in _NEED_SCRIPTS else ():
        part, words = next(found.parts())
        denial = next((word for word in reversed(list(words.values())) if word.text.lower() == "-@dangerous"), None)
        left = [name for name in found.may_any(_SCRIPTS) if _is_of_all(part, words, name)]
        if denial is not None and left and _took(part, words, denial):
            yield hit(found, denial, fix=appended(found, "-@scripting"), commands=listed(left))


def _is_of_all(part: Permissions, words: Mapping[int, Word], name: str) -> bool:
    """Is a command there because all are?"""
    at = part.giver(name)
    return at is not None and words[at].text.lower() in ALL


def _took(part: Permissions, words: Mapping[int, Word], denial: Word) -> bool:
    """Did this word take anything?"""
    return any(step.taken and words[step.at] == denial for step in part.steps)


def _instead(word: Word, text: str) -> Fix | None:
    if word.span.text != word.text:
        return None
    return Fix(f"write `{text}`", (Edit(word.span, text),), safe=False)


def beyond_selector(document: Document) -> Iterator[Hit]:
    """A selector whose key patterns limit nothing of what it gives: commands without keys that do harm."""
    for found in ordinary(document, EXPORTER):
        root = found.latest.root
        for part, words in found.parts():
            free = part.allowed & part.table.keyless & ~root.allowed if part.at >= 0 else 0
            names = [name for name in HARMFUL if free & part.table.bit(name) and found.may(name)]
            if names:
                at = part.giver(names[0])
                yield hit(found, words[at] if at is not None else None, commands=listed(names))


def all_keys(document: Document) -> Iterator[Hit]:
    """Every key, for a user who has commands about keys."""
    for found in ordinary(document, EXPORTER, REPLICA, SENTINEL, BACKUP, HEALTH):
        for part, words in found.parts():
            if part.all_keys and part.allowed & found.sum.surely & ~part.table.keyless & part.table.runnable:
                word = next((one for one in reversed(list(words.values())) if one.text.lower() in _ALL_KEYS), None)
                yield hit(found, word)
                break


def key_names(document: Document) -> Iterator[Hit]:
    """Commands that show the names of all keys, for a user who is kept to some."""
    for found in ordinary(document):
        parts = found.latest.parts
        names = found.may_any(_NAMES_OF_KEYS)
        given = by_word(found, names)
        if given and any(part.keys for part in parts) and not any(part.all_keys for part in parts):
            yield hit(found, given[0][0], commands=listed(names))


def skips_checks(document: Document) -> Iterator[Hit]:
    """RESTORE without a look at what is restored."""
    for found in ordinary(document):
        last = next((one for one in reversed(found.user.tokens) if one.text.lower().endswith("sanitize-payload")), None)
        if last is not None and last.text.lower() == _SKIPS and found.may("restore"):
            yield hit(found, last.span, fix=without(last.span))


def monitoring(document: Document) -> Iterator[Hit]:
    """A user for monitoring who may do more than look."""
    for found in users(document):
        if role(found.user.name, document.admins) != EXPORTER or document.language == "sentinel-conf":
            continue
        reason = _too_wide(found)
        if reason is not None:
            command, what, severity = reason
            yield hit(found, found.giver(command), severity=severity, what=what)


def _too_wide(found: Held) -> tuple[str, str, Severity | None] | None:
    """The worst that a user for monitoring may do: the command, what it is, and how grave, if not as the page says."""
    if found.sum.everything:
        return "flushall", "run every command", Severity.ERROR
    worst = next((name for name in HARMFUL if name not in ("config|get", "keys") and found.may(name)), None)
    if worst is not None:
        return worst, f"run {listed([worst])}", None
    table = found.latest.root.table
    writes = found.sum.surely & table.category("write") & table.runnable
    names = sorted(name for name in table.named(writes) if found.may(name))
    if names:
        return names[0], f"write keys ({listed(names)})", None
    if any(part.all_keys for part in found.latest.parts):
        read = found.may_any(("eval", "get"))
        if read:
            return read[0], f"read every key's value ({listed(read)})", Severity.INFO
    return None
