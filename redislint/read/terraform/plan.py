"""Plans and states as `terraform show -json` writes them: the resources as they will be, or are.

A resource stands where its block does, in the folder of the plan and the modules that it calls; else where the plan has
it.  What is known only after the plan is applied is unknown.
Source: developer.hashicorp.com/terraform/internals/json-format.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import jsonfile
from redislint.read.terraform.declared import Declared
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.folder import folder
from redislint.read.terraform.module import Module
from redislint.read.terraform.nodes import Attribute, Block, Body, Known, Literal, Node, Object, Tuple
from redislint.read.terraform.planned import Change, changes, properties, text, whole
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.trace import key
from redislint.source import Source, Tree
from redislint.typed import Final

# Modules within each other.
_DEPTH: Final = 20
_INDEX: Final = re.compile(r"\[[^\]]*\]")


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
    top = whole(source)
    configuration = properties(properties(top.get("configuration")).get("root_module"))
    modules: dict[str, Planned] = {}
    for change in changes(top):
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


def _written(change: Change, configuration: Mapping[str, Node], path: str, tree: Tree) -> tuple[Block, Source] | None:
    """The block that declares a resource, and its file; None where it is not in the tree."""
    inside = folder(tree, path)
    for name in re.findall(r"module\.([^.\[]+)", _INDEX.sub("", change.module))[:_DEPTH]:
        call = properties(properties(configuration.get("module_calls")).get(name))
        source = text(call.get("source"))
        if not source.startswith(("./", "../")):
            return None
        found = posixpath.normpath(posixpath.join(inside.path, source))
        inside = folder(tree, "" if found == "." else found)
        configuration = properties(call.get("module"))
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
        marks = properties(unknown)
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
    for name, one in properties(value).items():
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
