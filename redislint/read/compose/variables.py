"""The variables that a service gives to its container."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.paths import within
from redislint.read import dotenv
from redislint.read.compose.interpolate import interpolated, value_of
from redislint.read.compose.layers import parts
from redislint.read.environment import Variable
from redislint.read.yaml import Node
from redislint.source import Tree


def variables(service: Node) -> Iterator[Variable]:
    """Each variable's name, the place of its value, and its text; None where that is not known."""
    environment = service.get("environment")
    for part in parts(environment) if environment is not None else ():
        for key, value in part.items().values():
            # Without a value the variable is taken over from the environment that compose runs in.
            text = None if value.kind != "scalar" else value_of(value)
            yield key.text, value.inner("compose").span(0, len(value.text)), text
        for element in part.elements():
            name, sign, text = element.text.partition("=")
            place = element.inner("compose").span(len(name) + 1, len(element.text)) if sign else element.span
            yield name, place, interpolated(text, element.file.variables) if sign else None


def env_files(service: Node, tree: Tree) -> tuple[list[Variable], bool]:
    """The variables of the files in `env_file`, and whether these are all of them: is each file in the tree?"""
    node = service.get("env_file")
    found: list[Variable] = []
    known = True
    elements = [one for part in parts(node) for one in part.elements() or [part]] if node is not None else []
    for element in elements:
        named = element.get("path") if element.kind == "mapping" else element
        text = value_of(named) if named is not None and named.kind == "scalar" else None
        path = within(element.file.folder, text) if text else None
        source = tree.read(path) if path and tree.keeps(path) else None
        known = known and source is not None
        found += dotenv.entries(source) if source is not None else ()
    return found, known
