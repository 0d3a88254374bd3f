"""The values of one release of the template, and what they mean by its version."""

from __future__ import annotations

from redislint.read.helm.versions import ANY, Range
from redislint.read.node import Node
from redislint.typed import Final, NamedTuple

_THIRD: Final = (3,)
# Controllers, containers of one, items of storage, services: as many are looked at.
MOST: Final = 40


class Values(NamedTuple):
    """What a release is given.

    root      the values, all layers in one
    release   what it is called
    versions  those that the chart may be
    """

    root: Node
    release: str
    versions: Range = ANY

    @property
    def is_first(self) -> bool:
        """Does one container have its keys at the top, as in versions before 2?"""
        return self.root.get("controllers") is None

    @property
    def has_main(self) -> bool:
        """May the chart bring `main` with probes by itself, as in versions before 3?"""
        return self.versions.low < _THIRD

    @property
    def is_before_third(self) -> bool:
        """Is it surely a version before 3?"""
        return self.is_first or (self.versions.high is not None and self.versions.high <= _THIRD)

    def named(self, key: str) -> str:
        """What an object is called: by the release, and its key."""
        return self.release if key in ("", self.release) else f"{self.release}-{key}"


def enabled(node: Node, usual: bool = True) -> bool:
    """Is something there?  What is not known is taken to be."""
    switch = node.get("enabled")
    if switch is None or switch.kind == "null":
        return usual
    return switch.value is not False


def there(parent: Node, key: str) -> list[tuple[Node, Node]]:
    """The mappings under a key that are there, each with its own key."""
    found = parent.get(key)
    pairs = [pair for pair in found.items().values() if pair[1].kind == "mapping"] if found is not None else []
    return [(name, node) for name, node in pairs[:MOST] if name.kind == "scalar" and enabled(node)]


def is_filled(node: Node | None) -> bool:
    """Does a node say anything, so that it counts before a default?"""
    if node is None or node.kind == "null":
        return False
    if node.kind == "mapping":
        return bool(node.items())
    return bool(node.elements()) if node.kind == "sequence" else node.text != ""
