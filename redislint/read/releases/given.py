"""What releases become: the values of each, one over the other, read as files of values are, and blamed there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from itertools import islice

from redislint.model.document import Document, Problem, Reading
from redislint.model.instance import Reference
from redislint.read.helm import duplicates, faults, lower_block, pins, secrets
from redislint.read.helm.block import Block
from redislint.read.helm.embedded import Found, fragments
from redislint.read.helm.guess import is_copy
from redislint.read.helm.layers import Layers, under
from redislint.read.helm.nearby import near
from redislint.read.helm.recognise import blocks, certain
from redislint.read.helm.values import leaves
from redislint.read.kubernetes.around import Around
from redislint.read.node import Node
from redislint.read.releases.layered import Stack, Texts, stacks
from redislint.read.releases.release import Release
from redislint.read.releases.templated import templated
from redislint.read.yaml import Yaml
from redislint.source import Source, Tree
from redislint.typed import Final, NamedTuple

# How many releases of a document are looked at, and the blocks of each.
_MOST: Final = 64
# How many layers all of them together may have.
_MOST_LAYERS: Final = 500


class _File(NamedTuple):
    """A file, or a text that is one, with the mappings of it that are values, and the blocks among them."""

    yaml: Yaml
    values: list[Node]
    known: list[Block]


def read(source: Source, releases: Iterable[Release], around: Around) -> Reading:
    """What the releases of a document say; `source` is the document, as its values' nodes have it.

    `around` are the objects in it, and beside it.
    """
    told = _Told(source, around)
    for one in islice(releases, _MOST):
        told.add(one)
    return told.reading()


class _Told:
    """What is collected from the releases of a document."""

    def __init__(self, source: Source, around: Around) -> None:
        self.source = source
        self.around = around
        self.tree = around.tree
        self.used: set[int] = set()
        self.found = Found()
        self.files: dict[int, _File] = {}
        self.problems: dict[Problem, None] = {}
        self._texts = Texts()
        self._left = _MOST_LAYERS

    def add(self, release: Release) -> None:
        """Take in a release."""
        self._left -= len(release.layers)
        if self._left < 0:
            return
        floats = pins.problem(release.title, release.chart.chart, release.pin)
        self._say([floats] if floats is not None else [])
        for stack in stacks(release, self._texts):
            # Values that several releases repeat by an alias tell the same each time.
            if release.chart.chart or not self._is_told(stack.nodes[0]):
                self._add(release, stack)
        if release.chart.chart:
            self.problems |= dict.fromkeys(self._texts.problems(release))

    def _is_told(self, node: Node) -> bool:
        file = self.files.get(id(node.file))
        return file is not None and any(node.yaml is one.yaml for one in file.values)

    def _add(self, release: Release, stack: Stack) -> None:
        pods = templated(release, stack, self.source, self.around)
        known = [] if pods is not None else list(islice(_blocks(release, stack, self.tree), _MOST))
        # Of a chart that nobody knows a file is read by itself.
        of_files = [layer for layer in stack.layers if layer.path] if pods or (known and _is_known(release)) else []
        references = [Reference("values", layer.path, layer.place) for layer in of_files]
        if stack.place.source.path != self.source.path:
            references.append(Reference("release", self.source.path, release.place))
        for block in known:
            self._lower(block, len(stack.nodes), tuple(references))
        if pods is not None:
            self._take(*pods, tuple(references))
        for node, layer in zip(stack.nodes, stack.layers, strict=True):
            if not layer.path or of_files:
                self._file(node.file).values.append(node)

    def _take(self, pods: Found, used: set[int], references: tuple[Reference, ...]) -> None:
        """Take in the pods that a release is."""
        self.used |= used
        self.found.documents += pods.documents
        self.found.secrets += pods.secrets
        self.found.instances += [one._replace(references=(*one.references, *references)) for one in pods.instances]

    def _lower(self, block: Block, count: int, references: tuple[Reference, ...]) -> None:
        """Take in the instances of a block, and what is wrong with each of its layers, of which there are `count`."""
        first = len(self.found.instances)
        lower_block(block, self.found)
        own = {root.file.source.path: root for _, root in block.below[count - 1 :]}
        references += tuple(Reference("chart", path, root.file.source.anchor) for path, root in own.items())
        self.found.instances[first:] = [
            one._replace(references=(*one.references, *references)) for one in self.found.instances[first:]
        ]
        parts = list(_parts(block, count))
        for part in parts:
            self._file(part.node.file).known.append(part)
        self._say(islice(faults(block, parts, self.tree), _MOST))

    def _say(self, problems: Iterable[Problem]) -> None:
        """What is wrong with values is said of the file in which they stand."""
        by_path: dict[str, list[Problem]] = {}
        for problem in problems:
            by_path.setdefault(problem.span.source.path, []).append(problem)
        for found in by_path.values():
            self.found.documents.append(Document(found[0].span.source, "helm-values", problems=tuple(found)))

    def _file(self, yaml: Yaml) -> _File:
        return self.files.setdefault(id(yaml), _File(yaml, [], []))

    def reading(self) -> Reading:
        """All that was found."""
        for file in self.files.values():
            fragments(file.yaml, [block.node for block in file.known], self.found, file.values, self.used)
            self._say(islice(duplicates(file.yaml, file.known), _MOST))
        found = self.found
        comments = list(found.comments)
        for yaml, _, _ in self.files.values() if found.documents or found.instances else ():
            found.secrets += secrets(yaml)
            comments += yaml.comments()
        # Those of the document itself are its reader's, and those of another file that file's.
        texts = [one for one in comments if one.source is self.source or one.source.path == self.source.path]
        return Reading(
            self.source,
            tuple(found.documents),
            tuple(found.instances),
            tuple(self.problems),
            tuple(found.secrets),
            tuple(dict.fromkeys(texts)),
        )


def _is_known(release: Release) -> bool:
    return bool(release.chart.chart or release.folder)


def _parts(block: Block, count: int) -> Iterator[Block]:
    """The block as each of its layers has it, without those that no release gives."""
    yield block
    for node, root in block.below[: count - 1]:
        if node is not None:
            yield block._replace(node=node, root=root, below=(), copied=_is_copy(block, node))


def _is_copy(block: Block, node: Node) -> bool:
    count = len(leaves(node) or ())
    return is_copy(block.chart, count, count, block.versions)


def _blocks(release: Release, stack: Stack, tree: Tree) -> Iterator[Block]:
    """The blocks of a release's values: all of them where the chart is known, else what is below its keys."""
    top, *others = stack.nodes
    if release.chart.chart:
        below = tuple((node, node) for node in others)
        block = certain(top, top, None, release.chart, below, Layers(hidden=stack.open))
        if block is not None:
            copied = block.copied or any(_is_copy(block, node) for node in others)
            asked = release.pin.place if release.pin is not None else None
            yield block._replace(
                reason=release.reason, label=release.name, place=stack.place, asked=asked, copied=copied
            )
        return
    if not release.folder and (stack.layers[0].path or any(node.is_made for node in stack.nodes)):
        # Which block single values belong to is not told by the keys.
        return
    path = posixpath.join(release.folder, "values.yaml")
    nearby = near(path, tree) if release.folder else None
    layers = Layers(hidden=True)
    if nearby is not None and nearby.above == 0:
        layers = under(posixpath.join(release.folder, "-"), tree, nearby)._replace(beside=tuple(others), whole=True)
    layers = layers._replace(hidden=layers.hidden or stack.open)
    for block in blocks(top, release.title, nearby, layers):
        # What a chart without the name of Redis takes is its own, but for what stands under keys with that name.
        if block.key is not None or release.chart.chart is None or block.reason == "itself":
            yield block._replace(place=stack.place, folder=release.folder)
