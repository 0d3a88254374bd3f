"""Plans and states as `terraform show -json` writes them: the resources as they will be, or are.

A resource stands where its block does, in the folder of the plan and the modules that it calls; else where the plan has
it.  What is known only after the plan is applied is unknown.
Source: developer.hashicorp.com/terraform/internals/json-format.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import jsonfile, jsontext
from redislint.read.terraform.declared import Declared
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.folder import folder
from redislint.read.terraform.module import Module
from redislint.read.terraform.nodes import Attribute, Block, Body, Known, Literal, Node, Object, Tuple
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.secrets import is_likely
from redislint.read.terraform.trace import key
from redislint.source import Source, Span, Tree
from redislint.typed import Final, NamedTuple

# Resources of a plan, modules within each other, and values within each other.
_MOST: Final = 5_000
_DEPTH: Final = 20
# What is no secret, whatever it is called.
_PUBLIC: Final = {"", "true", "false"}
_INDEX: Final = re.compile(r"\[[^\]]*\]")


class _Change(NamedTuple):
    """A resource: the address of its module, its type, its name, that with its index, and its values."""

    module: str
    type: str
    name: str
    label: str
    values: Node
    place: Node
    unknown: Node | None = None
    sensitive: Node | None = None


class Planned(Module):
    """The resources of one module in a plan, by type and label."""

    def __init__(self, source: Source, address: str, tree: Tree) -> None:
        super().__init__(source, Body({}, (), ()), tree)
        self.address = address
        self.blocks: dict[str, dict[str, list[tuple[Block, Source]]]] = {}

    def owns(self, _source: Source) -> bool:
        """All is ours to say."""
        return True

    def mentions(self, word: str) -> bool:
        """Is there a resource with a word in its type, or an argument that may be of one?"""
        return word in self.source.text

    def resources(self, type_: str, kind: str = "resource") -> dict[str, list[tuple[Block, Source]]]:
        """The resources of a type by label."""
        return self.blocks.get(type_, {}) if kind == "resource" else {}


def declared(source: Source, tree: Tree) -> list[Declared]:
    """What the resources of a plan declare, module by module.  Raises `Wrong` for what is no JSON."""
    top = _object(jsontext.Reader(source, templates=False).value())
    configuration = _object(_object(top.get("configuration")).get("root_module"))
    modules: dict[str, Planned] = {}
    for change in _changes(top):
        module = modules.setdefault(change.module, Planned(source, change.module, tree))
        written = _written(change, configuration, posixpath.dirname(source.path), tree)
        values = _merged(change.values, change.unknown)
        if written is None:
            header = change.place.start, change.place.end
            block = Block(*header, "resource", (change.type, change.label), jsonfile.body(values))
        else:
            of = Block(written[0].start, written[0].end, "resource", (change.type, change.label), written[0].body)
            block = _laid(values, of, Evaluator(module), source)
        labelled = module.blocks.setdefault(change.type, {})
        labelled[change.label] = [(block, written[1] if written is not None else source)]
    return [Declared(one, Evaluator(one), one.address) for one in modules.values()]


def secrets(source: Source) -> Iterator[Span]:
    """The places of what is sensitive, or called so; a plan says everything more than once."""
    top = jsontext.Reader(source, templates=False).value()
    found = set(_sensitive(_object(top)))
    stack = [top]
    places: list[Literal] = []
    while stack:
        node = stack.pop()
        if isinstance(node, Literal) and isinstance(node.value, str):
            places.append(node)
        elif isinstance(node, Tuple):
            stack += node.items
        elif isinstance(node, Object):
            inner = _object(node)
            found |= {_text(value) for name, value in inner.items() if is_likely(name)}
            stack += inner.values()
    found -= _PUBLIC
    yield from (source.span(one.start + 1, one.end - 1) for one in places if one.value in found)


def _sensitive(top: Mapping[str, Node]) -> Iterator[str]:
    """The texts that are marked as sensitive, and the values of variables that are."""
    module = _object(_object(top.get("configuration")).get("root_module"))
    values = _object(top.get("variables"))
    for name, said in _object(module.get("variables")).items():
        mark = _object(said).get("sensitive")
        if isinstance(mark, Literal) and mark.value is True:
            yield from _marked(_object(values.get(name)).get("value"), mark)
    for change in _changes(top):
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
            inner = _object(marks)
            stack += [(one, marks if is_marked else inner.get(name)) for name, one in _object(value).items()]
        elif isinstance(value, Tuple):
            marked = marks.items if isinstance(marks, Tuple) else (None,) * len(value.items)
            stack += [(one, marks if is_marked else mark) for one, mark in zip(value.items, marked, strict=False)]


def _object(node: Node | None) -> dict[str, Node]:
    """The properties of an object; none of anything else."""
    return {key(name) or "": value for name, value in node.pairs} if isinstance(node, Object) else {}


def _text(node: Node | None) -> str:
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else ""


def _changes(top: Mapping[str, Node]) -> Iterator[_Change]:
    """The resources that there will be, of a plan; of a state those that there are."""
    changes = top.get("resource_changes")
    if not isinstance(changes, Tuple):
        yield from _state(_object(top.get("values")).get("root_module"), "", 0)
        return
    for one in changes.items[:_MOST]:
        said = _object(one)
        change = _object(said.get("change"))
        after = change.get("after")
        if _text(said.get("mode")) == "managed" and isinstance(after, Object) and "address" in said:
            marks = change.get("after_unknown"), change.get("after_sensitive")
            yield _Change(_text(said.get("module_address")), *_name(said), after, said["address"], *marks)


def _state(module: Node | None, address: str, depth: int) -> Iterator[_Change]:
    said = _object(module)
    resources, children = said.get("resources"), said.get("child_modules")
    for one in resources.items[:_MOST] if isinstance(resources, Tuple) else ():
        inner = _object(one)
        if _text(inner.get("mode")) == "managed" and "values" in inner and "address" in inner:
            marks = inner.get("sensitive_values")
            yield _Change(address, *_name(inner), inner["values"], inner["address"], None, marks)
    for one in children.items[:_MOST] if isinstance(children, Tuple) and depth < _DEPTH else ():
        yield from _state(one, _text(_object(one).get("address")), depth + 1)


def _name(said: Mapping[str, Node]) -> tuple[str, str, str]:
    """The type, the name, and that with the index, of a resource."""
    type_, name = _text(said.get("type")), _text(said.get("name"))
    index = _text(said.get("address")).rpartition(f"{type_}.{name}")[2]
    return type_, name, name + index


def _written(change: _Change, configuration: Mapping[str, Node], path: str, tree: Tree) -> tuple[Block, Source] | None:
    """The block that declares a resource, and its file; None where it is not in the tree."""
    inside = folder(tree, path)
    for name in re.findall(r"module\.([^.\[]+)", _INDEX.sub("", change.module))[:_DEPTH]:
        call = _object(_object(configuration.get("module_calls")).get(name))
        source = _text(call.get("source"))
        if not source.startswith(("./", "../")):
            return None
        found = posixpath.normpath(posixpath.join(inside.path, source))
        inside = folder(tree, "" if found == "." else found)
        configuration = _object(call.get("module"))
    for name in inside.holding(change.type):
        content, file = inside.content(name), inside.source(name)
        for block in content.blocks("resource", change.type) if content is not None else ():
            if block.labels[1:] == (change.name,) and file is not None:
                return block, file
    return None


def _merged(value: Node, unknown: Node | None) -> Node:
    """A value with what is not known of it yet."""
    if isinstance(unknown, Literal) and unknown.value is True:
        return Known(value.start, value.end, UNKNOWN)
    if isinstance(unknown, Object) and isinstance(value, Object):
        marks = _object(unknown)
        pairs = [(name, _merged(one, marks.pop(key(name) or "", None))) for name, one in value.pairs]
        pairs += [(name, _merged(one, one)) for name, one in unknown.pairs if (key(name) or "") in marks]
        return Object(value.start, value.end, tuple(pairs))
    if isinstance(unknown, Tuple) and isinstance(value, Tuple):
        both = [*unknown.items, *[None] * (len(value.items) - len(unknown.items))]
        items = tuple([_merged(one, mark) for one, mark in zip(value.items, both, strict=False)])
        return Tuple(value.start, value.end, items)
    return value


def _laid(value: Node, block: Block, evaluator: Evaluator, plan: Source) -> Block:
    """A block as planned: each argument where it is written, and what is not written at the header."""
    attributes: dict[str, Attribute] = {}
    blocks: list[Block] = []
    for name, one in _object(value).items():
        written = block.body.attributes.get(name)
        place = written if written is not None else block
        at = written.value if written is not None else block
        known = Known(at.start, at.end, evaluator.value(Placed(one, plan)))
        attributes[name] = Attribute(place.start, place.end, name, known)
        if isinstance(one, Tuple) and all(isinstance(item, Object) for item in one.items):
            inner = block.body.inner(name)
            # Blocks that something makes stand where their maker does.
            pairs = zip(one.items, inner if len(inner) == len(one.items) else [block] * len(one.items), strict=True)
            blocks += [_laid(item, _named(name, of), evaluator, plan) for item, of in pairs]
    return Block(block.start, block.end, block.type, block.labels, Body(attributes, tuple(blocks), ()))


def _named(type_: str, block: Block) -> Block:
    """A block of a type that stands where another one does, with its arguments if it is of that type."""
    body = block.body if block.type == type_ else Body({}, (), ())
    return Block(block.start, block.end, type_, (), body)
