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


class _File(NamedTuple):
    """A file, or a text that is one, with the values that it holds, and the blocks among them."""

    yaml: Yaml
    values: list[Node]
    known: list[Block]


def read(source: Source, given: Iterable[Given], tree: Tree) -> Reading:
    """What the releases of a document say; `source` is the document, as its values' nodes have it."""
    found = Found()
    problems: list[Problem] = []
    files: dict[int, _File] = {}
    for one in islice(given, _MOST):
        file = _file(one.values, files)
        if one.values.kind == "scalar" and one.chart.chart:
            problems += file.yaml.problems
        node = one.values if one.values.kind == "mapping" else next(iter(file.yaml.documents), None)
        if node is None or node.kind != "mapping":
            continue
        # Values that several releases repeat by an alias tell the same each time.
        is_told = not one.chart.chart and any(node.yaml is told.yaml for told in file.values)
        file.values.append(node)
        if not is_told:
            known = list(islice(_blocks(node, one, tree), _MOST))
            lowered(known, source, tree, found)
            file.known.extend(known)
    for file in files.values():
        fragments(file.yaml, [block.node for block in file.known], found, file.values)
        problems += islice(duplicates(file.yaml, file.known), _MOST)
    comments = list(found.comments)
    for yaml, _, _ in files.values() if found.documents or found.instances else ():
        found.secrets += secrets(yaml)
        # Those of the document itself are its reader's.
        comments += yaml.comments() if yaml.source.outer is not None else ()
    return Reading(
        source, tuple(found.documents), tuple(found.instances), tuple(problems), tuple(found.secrets), tuple(comments)
    )


def _file(values: Node, files: dict[int, _File]) -> _File:
    """The file whose mapping the values are, each but once: a text of a document is one of its own."""
    is_text = values.kind == "scalar"
    key = id(values.yaml) if is_text else id(values.file)
    if key not in files:
        files[key] = _File(Yaml(values.inner("helm-values")) if is_text else values.file, [], [])
    return files[key]


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
