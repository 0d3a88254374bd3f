"""The patterns of one .gitignore file, with git's own semantics (gitignore(5), and git's wildmatch.c).

Written here because a library takes longer to import than most runs take; the tests compare with `git check-ignore`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from redislint.typed import Final

_GLOB: Final = frozenset("*?[\\")
_CLASSES: Final = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x7e",
    "punct": r"!-/:-@\[-`{-~",
    "space": r" \t\n\r\f\v",
    "upper": "A-Z",
    "xdigit": "a-fA-F0-9",
}


class Patterns:
    """The patterns of one file, asked for an entry whose folders are known not to be ignored.

    Most patterns are a name, `*.ext` or a path: those are looked up.  The last pattern that matches counts.
    """

    __slots__ = ("_globs", "_names", "_paths", "_suffixes", "_verdicts")

    def __init__(self, lines: Iterable[str]) -> None:
        # By index: is the entry ignored then, and must it be a folder?
        self._verdicts: list[tuple[bool, bool]] = []
        self._names: dict[str, list[int]] = {}
        self._paths: dict[str, list[int]] = {}
        self._suffixes: list[tuple[str, int]] = []
        self._globs: list[tuple[str, bool, int]] = []
        for line in lines:
            self._add(line)

    def _add(self, line: str) -> None:
        pattern = _trimmed(line)
        negated = pattern.startswith("!")
        pattern = pattern[1:] if negated else pattern
        if not pattern or line.startswith("#"):
            return
        only_folders = pattern.endswith("/")
        pattern = pattern[:-1] if only_folders else pattern
        index = len(self._verdicts)
        self._verdicts.append((not negated, only_folders))
        is_path = "/" in pattern
        pattern = pattern.removeprefix("/")
        if _GLOB.isdisjoint(pattern):
            (self._paths if is_path else self._names).setdefault(pattern, []).append(index)
        elif not is_path and pattern[0] == "*" and _GLOB.isdisjoint(pattern[1:]):
            self._suffixes.append((pattern[1:], index))
        else:
            self._globs.append((pattern, is_path, index))

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """Is the entry ignored (True), kept by a `!` (False), or not mentioned (None)?

        `path` is relative to the folder of the .gitignore file.
        """
        best = -1
        for index in self._matching(path, path.rpartition("/")[2]):
            if index > best and (is_folder or not self._verdicts[index][1]):
                best = index
        return None if best < 0 else self._verdicts[best][0]

    def _matching(self, path: str, name: str) -> Iterator[int]:
        yield from self._names.get(name, ())
        yield from self._paths.get(path, ())
        for suffix, index in self._suffixes:
            if name.endswith(suffix):
                yield index
        for pattern, is_path, index in self._globs:
            glob = compiled(pattern)
            if glob is not None and glob.fullmatch(path if is_path else name):
                yield index


def parsed(data: bytes) -> Patterns:
    """The patterns of a file's bytes: lines end at LF or CRLF, and a BOM does not count."""
    text = data.decode("utf-8-sig", "surrogateescape")
    return Patterns(line.removesuffix("\r") for line in text.split("\n"))


def _trimmed(line: str) -> str:
    """The line without the blanks at its end that no backslash keeps."""
    end = len(line.rstrip(" "))
    if end == len(line):
        return line
    backslashes = end - len(line[:end].rstrip("\\"))
    return line[: end + backslashes % 2]


@cache
def compiled(pattern: str) -> re.Pattern[str] | None:
    """A pattern as an expression for whole paths; None for one that matches nothing.

    What is between two `**` or two `*` is matched where it first can be: nothing is won by trying further on, so
    that no pattern is slow.
    """
    try:
        return re.compile(_expression(pattern.split("/")), re.DOTALL)
    except ValueError:
        return None


def _expression(parts: list[str]) -> str:
    """`a/**/b` from its parts."""
    groups: list[list[str]] = [[]]
    for part in parts:
        if len(part) > 1 and not part.strip("*"):
            groups.append([])
        else:
            groups[-1].append(_component(part))
    first, last = "/".join(groups[0]), "/".join(groups[-1])
    if len(groups) == 1:
        return first
    middle = "".join(f"(?>(?:[^/]++/)*?{'/'.join(group)}/)" for group in groups[1:-1] if group)
    head = f"{first}/" if first else ""
    return f"{head}{middle}(?:[^/]++/)*{last}" if last else f"{head}{middle}.+"


def _component(part: str) -> str:
    """One part of a path: no wildcard in it crosses a slash."""
    pieces: list[str] = [""]
    position = 0
    while position < len(part):
        character = part[position]
        position += 1
        if character == "*":
            pieces.append("")
        elif character == "?":
            pieces[-1] += "[^/]"
        elif character == "[":
            one, position = _bracket(part, position)
            pieces[-1] += one
        elif character == "\\":
            if position == len(part):
                raise ValueError("nothing follows the backslash")
            pieces[-1] += re.escape(part[position])
            position += 1
        else:
            pieces[-1] += re.escape(character)
    if len(pieces) == 1:
        return pieces[0]
    middle = "".join(f"(?>[^/]*?{piece})" for piece in pieces[1:-1] if piece)
    return f"{pieces[0]}{middle}[^/]*{pieces[-1]}"


def _bracket(part: str, position: int) -> tuple[str, int]:
    """`[...]` from behind its `[`: the expression, and where it ends."""
    negated = part[position : position + 1] in ("!", "^")
    position += negated
    found: list[str] = []
    start = position
    while True:
        if position >= len(part):
            raise ValueError("the bracket is not closed")
        if part[position] == "]" and position > start:
            break
        if part.startswith("[:", position):
            end = part.find("]", position + 2)
            name = part[position + 2 : end - 1]
            if end < 0 or (part[end - 1] == ":" and name not in _CLASSES):
                raise ValueError("no such class of characters")
            if part[end - 1] == ":":
                found.append(_CLASSES[name])
                position = end + 1
                continue
        first, position = _member(part, position)
        if part.startswith("-", position) and part[position + 1 : position + 2] not in ("", "]"):
            last, position = _member(part, position + 1)
            if first <= last:
                found.append(f"{re.escape(first)}-{re.escape(last)}")
            else:
                # An empty range; but its first character has been compared already.
                found.append(re.escape(first))
        else:
            found.append(re.escape(first))
    inside = "".join(found)
    return (f"[^/{inside}]" if negated else f"(?!/)[{inside}]"), position + 1


def _member(part: str, position: int) -> tuple[str, int]:
    if part[position] == "\\":
        position += 1
    if position >= len(part):
        raise ValueError("nothing follows the backslash")
    return part[position], position + 1
