"""What `terraform show -json` writes: the resources of a plan or a state, and what of it is sensitive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.read.terraform import jsontext
from redislint.read.terraform.nodes import Literal, Node, Object, Tuple
from redislint.read.terraform.secrets import is_likely
from redislint.read.terraform.trace import key
from redislint.source import Source, Span
from redislint.typed import Final, NamedTuple

# Resources of a plan, and modules within each other.
_MOST: Final = 5_000
_DEPTH: Final = 20
# What is no secret, whatever it is called.
_PUBLIC: Final = {"", "true", "false"}


class Change(NamedTuple):
    """A resource: the address of its module, its type, its name, that with its index, and its values."""

    module: str
    type: str
    name: str
    label: str
    values: Node
    place: Node
    unknown: Node | None = None
    sensitive: Node | None = None


def whole(source: Source) -> dict[str, Node]:
    """The plan or state that a text is; raises `Wrong`."""
    return properties(jsontext.Reader(source, templates=False).value())


def properties(node: Node | None) -> dict[str, Node]:
    """The properties of an object; none of anything else."""
    return {key(name) or "": value for name, value in node.pairs} if isinstance(node, Object) else {}


def text(node: Node | None) -> str:
    """A text; empty for anything else."""
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else ""


def changes(top: Mapping[str, Node]) -> Iterator[Change]:
    """The resources that there will be, of a plan; of a state those that there are."""
    changes = top.get("resource_changes")
    if not isinstance(changes, Tuple):
        yield from _state(properties(top.get("values")).get("root_module"), "", 0)
        return
    for one in changes.items[:_MOST]:
        said = properties(one)
        change = properties(said.get("change"))
        after = change.get("after")
        if text(said.get("mode")) == "managed" and isinstance(after, Object) and "address" in said:
            marks = change.get("after_unknown"), change.get("after_sensitive")
            yield Change(text(said.get("module_address")), *_name(said), after, said["address"], *marks)


def _state(module: Node | None, address: str, depth: int) -> Iterator[Change]:
    said = properties(module)
    resources, children = said.get("resources"), said.get("child_modules")
    for one in resources.items[:_MOST] if isinstance(resources, Tuple) else ():
        inner = properties(one)
        if text(inner.get("mode")) == "managed" and "values" in inner and "address" in inner:
            marks = inner.get("sensitive_values")
            yield Change(address, *_name(inner), inner["values"], inner["address"], None, marks)
    for one in children.items[:_MOST] if isinstance(children, Tuple) and depth < _DEPTH else ():
        yield from _state(one, text(properties(one).get("address")), depth + 1)


def _name(said: Mapping[str, Node]) -> tuple[str, str, str]:
    """The type, the name, and that with the index, of a resource."""
    type_, name = text(said.get("type")), text(said.get("name"))
    index = text(said.get("address")).rpartition(f"{type_}.{name}")[2]
    return type_, name, name + index


def secrets(source: Source) -> Iterator[Span]:
    """The places of what is sensitive, or called so; a plan says everything more than once."""
    top = jsontext.Reader(source, templates=False).value()
    found = set(_sensitive(properties(top)))
    stack = [top]
    places: list[Literal] = []
    while stack:
        node = stack.pop()
        if isinstance(node, Literal) and isinstance(node.value, str):
            places.append(node)
        elif isinstance(node, Tuple):
            stack += node.items
        elif isinstance(node, Object):
            inner = properties(node)
            found |= {text(value) for name, value in inner.items() if is_likely(name)}
            stack += inner.values()
    found -= _PUBLIC
    yield from (source.span(one.start + 1, one.end - 1) for one in places if one.value in found)


def _sensitive(top: Mapping[str, Node]) -> Iterator[str]:
    """The texts that are marked as sensitive, and the values of variables that are."""
    module = properties(properties(top.get("configuration")).get("root_module"))
    values = properties(top.get("variables"))
    for name, said in properties(module.get("variables")).items():
        mark = properties(said).get("sensitive")
        if isinstance(mark, Literal) and mark.value is True:
            yield from _marked(properties(values.get(name)).get("value"), mark)
    for change in changes(top):
        yield from _marked(change.values, change.sensitive)


def _marked(value: Node | None, marks: Node | None) -> Iterator[str]:
    """The texts of a value as far as it is marked."""
    stack = [(value, marks)]
    while stack:
        value, marks = stack.pop()
        is_marked = isinstance(marks, Literal) and marks.value is True
        if isinstance(value, Literal) and isinstance(value.value, str) and is_marked:
            yield value.value
        elif isinstance(value, Object):
            inner = properties(marks)
            stack += [(one, marks if is_marked else inner.get(name)) for name, one in properties(value).items()]
        elif isinstance(value, Tuple):
            marked = marks.items if isinstance(marks, Tuple) else (None,) * len(value.items)
            stack += [(one, marks if is_marked else mark) for one, mark in zip(value.items, marked, strict=False)]
