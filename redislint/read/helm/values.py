"""The values of one chart as they will be: what is written, else the chart's default, else unknown."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN, Fact, Setting, Unknown
from redislint.read.helm.charts import Chart
from redislint.read.helm.versions import Range
from redislint.read.node import Node
from redislint.source import Span
from redislint.typed import Any, Final, NamedTuple

# More values than any file has of one chart, and deeper than any chart has them.
MOST_LEAVES: Final = 4_000
_LEVELS: Final = 12


class Block(NamedTuple):
    """The values of one chart in a file.

    node      the mapping
    root      the file's own mapping, which holds `global`
    key       the key that the mapping stands under; None if it is the whole file
    label     what to call it
    chart     the chart, and `versions` those that it may be
    open      more may be given elsewhere, or the chart is not certain: what is absent is unknown
    tied      it may as well be another chart; only what all of them mean the same counts
    copied    it is a copy of the chart's own file: what equals the default is nobody's choice
    """

    node: Node
    root: Node
    key: Node | None
    label: str
    chart: Chart
    versions: Range
    open: bool = False
    tied: bool = False
    copied: bool = False

    @property
    def anchor(self) -> Span:
        """The place of what is not written."""
        return self.key.span if self.key is not None else self.node.file.source.anchor


class Values:
    """Looks up values by their path, such as `auth.enabled`."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.anchor = block.anchor
        self.chart = block.chart
        self.is_open = block.open or bool(block.node.file.templates)

    def node(self, path: str) -> Node | Unknown | None:
        """The node at a path; None if nothing is there, UNKNOWN if that is not known."""
        mappings = (self.block.root, self.block.node) if path.startswith("global.") else (self.block.node,)
        for mapping in mappings:
            found = _walk(mapping, path)
            if found is not None:
                return found
        return UNKNOWN if self.is_open else None

    def fact(self, path: str) -> Fact[Any]:
        """The value at a path: a scalar's, a list of values, or a mapping's keys; the default where it is not given."""
        node = self.node(path)
        if isinstance(node, Unknown):
            return Fact(UNKNOWN, self.anchor, written=False)
        if node is None:
            return Fact(self.chart.default(path, self.block.versions), self.anchor, written=False)
        value = _value(node)
        if value is None:
            # Helm takes the default away; of a subchart, some of its versions do not.
            default = None if self.is_open else self.chart.default(path, self.block.versions)
            return Fact(UNKNOWN if default is UNKNOWN or default else default, node.span, written=False)
        if self.block.copied and value in self.chart.defaults(path, self.block.versions):
            return Fact(value, node.span, written=False)
        return Fact(value, node.span)

    def is_true(self, path: str) -> bool | None:
        """What a template's `if` makes of the value; None if that is not known."""
        return truth(self.fact(path))

    def is_given(self, path: str) -> bool:
        """Does something stand there, and is it not plainly empty or false?"""
        return isinstance(self.node(path), Node) and self.is_true(path) is not False

    def text(self, path: str) -> str | None:
        """The text of a scalar as written (`007` for what YAML takes for a number); None if unknown or not there."""
        node = self.node(path)
        return node.text if isinstance(node, Node) and node.kind == "scalar" and node.is_known else None

    def setting(self, name: str, args: tuple[str, ...] | None, path: str, spelling: str = "") -> Setting:
        """A directive that the value at a path makes; by default it is called by the path, as the file has it."""
        fact = self.fact(path)
        key = self.block.key
        called = path if key is None or path.startswith("global.") else f"{key.text}.{path}"
        return Setting(name, args, self.whole(path), fact.span, spelling or called, written=fact.written)

    def whole(self, path: str) -> Span:
        """The place of a key with its value; that of the value alone where they stand apart."""
        node = self.node(path)
        if not isinstance(node, Node):
            return self.anchor
        parent, _, last = path.rpartition(".")
        holder = self.node(parent) if parent else self.block.node
        key = holder.key(last) if isinstance(holder, Node) else None
        if key is None or key.span.start > node.span.start:
            return node.span
        return key.span.to(node.span)


def truth(fact: Fact[Any]) -> bool | None:
    """What Go templates make of a value: false, 0 and empty are false, and the text `false` is true."""
    return None if isinstance(fact.value, Unknown) else bool(fact.value)


def _walk(mapping: Node, path: str) -> Node | Unknown | None:
    node = mapping
    for key in path.split("."):
        found = node.get(key)
        if found is None:
            # A template or variable may stand for the whole mapping.
            return UNKNOWN if not node.is_known else None
        node = found
    return node


def _value(node: Node) -> Any:
    if node.kind == "mapping":
        return dict.fromkeys(node.items(), True) if node.is_known else UNKNOWN
    if node.kind == "sequence":
        return [_element(one) for one in node.elements()] if node.is_known else UNKNOWN
    return node.value


def _element(node: Node) -> Any:
    """A list's element.  No chart has lists of lists, and with aliases they may have no end."""
    return UNKNOWN if node.kind == "sequence" else _value(node)


def leaves(node: Node) -> list[str] | None:
    """The paths of all values that are no mappings, and of empty mappings; None if there are too many to be values."""
    found: list[str] = []
    stack = [(node, "", 0)]
    while stack:
        one, path, level = stack.pop()
        items = one.items() if one.kind == "mapping" else {}
        if path and (not items or level >= _LEVELS):
            found.append(path)
        elif level < _LEVELS:
            stack += [(below, f"{path}.{name}" if path else name, level + 1) for name, (_, below) in items.items()]
        if len(found) + len(stack) > MOST_LEAVES:
            return None
    return found
