"""A unified diff that `git apply` takes, and that shows no secret.

A hunk has up to three lines around what changes, fewer where the next one holds a secret.  What cannot be shown
without one is left out, and named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from redislint.report.mask import Masks
from redislint.source import Source
from redislint.typed import Final, NamedTuple

_AROUND: Final = 3
# What git writes in the name of a file as it is.
_PLAIN: Final = frozenset(range(0x20, 0x7F)) - frozenset(b'"\\')
_NO_END: Final = "\\ No newline at end of file\n"

IsSecret = Callable[[int], bool]


class Patch(NamedTuple):
    """The lines of a patch of one file, and the lines of the file whose change is not shown."""

    lines: tuple[str, ...]
    hidden: tuple[int, ...]


class Side(NamedTuple):
    """One text of a file in lines, and which of them (from 0) hold a secret."""

    lines: list[str]
    is_secret: IsSecret


class _Change(NamedTuple):
    """Lines `start` to `end` become `to_start` to `to_end`."""

    start: int
    end: int
    to_start: int
    to_end: int


class _Hunk(NamedTuple):
    """Changes that share the lines between them, with `before` lines around them, and `behind`."""

    changes: tuple[_Change, ...]
    before: int
    behind: int

    @property
    def span(self) -> _Change:
        """From the first line of the first change to the last of the last."""
        first, last = self.changes[0], self.changes[-1]
        return _Change(first.start, last.end, first.to_start, last.to_end)


def side(path: str, text: str, masks: Masks) -> Side:
    """A text as one side of a patch."""
    source = Source(path, text, "")
    starts = [*source.line_starts, len(text)]
    lines = [text[start:end] for start, end in pairwise(starts) if start < end]
    return Side(lines, lambda number: bool(masks.within(source, starts[number], starts[number] + len(lines[number]))))


def patch(path: str, old: Side, new: Side) -> Patch:
    """How to make `new` of `old`."""
    shown: list[str] = []
    hidden: list[int] = []
    shift = 0
    for part in _parts(old, new):
        span = part.span
        is_secret = any(map(old.is_secret, range(span.start, span.end))) or any(
            map(new.is_secret, range(span.to_start, span.to_end))
        )
        # Without a line behind it git takes what changes for the end of the file.
        if is_secret or (not part.behind and span.end < len(old.lines)):
            hidden.append(span.start + 1)
        else:
            shown += _hunk(part, old.lines, new.lines, shift)
            shift += (span.to_end - span.to_start) - (span.end - span.start)
    if shown:
        shown = [f"--- {_name('a/' + path)}\n", f"+++ {_name('b/' + path)}\n", *shown]
    return Patch(tuple(shown), tuple(hidden))


def _parts(old: Side, new: Side) -> Iterator[_Hunk]:
    """What changes, with the lines around it; what would share lines is one."""
    changes = list(_changes(old.lines, new.lines))
    hunk: _Hunk | None = None
    for index, change in enumerate(changes):
        following = changes[index + 1].start if index + 1 < len(changes) else len(old.lines)
        behind = _clear(old.is_secret, range(change.end, min(change.end + _AROUND, following)))
        least = hunk.span.end + hunk.behind if hunk is not None else 0
        around = range(change.start - 1, max(change.start - _AROUND, least) - 1, -1)
        if hunk is not None and least + _clear(old.is_secret, around) == change.start:
            hunk = _Hunk((*hunk.changes, change), hunk.before, behind)
            continue
        if hunk is not None:
            yield hunk
        hunk = _Hunk((change,), _clear(old.is_secret, around), behind)
    if hunk is not None:
        yield hunk


def _clear(is_secret: IsSecret, lines: range) -> int:
    """How many of these lines come before the first that holds a secret."""
    return next((count for count, number in enumerate(lines) if is_secret(number)), len(lines))


def _changes(old: list[str], new: list[str]) -> Iterator[_Change]:
    """What difflib finds to change between the lines that both begin with, and both end with."""
    most = min(len(old), len(new))
    first = next((index for index in range(most) if old[index] != new[index]), most)
    last = next((index for index in range(most - first) if old[-1 - index] != new[-1 - index]), most - first)
    matcher = SequenceMatcher(None, old[first : len(old) - last], new[first : len(new) - last])
    for sign, *places in matcher.get_opcodes():
        if sign != "equal":
            yield _Change(*(place + first for place in places))


def _hunk(hunk: _Hunk, old: list[str], new: list[str], shift: int) -> Iterator[str]:
    span = hunk.span
    start, end = span.start - hunk.before, span.end + hunk.behind
    count, to_count = end - start, end - start + (span.to_end - span.to_start) - (span.end - span.start)
    # A stretch of no lines is said by the line before it.
    yield f"@@ -{start + (count > 0)},{count} +{start + shift + (to_count > 0)},{to_count} @@\n"
    for change in hunk.changes:
        yield from _signed(" ", old[start : change.start])
        yield from _signed("-", old[change.start : change.end])
        yield from _signed("+", new[change.to_start : change.to_end])
        start = change.end
    yield from _signed(" ", old[start:end])


def _signed(sign: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n{_NO_END}"


def _name(path: str) -> str:
    """A path as git writes it: in quotes where it has more than letters, with octal escapes."""
    data = path.encode("utf-8", "surrogateescape")
    if all(byte in _PLAIN for byte in data):
        return f"{path}\t" if " " in path else path
    return '"' + "".join(chr(byte) if byte in _PLAIN else f"\\{byte:03o}" for byte in data) + '"'
