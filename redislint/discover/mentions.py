"""Words and paths in the bytes of a file that may be those of other files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from redislint.typed import Final

# What a path may be made of; a name with anything else in it is known by its last such word.
WORD: Final = re.compile(rb"[\w.\x80-\xff-]++")
_PATH: Final = rb"[\w./\x80-\xff-]++"
# What a name on disk may hold besides: all that no YAML and no shell takes for a sign of its own.
_ODD_PATH: Final = rb"[^\s\"'`:,;=\[\]{}()<>|&$*?\\]++"
# What the path of a file that servers read ends with.
_READ: Final = (b".conf", b".acl")
# What may stand for a name that is not written there.
PATTERN: Final = re.compile(rb"[*?\[\\]")

# The most bytes of an `include` line that are looked at.
_LONGEST: Final = 4_000


def all_paths(data: bytes) -> set[bytes]:
    """Whatever in a text may be a path."""
    return {*re.findall(_PATH, data), *re.findall(_ODD_PATH, data)}


def paths(data: bytes) -> set[bytes]:
    """The paths in a text that may be those of configurations or ACL files."""
    return {found for found in all_paths(data) if found.endswith(_READ)}


def word(name: str) -> bytes:
    """The last word of a name, as `WORD` has it."""
    words: list[bytes] = WORD.findall(name.encode("utf-8", "surrogateescape"))
    return words[-1] if words else b""


def values(data: bytes, directives: Iterable[bytes]) -> Iterator[bytes]:
    """What stands behind each of some directives, in a configuration."""
    lower = data.lower()
    for name in directives:
        start = lower.find(name)
        while start >= 0:
            end = start + len(name)
            line = data.rfind(b"\n", 0, start) + 1
            stop = data.find(b"\n", end)
            stop = stop if stop >= 0 else len(data)
            if not data[line:start].strip(b" \t\r\"'\0\xef\xbb\xbf") and data[end : end + 1] in b" \t\v\f\r\"'":
                yield data[end : min(stop, end + _LONGEST)].strip(b" \t\v\f\r\"'")
            start = lower.find(name, stop)


def pattern(said: bytes) -> str:
    """The pattern for names in a path; one that matches all where an escape may stand for anything."""
    return "*" if b"\\" in said else posixpath.basename(said.decode("utf-8", "surrogateescape"))


def relative(folder: str, named: Iterable[bytes]) -> Iterator[str]:
    """What is named as paths of the tree, as seen from a folder; none of those that lead out of it."""
    for found in named:
        target = posixpath.normpath(posixpath.join(folder, found.decode("utf-8", "surrogateescape")))
        if not target.startswith(("/", "..")):
            yield target
