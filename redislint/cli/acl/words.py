"""Users, commands, rules and places, as the answers write them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from redislint.access.names import shown
from redislint.access.people import People, Person
from redislint.access.questions import WATCHED
from redislint.access.word import Word
from redislint.cli.acl.blocks import Head, Note, listed, quoted
from redislint.outcome.tell import named
from redislint.report.words import clean, visible
from redislint.report.wrap import Line
from redislint.servers import ranges
from redislint.source import Span
from redislint.typed import Any, Final

# Of more commands in one sentence nobody reads all; JSON has them.
MOST: Final = 8
# A built-in user has no rule that gives it anything.
_BUILT_IN: Final = "nobody wrote it"


def place(span: Span, path: str = "") -> str:
    """`users.acl:3:24`."""
    line, column = span.position
    return visible(f"{path or span.source.path}:{line}:{column}")


def by(words: Collection[Word], person: Person | None, path: str = "") -> Line:
    """`by +@write users.acl:3:24`, to stand behind what these rules do."""
    if person is not None and person.why:
        return [(f" as {_BUILT_IN} ", ""), (place(person.span, path), "gutter")]
    if not words:
        return []
    lines: list[Line] = [
        [quoted(one.text), (" ", ""), (place(one.span, path), "gutter")] for one in islice(words, MOST)
    ]
    if len(words) > MOST:
        lines.append([(f"{len(words) - MOST} more rules", "")])
    return [(" by ", ""), *listed(lines)]


def commands(names: Sequence[str], most: int = MOST) -> Line:
    """`CONFIG SET, DEBUG and 12 more`; where some are left out, not those that a reviewer asks for."""
    if len(names) > most + 1:
        names = sorted(names, key=lambda name: name not in WATCHED)
    names = [shown(name) for name in names]
    if len(names) > most + 1:
        return [(", ".join(names[:most]), "message"), (f" and {len(names) - most} more", "")]
    return listed([(name, "message")] for name in names)


def versions(lines: Iterable[str], everybody: People) -> str:
    """` (redis 7.0 and later)`, where these are not all versions in question; else nothing."""
    lines = frozenset(lines)
    return "" if lines == frozenset(everybody.lines) else f" ({ranges.describe(lines)})"


def head(everybody: People) -> Head:
    """The server: its file, and the version that the answer is for."""
    instance = everybody.instance
    if instance.server is not None and everybody.lines == (instance.server.key,):
        said = f" ({instance.origin.said})" if instance.origin is not None else ""
        return Head(1, [(named(instance), "path")], f"{instance.server}{said}")
    if len(everybody.lines) > 1 and instance.server is None:
        return Head(1, [(named(instance), "path")], f"version not known: {ranges.describe(frozenset(everybody.lines))}")
    return Head(1, [(named(instance), "path")], ranges.describe(frozenset(everybody.lines)))


def notes(everybody: People, refused: Sequence[str] = ()) -> list[Note]:
    """What the reader must know beside the answer."""
    found = [Note([(f"it does not start: {text}", "")], "error") for text in refused]
    found += [Note([(f"{one.why} ({place(one.span)})", "")], "warning") for one in everybody.missing]
    if not everybody.has_acls:
        found.append(Note([("redis 5.0 has no ACLs: whoever gets in may do everything", "")], "warning"))
    if everybody.blurred:
        found.append(
            Note([("a `rename-command` is not known: commands may be gone, or called otherwise", "")], "warning")
        )
    if everybody.gone:
        names = commands(sorted(everybody.gone))
        them = "it" if len(everybody.gone) == 1 else "them"
        at = ", ".join(place(span) for span in everybody.gone.values())
        found.append(Note([("nobody can run ", ""), *names, (f": `rename-command` takes {them} away ({at})", "")]))
    return found


def passwords(person: Person) -> str:
    """`2 passwords (1 clear, 1 hash)`; never which."""
    count = sum(person.passwords.values())
    if not count:
        return "no password"
    kinds = {"clear": "in clear", "hash": "as a hash", "unknown": "from a template"}
    said = ", ".join(f"{number} {kinds[kind]}" for kind, number in person.passwords.items())
    return f"{count} password{'s' if count != 1 else ''} ({said if count != 1 else said.partition(' ')[2]})"


def word_rows(words: Iterable[Word], person: Person | None) -> list[dict[str, Any]]:
    """Rules, for programs; a user whom nobody wrote has none."""
    if person is not None and person.why:
        return []
    return [
        {"rule": clean(one.text), "path": clean(one.span.source.path), "line": line, "column": column}
        for one in words
        for line, column in (one.span.position,)
    ]


def server_row(everybody: People, refused: Sequence[str] = ()) -> dict[str, Any]:
    """What is said of the server itself, for programs."""
    instance = everybody.instance
    return {
        "path": clean(instance.anchor.source.path),
        "name": clean(instance.name),
        "server": instance.server.key if instance.server is not None else None,
        "versions": list(everybody.lines),
        "refused": [clean(text) for text in refused],
        "unknown": [clean(one.why) for one in everybody.missing],
        "gone": sorted(everybody.gone),
    }


def person_row(person: Person) -> dict[str, Any]:
    """What is said of a user, for programs."""
    line, column = person.span.position
    return {
        "name": clean(person.name),
        "written": not person.why,
        "why": person.why or None,
        "path": clean(person.span.source.path),
        "line": line,
        "column": column,
        "known": person.held is not None,
        "enabled": person.enabled,
        "nopass": person.nopass,
        "passwords": dict(person.passwords),
    }
