"""The lines of one directive, in order, folded into the value that the server has in the end.

`None` stands for arguments, and for a value, that cannot be known from the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from redislint.merged.shows import HERE
from redislint.merged.words import shown
from redislint.servers import numbers
from redislint.servers.directives import Directive, having
from redislint.servers.numbers import c_string
from redislint.servers.values import words
from redislint.typed import Final

Args = tuple[str, ...]
Lines = Sequence[Args | None]

# What Linux takes for a path.
_LONGEST_PATH: Final = 4096
_OTHER_NAMES: Final = {"replica": "slave"}


def folded(directive: Directive, lines: Lines, start: str | None, line: str) -> str | None:
    """The value after all lines; `start` is the one before them, and `line` the server's (`redis@7.2`)."""
    if not lines:
        return start
    read = [None if args is None else words(directive, args, line) for args in lines]
    if any(args is not None and args != ("",) and len(args) < directive.least for args in read):
        # No server starts with a line that has too few words, so nothing comes of it.
        return None
    fold = _FOLDS.get(directive.facts.get("shape", ""))
    if fold is not None:
        return fold(read, start, line)
    return None if read[-1] is None else shown(directive, read[-1], line)


def _save(lines: Lines, _: str | None, line: str) -> str | None:
    """Save points add up; an empty word drops those before it, and the first line of all drops the default ones.

    Up to 6.2 what is neither a pair nor the empty word is read over.
    """
    strict = line in having("checks-save")
    points: list[str] | None = []
    for args in lines:
        if args == ("",):
            points = []
        elif args is None or points is None:
            points = None
        elif strict:
            points += [str(numbers.whole(word) or 0) for word in args]
        elif len(args) == 2:
            points += [str(numbers.atoi(word)) for word in args]
    return None if points is None else " ".join(points)


def _buffer_limits(lines: Lines, start: str | None, line: str) -> str | None:
    """A hard limit, a soft limit and seconds for each class; the last line about a class wins."""
    if start is None or any(args is None for args in lines):
        return None
    first = start.split()
    limits = {first[at]: first[at + 1 : at + 4] for at in range(0, len(first), 4)}
    for args in lines:
        for at in range(0, len(args or ()), 4):
            name, hard, soft, seconds = (args or ())[at : at + 4]
            name = c_string(name).lower()
            limits[_OTHER_NAMES.get(name, name)] = [*(_size(word, line) for word in (hard, soft)), _seconds(seconds)]
    return " ".join(" ".join((name, *values)) for name, values in limits.items())


def _size(word: str, line: str) -> str:
    if line in having("checks-buffer-limits"):
        return str(numbers.memory(word) or 0)
    return str(numbers.memory_or_zero(word) & numbers.UNSIGNED_MAX)


def _seconds(word: str) -> str:
    return str(numbers.signed_32(numbers.leading(word)))


def _directory(lines: Lines, start: str | None, _: str) -> str | None:
    """Each line leads on from where the one before it led."""
    place = start
    for args in lines:
        if args is None:
            place = None
        else:
            path = c_string(args[0])
            place = _joined("", path) if path.startswith("/") else None if place is None else _joined(place, path)
            if place is not None and len(place) > _LONGEST_PATH:
                place = None
    return place


def _joined(folder: str, path: str) -> str:
    """A path as the system says it afterwards; what lies above the working directory keeps its dots."""
    parts = [part for part in folder.split("/") if part]
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] not in (HERE, ".."):
            parts.pop()
        elif part not in ("", ".") and (parts or part != ".."):
            parts.append(part)
    text = "/".join(parts)
    return text if parts[:1] == [HERE] else f"/{text}"


_FOLDS: Final = {
    "save": _save,
    "client-output-buffer-limit": _buffer_limits,
    "directory": _directory,
}
