"""A module as one of its callers has it: its variables are what the call makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.model.facts import UNKNOWN
from redislint.read.terraform.folder import Folder
from redislint.read.terraform.module import Module
from redislint.read.terraform.nodes import Block, Body, Known, Literal
from redislint.read.terraform.reading import is_override
from redislint.read.terraform.scope import Passed, Placed, Variable
from redislint.source import Source, Span, Tree
from redislint.typed import NamedTuple


class Given(NamedTuple):
    """One argument of a call: its value, in which nothing needs the caller any more; and what is said of it."""

    value: Placed
    passed: Passed


class Call(NamedTuple):
    """The call of a module.

    address    how it is named from the root, such as `module.cache.module.redis`
    header     the place of its block's header
    arguments  by the name of the variable
    group      the folder of the configuration that it is part of
    is_sample  does it only show how the module is used?  Then other callers may leave other variables alone
    is_open    may there be further arguments, which are not known?
    """

    address: str
    header: Span
    arguments: Mapping[str, Given]
    group: str
    is_sample: bool = False
    is_open: bool = False

    @property
    def name(self) -> str:
        """How its own block is named."""
        return ".".join(self.address.split(".")[-2:])


class Called(Module):
    """All files of a folder, called once."""

    def __init__(self, inside: Folder, call: Call, tree: Tree) -> None:
        super().__init__(call.header.source, Body({}, (), ()), tree)
        self.folder = inside
        self.name = ""
        self.call = call

    @property
    def group(self) -> str:
        """The folder of the configuration that the module is part of."""
        return self.call.group

    def owns(self, _source: Source) -> bool:
        """All is ours to say."""
        return True

    def mentions(self, word: str) -> bool:
        """Is a word in one of the files?"""
        return bool(self.folder.holding(word))

    def calls(self) -> Iterator[list[tuple[Block, Source]]]:
        """The calls of other modules in all files."""
        for name in self.folder.holding("module"):
            content, source = self.folder.content(name), self.folder.source(name)
            if content is not None and source is not None and not is_override(name):
                for block in content.of_type("module"):
                    yield [(block, source), *self._overriding(block)]

    def variable(self, name: str) -> Variable:
        """The variable as the call has it: set by it, or left at its own default."""
        declared, has_default = self._declared(name)
        given = self.call.arguments.get(name)
        if given is not None and not (has_default and _is_null(given.value)):
            return declared._replace(value=given.value, header=None, passed=given.passed)
        if self.call.is_open:
            return declared._replace(value=None, header=None)
        if self.call.is_sample:
            return declared
        return declared._replace(passed=Passed(self.call.name, self.call.header))


def _is_null(placed: Placed) -> bool:
    node = placed.node
    return isinstance(node, Literal | Known) and node.value is None and node.value is not UNKNOWN
