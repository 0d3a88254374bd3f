"""The values of a release in the order in which they count, as far as they are known."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.document import Problem
from redislint.read.node import Node
from redislint.read.releases.release import Layer, Release
from redislint.read.yaml import Yaml
from redislint.source import Span
from redislint.typed import NamedTuple


class Stack(NamedTuple):
    """Mappings that are laid over each other, the topmost first, each with the layer that it comes from.

    `open`: others may lie under them.
    """

    nodes: tuple[Node, ...]
    layers: tuple[Layer, ...]
    open: bool

    @property
    def place(self) -> Span:
        """The place of what none of them says: the topmost file, or where the document has values."""
        both = list(zip(self.nodes, self.layers, strict=True))
        # Of what is set one by one only where there is nothing else.
        node, layer = next((one for one in both if not one[0].is_made), both[0])
        return node.file.source.anchor if layer.path and node.file.source.outer is None else layer.place


class Texts:
    """Values that are texts in a document, each parsed but once, however many releases have it by an alias."""

    def __init__(self) -> None:
        self._files: dict[int, Yaml] = {}

    def mapping(self, values: Node) -> Node | None:
        """The mapping that a layer's values are; None where it is none."""
        if values.kind == "mapping":
            return values
        key = id(values.yaml)
        if key not in self._files:
            self._files[key] = Yaml(values.inner("helm-values"))
        found = next(iter(self._files[key].documents), None)
        return found if found is not None and found.kind == "mapping" else None

    def problems(self, release: Release) -> Iterator[Problem]:
        """Why the texts of a release cannot be read."""
        for layer in release.layers:
            file = self._files.get(id(layer.values.yaml)) if layer.values is not None else None
            yield from file.problems if file is not None else ()


def stacks(release: Release, texts: Texts) -> Iterator[Stack]:
    """The layers that are known together, the topmost first.

    What may be anything parts those above it from those below, of which nothing is certain then: but a file, which is
    read as one that nothing is known to lie over.  So does a template, which may bring any further key.
    """
    nodes: list[Node] = []
    layers: list[Layer] = []
    is_top = True
    for layer in reversed(release.layers):
        node = texts.mapping(layer.values) if layer.values is not None else None
        if node is not None:
            nodes.append(node)
            layers.append(layer)
        if node is None or node.file.templates:
            yield from _stack(nodes, layers, is_open=True, is_top=is_top)
            nodes, layers, is_top = [], [], False
    yield from _stack(nodes, layers, is_open=False, is_top=is_top)


def _stack(nodes: list[Node], layers: list[Layer], *, is_open: bool, is_top: bool) -> Iterator[Stack]:
    if layers and (is_top or layers[0].path):
        yield Stack(tuple(nodes), tuple(layers), open=is_open)
