"""The files that a service names: its configuration, what its options include, and its ACL file."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.instance import Reference
from redislint.read.argv import CommandLine
from redislint.read.compose.interpolate import value_of
from redislint.read.refer import Find, inside, named_in
from redislint.read.yaml import Node
from redislint.servers.images import Image


def working_folder(service: Node, image: Image | None) -> str:
    """The folder that the server is started in; empty where it is not known."""
    node = service.get("working_dir")
    if node is not None:
        return value_of(node) or ""
    return image.data if image is not None and service.get("build") is None else ""


def named(line: CommandLine, folder: str, find: Find) -> Iterator[Reference]:
    """What a command line names in the container; relative paths count from `folder`, until a `dir` changes it."""
    if line.config is not None:
        path, text = (inside(folder, one) if line.config.known else "" for one in (line.config.text, line.copied))
        yield Reference("config", find(text or path) if path else None, line.config.span, path)
    yield from named_in(line.settings, folder, find)
