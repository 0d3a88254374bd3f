"""Values that stand in a document which names their chart: read as a file of values is, and blamed where they stand."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from itertools import islice

from redislint.model.document import Problem, Reading
from redislint.read.helm import duplicates, lowered, secrets
from redislint.read.helm.block import Block
from redislint.read.helm.embedded import Found, fragments
from redislint.read.helm.layers import Layers, under
from redislint.read.helm.nearby import Dependency, near
from redislint.read.helm.recognise import blocks, certain
from redislint.read.node import Node
from redislint.read.yaml import Yaml
from redislint.source import Source, Span, Tree
from redislint.typed import Final, NamedTuple

# How many releases of a document are looked at, and the blocks of each.
_MOST: Final = 64


class Given(NamedTuple):
    """The values that a release gives to a chart.

    values  the mapping, or the text that holds it
    place   their key in the document: where what is not written is blamed
    name    what the release is called
    title   what its chart is called
    chart   what that is known to be; its `key` is empty
    folder  where the chart lies in the tree; empty for one from a repository
    reason  how the chart is known: one of `block.REASONS`
    open    more values may be given elsewhere, which count less
    over    the paths of values that are given elsewhere, and count more
    """

    values: Node
    place: Span
    name: str
    title: str
    chart: Dependency
    folder: str
    reason: str
    open: bool
    over: tuple[str, ...]


def read(source: Source, given: Iterable[Given], tree: Tree) -> Reading:
    """What the releases of a document say; `source` is the document, as its values' nodes have it."""
    found = Found()
    problems: list[Problem] = []
    files: list[Yaml] = []
    for one in islice(given, _MOST):
        file = _file(one.values)
        node = one.values if file is one.values.file else next(iter(file.documents), None)
        if file is not one.values.file and one.chart.chart:
            problems += file.problems
        if node is None or node.kind != "mapping":
            continue
        known = list(islice(_blocks(node, one, tree), _MOST))
        lowered(known, source, tree, found)
        fragments(file, [block.node for block in known], found, node)
        problems += islice(duplicates(file, known), _MOST)
        files.append(file)
    if found.documents or found.instances:
        for file in {id(file): file for file in files}.values():
            found.secrets += secrets(file)
    inner = [file for file in files if file.source.outer is not None]
    comments = (*found.comments, *(comment for file in inner for comment in file.comments()))
    return Reading(
        source, tuple(found.documents), tuple(found.instances), tuple(problems), tuple(found.secrets), comments
    )


def _file(values: Node) -> Yaml:
    """The file whose mapping the values are: a text of a document is one of its own."""
    return Yaml(values.inner("helm-values")) if values.kind == "scalar" else values.file


def _blocks(node: Node, given: Given, tree: Tree) -> Iterator[Block]:
    """The blocks of a release's values: all of them where the chart is known, else what is below its keys."""
    if given.chart.chart:
        block = certain(node, node, None, given.chart, (), Layers(hidden=given.open))
        if block is not None:
            yield block._replace(reason=given.reason, label=given.name, place=given.place, over=given.over)
        return
    if given.over:
        # Which block they belong to is not told by the keys.
        return
    path = posixpath.join(given.folder, "values.yaml")
    nearby = near(path, tree) if given.folder else None
    nearby = nearby if nearby is not None and nearby.above == 0 else None
    layers = under(posixpath.join(given.folder, "-"), tree, nearby) if nearby is not None else Layers(hidden=True)
    layers = layers._replace(hidden=layers.hidden or given.open)
    for block in blocks(node, given.title, nearby, layers):
        # What a chart without the name of Redis takes is its own, but for what stands under keys with that name.
        if block.key is not None or given.chart.chart is None or block.reason == "itself":
            yield block._replace(place=given.place)
