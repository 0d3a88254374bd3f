"""kustomization.yaml: the files that it takes in, the texts that it makes ConfigMaps of, and what it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from redislint.read.kubernetes.generators import Made, generators, path_of, texts
from redislint.read.kubernetes.objects import Object, scalar
from redislint.read.yaml import Node, Yaml
from redislint.source import Tree
from redislint.typed import Final, NamedTuple

NAMES: Final = ("kustomization.yaml", "kustomization.yml")
_MOST: Final = 500
_PATCHES: Final = ("patches", "patchesStrategicMerge", "patchesJson6902")


class Kustomization(NamedTuple):
    """What a kustomization says.

    resources  the files of the tree that it takes in
    made       by kind and name of what it makes, its texts by their keys; None for one that has more
    patched    kinds and names of the objects that it changes; an empty name or kind is any
    images     names of the images that it replaces
    counted    names of the objects whose replicas it sets
    """

    resources: tuple[str, ...] = ()
    made: Made = MappingProxyType({})
    patched: tuple[tuple[str, str], ...] = ()
    images: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()

    def changes(self, found: Object) -> bool:
        """Is an object changed, so that what it says may not be what there will be?"""
        is_patched = any(
            (not kind or kind == found.kind) and (not name or _fits(name, found.name)) for kind, name in self.patched
        )
        return is_patched or found.name in self.counted


def kustomization(file: Yaml, folder: str, tree: Tree) -> Kustomization:
    """What the file says that lies in `folder`."""
    if len(file.documents) != 1 or file.templates:
        return Kustomization()
    node = file.documents[0]
    made = {
        # What is merged into or replaced is made elsewhere.
        (kind, name): None if scalar(one, "behavior") else texts(one, kind, folder, tree)
        for kind, name, one in generators(node)
    }
    names = [path_of(folder, one.text) for key in ("resources", "bases") for one in _elements(node, key)]
    return Kustomization(
        resources=tuple(path for path in names if path is not None and path.endswith((".yaml", ".yml"))),
        made=made,
        patched=tuple(_patched(node)),
        images=frozenset(scalar(one, "name") for one in _elements(node, "images")),
        counted=frozenset(scalar(one, "name") for one in _elements(node, "replicas")),
    )


def _elements(node: Node, key: str) -> list[Node]:
    found = node.get(key)
    return found.elements()[:_MOST] if found is not None else []


def _patched(node: Node) -> Iterator[tuple[str, str]]:
    """What is patched: by a patch's target, or by the kind and name that the patch itself has; any if in a file."""
    for key in _PATCHES:
        for one in _elements(node, key):
            target = one.get("target")
            text = one.text or scalar(one, "patch")
            kind, name = re.search(r"(?m)^kind:[ \t]*(\w+)", text), re.search(r"(?m)^[ \t]+name:[ \t]*([\w.-]+)", text)
            if target is not None:
                yield scalar(target, "kind"), scalar(target, "name")
            elif kind and name:
                yield kind[1], name[1]
            else:
                yield "", ""
    if node.get("components") is not None or node.get("transformers") is not None:
        yield "", ""


def _fits(pattern: str, name: str) -> bool:
    """Does the name in a target, which is a regular expression, fit?  Only plain ones are certain not to."""
    return pattern == name or re.fullmatch(r"[\w.-]+", pattern) is None
