"""What a kustomization comes to: the objects of its bases with its patches, and the texts that it makes.

Source: kubectl.docs.kubernetes.io/references/kustomize/kustomization.  Prefixes and suffixes of names, labels and
annotations are passed over: they are added wherever something refers to them as well.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from itertools import islice

from redislint.read.kubernetes.generators import generators, path_of, texts
from redislint.read.kubernetes.kustomize import NAMES
from redislint.read.kubernetes.objects import Object, Text, contents, objects, scalar
from redislint.read.kubernetes.patches import images, patched, replicas
from redislint.read.node import Node
from redislint.read.yaml import Yaml
from redislint.source import Source, Span, Tree
from redislint.typed import Final

_DEEPEST: Final = 16
_MOST_FILES: Final = 300
_MOST_TEXT: Final = 200_000
_MOST_OBJECTS: Final = 2_000
_MANIFESTS: Final = (".yaml", ".yml", ".json")
# What may change anything, in ways that are not followed here.
_OTHERS: Final = ("transformers", "replacements", "vars", "helmCharts", "helmChartInflationGenerator", "generators")

Key = tuple[str, str]


class Overlay:
    """A kustomization, applied.

    objects  those of its resources, as they are after its patches
    made     the texts of the ConfigMaps and Secrets that it makes, None for one of which not all is known
    unsure   kinds and names of objects of which not all is known; empty ones stand for any
    open     there may be other objects
    files    the paths of the files that it is made from
    comments those of its own file that speak to redislint
    """

    def __init__(self, tree: Tree) -> None:
        self.objects: list[Object] = []
        self.made: dict[Key, dict[str, Text] | None] = {}
        self.unsure: list[Key] = []
        self.open = False
        self.files: dict[str, None] = {}
        self.comments: tuple[Span, ...] = ()
        self._tree = tree

    def add(self, path: str, depth: int = 0) -> None:
        """Take in the kustomization at a path, with what it names."""
        source = self._read(path)
        file = Yaml(source) if source is not None else None
        if file is None or len(file.documents) != 1 or file.templates or depth > _DEEPEST:
            self.open = True
            self.unsure.append(("", ""))
            return
        node, folder = file.documents[0], posixpath.dirname(path)
        self.comments = self.comments if depth else file.comments()
        for one in _taken_in(node):
            self._take(one, folder, depth)
        self._make(node, folder)
        self._change(node, folder)

    def _read(self, path: str) -> Source | None:
        found = self._tree.read(path) if len(self.files) < _MOST_FILES and path not in self.files else None
        if found is None or len(found.text) > _MOST_TEXT:
            return None
        self.files[path] = None
        return Source(path, found.text, "kubernetes")

    def _take(self, named: Node, folder: str, depth: int) -> None:
        """Take in a resource: a file of objects, or a folder with a kustomization."""
        path = path_of(folder, named.text) if named.is_known else None
        if path is None:
            self.open = True
        elif path.endswith(_MANIFESTS):
            self._manifest(path)
        else:
            inner = _within(path, self._tree)
            if inner is None:
                self.open = True
            else:
                self.add(inner, depth + 1)

    def _manifest(self, path: str) -> None:
        source = self._read(path)
        file = Yaml(source) if source is not None else None
        if file is None or file.templates or file.problems:
            self.open = True
        else:
            self.objects += islice(objects(file), max(_MOST_OBJECTS - len(self.objects), 0))

    def _make(self, node: Node, folder: str) -> None:
        """The texts of generators, merged with those of its bases where they are to be."""
        for kind, name, one in generators(node):
            found, behavior = texts(one, kind, folder, self._tree), scalar(one, "behavior")
            if behavior == "merge":
                below = self._made(kind, name)
                found = None if below is None or found is None else {**below, **found}
            self.made[kind, name] = found

    def _made(self, kind: str, name: str) -> dict[str, Text] | None:
        if (kind, name) in self.made:
            return self.made[kind, name]
        found = [one for one in self.objects if (one.kind, one.name) == (kind, name)]
        return contents(found[0]) if len(found) == 1 and (kind, name) not in self.unsure else None

    def _change(self, node: Node, folder: str) -> None:
        self.objects, unsure = patched(self.objects, node, folder, self._read)
        self.unsure += unsure
        if any(node.get(key) is not None for key in _OTHERS):
            self.unsure.append(("", ""))
        namespace = scalar(node, "namespace")
        if namespace:
            self.objects = [one._replace(namespace=namespace) for one in self.objects]
        self.objects = [replicas(images(one, node), node) for one in self.objects]


def _elements(node: Node, key: str) -> Iterator[Node]:
    found = node.get(key)
    yield from found.elements()[:_MOST_FILES] if found is not None else ()


def _taken_in(node: Node) -> Iterator[Node]:
    for key in ("resources", "bases", "components"):
        yield from _elements(node, key)


def _within(folder: str, tree: Tree) -> str | None:
    """The path of the kustomization in a folder; None if there is none."""
    folder = "" if folder == "." else folder
    name = next((one for one in NAMES if one in tree.names(folder)), None)
    return posixpath.join(folder, name) if name is not None else None


def mentioned(path: str, tree: Tree, words: Sequence[str]) -> bool:
    """Does one of the files that a kustomization takes in have one of some words in it?  Few are parsed for this."""
    queue, seen = [path], {path}
    while queue and len(seen) < _MOST_FILES:
        path = queue.pop()
        source = tree.read(path)
        if source is None or len(source.text) > _MOST_TEXT:
            continue
        if any(word in source.text.lower() for word in words):
            return True
        if posixpath.basename(path) in NAMES:
            for one in _named(Yaml(Source(path, source.text, "kubernetes")), posixpath.dirname(path), tree):
                if one not in seen:
                    seen.add(one)
                    queue.append(one)
    return False


def _named(file: Yaml, folder: str, tree: Tree) -> Iterator[str]:
    """The files that a kustomization takes in."""
    taken = [one for node in file.documents[:1] for one in (*_taken_in(node), *_values(node))]
    for one in taken:
        path = path_of(folder, one.text)
        found = path if path is None or path.endswith(_MANIFESTS) else _within(path, tree)
        if found is not None:
            yield found


def _values(node: Node) -> Iterator[Node]:
    """The values files that a kustomization gives to charts."""
    for chart in _elements(node, "helmCharts"):
        named = chart.get("valuesFile")
        yield from (*([named] if named is not None else []), *_elements(chart, "additionalValuesFiles"))
