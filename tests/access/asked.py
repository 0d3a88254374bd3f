"""The users of texts at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from redislint.access.people import People, Person, people
from redislint.discover import texts
from redislint.link import link
from redislint.options import Options
from redislint.pipeline import read_source
from redislint.servers import parse


def ask(
    text: str,
    kind: str = "users-acl",
    server: str | None = None,
    files: Mapping[str, str] | None = None,
    lines: Sequence[str] = (),
) -> People:
    """The users of the one server that a text declares; it is called `<text>`."""
    options = Options(server=parse(server) if server is not None else None)
    readings = texts.readings("<text>", text, kind, files or {}, (), options.server, read_source)
    (instance,) = link(readings, options, frozenset({"<text>"})).instances
    return people(instance, lines)


def person(everybody: People, name: str) -> Person:
    found = everybody.person(name)
    assert found is not None, name
    return found
