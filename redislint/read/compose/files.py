"""The files of a project: the one that is read, those laid over it, those that it extends, and its variables."""

from __future__ import annotations

import posixpath
import re

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


def filled_in(folder: str, tree: Tree) -> dict[str, str]:
    """What `.env` beside the file gives to variables, if it is part of the project and no .gitignore passes it over.

    A password there is taken for an example: whoever runs the project gives another one.
    """
    path = posixpath.join(folder, ENVIRONMENT)
    source = tree.read(path) if tree.keeps(path) else None
    found = dotenv.entries(source) if source is not None else ()
    return {name: value for name, _, value in found if value is not None and not is_secret(name)}


class Files:
    """The files that are read for one, by their paths."""

    def __init__(self, file: Yaml, tree: Tree) -> None:
        self._tree = tree
        self._files = {file.source.path: file}
        self._variables = file.variables
        # The other files of the tree that services are made from.
        self.used: dict[str, None] = {}

    def laid_over(self, document: Node, path: str) -> Node:
        """A document with the first one of another file laid over it."""
        file = self._file(path)
        return laid(document, file.documents[0]) if file is not None and file.documents else document

    def _file(self, path: str) -> Yaml | None:
        if path not in self._files:
            source = self._tree.read(path) if len(self._files) < _MOST_FILES else None
            if source is None:
                return None
            self._files[path] = Yaml(Source(source.path, source.text, "compose"), self._variables)
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
            path = within(posixpath.dirname(extends.file.source.path), text) if text is not None else None
            other = self._file(path) if path else None
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
