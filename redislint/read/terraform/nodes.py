"""What a Terraform file consists of.  Places are offsets in the file's text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Node:
    """A stretch of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, `true`, `false`, `null`, or a quoted text without code; None is null."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Oversized(Node):
    """A number beyond all that is calculated here."""


@dataclass(frozen=True, slots=True)
class Quoted(Node):
    """A quoted text with code in it, or a heredoc; parsed when it is evaluated."""

    is_heredoc: bool


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name that stands for a value: `var`, `each`, a resource's type, or what a `for` binds."""

    name: str


class Splat(Enum):
    """The type of `SPLAT`: `.*` and `[*]`."""

    SPLAT = "*"


SPLAT = Splat.SPLAT


@dataclass(frozen=True, slots=True)
class Traversal(Node):
    """A value out of another: `.name` is a text, `.0` a number, `[x]` an expression."""

    base: Node
    steps: tuple[str | int | Node | Splat, ...]


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """Signs (`!` and `-`) before an operand, the outermost first."""

    signs: tuple[str, ...]
    operand: Node


@dataclass(frozen=True, slots=True)
class Operation(Node):
    """Operands with an operator between each two, not ranked yet; one operand alone stood in parentheses."""

    operands: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`test ? yes : no`."""

    test: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function's call; `spread` says that the last argument ends with `...`."""

    function: str
    arguments: tuple[Node, ...]
    spread: bool


@dataclass(frozen=True, slots=True)
class Tuple(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Object(Node):
    """`{ key = value }`; a key that is a bare word is a `Name`."""

    pairs: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class For(Node):
    """A `for` expression; nothing asks what is in it."""


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    """`name = value`; the place runs over both."""

    name: str
    value: Node


@dataclass(frozen=True, slots=True)
class Block(Node):
    """`type "label" { ... }`; the place is the header: the type and the labels."""

    type: str
    labels: tuple[str, ...]
    body: Body


@dataclass(frozen=True, slots=True)
class Body:
    """Attributes by name, the last one where a name is repeated, and blocks in order."""

    attributes: dict[str, Attribute]
    blocks: tuple[Block, ...]
    repeated: tuple[Attribute, ...] = ()
