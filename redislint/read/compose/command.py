"""The command line of a service: its entrypoint and command, as a text or as a list."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from redislint.read.argv import Word, shell_words
from redislint.read.compose.interpolate import interpolated
from redislint.read.yaml import Node


def words(service: Node) -> list[Word]:
    """The words that the container runs; none where the image decides."""
    entrypoint = _words(service.get("entrypoint"))
    if entrypoint and posixpath.basename(entrypoint[0].text) == "docker-entrypoint.sh":
        entrypoint = entrypoint[1:]
    return entrypoint + _words(service.get("command"))


def is_implied(service: Node) -> bool:
    """May the image's entrypoint put the server's name in front of the command?"""
    entrypoint = _words(service.get("entrypoint"))
    return not entrypoint or posixpath.basename(entrypoint[0].text) == "docker-entrypoint.sh"


def _words(node: Node | None) -> list[Word]:
    if node is None or node.kind == "null":
        return []
    if node.kind == "sequence":
        return [_element(element) for element in node.elements()]
    text = node.inner("compose")
    found = shell_words(node.text, text.span)
    # Compose splits a text as a shell does; what it cannot split it refuses, and we do not know.
    return found if found is not None else [Word(node.text, node.span, known=False, single=False)]


def _element(element: Node) -> Word:
    """An element of a list is one word; in it compose's own variables are filled in, and no shell's."""
    inner = element.inner("compose")
    text = interpolated(element.text)
    place = inner.span(0, len(element.text))
    if text == element.text:
        return Word(text, place, known=element.is_known, within=inner.span)
    if text is not None and not any(space in text for space in " \t\n"):
        return Word(text, place)
    # A script keeps its text, so that its words keep their places: those with variables are unknown.
    return Word(element.text, place, known=False, within=inner.span)


def may_start_server(found: Sequence[Word]) -> bool:
    """Can a command that is not understood be one that starts a server: a script, or the image's own?"""
    first = posixpath.basename(found[0].text)
    return not found[0].known or first.endswith(".sh") or first in ("sh", "bash", "ash")
