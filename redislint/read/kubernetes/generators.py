"""The texts that generators of a kustomization make ConfigMaps and Secrets of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from redislint.read.dotenv import entries
from redislint.read.kubernetes.laid import Said, part
from redislint.read.kubernetes.objects import Text, scalar
from redislint.read.node import Node
from redislint.source import Source, Tree
from redislint.typed import Final

_MOST: Final = 500
_GENERATORS: Final = (("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret"))

# The texts of what is made, by its kind and name; None for one that has others, too.
Made = Mapping[tuple[str, str], Mapping[str, Text] | None]


def generators(node: Node) -> Iterator[tuple[str, str, Node]]:
    """Each generator of a kustomization: the kind and name of what it makes, and what it says."""
    for key, kind in _GENERATORS:
        found = node.get(key)
        for one in found.elements()[:_MOST] if found is not None else ():
            if scalar(one, "name"):
                yield kind, scalar(one, "name"), one


def texts(generator: Node, kind: str, folder: str, tree: Tree) -> dict[str, Text] | None:
    """The texts of a generator by the keys that they get; None where one of them is not known."""
    found: dict[str, Text] = {}
    for one in _elements(generator, "files"):
        key, sign, named = one.text.partition("=")
        path = path_of(folder, named if sign else key)
        if path is None or not one.is_known:
            return None
        found[key if sign else posixpath.basename(path)] = Text(path=path, public=kind == "ConfigMap")
    for one in _elements(generator, "literals"):
        key, sign, value = one.text.partition("=")
        if not sign or not one.is_known:
            return None
        start = len(key) + 1
        if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
            start, value = start + 1, value[1:-1]
        found[key] = Text(part(one, value, start, start + len(value)), public=kind == "ConfigMap")
    for one in (*_elements(generator, "envs"), *([generator.get("env")] if generator.get("env") is not None else ())):
        said = _variables(one, kind, folder, tree) if one is not None else None
        if said is None:
            return None
        found |= said
    return found


def _variables(named: Node, kind: str, folder: str, tree: Tree) -> dict[str, Text] | None:
    """The variables of a file; None where it is not there."""
    path = path_of(folder, named.text) if named.is_known else None
    file = tree.read(path) if path is not None else None
    if file is None or path is None:
        return None
    source = Source(path, file.text, "environment")
    found: dict[str, Text] = {}
    for name, span, text in entries(source):
        if text is None:
            return None
        found[name] = Text(Said(text, source, span.start, span.text), public=kind == "ConfigMap")
    return found


def _elements(node: Node, key: str) -> list[Node]:
    found = node.get(key)
    return found.elements()[:_MOST] if found is not None else []


def path_of(folder: str, path: str) -> str | None:
    """A path that a file in `folder` names, as one of the tree; None where it leads elsewhere."""
    if "://" in path or not path or path.startswith("/"):
        return None
    found = posixpath.normpath(posixpath.join(folder, path))
    return None if found.startswith(("/", "..")) else found
