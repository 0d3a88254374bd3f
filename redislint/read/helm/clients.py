"""URLs of a Redis that a chart's values give to applications, under whatever keys."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read import urls
from redislint.read.environment import Variable
from redislint.read.yaml import Yaml


def connected(file: Yaml) -> urls.Found:
    """The URLs among the values of a file."""
    if "redis://" not in file.source.text and "s://" not in file.source.text:
        return urls.Found()
    return urls.connections(_variables(file))


def _variables(file: Yaml) -> Iterator[Variable]:
    for node in file.nodes("mapping"):
        pairs = node.pairs()
        own = {key.text: value.text for key, value in pairs if key.text in ("name", "value")}
        for key, place, text in urls.scalars(pairs):
            yield (own.get("name") or key) if key == "value" else key, place, text
