"""The command line of a service: its entrypoint and command, as a text or as a list."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from redislint.read.argv import Word, shell_words
from redislint.read.compose.interpolate import spans
from redislint.read.filled import filled
from redislint.read.yaml import Node


def is_own(entrypoint: Sequence[Word]) -> bool:
    """Is an entrypoint the image's own script, which may put the server's name in front of the command?"""
    return bool(entrypoint) and posixpath.basename(entrypoint[0].text) == "docker-entrypoint.sh"


def written(node: Node | None) -> list[Word]:
    """The words of `command:` or `entrypoint:`; none without it."""
    if node is None or node.kind == "null":
        return []
    if node.kind == "sequence":
        return [_element(element) for element in node.elements()]
    text = filled(node.text, node.file.variables)
    found = shell_words(text.text, spans(node, text))
    # Compose splits a text as a shell does; what it cannot split it refuses, and we do not know.
    return found if found is not None else [Word(node.text, node.span, known=False, single=False)]


def _element(element: Node) -> Word:
    """An element of a list is one word; in it compose's own variables are filled in, and no shell's."""
    text = filled(element.text, element.file.variables)
    known = text.is_known and (element.is_known or "$" in element.text)
    place = element.inner("compose").span(0, len(element.text))
    return Word(text.text, place, known=known, within=spans(element, text))
