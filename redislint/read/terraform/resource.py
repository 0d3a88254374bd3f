"""One resource as declared: its arguments, evaluated, each with the place to blame."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN, Unknown
from redislint.read.terraform import operators, passing, repeated, resting
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import Attribute, Block, Name, Traversal, Tuple
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.types import Value
from redislint.source import Source, Span
from redislint.typed import Final, NamedTuple

# Blocks of one name that are looked at.
_MOST: Final = 200

# By the place that is blamed, what else has to do with it, each with a sentence that says so.
Notes = dict[Span, tuple[tuple[Span, str], ...]]


class Argument(NamedTuple):
    """What an argument comes to.

    `value` is None if it is absent or null: then its default holds.  `span` is its expression, or what it would stand
    in if it is not written.
    """

    value: Value
    span: Span
    written: bool

    @property
    def is_absent(self) -> bool:
        """Is there no value, so that the default holds?"""
        return self.value is None

    @property
    def truth(self) -> bool | Unknown:
        """As a truth value."""
        return operators.truth(self.value)

    @property
    def text(self) -> str | Unknown:
        """As a text."""
        found = operators.text(self.value)
        return UNKNOWN if found is None else found

    @property
    def number(self) -> int | Unknown:
        """As a whole number."""
        found = operators.number(self.value)
        return found if isinstance(found, int) else UNKNOWN


class Resource:
    """A resource or a block in one: `blocks` are the block itself, and those that override it.

    `notes` grows with the arguments that are asked for, of its inner blocks too.
    """

    def __init__(self, blocks: list[tuple[Block, Source]], evaluator: Evaluator, notes: Notes | None = None) -> None:
        self.evaluator = evaluator
        self.notes: Notes = {} if notes is None else notes
        self._blocks = blocks
        block, source = blocks[0]
        self.labels = block.labels
        self.anchor = source.span(block.start, block.end)
        self._attributes: dict[str, tuple[Attribute, Source]] = {}
        for block, source in blocks:
            self._attributes |= {name: (one, source) for name, one in block.body.attributes.items()}

    def argument(self, name: str) -> Argument:
        """The argument of this name."""
        placed = self.placed(name)
        if placed is None:
            return Argument(None, self.anchor, written=False)
        span = passing.blamed(placed, self.evaluator) or placed.span
        if span not in self.notes:
            self.notes[span] = tuple(passing.notes(placed, name, self.evaluator))
        elif span.source.text.startswith("{", span.start):
            # An object that several arguments take their part of: none of them is what is meant.
            self.notes[span] = tuple([one for one in self.notes[span] if one[0] == placed.span])
        return Argument(self.evaluator.value(placed), span, written=True)

    def placed(self, name: str) -> Placed | None:
        """The expression of an argument, None if it is not written."""
        if name not in self._attributes:
            return None
        attribute, source = self._attributes[name]
        return Placed(attribute.value, source)

    @property
    def names(self) -> tuple[str, ...]:
        """The arguments that are written."""
        return tuple(self._attributes)

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the blocks in it, without those that are made by others."""
        types = (inner.type for block, _ in self._blocks for inner in block.body.blocks if inner.type != "dynamic")
        return tuple(dict.fromkeys(types))

    @property
    def makes_more(self) -> bool:
        """May there be blocks in it that are made by `dynamic` ones?"""
        dynamic = [inner for block, _ in self._blocks for inner in block.body.blocks if inner.type == "dynamic"]
        return any(self.makes(label) for inner in dynamic for label in inner.labels)

    def label(self, name: str) -> Span:
        """The place of the name of an argument that is written."""
        attribute, source = self._attributes[name]
        return source.span(attribute.start, attribute.start + len(name))

    def line(self, name: str) -> Span:
        """The place of an argument that is written, name and all."""
        attribute, source = self._attributes[name]
        return source.span(attribute.start, attribute.end)

    def defaults(self, *paths: str) -> dict[str, Span]:
        """The variables on whose own defaults these arguments rest, each with the place that declares it.

        Those of a block in this one are meant by a path, such as `ingress.cidr_blocks`.
        """
        found: dict[str, Span] = {}
        for path in paths:
            head, _, rest = path.partition(".")
            placed = self.placed(head)
            if placed is not None:
                found |= resting.defaults(placed, self.evaluator)
            for made_of in map(repeated.collection, self._dynamic(head)):
                found |= resting.defaults(made_of, self.evaluator) if made_of is not None else {}
            for block in self.inner(head)[:_MOST] if rest and placed is None else ():
                found |= block.defaults(rest)
        return found

    def defaults_in(self, block: Resource, *names: str) -> dict[str, Span]:
        """The same of the arguments of one block of it, and of what makes that if it is a `dynamic` one."""
        found = block.defaults(*names)
        for name, made_of in block.evaluator.origins.items():
            if name not in self.evaluator.origins:
                found |= resting.defaults(made_of.collection, self.evaluator)
        return found

    def _dynamic(self, type_: str) -> list[tuple[Block, Source]]:
        """The blocks that make such of a type."""
        blocks = [(inner, source) for block, source in self._blocks for inner in _within(block, type_)]
        return [(inner, source) for inner, source in blocks if inner.type == "dynamic"]

    def inner(self, type_: str) -> list[Resource]:
        """The blocks of a type in this one; where others override it, those of the last one that has any.

        Those that a `dynamic` block makes are among them, as far as its values are known.
        """
        for block, source in reversed(self._blocks):
            found: list[Resource] = []
            for inner in _within(block, type_):
                if inner.type == "dynamic":
                    found += repeated.made(inner, source, self.evaluator, self.notes) or ()
                else:
                    found.append(Resource([(inner, source)], self.evaluator, self.notes))
            if found:
                return found
        return []

    def makes(self, type_: str) -> bool:
        """May there be further blocks of a type, made by a `dynamic` block whose values are not known?"""
        return any(repeated.made(inner, source, self.evaluator) is None for inner, source in self._dynamic(type_))

    def each(self) -> list[Resource]:
        """The resources that `count` and `for_each` make of this one, as far as they are known; else itself."""
        found = repeated.evaluators(self)
        return [self] if found is None else [Resource(self._blocks, evaluator) for evaluator in found.values()]

    def ignored(self) -> frozenset[str]:
        """The arguments that Terraform leaves as they are once the resource is made: something else sets them."""
        found: set[str] = set()
        for lifecycle in self.inner("lifecycle"):
            placed = lifecycle.placed("ignore_changes")
            nodes = placed.node.items if placed is not None and isinstance(placed.node, Tuple) else ()
            nodes = (placed.node,) if placed is not None and isinstance(placed.node, Name) else nodes
            for node in nodes:
                base = node.base if isinstance(node, Traversal) else node
                found |= {base.name} if isinstance(base, Name) else set()
        return frozenset(found)

    @property
    def is_absent(self) -> bool:
        """Is it known that there is none of it?"""
        count, for_each = self.argument("count"), self.argument("for_each")
        return (count.written and count.number == 0) or (for_each.written and for_each.value in ([], {}))

    def says(self, word: str) -> bool:
        """Is a word anywhere in the files that it is written in?"""
        return any(word in source.text for _, source in self._blocks)


def _within(block: Block, type_: str) -> list[Block]:
    """The blocks of a type, and those that make such, in order."""
    makers = [inner for inner in block.body.inner("dynamic") if inner.labels == (type_,)]
    return sorted([*block.body.inner(type_), *makers], key=lambda inner: inner.start)
