"""The files that a service names: its configuration, what its options include, and its ACL file."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator

from redislint.model.facts import Setting
from redislint.model.instance import Reference
from redislint.read.argv import CommandLine
from redislint.read.compose.interpolate import value_of
from redislint.read.yaml import Node
from redislint.servers.images import Image

# What gives the path in the tree of a file in the container, if there is such a file.
Find = Callable[[str], str | None]


def working_folder(service: Node, image: Image | None) -> str:
    """The folder that the server is started in; empty where it is not known."""
    node = service.get("working_dir")
    if node is not None:
        return value_of(node) or ""
    return image.data if image is not None and service.get("build") is None else ""


def named(line: CommandLine, folder: str, find: Find) -> Iterator[Reference]:
    """What a command line names in the container; relative paths count from `folder`, until a `dir` changes it."""
    if line.config is not None:
        inside = _inside(folder, line.config.text) if line.config.known else ""
        yield Reference("config", find(inside) if inside else None, line.config.span, inside)
    yield from _by_options(line.settings, folder, find)


def _by_options(settings: Iterable[Setting], folder: str, find: Find) -> Iterator[Reference]:
    """The files of `--include` and `--aclfile`; the last of these is opened when all has been read."""
    users: list[Setting] = []
    for one in settings:
        if one.name == "dir":
            folder = _inside(folder, one.value or "")
        elif one.name == "include":
            inside = _inside(folder, one.value or "")
            yield Reference("include", find(inside) if inside else None, one.value_span, inside)
        elif one.name == "aclfile" and not one.is_one_of(""):
            users.append(one)
    for one in users:
        inside = _inside(folder, one.value or "")
        yield Reference("acl", find(inside) if inside else None, one.value_span, inside)


def _inside(folder: str, path: str) -> str:
    """The path in the container; empty where it is not known."""
    found = posixpath.normpath(posixpath.join(folder, path)) if path else ""
    return found if found.startswith("/") else ""
