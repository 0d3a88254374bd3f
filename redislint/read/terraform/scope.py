"""What the names in an expression stand for, and expressions with the files that they stand in."""

from __future__ import annotations

from collections.abc import Mapping

from redislint.read.terraform.nodes import Node
from redislint.source import Source, Span
from redislint.typed import Final, NamedTuple, Protocol

# Among the names that are bound: `path`, which stands for a value only while the path of a file is worked out.
PATH: Final = "path"
# No name of the language: it is bound within a template file, which sees nothing but what it is given.
NESTING: Final = "in a template"


class Placed(NamedTuple):
    """An expression and the file that it stands in."""

    node: Node
    source: Source

    @property
    def span(self) -> Span:
        """The expression's place."""
        return self.source.span(self.node.start, self.node.end)


class Passed(NamedTuple):
    """What the call of a module makes of a variable.

    caller    how the call is named, such as `module.cache`
    span      the argument, or the header of the call where it leaves the variable as it is
    is_set    does the call set it?
    rests_on  the variables on whose own defaults the argument rests where the module is called, with their headers
    parts     the same of each attribute, by name, where the argument is an object
    """

    caller: str
    span: Span
    is_set: bool = False
    rests_on: tuple[tuple[str, Span], ...] = ()
    parts: Mapping[str, tuple[tuple[str, Span], ...]] = {}

    def of(self, attribute: str) -> Passed:
        """What the call makes of one attribute of the variable."""
        return self._replace(rests_on=self.parts.get(attribute, self.rests_on), parts={})


class Origin(NamedTuple):
    """Where the value of `each.value` and its like is written: the collection, and the element, None if not as one.

    key       where its key is written, None likewise
    is_alone  the name stands for the element by itself, as in a `for`
    """

    collection: Placed
    element: Placed | None
    key: Placed | None = None
    is_alone: bool = False


class Variable(NamedTuple):
    """An input variable: what it is set to, None where that is not known; and its type, empty for any.

    `header` is that of its block where the value is its own default; `passed` is there where the module is called.
    """

    value: Placed | None
    type: str = ""
    header: Span | None = None
    passed: Passed | None = None

    @property
    def default_of(self) -> Span | None:
        """The header of its block where it has its own default; who uses the module may set another value."""
        return self.header if self.passed is None else None


class Scope(Protocol):
    """What the names of a module mean."""

    def variable(self, name: str) -> Variable:
        """The input variable of this name."""

    def local(self, name: str) -> Placed | None:
        """The local value of this name; None if there is none."""

    @property
    def folder_path(self) -> str:
        """The module's folder, from the root of the tree; empty for the root itself."""

    def file(self, path: str) -> Source | None:
        """The file at a path from the root of the tree; None where there is none."""
