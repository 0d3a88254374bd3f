"""Paths seen from a folder of the tree."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable

from redislint.typed import Final

# Where people keep what never runs in production.
_REHEARSAL: Final = re.compile(
    r"(^|/)(dev|develop|development|local|test|tests|testing|testdata|test_data|e2e|ci|example|examples|sample|samples"
    r"|demo|demos|docs|fixtures|\.devcontainer|\.github/workflows)/"
    r"|(^|/)(docker-)?compose[^/]*[.-](override|dev|local|test|tests|ci)\.[^/]+$"
)


def is_rehearsal(path: str) -> bool:
    """Does a file lie where what never runs in production is kept?"""
    return _REHEARSAL.search(path) is not None


def within(folder: str | None, path: str) -> str | None:
    """A path seen from a folder of the tree; None if it is not in the tree, or the folder is not known."""
    if folder is None or path.startswith("/"):
        return None
    joined = posixpath.normpath(posixpath.join(folder, path))
    if joined == ".." or joined.startswith("../"):
        return None
    return "" if joined == "." else joined


def is_pattern(path: str) -> bool:
    """Does a path stand for all files that it fits, where servers read it so (7.0 and later)?"""
    return any(sign in path for sign in "*?[")


def fitting(files: Iterable[str], pattern: str) -> list[str]:
    """The files, out of all that there are, that a pattern stands for, in the order in which glob(3) gives them."""
    parts = pattern.split("/")
    found = [file for file in files if _fits(file.split("/"), parts)]
    return sorted(found, key=lambda file: file.encode("utf-8", "surrogateescape"))


def _fits(names: list[str], patterns: list[str]) -> bool:
    return len(names) == len(patterns) and all(map(fits, names, patterns))


def fits(name: str, pattern: str) -> bool:
    """Does a name fit a pattern as glob(3) reads it?  A leading dot must be written, and a backslash escapes."""
    from fnmatch import fnmatchcase

    if name.startswith(".") and not pattern.startswith((".", "\\.")):
        return False
    plain = re.sub(r"\\(.?)", lambda sign: f"[{sign[1]}]" if sign[1] in tuple("*?[") else sign[1], pattern)
    return fnmatchcase(name, plain.replace("[^", "[!"))


def is_folder(files: Collection[str], path: str) -> bool:
    """Is a path a folder, where these files are all there is?"""
    return path == "" or any(file.startswith(f"{path}/") for file in files)
