"""A module as one of its files sees it: the scope of its expressions, and the resources that it refers to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cached_property

from redislint.read.terraform.folder import Content, folder
from redislint.read.terraform.nodes import Block, Body, Literal, Node
from redislint.read.terraform.reading import is_override
from redislint.read.terraform.scope import Placed, Variable
from redislint.source import Source, Span, Tree


def _name(source: Source) -> str:
    return posixpath.basename(source.path)


class Module:
    """The file's own blocks, and those of the files beside it."""

    def __init__(self, source: Source, body: Body, tree: Tree) -> None:
        self.source = source
        self.content = Content(body)
        self.name = _name(source)
        self.folder = folder(tree, posixpath.dirname(source.path))
        self.tree = tree

    @property
    def folder_path(self) -> str:
        """The module's folder, from the root of the tree; empty for the root itself."""
        return self.folder.path

    def file(self, path: str) -> Source | None:
        """The file at a path from the root of the tree; None where there is none."""
        return self.tree.read(path)

    @property
    def is_override(self) -> bool:
        """Does the file only change blocks of other files?"""
        return is_override(self.name)

    @cached_property
    def _files(self) -> frozenset[str]:
        """The names of the module's files."""
        return self.folder.seen_from(self.name) | {self.name}

    def _blocks(self, names: list[str], type_: str, label: str = "") -> Iterator[tuple[Block, Source]]:
        """The blocks of a type in these files and our own, those that override others last."""
        for name in sorted({*names, self.name} & self._files, key=lambda name: (is_override(name), name)):
            source = self.source if name == self.name else self.folder.source(name)
            content = self.content if name == self.name else self.folder.content(name)
            if source is not None and content is not None:
                for block in content.blocks(type_, label):
                    yield block, source

    @property
    def group(self) -> str:
        """The folder of the configuration that the module is part of."""
        return posixpath.dirname(self.source.path) or "."

    def owns(self, _source: Source) -> bool:
        """Is it for us to say what stands in a file of the folder?"""
        return _source is self.source

    def mentions(self, word: str) -> bool:
        """Is a word in what is ours to say?"""
        return word in self.source.text

    def calls(self) -> Iterator[list[tuple[Block, Source]]]:
        """The calls of other modules that are ours to say: each its block, and those that override it."""
        for block in self.content.of_type("module"):
            yield [(block, self.source), *self._overriding(block)]

    def calling(self, label: str) -> list[tuple[Block, Source]]:
        """The call of a module by its name, in whichever file, and the blocks that override it."""
        return list(self._blocks(self.folder.holding(label), "module", label))

    def output(self, name: str) -> Placed | None:
        """The value that the module puts out under a name; None where there is none."""
        value: Placed | None = None
        for block, source in self._blocks(self.folder.holding(name), "output", name):
            written = block.body.attributes.get("value")
            value = Placed(written.value, source) if written is not None else value
        return value

    def outputs(self) -> list[str]:
        """The names of all that the module puts out."""
        contents = [self.folder.content(name) for name in sorted({*self.folder.holding("output")} & self._files)]
        blocks = [block for content in contents if content is not None for block in content.of_type("output")]
        return list(dict.fromkeys(label for block in blocks for label in block.labels))

    def _overriding(self, block: Block) -> Iterator[tuple[Block, Source]]:
        names = [name for name in self.folder.modules if is_override(name)]
        label = block.labels[0] if block.labels else ""
        yield from (found for found in self._blocks(names, block.type, label) if is_override(_name(found[1])))

    def variable(self, name: str) -> Variable:
        """The input variable of this name, with the value that every run gives it, or the user does."""
        declared, _ = self._declared(name)
        said = self.source.variables
        if not said:
            value = self._assigned(name, declared.value)
        else:
            from redislint.read.terraform import assigned

            at = declared.header or self.source.anchor
            value = assigned.of_environment(name, declared.type, said, at) or declared.value
            value = self._assigned(name, value, is_chosen=assigned.chooses(said))
            if name not in self.folder.passed:
                value = assigned.of_user(name, declared.type, said, at) or value
        return declared if value is declared.value else Variable(value, declared.type)

    def _declared(self, name: str) -> tuple[Variable, bool]:
        """The variable with its own default; and whether null stands for that where the module is called."""
        value: Placed | None = None
        header: Span | None = None
        type_, is_nullable = "", True
        for block, source in self._blocks(self.folder.declaring.get(name, []), "variable", name):
            default, written = block.body.attributes.get("default"), block.body.attributes.get("type")
            nullable = block.body.attributes.get("nullable")
            if default is not None:
                value, header = Placed(default.value, source), source.span(block.start, block.end)
            if written is not None:
                type_ = _type(written.value, source)
            if nullable is not None:
                is_nullable = not (isinstance(nullable.value, Literal) and nullable.value.value is False)
        return Variable(value, type_, header), not is_nullable

    def _assigned(self, name: str, default: Placed | None, *, is_chosen: bool = False) -> Placed | None:
        """What the files of values, and the modules that call this one, make of a default.

        `is_chosen`: it is known which further files of values there are.
        """
        if (not is_chosen and name in self.folder.chosen) or name in self.folder.passed:
            return None
        value = default
        for file in self.folder.automatic:
            source = self.folder.source(file)
            if source is None or name not in source.text:
                continue
            content = self.folder.content(file)
            if content is None:
                value = None
            elif name in content.attributes:
                value = Placed(content.attributes[name].value, source)
        return value

    @cached_property
    def _locals(self) -> dict[str, Placed]:
        found: dict[str, Placed] = {}
        for block, source in self._blocks(self.folder.holding("locals"), "locals"):
            for attribute in block.body.attributes.values():
                found[attribute.name] = Placed(attribute.value, source)
        return found

    def local(self, name: str) -> Placed | None:
        """The local value of this name."""
        return self._locals.get(name)

    def resources(self, type_: str, kind: str = "resource") -> dict[str, list[tuple[Block, Source]]]:
        """The resources of a type by label, each with the blocks that override it; `kind` is `data` for what is there.

        Of two with one label, which Terraform refuses, our own counts, and the first one in it.
        """
        found: dict[str, list[tuple[Block, Source]]] = {}
        for block, source in self._blocks(self.folder.holding(type_), kind, type_):
            if len(block.labels) != 2:
                continue
            blocks = found.setdefault(block.labels[1], [])
            if not blocks or is_override(_name(source)):
                blocks.append((block, source))
            elif source is self.source and blocks[0][1] is not source:
                blocks[:] = [(block, source)]
        return found


def _type(node: Node, source: Source) -> str:
    """The type that a variable asks for, which JSON and old files have in quotes."""
    if isinstance(node, Literal) and isinstance(node.value, str):
        return node.value
    return source.text[node.start : node.end]
