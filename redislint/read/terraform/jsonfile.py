"""Terraform's JSON syntax (`.tf.json`, `.tfvars.json`) into the nodes of the other one, each with its place.

A property is an argument or a block, as the resource has it: so it is kept as an argument, and is made a block where
one is asked for.  Strings are templates, but not in files of values.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.read.terraform.hcl import File
from redislint.read.terraform.jsontext import INVALID, Reader
from redislint.read.terraform.nodes import Attribute, Block, Body, Literal, Node, Object, Tuple
from redislint.read.terraform.wrong import Wrong
from redislint.source import Source
from redislint.typed import Final

# How many labels the blocks of a file have; those that are not here have none.
_LABELS: Final = {"check": 1, "data": 2, "ephemeral": 2, "module": 1, "output": 1, "provider": 1, "resource": 2} | {
    "variable": 1,
    "dynamic": 1,
}
_COMMENT: Final = "//"


class JsonBody(Body):
    """A body whose blocks of some type are made when they are asked for."""

    __slots__ = ()

    def inner(self, type_: str) -> list[Block]:
        """The blocks of a type."""
        attribute = self.attributes.get(type_)
        return [] if attribute is None else list(_blocks(type_, attribute))


def parse(source: Source, *, templates: bool = True) -> File:
    """The file that a text is; raises `Wrong`."""
    root = Reader(source, templates).value()
    tops = root.items if isinstance(root, Tuple) else [root]
    if not all(isinstance(top, Object) for top in tops):
        raise Wrong(root.start, f"{INVALID}a file of Terraform is an object, or an array of objects")
    attributes = [attribute for top in tops if isinstance(top, Object) for attribute in _attributes(top)]
    blocks = [block for attribute in attributes if templates for block in _blocks(attribute.name, attribute)]
    return File(JsonBody({one.name: one for one in attributes}, tuple(blocks), ()), ())


def body(node: Node) -> JsonBody:
    """The body that an object is."""
    return JsonBody({one.name: one for one in _attributes(node)} if isinstance(node, Object) else {}, (), ())


def _attributes(node: Object) -> Iterator[Attribute]:
    for key, value in node.pairs:
        if isinstance(key, Literal) and isinstance(key.value, str) and key.value != _COMMENT:
            yield Attribute(key.start, value.end, key.value, value)


def _blocks(type_: str, attribute: Attribute) -> Iterator[Block]:
    """The blocks that a property is, each with the place of its last label."""
    head = (attribute.start, attribute.start + len(attribute.name) + 2)
    stack: list[tuple[Node, tuple[str, ...], tuple[int, int]]] = [(attribute.value, (), head)]
    wanted = _LABELS.get(type_, 0)
    while stack:
        node, labels, place = stack.pop()
        if isinstance(node, Tuple):
            stack += [(item, labels, place) for item in reversed(node.items)]
        elif isinstance(node, Object) and len(labels) < wanted:
            inner = list(_attributes(node))
            ends = [(one, (one.start, one.start + len(one.name) + 2)) for one in reversed(inner)]
            stack += [(one.value, (*labels, one.name), end) for one, end in ends]
        elif isinstance(node, Object):
            body = JsonBody({one.name: one for one in _attributes(node)}, (), ())
            yield Block(*place, type_, labels, body)
