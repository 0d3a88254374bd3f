"""Single rules of users: those that are on their way out, and those that change nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from redislint.access.user import Held, held
from redislint.access.word import Word
from redislint.acl.permissions import READ, WRITE, Permissions
from redislint.acl.table import HAS_SUBCOMMANDS
from redislint.checks.ordinary import hit, users, without
from redislint.finding import Fix, Hit, Related
from redislint.model.document import Document
from redislint.typed import Final

_MOST: Final = 2_000
# Said for clearness at the beginning of a list.
_STARTS: Final = ("-@all", "nocommands")


def first_argument(document: Document) -> Iterator[Hit]:
    """`+select|0`: the first argument of a command that has no subcommands."""
    for found in users(document):
        for part, words in found.parts():
            if part.table.line in HAS_SUBCOMMANDS:
                for word, command in _first_arguments(part, words):
                    yield hit(found, word, word=word.text, command=command.upper())


def _first_arguments(part: Permissions, words: Mapping[int, Word]) -> Iterator[tuple[Word, str]]:
    for word in words.values():
        command, bar, argument = word.text.lower().removeprefix("+").partition("|")
        if bar and argument in (one.lower() for one in part.first_args.get(command, ())):
            yield word, command


def without_effect(document: Document) -> Iterator[Hit]:
    """Rules after which the user may do what it could before, in every version; one finding for a user."""
    for user in islice(document.users, _MOST):
        found = held(user, document.server)
        words = list(_idle(found)) if found is not None and not found.latest.faults else []
        if found is not None and words:
            first, *others = words
            what = f"`{first.text}` and {len(others)} more change" if others else f"`{first.text}` changes"
            related = tuple(Related(one.span, f"`{one.text}`") for one in others)
            yield hit(found, first, related=related, fix=_removed(words), what=what)


def _removed(words: Sequence[Word]) -> Fix | None:
    """A fix that takes all of the words out."""
    fixes = [without(one.span) for one in words]
    edits = tuple(edit for fix in fixes if fix is not None for edit in fix.edits)
    return Fix("remove what changes nothing", edits, safe=True) if len(edits) == len(words) else None


def _idle(found: Held) -> Iterator[Word]:
    """The rules about commands and keys that change nothing; each pattern of channels counts."""
    _, words = next(found.parts())
    keys: dict[str, int] = {}
    arguments: set[str] = set()
    for at, word in words.items():
        text = word.text
        if text.startswith(("~", "%")) and text != "~*":
            pattern, access = _key(text)
            if keys.get(pattern, 0) & access == access:
                yield word
            keys[pattern] = keys.get(pattern, 0) | access
        elif text.startswith(("+", "-")) and at in found.sum.idle and text.lower() not in _STARTS:
            if "|" in text and text[0] == "+" and text.lower() not in arguments and not _is_given(found, text):
                arguments.add(text.lower())
            else:
                yield word
        elif text.lower() in ("reset", "resetkeys"):
            keys = {}


def _is_given(found: Held, text: str) -> bool:
    """Is the subcommand one that the server has, so that allowing it again is nothing?"""
    return found.latest.root.table.bit(text[1:].lower()) != 0


def _key(text: str) -> tuple[str, int]:
    letters, _, pattern = text.partition("~")
    access = READ * ("r" in letters.lower()) | WRITE * ("w" in letters.lower())
    return pattern, access or READ | WRITE
