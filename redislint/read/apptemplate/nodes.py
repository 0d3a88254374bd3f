"""Nodes that stand in no file, for what the template makes of values: mappings, lists, texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from redislint.read.kubernetes.laid import Laid, Said
from redislint.read.node import Node, empty
from redislint.typed import Final

# Values that are laid over each other in one release, however many aliases repeat them, and how deep.
_MOST: Final = 20_000
_DEEPEST: Final = 64


class TooMany(Exception):
    """Aliases make more of some values than anybody has written."""


def text(at: Node, said: str, *, known: bool = True) -> Said:
    """A scalar of any text, said by another scalar."""
    inner = at.inner("kubernetes")
    return Said(said, inner, 0, inner.text, yaml=at.yaml, known=known)


def mapping(at: Node, values: Mapping[str, Node | None]) -> Laid:
    """A mapping at the place of a scalar, with those of the keys that have a value."""
    return Laid(empty(at), {key: (text(at, key), value) for key, value in values.items() if value is not None})


def extended(base: Node, values: Mapping[str, Node | None], at: Node) -> Laid:
    """A mapping of the file with further keys, or others in their place; those are said by `at`, a scalar."""
    added = {key: (text(at, key), value) for key, value in values.items() if value is not None}
    return Laid(base, {**base.items(), **added})


def listing(at: Node, elements: Iterable[Node]) -> Laid:
    """A list at the place of a scalar."""
    from yaml.nodes import SequenceNode

    place = at.yaml
    made = SequenceNode("tag:yaml.org,2002:seq", [], place.start_mark, place.end_mark, flow_style=False)
    at.file.made.append(made)
    return Laid(Node(at.file, made), elements=list(elements))


class Laying:
    """Values laid over others, as Helm does it: mappings merge, all else replaces what is below, null deletes it."""

    def __init__(self) -> None:
        self._left = _MOST

    def over(self, top: Node, below: Node, depth: int = 0) -> Node:
        """What becomes of two values.  Raises `TooMany`."""
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            raise TooMany
        if top.kind != "mapping" or below.kind != "mapping":
            return top
        items = dict(below.items())
        for key, (name, value) in top.items().items():
            if value.kind == "null":
                items.pop(key, None)
            else:
                items[key] = (name, self.over(value, items[key][1], depth + 1) if key in items else value)
        return Laid(top, items)
