"""One node of a YAML file, with its place."""

from __future__ import annotations

import re

from redislint.model.facts import UNKNOWN, Unknown
from redislint.read import unknown
from redislint.read.scalar import pieces
from redislint.source import Source, Span
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from yaml.nodes import Node as YamlNode

    from redislint.read.yaml import Yaml

_TAG: Final = "tag:yaml.org,2002:"
_PLAIN_TAGS: Final = frozenset(
    f"{_TAG}{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "value")
)
_BOOLS: Final = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_INTEGER: Final = r"-?(?:0|[1-9][0-9]{0,17})"
# An anchor and a tag stand before the node itself, and belong to it for libyaml.
_PROPERTIES: Final = re.compile(r"(?:[&!]\S*\s+){1,2}")


class Node:
    """One node: a mapping, a sequence or a scalar."""

    __slots__ = ("file", "yaml")

    def __init__(self, file: Yaml, node: YamlNode) -> None:
        self.file = file
        self.yaml: Any = node

    @property
    def is_template(self) -> bool:
        """Is this a template without quotes, `{{ .Values.x }}`, which is a mapping of a mapping to YAML?"""
        if self.yaml.id != "mapping" or not self.yaml.flow_style:
            return False
        return self.file.source.text.startswith("{{", self.yaml.start_mark.index + self.file.shift)

    @property
    def is_made(self) -> bool:
        """Is this a mapping that a reader made, and that stands in no text?"""
        return any(self.yaml is one for one in self.file.made)

    @property
    def kind(self) -> str:
        """`mapping`, `sequence`, `scalar` (a template too), or `null` for nothing at all."""
        if self.is_template:
            return "scalar"
        if self.yaml.id == "scalar" and self.yaml.tag == f"{_TAG}null":
            return "null"
        kind: str = self.yaml.id
        return kind

    @property
    def place(self) -> tuple[int, int]:
        """The offsets of the node in the file, without its anchor and tag, and without what follows it."""
        text, shift = self.file.source.text, self.file.shift
        start, end = self.yaml.start_mark.index + shift, self.yaml.end_mark.index + shift
        properties = _PROPERTIES.match(text, start, end) if text[start : start + 1] in ("&", "!") else None
        start = properties.end() if properties else start
        return start, start + len(text[start:end].rstrip())

    @property
    def span(self) -> Span:
        """The node's place; nothing has its place where it could be written."""
        return self.file.source.span(*self.place)

    @property
    def is_known(self) -> bool:
        """Is a scalar's text what it will be: no template, variable, encrypted or tagged value?"""
        start, end = self.yaml.start_mark.index + self.file.shift, self.yaml.end_mark.index + self.file.shift
        if self.yaml.tag not in _PLAIN_TAGS or self.file.is_conditional(start):
            return False
        if self.yaml.id != "scalar":
            return not self.is_template
        text = self.yaml.value
        if (text.startswith("ENC[") and text.endswith("]")) or self.file.is_blanked(start, end):
            return False
        return not (unknown.may_hold(text) and unknown.holds(text))

    @property
    def text(self) -> str:
        """A scalar's text, empty for any other node."""
        if self.is_template:
            return self.span.text
        return self.yaml.value if self.yaml.id == "scalar" else ""

    @property
    def value(self) -> str | int | bool | Unknown | None:
        """What a scalar says as YAML 1.1 has it, as Helm and PyYAML do: `yes` is true; UNKNOWN for a template.

        A number that is no plain decimal integer is its text.
        """
        if not self.is_known:
            return UNKNOWN
        text = self.text
        if self.yaml.tag == f"{_TAG}null":
            return None
        if self.yaml.tag == f"{_TAG}bool":
            return _BOOLS.get(text.lower(), text)
        if self.yaml.tag == f"{_TAG}int" and re.fullmatch(_INTEGER, text):
            return int(text)
        return text

    def pairs(self) -> list[tuple[Node, Node]]:
        """Keys and values of a mapping as written, `<<` among them."""
        if self.yaml.id != "mapping" or self.is_template:
            return []
        return [(Node(self.file, key), Node(self.file, value)) for key, value in self.yaml.value]

    def names(self) -> list[str]:
        """The keys of a mapping as written that are scalars: without their nodes this costs little."""
        return [key.value for key, _ in self.yaml.value if key.id == "scalar"] if self.yaml.id == "mapping" else []

    def elements(self) -> list[Node]:
        """The elements of a sequence."""
        return [Node(self.file, one) for one in self.yaml.value] if self.yaml.id == "sequence" else []

    def items(self) -> dict[str, tuple[Node, Node]]:
        """Each key's text with its nodes; the last of equal ones counts, and what `<<` brings in counts least."""
        found = self.file.items.get(id(self.yaml))
        if found is None:
            found = self.file.items[id(self.yaml)] = self._items()
        return found

    def _items(self) -> dict[str, tuple[Node, Node]]:
        """Own keys first, then those of each mapping that is merged in, by `<<` of its own too, each looked at once."""
        found: dict[str, tuple[Node, Node]] = {}
        stack: list[Node] = [self]
        seen: set[int] = set()
        while stack:
            node = stack.pop()
            if id(node.yaml) in seen:
                continue
            seen.add(id(node.yaml))
            merged: list[Node] = []
            own: dict[str, tuple[Node, Node]] = {}
            for key, value in node.pairs():
                if key.text == "<<":
                    merged += value.elements() or [value]
                elif key.yaml.id == "scalar":
                    own[key.text] = (key, value)
            for text, pair in own.items():
                found.setdefault(text, pair)
            stack += reversed(merged)
        return found

    def get(self, key: str) -> Node | None:
        """The value of a key of a mapping; None if there is none."""
        pair = self.items().get(key)
        return pair[1] if pair else None

    def key(self, key: str) -> Node | None:
        """The key itself, for its place."""
        pair = self.items().get(key)
        return pair[0] if pair else None

    def at(self, path: str) -> Node | None:
        """The value at a path of keys such as `auth.enabled`; None if it is not there."""
        node: Node | None = self
        for key in path.split("."):
            node = node.get(key) if node is not None else None
        return node

    def inner(self, kind: str) -> Source:
        """A scalar's text as a text of its own, each place that in the file; `kind` is its language."""
        source = self.file.source
        style = self.yaml.style if self.yaml.id == "scalar" else None
        return source.inner(self.text, kind, pieces(source.text, self.place, style, self.text))


def empty(owner: Node) -> Node:
    """A mapping without keys that stands in no text, at the place of a node."""
    made = mapping(owner.yaml)
    owner.file.made.append(made)
    return Node(owner.file, made)


def mapping(place: YamlNode) -> Any:
    """A mapping of PyYAML's without keys, at the place of a node of its."""
    from yaml.nodes import MappingNode

    return MappingNode(f"{_TAG}map", [], place.start_mark, place.end_mark, flow_style=False)
