"""The objects of a manifest: one a document, or many in a `List`."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read.yaml import Node, Yaml
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# Objects that are looked at in one file.
MAX_OBJECTS: Final = 5_000
_MOST_LISTS: Final = 64


class Object(NamedTuple):
    """One object; `namespace` is empty where none is written."""

    api: str
    kind: str
    name: str
    namespace: str
    node: Node

    @property
    def path(self) -> str:
        """The file that it stands in."""
        return self.node.file.source.path

    @property
    def named(self) -> Span:
        """The place of its name; that of the object's beginning where it has none."""
        name = self.node.at("metadata.name")
        if name is not None and name.kind == "scalar":
            text = name.inner("name")
            return text.span(0, len(text.text))
        span = self.node.span
        return span.source.span(span.start, span.start)


def objects(file: Yaml) -> Iterator[Object]:
    """The objects of a file, in their order; what is none is passed over."""
    queue = list(file.documents)[:MAX_OBJECTS]
    lists = 0
    index = 0
    while index < len(queue) and index < MAX_OBJECTS:
        node = queue[index]
        index += 1
        kind = scalar(node, "kind")
        if kind.endswith("List") and node.get("items") is not None and lists < _MOST_LISTS:
            lists += 1
            items = node.get("items")
            queue += items.elements()[:MAX_OBJECTS] if items is not None else []
        elif kind:
            name, namespace = scalar(node, "metadata.name"), scalar(node, "metadata.namespace")
            yield Object(scalar(node, "apiVersion"), kind, name, namespace, node)


def scalar(node: Node, path: str) -> str:
    """The text at a path of keys; empty where there is none, or it is not known."""
    found = node.at(path)
    return found.text if found is not None and found.kind == "scalar" and found.is_known else ""


def labels(node: Node | None) -> dict[str, str] | None:
    """A mapping of texts, such as labels; None where one of them is not known, empty where there is no mapping."""
    found: dict[str, str] = {}
    for key, value in node.items().values() if node is not None else ():
        if not (key.is_known and value.is_known):
            return None
        found[key.text] = value.text
    return found


def within(one: str, other: str) -> bool:
    """May two objects lie in one namespace?  One that names none lies in whichever it is applied to."""
    return one == other or not one or not other


class Text(NamedTuple):
    """A text that a container finds in a file: a scalar of a manifest, in base64 or not, or a file of the tree.

    `public`: it stands in a ConfigMap, not in a Secret.
    """

    node: Node | None = None
    path: str | None = None
    encoded: bool = False
    public: bool = False


def contents(found: Object) -> dict[str, Text]:
    """The texts of a ConfigMap or Secret by their keys."""
    texts: dict[str, Text] = {}
    for section, encoded in (("data", found.kind == "Secret"), ("stringData", False)):
        node = found.node.get(section)
        for key, (_, value) in (node.items() if node is not None else {}).items():
            if value.kind == "scalar":
                texts[key] = Text(value, encoded=encoded, public=found.kind == "ConfigMap")
    return texts
