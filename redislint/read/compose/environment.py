"""The environment of a service."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read.compose.interpolate import interpolated
from redislint.read.environment import Environment
from redislint.read.yaml import Node
from redislint.servers.images import Image
from redislint.source import Span


def environment(service: Node, image: Image | None) -> Environment:
    """What the variables of a service come to; there may be more of them in a file."""
    known = service.get("env_file") is None and service.get("extends") is None
    return Environment({name: (value, text) for name, value, text in _variables(service)}, known, image)


def _variables(service: Node) -> Iterator[tuple[str, Span, str | None]]:
    """Each variable's name, the place of its value, and its text; None where that is not known."""
    environment = service.get("environment")
    if environment is None:
        return
    for key, value in environment.items().values():
        # Without a value the variable is taken over from the environment that compose runs in.
        text = None if value.kind != "scalar" else interpolated(value.text)
        yield key.text, value.inner("compose").span(0, len(value.text)), text
    for element in environment.elements():
        name, sign, text = element.text.partition("=")
        place = element.inner("compose").span(len(name) + 1, len(element.text)) if sign else element.span
        yield name, place, interpolated(text) if sign else None
