"""The values of one chart as they will be: what is written, else the chart's default, else unknown."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN, Fact, Setting, Unknown
from redislint.read.helm.block import Block
from redislint.read.node import Node
from redislint.source import Span
from redislint.typed import Any, Final

# More values than any file has of one chart, and deeper than any chart has them.
MOST_LEAVES: Final = 4_000
_LEVELS: Final = 12


class Values:
    """Looks up values by their path, such as `auth.enabled`."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.anchor = block.anchor
        self.chart = block.chart
        self.is_open = block.open or bool(block.node.file.templates)

    def node(self, path: str) -> Node | Unknown | None:
        """The node at a path; None if nothing is there, UNKNOWN if that is not known."""
        block = self.block
        layers = [(block.node, block.root), *block.below]
        ways = [[node for node, _ in layers if node is not None]]
        if path.startswith("global."):
            # What the whole file says of all charts comes before what is said of this one.
            ways.insert(0, [root for _, root in layers])
        for way in ways:
            found = _walk(way, path)
            if found is not None:
                return found[0] if not isinstance(found, Unknown) else UNKNOWN
        return UNKNOWN if self.is_open else None

    def items(self, path: str) -> dict[str, tuple[Node, Node]] | None:
        """The keys and values of a mapping, those of all layers; None where it is none, or not all of it is known."""
        layers = _walk([node for node, _ in ((self.block.node, None), *self.block.below) if node is not None], path)
        if layers is None or isinstance(layers, Unknown):
            return {} if layers is None and not self.is_open else None
        found: dict[str, tuple[Node, Node]] = {}
        for one in layers:
            if one.kind not in ("mapping", "null") or not one.is_known:
                return None
            for key, pair in one.items().items():
                found.setdefault(key, pair)
        return found

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
            is_gone = self.is_open or self.block.key is None
            default = None if is_gone else self.chart.default(path, self.block.versions)
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
        key = _key_of(self.block, parent, last, node)
        if key is None or key.span.start > node.span.start:
            return node.span
        return key.span.to(node.span)


def truth(fact: Fact[Any]) -> bool | None:
    """What Go templates make of a value: false, 0 and empty are false, and the text `false` is true."""
    return None if isinstance(fact.value, Unknown) else bool(fact.value)


def number(values: Values, path: str, otherwise: int) -> Fact[int]:
    """A whole number at a path, also one in quotes; where nothing is, `otherwise`."""
    fact = values.fact(path)
    value = otherwise if fact.value is None else fact.value
    if isinstance(value, str) and value.isdecimal() and len(value) < 6:
        value = int(value)
    known = value if isinstance(value, int) and not isinstance(value, bool) else UNKNOWN
    return Fact(known, fact.span, written=fact.written)


def _walk(layers: list[Node], path: str) -> list[Node] | Unknown | None:
    """What stands at a path in some layers, the first of which counts: mappings merge, all else replaces what is below.

    A list of the nodes that are merged there; None if nothing is there, UNKNOWN if that is not known.
    """
    for key in path.split("."):
        found: list[Node] = []
        for layer in layers:
            below = layer.get(key)
            if below is None and not layer.is_known and not found:
                # A template or variable may stand for the whole mapping.
                return UNKNOWN
            if below is not None:
                found.append(below)
                if below.kind != "mapping":
                    break
        if not found:
            return None
        # Anything but a mapping ends what is merged; on top it is all there is.
        layers = found if len(found) == 1 or found[-1].kind == "mapping" else found[:-1]
    return layers


def _key_of(block: Block, parent: str, last: str, node: Node) -> Node | None:
    """The key of a node that was found under a parent."""
    for mapping in (block.node, *(one for one, _ in block.below), block.root):
        holder = mapping.at(parent) if parent and mapping is not None else mapping
        pair = holder.items().get(last) if holder is not None else None
        if pair is not None and pair[1].yaml is node.yaml:
            return pair[0]
    return None


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
    key = id(node.yaml)
    if key not in node.file.leaves:
        node.file.leaves[key] = _leaves(node)
    return node.file.leaves[key]


def _leaves(node: Node) -> list[str] | None:
    found: list[str] = []
    stack = [(node, "", 0)]
    while stack:
        one, path, level = stack.pop()
        items = one.items() if one.kind == "mapping" else {}
        if len(items) > MOST_LEAVES:
            return None
        if path and (not items or level >= _LEVELS):
            found.append(path)
        elif level < _LEVELS:
            stack += [(below, f"{path}.{name}" if path else name, level + 1) for name, (_, below) in items.items()]
        if len(found) + len(stack) > MOST_LEAVES:
            return None
    return found
