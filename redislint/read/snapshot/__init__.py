"""Snapshots of running servers: packed ones, and what redis-cli printed, for the secrets that are in clear in them."""

from __future__ import annotations

from redislint.model.document import Document, Problem, Reading
from redislint.model.snapshot import KIND
from redislint.read.snapshot import openly, packed
from redislint.source import Source, Tree


def read(source: Source, _tree: Tree) -> Reading:
    """What a snapshot holds in clear, as the settings of a text; a packed one must be one."""
    if not source.text.lstrip("\ufeff \t\r\n").startswith("{"):
        found = tuple(openly.printed(source))
        return Reading(source, (Document(source, KIND, found),), secrets=tuple(one.value_span for one in found))
    try:
        snapshot = packed.snapshot(source)
    except packed.NoSnapshot as error:
        return Reading(source, problems=(Problem("unreadable", source.anchor, str(error)),))
    found = tuple(openly.packed(snapshot))
    return Reading(source, (Document(source, KIND, found),), secrets=tuple(one.value_span for one in found))
