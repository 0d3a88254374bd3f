"""The files of a project: the one that is read, those laid over it, those that it extends, and its variables."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping

from redislint.model.paths import within
from redislint.read import dotenv
from redislint.read.compose.interpolate import value_of
from redislint.read.compose.layers import laid, without
from redislint.read.environment import is_secret
from redislint.read.yaml import Node, Yaml
from redislint.source import Source, Tree
from redislint.typed import Final

# What compose looks for where no file is named, in this order; and what it lays over that.
BASES: Final = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERRIDES: Final = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)
ENVIRONMENT: Final = ".env"
# How far `extends` is followed, and how many files are read for it.
_DEEPEST: Final = 16
_MOST_FILES: Final = 64


def base_of(path: str, tree: Tree) -> str | None:
    """The file that one is laid over by its name; None if it is laid over none."""
    folder, name = posixpath.split(path)
    if name not in OVERRIDES or _first(OVERRIDES, folder, tree) != path:
        return None
    return _first(BASES, folder, tree)


def override_of(path: str, tree: Tree) -> str | None:
    """The file that compose lays over one by itself; None if there is none."""
    folder, name = posixpath.split(path)
    if name not in BASES or _first(BASES, folder, tree) != path:
        return None
    return _first(OVERRIDES, folder, tree)


def _first(names: tuple[str, ...], folder: str, tree: Tree) -> str | None:
    return next((path for name in names if tree.keeps(path := posixpath.join(folder, name))), None)


def filled_in(paths: Iterable[str], tree: Tree) -> dict[str, str]:
    """What files such as `.env` give to variables, if they are part of the project and no .gitignore passes them over.

    A password there is taken for an example: whoever runs the project gives another one.
    """
    found: dict[str, str] = {}
    for path in paths:
        source = tree.read(path) if tree.keeps(path) else None
        entries = dotenv.entries(source) if source is not None else ()
        found |= {name: value for name, _, value in entries if value is not None and not is_secret(name)}
    return found


class Files:
    """The files that are read for one, by their paths."""

    def __init__(self, file: Yaml, tree: Tree) -> None:
        self.tree = tree
        self._files = {file.source.path: file}
        self._variables = file.variables
        # How many more are included: files that include each other have no end of ways to do so.
        self.left = _MOST_FILES
        # The other files of the tree that services are made from.
        self.used: dict[str, None] = {}

    def laid_over(self, document: Node, path: str) -> Node:
        """A document with the first one of another file laid over it."""
        file = self.file(path)
        return laid(document, file.documents[0]) if file is not None and file.documents else document

    def file(self, path: str, folder: str | None = None, variables: Mapping[str, str] | None = None) -> Yaml | None:
        """A file of the tree, with the folder of its relative paths and its variables where they are its own."""
        if path not in self._files:
            source = self.tree.read(path) if len(self._files) < _MOST_FILES else None
            if source is None:
                return None
            own = self._variables if variables is None else variables
            self._files[path] = Yaml(Source(source.path, source.text, "compose"), own, folder)
        self.used[path] = None
        return self._files[path]

    def extended(self, service: Node, services: Node) -> Node:
        """A service laid over those that it extends; as it is where one of them is not at hand."""
        chain: list[Node] = [service]
        current = service
        while (extends := current.get("extends")) is not None:
            found = self._base(extends, services)
            if found is None or len(chain) > _DEEPEST or any(found[0].yaml is one.yaml for one in chain):
                return service
            current, services = found
            chain.append(current)
        result = chain.pop()
        while chain:
            result = laid(result, without(chain.pop(), "extends"))
        return result

    def _base(self, extends: Node, services: Node) -> tuple[Node, Node] | None:
        """The service that is extended, and those beside it."""
        is_long = extends.kind == "mapping"
        name, file = (extends.get("service"), extends.get("file")) if is_long else (extends, None)
        if file is not None:
            text = value_of(file)
            path = within(extends.file.folder, text) if text is not None else None
            other = self.file(path) if path else None
            found = other.documents[0].get("services") if other is not None and other.documents else None
            if found is None:
                return None
            services = found
        base = services.get(name.text) if name is not None else None
        return (base, services) if base is not None and base.kind == "mapping" else None


def group_of(document: Node) -> str:
    """The project's name; one for all where it has none."""
    project = document.get("name")
    return project.text if project is not None and re.search(r"\S", project.text) else "compose"
