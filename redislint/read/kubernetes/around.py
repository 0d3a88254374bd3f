"""The objects around one: those of its file, and those of the files beside it, found by their exact names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from copy import copy
from functools import lru_cache

from redislint.read.kubernetes.kustomize import NAMES, Kustomization, kustomization
from redislint.read.kubernetes.objects import Object, objects, within
from redislint.read.yaml import Yaml
from redislint.source import Source, Tree
from redislint.typed import Final

# Files beside one that are looked at, and how many characters each may have.
_MOST_FILES: Final = 200
_MOST_TEXT: Final = 200_000
# Files to copy from, which are not applied as they are.
_SAMPLE: Final = re.compile(r"[.-](?:example|sample|template|tmpl|tpl|dist)[.-]", re.IGNORECASE)
_KINDS: Final = (
    "ConfigMap",
    "Secret",
    "Service",
    "NetworkPolicy",
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "PersistentVolumeClaim",
    "HelmChart",
    "HelmRepository",
    "OCIRepository",
)
# What is found by its name and may lie with others of its kind, and the folders that are called after those: looked
# for in this file's folder and in each above it.
_SOURCES: Final = ("HelmChart", "HelmRepository", "OCIRepository")
_FOLDERS: Final = (
    "",
    "flux-system",
    "helm-repositories",
    "helmrepositories",
    "repos",
    "repositories",
    "repositories/helm",
    "sources",
    "flux/repositories/helm",
    "flux/meta/repositories",
    "flux/meta/repositories/helm",
    "infrastructure/sources",
)
_UP: Final = 8


class Around:
    """What a file of manifests and its folder hold; `used` are the paths of other files that something was found in."""

    def __init__(self, source: Source, own: Iterable[Object], tree: Tree) -> None:
        self.folder = posixpath.dirname(source.path)
        self.own = tuple(own)
        self.tree = tree
        self.used: set[str] = set()
        self._path = source.path
        self._others: list[Source] | None = None
        self.kustomization = self._kustomization()

    def _kustomization(self) -> Kustomization:
        for name in NAMES:
            path = posixpath.join(self.folder, name)
            source = self.tree.read(path) if path != self._path and name in self.tree.names(self.folder) else None
            if source is not None and len(source.text) <= _MOST_TEXT:
                return kustomization(Yaml(Source(path, source.text, "kubernetes")), self.folder, self.tree)
        return Kustomization()

    @classmethod
    def applied(cls, source: Source, own: Iterable[Object], tree: Tree, said: Kustomization) -> Around:
        """What a kustomization comes to: its objects are all that there are."""
        found = cls(source, own, tree)
        found.kustomization, found._others = said, []
        return found

    def installed(self, made: Iterable[Object], said: Kustomization) -> Around:
        """The same with the objects that a chart makes; `said` is what changes those, and what else is made."""
        found = copy(self)
        found.own, found.used, found.kustomization = (*self.own, *made), set(), said
        return found

    @property
    def others(self) -> list[Source]:
        """The other YAML files of the folder, and those that its kustomization names."""
        if self._others is None:
            names = [name for name in self.tree.names(self.folder) if name.lower().endswith((".yaml", ".yml"))]
            names = [name for name in names if name not in NAMES and not _SAMPLE.search(name)]
            paths = [posixpath.join(self.folder, name) for name in names]
            paths = list(dict.fromkeys([*paths, *self.kustomization.resources]))[:_MOST_FILES]
            found = [self.tree.read(path) for path in paths if path != self._path]
            self._others = [one for one in found if one is not None and len(one.text) <= _MOST_TEXT]
        return self._others

    def named(self, kind: str, name: str, namespace: str) -> Object | None:
        """The one object of this kind and name that the namespace may hold; None if there is none, or more than one."""
        for place in (self.own, self._elsewhere(kind, (name,)), *self._sources(kind, name)):
            found = [one for one in place if one.kind == kind and one.name == name and within(one.namespace, namespace)]
            if found:
                return self._use(found[0]) if len(found) == 1 else None
        return None

    def all(self, kind: str, words: Iterable[str]) -> Iterator[Object]:
        """The objects of a kind; in other files only those that have one of some words in their text."""
        for one in self.own:
            if one.kind == kind:
                yield one
        for one in self._elsewhere(kind, tuple(words)):
            if one.kind == kind:
                yield self._use(one)

    def _elsewhere(self, kind: str, words: tuple[str, ...]) -> Iterator[Object]:
        return _among(self.others, kind, words)

    def _sources(self, kind: str, name: str) -> Iterator[Iterator[Object]]:
        """Where a chart comes from is often said once for all, in a folder above or beside."""
        folder = self.folder
        for _ in range(_UP if kind in _SOURCES else 0):
            for inner in _FOLDERS:
                place = posixpath.normpath(posixpath.join(folder, inner)) if inner else folder
                yield _among(self._manifests(place), kind, (name,))
            if not folder:
                return
            folder = posixpath.dirname(folder)

    def _manifests(self, folder: str) -> Iterator[Source]:
        names = [name for name in self.tree.names(folder) if name.lower().endswith((".yaml", ".yml"))]
        for name in names[:_MOST_FILES]:
            path = posixpath.join(folder, name)
            source = self.tree.read(path) if path != self._path else None
            if source is not None and len(source.text) <= _MOST_TEXT:
                yield source

    def _use(self, found: Object) -> Object:
        if found.path != self._path:
            self.used.add(found.path)
        return found

    def mentions(self, word: str) -> bool:
        """Does a file beside this one have a word in it?"""
        return any(word in source.text.lower() for source in self.others)


def _among(sources: Iterable[Source], kind: str, words: tuple[str, ...]) -> Iterator[Object]:
    """The objects of files that may hold one of a kind, with one of some words in its text."""
    for source in sources:
        text = source.text
        is_candidate = kind in text and "{{" not in text and any(word in text for word in words)
        # Many files name an object, and one is it: each is parsed but once in a run to see what it holds.
        if is_candidate and kind in _held(source.path, text):
            yield from _objects(source.path, text)


@lru_cache(maxsize=4096)
def _held(path: str, text: str) -> frozenset[str]:
    """The kinds of the objects that a file holds."""
    return frozenset(one.kind for one in _objects(path, text))


@lru_cache(maxsize=64)
def _objects(path: str, text: str) -> tuple[Object, ...]:
    """The objects of a file beside another, as far as they may bear on it."""
    file = Yaml(Source(path, text, "kubernetes"))
    return () if file.templates else tuple(one for one in objects(file) if one.kind in _KINDS)
