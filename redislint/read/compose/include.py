"""Files that a compose file includes: what they declare becomes part of its project."""

from __future__ import annotations

import posixpath

from redislint.model.paths import within
from redislint.read.compose.files import ENVIRONMENT, Files, filled_in
from redislint.read.compose.interpolate import value_of
from redislint.read.compose.layers import laid
from redislint.read.yaml import Node
from redislint.typed import Final

# How far files are followed that include others.
_DEEPEST: Final = 16


def included(document: Node, files: Files, chain: tuple[str, ...]) -> Node:
    """A document laid over all that it includes; `chain` are the files that led to it, and its own."""
    node = document.get("include")
    below: Node | None = None
    for element in node.elements() if node is not None and len(chain) <= _DEEPEST else ():
        found = _one(element, files, chain)
        if found is not None:
            below = found if below is None else laid(below, found)
    return document if below is None else laid(below, document)


def _one(element: Node, files: Files, chain: tuple[str, ...]) -> Node | None:
    """What one entry includes: files laid over each other; None where they are not in the tree.

    Relative paths in them count from `project_directory`, else from the folder of the first one.
    """
    paths = _paths(element.get("path") if element.kind == "mapping" else element, element.file.folder)
    files.left -= 1
    if element.kind == "sequence" or not paths or paths[0] in chain or files.left < 0:
        return None
    home = element.get("project_directory") if element.kind == "mapping" else None
    folder = posixpath.dirname(paths[0]) if home is None else within(element.file.folder, value_of(home) or "/")
    if folder is None:
        return None
    variables = _variables(element, folder, files)
    whole: Node | None = None
    for path in paths:
        file = files.file(path, folder, variables)
        if file is None or not file.documents or file.documents[0].kind != "mapping":
            return None
        whole = file.documents[0] if whole is None else laid(whole, file.documents[0])
    return included(whole, files, (*chain, *paths)) if whole is not None else None


def _paths(node: Node | None, folder: str) -> list[str]:
    """The paths in the tree that a text or a list of texts names; none where one of them is not in it."""
    found: list[str] = []
    for one in (node.elements() or [node]) if node is not None else ():
        text = value_of(one) if one.kind == "scalar" else None
        path = within(folder, text) if text else None
        if not path:
            return []
        found.append(path)
    return found


def _variables(element: Node, folder: str, files: Files) -> dict[str, str]:
    """What is filled in for variables: what the including file has for them comes first."""
    named = element.get("env_file") if element.kind == "mapping" else None
    paths = [posixpath.join(folder, ENVIRONMENT)] if named is None else _paths(named, element.file.folder)
    return {**filled_in(paths, files.tree), **element.file.variables}
