"""Which files of a tree may refer to others: the whole tree is searched once, by bytes, and nothing is parsed.

A run on a few files must find what the whole tree would say of them: so it needs the files that include or mount
them, and those around them that are read together.  What is found here may refer to them; reading it tells.

One thing is not found: what a file includes that is itself named by nothing but the folder it is mounted from, and
whose name does not end in `.conf`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from itertools import islice

from redislint.discover import mentions, names
from redislint.discover.beside import Neighbours
from redislint.discover.kinds import kind_of as looks
from redislint.discover.linked import KindOf
from redislint.typed import Final

# What may be mounted as a folder, by its path from the file's own: `./conf:/data`.
_MOUNT: Final = rb"(?<![^\s\"'=])\.{1,2}(?:/[^\s\"'`:,;=\[\]{}()<>|&$*?\\]*+)?(?=[:\s\"'])"
_DIRECTIVES: Final = (b"include", b"aclfile")
# What has Terraform install a chart.
_CHART: Final = b"helm_release"
# A module that a file calls, by its path from the root of the repository.
_FROM_ROOT: Final = rb"\"\$\{get_repo_root\(\)\}/++([^\"\n$]*+)\""
# The most `dir` lines of a file that are looked at.
_MOST_FOLDERS: Final = 8

_KUSTOMIZATIONS: Final = ("kustomization.yaml", "kustomization.yml")
# What a machine's units are read with.
_MACHINES: Final = ("systemd", "sysctl")
# What lies in the folder of a chart, and the kinds of files that may install it.
_OF_CHARTS: Final = ("values.yaml", "values.yml")
_INSTALLERS: Final = ("kubernetes", "helm-values", "terraform")


class Index:
    """The files that may refer to others, by what they are likely to refer to."""

    def __init__(self, kind_of: KindOf = looks) -> None:
        self._kind_of = kind_of
        # By a word of a path that they hold, or by a pattern for names.
        self._by_word: dict[bytes, list[str]] = {}
        self._by_pattern: dict[str, list[str]] = {}
        self._kinds: dict[str, str | None] = {}
        self._neighbours = Neighbours(self._kinds)
        # Units of systemd, which are read with the machine's other files.
        self._units: list[str] = []
        # Kustomizations by what they may take in: files and folders.
        self._takers: dict[str, list[str]] = {}
        self._callers: dict[str, list[str]] = {}

    def kind(self, path: str) -> str | None:
        """The kind of a file that was found; None for one that is of ours only if another file of ours names it."""
        return self._kinds[path]

    def passes_on(self, path: str) -> bool:
        """May what names a file do so for others, which are to be found, too?"""
        return self._kinds[path] is None or posixpath.basename(path) in _KUSTOMIZATIONS

    def add(self, path: str, data: bytes) -> Iterator[str]:
        """Take in a file; yields the paths that it names, or patterns for them: they may name further ones."""
        match names.hint(path):
            case "acl":
                return
            case "dockerfile":
                kind = self._kind_of(path, data)
                if kind is not None:
                    self._take(path, kind, data)
                    yield from mentions.relative(posixpath.dirname(path), mentions.paths(data))
            case "systemd" | "sysctl":
                kind = self._kind_of(path, data)
                if kind == "systemd":
                    self._take(path, kind, data)
                    self._units.append(path)
            case "yaml" | "terraform":
                yield from self._declaration(path, self._kind_of(path, data), data)
            case _:
                yield from self._configuration(path, data, self._kind_of)

    def _declaration(self, path: str, kind: str | None, data: bytes) -> Iterator[str]:
        """Take in a file of YAML or Terraform."""
        folder = posixpath.dirname(path)
        if posixpath.basename(path) in _KUSTOMIZATIONS:
            # It takes in manifests, makes ConfigMaps of files for them, and may install charts.
            self._take(path, kind, data)
            for target in mentions.relative(folder, mentions.all_paths(data)):
                self._takers.setdefault(target, []).append(path)
            yield from mentions.relative(folder, mentions.paths(data))
        elif kind == "compose":
            # A folder that an image is built in has a file of that name.
            self._take(path, kind, data + b"\nDockerfile" if b"build" in data else data)
            mounted = (one + b"/*.conf" for one in set(re.findall(_MOUNT, data)))
            yield from mentions.relative(folder, {*mentions.paths(data), *mounted})
        elif kind is not None:
            if _installs(path, kind, data):
                # It may name files of values.
                self._take(path, kind, data)
            if kind == "terraform":
                self._call(path, data)
            self._kinds[path] = kind
        else:
            return
        self._neighbours.add(path)

    def _call(self, path: str, data: bytes) -> None:
        """Take in the modules that a file calls."""
        from redislint.read.terraform.telling import called

        folder = posixpath.dirname(path)
        found = {posixpath.join(folder, source) for source in called(data)}
        found |= {_text(source) for source in re.findall(_FROM_ROOT, data)}
        # Terragrunt has a module in its own folder where it names no other.
        found |= {folder} if path.endswith(".hcl") else set()
        for one in found:
            normal = posixpath.normpath(one) if one else ""
            self._callers.setdefault("" if normal == "." else normal, []).append(path)

    def add_named(self, path: str, data: bytes) -> Iterator[str]:
        """Take in a file that another one names and that is none of ours by itself; yields what it names."""
        yield from self._configuration(path, data, _nothing)

    def _configuration(self, path: str, data: bytes, kind_of: KindOf) -> Iterator[str]:
        said = list(mentions.values(data, _DIRECTIVES))
        if not said:
            return
        self._take(path, kind_of(path, data), b"\n".join(said))
        for one in said:
            if mentions.PATTERN.search(one):
                self._by_pattern.setdefault(mentions.pattern(one), []).append(path)
        folder = posixpath.dirname(path)
        yield from mentions.relative(folder, said)
        for inner in islice(mentions.values(data, (b"dir",)), _MOST_FOLDERS):
            # Each counts from the one before it.
            folder = posixpath.join(folder, inner.decode("utf-8", "surrogateescape"))
            yield from mentions.relative(folder, said)

    def _take(self, path: str, kind: str | None, data: bytes) -> None:
        self._kinds[path] = kind
        for word in set(mentions.WORD.findall(data)):
            self._by_word.setdefault(word, []).append(path)

    def referrers(self, paths: Iterable[str]) -> set[str]:
        """The files that may name one of these."""
        paths = [*paths]
        found: set[str] = set()
        if any(names.hint(path) in _MACHINES for path in paths):
            found.update(self._units)
        split = [posixpath.split(path) for path in paths]
        for folder, _ in split:
            found.update(self._takers.get(folder, ()))
        for folder in {posixpath.basename(folder) for folder, name in split if name in _OF_CHARTS}:
            # Who installs the chart names its folder alone.
            found.update(one for one in self._by_word.get(mentions.word(folder), ()) if self._kinds[one] in _INSTALLERS)
        for folder in {folder for folder, name in split if names.hint(name) == "terraform"}:
            found.update(self._callers.get(folder, ()))
        for name in {name for _, name in split}:
            found.update(self._by_word.get(mentions.word(name), ()))
            for pattern, files in self._by_pattern.items():
                if fnmatchcase(name, pattern):
                    found.update(files)
        return found

    def beside(self, paths: Iterable[str]) -> set[str]:
        """The files that are read together with one of these because of where it is."""
        return self._neighbours.beside(paths)


def _installs(path: str, kind: str, data: bytes) -> bool:
    """Does a file install charts?"""
    if kind == "terraform":
        return _CHART in data
    # Only where there is YAML.
    from redislint.discover.yamls import installs

    return kind in _INSTALLERS and installs(path, data)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _nothing(_path: str, _data: bytes) -> str | None:
    return None
