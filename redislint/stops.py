"""Findings that keep a server from starting, in the order in which the server would find them."""

from __future__ import annotations

from collections.abc import Sequence

from redislint.finding import Finding
from redislint.link import link
from redislint.model.document import Reading
from redislint.options import Options


def in_order(findings: Sequence[Finding], readings: Sequence[Reading], options: Options, path: str) -> list[Finding]:
    """The findings about a start with the file at `path`: the first that is refused is where the server stops.

    All others keep their places.  Servers whose version is not known may differ, and are in the order of the text.
    """
    found = list(findings)
    slots = [index for index, one in enumerate(found) if one.refused]
    server = options.server
    if server is None or not slots:
        return found
    met, idle = _met(readings, options, path, server.key)
    last = len(met)
    refused = sorted((found[index] for index in slots), key=lambda one: met.get((one.path, one.line), last))
    for index, one in zip(slots, refused, strict=True):
        found[index] = one
    return [one for one in found if not (one.refused and (one.path, one.line) in idle - met.keys())]


def _met(
    readings: Sequence[Reading], options: Options, path: str, line: str
) -> tuple[dict[tuple[str, int], int], set[tuple[str, int]]]:
    """When the server comes to each line that it refuses; and the lines of addresses that it never listens on."""
    from redislint.startup import refusals
    from redislint.startup.network import idle_binds

    idle: set[tuple[str, int]] = set()
    whole = link(readings, options, {path})
    met: dict[tuple[str, int], int] = {}
    for instance in whole.instances:
        if instance.anchor.source.path == path:
            for one in refusals(instance, whole.documents, line):
                met.setdefault((one.span.source.path, one.span.position[0]), len(met))
            for setting in idle_binds(instance, line):
                idle.add((setting.span.source.path, setting.span.position[0]))
    return met, idle
