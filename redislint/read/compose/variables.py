"""The variables that a service gives to its container."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read.compose.interpolate import interpolated, value_of
from redislint.read.environment import Variable
from redislint.read.yaml import Node


def variables(service: Node) -> Iterator[Variable]:
    """Each variable's name, the place of its value, and its text; None where that is not known."""
    environment = service.get("environment")
    if environment is None:
        return
    for key, value in environment.items().values():
        # Without a value the variable is taken over from the environment that compose runs in.
        text = None if value.kind != "scalar" else value_of(value)
        yield key.text, value.inner("compose").span(0, len(value.text)), text
    for element in environment.elements():
        name, sign, text = element.text.partition("=")
        place = element.inner("compose").span(len(name) + 1, len(element.text)) if sign else element.span
        yield name, place, interpolated(text, element.file.variables) if sign else None
