"""Compose files laid over each other: what one says of a service, another one adds to or replaces.

Mappings are merged key by key, lists are joined, and any other value is replaced, as are the words of a command;
`!reset` takes a key away, and `!override` replaces what else would be merged.
"""

from __future__ import annotations

from collections.abc import Mapping

from redislint.read.yaml import Node
from redislint.typed import Final

# Lists that are replaced as a whole.
_REPLACED: Final = frozenset({"command", "entrypoint", "test"})
# Lists of `NAME=value` that are merged by name, also with a mapping.
_NAMED: Final = frozenset({"environment", "labels", "args", "sysctls"})
# Far more than any project merges, and far deeper than any service: values beyond that are replaced.
_MOST: Final = 20_000
_DEEPEST: Final = 32


class Layer(Node):
    """A node that several files make up; its place is that of the file laid over the others.

    parts   the nodes themselves, the one below first
    """

    __slots__ = ("_merged", "parts")

    def __init__(self, over: Node, parts: tuple[Node, ...], merged: Mapping[str, tuple[Node, Node]]) -> None:
        super().__init__(over.file, over.yaml)
        self.parts = parts
        self._merged = merged

    def items(self) -> dict[str, tuple[Node, Node]]:
        """Each key with its nodes, from whichever file says it last."""
        return dict(self._merged)

    def pairs(self) -> list[tuple[Node, Node]]:
        """Keys and values."""
        return list(self._merged.values())

    def elements(self) -> list[Node]:
        """The elements of all lists, those of the file on top first."""
        return [element for part in reversed(self.parts) for element in part.elements()]


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes that make up one, the one below first; itself, where no file is laid over it."""
    return node.parts if isinstance(node, Layer) else (node,)


def laid(base: Node, over: Node) -> Node:
    """One value laid over another."""
    return _laid(base, over, "", [_MOST], 0)


def _laid(base: Node, over: Node, key: str, left: list[int], depth: int) -> Node:
    """The same for values of a key; aliases may lead back to where they stand, so that there is a limit to it all."""
    left[0] -= 1
    if over.kind == "null":
        return base
    if over.yaml.tag == "!override" or key in _REPLACED or left[0] < 0 or depth > _DEEPEST:
        return over
    if key in _NAMED and "scalar" not in (base.kind, over.kind):
        return Layer(over, (*parts(base), *parts(over)), {})
    if base.kind != over.kind or over.kind == "scalar":
        return over
    if over.kind == "sequence":
        return Layer(over, (*parts(base), *parts(over)), {})
    return Layer(over, (), _merged(base, over, left, depth + 1))


def without(node: Node, key: str) -> Node:
    """A mapping without one of its keys."""
    return Layer(node, (), {name: pair for name, pair in node.items().items() if name != key})


def _merged(base: Node, over: Node, left: list[int], depth: int) -> dict[str, tuple[Node, Node]]:
    found = dict(base.items())
    for name, (word, value) in over.items().items():
        if value.yaml.tag == "!reset":
            found.pop(name, None)
        elif name in found:
            below_word, below = found[name]
            found[name] = (below_word, _laid(below, value, name, left, depth))
        else:
            found[name] = (word, value)
    return found
