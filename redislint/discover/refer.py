"""Which files of a tree may refer to others: the whole tree is searched once, by bytes, and nothing is parsed.

A run on a few files must find what the whole tree would say of them: so it needs the files that include or mount
them, and those around them that are read together.  What is found here may refer to them; reading it tells.

One thing is not found: what a file includes that is itself named by nothing but the folder it is mounted from, and
whose name does not end in `.conf`.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from itertools import islice

from redislint.discover import names
from redislint.discover.kinds import kind_of as looks
from redislint.discover.linked import KindOf
from redislint.typed import Final

# What a path may be made of; a name with anything else in it is known by its last such word.
_WORD: Final = re.compile(rb"[\w.\x80-\xff-]++")
_PATH: Final = rb"[\w./\x80-\xff-]++"
# What the path of a file that servers read ends with.
_READ: Final = (b".conf", b".acl")
# What may be mounted as a folder, by its path from the file's own: `./conf:/data`.
_MOUNT: Final = rb"(?<![^\s\"'=])\.{1,2}(?:/[\w./\x80-\xff-]*+)?(?=[:\s\"'])"
_DIRECTIVES: Final = (b"include", b"aclfile")
# What may stand for a name that is not written there.
_PATTERN: Final = re.compile(rb"[*?\[\\]")

# The most bytes of an `include` line that are looked at, and the most `dir` lines.
_LONGEST: Final = 4_000
_MOST_FOLDERS: Final = 8

# Files that a reader looks at from others beside them, and the kind of those; and how far below their own folder.
_BESIDE: Final = (
    (r"(?i:(?:chart|requirements|values)\.ya?ml|(?:chart|requirements)\.lock)", "helm-values", 2),
    (r"(?s:.*\.(?:tf|tofu|tfvars)(?:\.json)?)", "terraform", 0),
    (r"(?:docker-)?compose(?:\.override)?\.ya?ml|\.env", "compose", 0),
    (r"(?s:.*\.ya?ml)", "kubernetes", 0),
)
_KUSTOMIZATIONS: Final = ("kustomization.yaml", "kustomization.yml")
# How many folders above a values file its chart's own may be.
_ABOVE: Final = 2


class Index:
    """The files that may refer to others, by what they are likely to refer to."""

    def __init__(self, kind_of: KindOf = looks) -> None:
        self._kind_of = kind_of
        # By a word of a path that they hold, or by a pattern for names.
        self._by_word: dict[bytes, list[str]] = {}
        self._by_pattern: dict[str, list[str]] = {}
        self._kinds: dict[str, str | None] = {}
        self._folders: dict[str, list[str]] = {}

    def kind(self, path: str) -> str | None:
        """The kind of a file that was found; None for one that is of ours only if another file of ours names it."""
        return self._kinds[path]

    def add(self, path: str, data: bytes) -> Iterator[str]:
        """Take in a file; yields the paths that it names, or patterns for them: they may name further ones."""
        match names.hint(path):
            case "acl":
                return
            case "dockerfile":
                kind = self._kind_of(path, data)
                if kind is not None:
                    self._take(path, kind, data)
                    yield from _relative(posixpath.dirname(path), _paths(data))
            case "yaml" | "terraform":
                kind = self._kind_of(path, data)
                if posixpath.basename(path) in _KUSTOMIZATIONS:
                    # It makes ConfigMaps of files for the manifests beside it.
                    self._take(path, None, data)
                    yield from _relative(posixpath.dirname(path), _paths(data))
                elif kind == "compose":
                    # A folder that an image is built in has a file of that name.
                    self._take(path, kind, data + b"\nDockerfile" if b"build" in data else data)
                    self._folders.setdefault(posixpath.dirname(path), []).append(path)
                    mounted = (folder + b"/*.conf" for folder in set(re.findall(_MOUNT, data)))
                    yield from _relative(posixpath.dirname(path), {*_paths(data), *mounted})
                elif kind is not None:
                    self._kinds[path] = kind
                    self._folders.setdefault(posixpath.dirname(path), []).append(path)
            case _:
                yield from self._configuration(path, data, self._kind_of)

    def add_named(self, path: str, data: bytes) -> Iterator[str]:
        """Take in a file that another one names and that is none of ours by itself; yields what it names."""
        yield from self._configuration(path, data, _nothing)

    def _configuration(self, path: str, data: bytes, kind_of: KindOf) -> Iterator[str]:
        said = list(_values(data, _DIRECTIVES))
        if not said:
            return
        self._take(path, kind_of(path, data), b"\n".join(said))
        for one in said:
            if _PATTERN.search(one):
                self._by_pattern.setdefault(_pattern(one), []).append(path)
        folder = posixpath.dirname(path)
        yield from _relative(folder, said)
        for inner in islice(_values(data, (b"dir",)), _MOST_FOLDERS):
            # Each counts from the one before it.
            folder = posixpath.join(folder, inner.decode("utf-8", "surrogateescape"))
            yield from _relative(folder, said)

    def _take(self, path: str, kind: str | None, data: bytes) -> None:
        self._kinds[path] = kind
        for word in set(_WORD.findall(data)):
            self._by_word.setdefault(word, []).append(path)

    def referrers(self, paths: Iterable[str]) -> set[str]:
        """The files that may name one of these."""
        found: set[str] = set()
        for name in {posixpath.basename(path) for path in paths}:
            found.update(self._by_word.get(_word(name), ()))
            for pattern, files in self._by_pattern.items():
                if fnmatchcase(name, pattern):
                    found.update(files)
        return found

    def beside(self, paths: Iterable[str]) -> set[str]:
        """The files that are read together with one of these because of where it is."""
        found: set[str] = set()
        for path in paths:
            folder, name = posixpath.split(path)
            for pattern, kind, reach in _BESIDE:
                if re.fullmatch(pattern, name):
                    found.update(self._below(folder, kind, reach))
            if self._kinds.get(path) == "helm-values":
                found.update(self._under(folder))
        return found

    def _under(self, folder: str) -> Iterator[str]:
        """The values files that a chart's other values are laid over: in a folder, and up to two above."""
        for _ in range(_ABOVE + 1):
            paths = (posixpath.join(folder, f"values{extension}") for extension in (".yaml", ".yml"))
            yield from (path for path in paths if self._kinds.get(path) == "helm-values")
            folder = posixpath.dirname(folder)

    def _below(self, folder: str, kind: str, reach: int) -> Iterator[str]:
        """The files of a kind in a folder, or up to `reach` folders deeper."""
        for other, files in self._folders.items():
            if other == folder or _depth(folder, other) <= reach:
                yield from (file for file in files if self._kinds[file] == kind)


def _paths(data: bytes) -> set[bytes]:
    """The paths in a text that may be those of configurations or ACL files."""
    return {found for found in re.findall(_PATH, data) if found.endswith(_READ)}


def _nothing(_path: str, _data: bytes) -> str | None:
    return None


def _depth(outer: str, inner: str) -> float:
    """How many folders deep one folder lies in another; infinitely many if it does not."""
    prefix = f"{outer}/" if outer else ""
    return inner[len(prefix) :].count("/") + 1 if inner.startswith(prefix) else math.inf


def _word(name: str) -> bytes:
    """The last word of a name, as `_WORD` has it."""
    words: list[bytes] = _WORD.findall(name.encode("utf-8", "surrogateescape"))
    return words[-1] if words else b""


def _values(data: bytes, directives: Iterable[bytes]) -> Iterator[bytes]:
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


def _pattern(said: bytes) -> str:
    """The pattern for names in a path; one that matches all where an escape may stand for anything."""
    return "*" if b"\\" in said else posixpath.basename(said.decode("utf-8", "surrogateescape"))


def _relative(folder: str, named: Iterable[bytes]) -> Iterator[str]:
    """What is named as paths of the tree, as seen from a folder; none of those that lead out of it."""
    for found in named:
        target = posixpath.normpath(posixpath.join(folder, found.decode("utf-8", "surrogateescape")))
        if not target.startswith(("/", "..")):
            yield target
