"""What a Terraform file consists of.  Places are offsets in the file's text.

Plain classes: decorated ones would take longer to make than most files take to read.
"""

from __future__ import annotations

from enum import Enum

from redislint.typed import Any

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than a file to read
if TYPE_CHECKING:
    from redislint.read.terraform.parts import Parts
    from redislint.read.terraform.reals import Number
    from redislint.source import Source


class Node:
    """A stretch of the text; none is changed once it is made."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end


class Literal(Node):
    """A number, `true`, `false`, `null` (None), or a quoted text without code."""

    __slots__ = ("value",)

    def __init__(self, start: int, end: int, value: str | Number | bool | None) -> None:
        self.start = start
        self.end = end
        self.value = value


class Oversized(Node):
    """A number beyond all that is calculated here."""

    __slots__ = ()


class Known(Node):
    """An expression of another module, with what it came to there: any value, UNKNOWN too."""

    __slots__ = ("value",)

    def __init__(self, start: int, end: int, value: Any) -> None:
        self.start = start
        self.end = end
        self.value = value


class Quoted(Node):
    """A quoted text with code in it, or a heredoc, or a bare template, which knows no escapes; parsed when evaluated.

    `margin`: how many characters at both ends of a bare template do not belong to it.
    """

    __slots__ = ("is_bare", "is_heredoc", "margin", "parts")

    def __init__(self, start: int, end: int, is_heredoc: bool, is_bare: bool = False, margin: int = 0) -> None:
        self.start = start
        self.end = end
        self.is_heredoc = is_heredoc
        self.is_bare = is_bare
        self.margin = margin
        self.parts: Parts | None = None  # once it is parsed


class Name(Node):
    """A name that stands for a value: `var`, `each`, a resource's type, or what a `for` binds."""

    __slots__ = ("name",)

    def __init__(self, start: int, end: int, name: str) -> None:
        self.start = start
        self.end = end
        self.name = name


class Splat(Enum):
    """The types of splats: after `[*]` all steps are taken in each element, after `.*` only names and numbers."""

    FULL = "[*]"
    ATTRIBUTES = ".*"


SPLAT = Splat.FULL
ATTRIBUTES = Splat.ATTRIBUTES


class Traversal(Node):
    """A value out of another: `.name` is a text, `.0` a number, `[x]` an expression."""

    __slots__ = ("base", "steps")

    def __init__(self, start: int, end: int, base: Node, steps: tuple[str | int | Node | Splat, ...]) -> None:
        self.start = start
        self.end = end
        self.base = base
        self.steps = steps


class Unary(Node):
    """Signs (`!` and `-`) before an operand, the outermost first."""

    __slots__ = ("operand", "signs")

    def __init__(self, start: int, end: int, signs: tuple[str, ...], operand: Node) -> None:
        self.start = start
        self.end = end
        self.signs = signs
        self.operand = operand


class Operation(Node):
    """Operands with an operator between each two, not ranked yet; one operand alone stood in parentheses."""

    __slots__ = ("operands", "operators")

    def __init__(self, start: int, end: int, operands: tuple[Node, ...], operators: tuple[str, ...]) -> None:
        self.start = start
        self.end = end
        self.operands = operands
        self.operators = operators


class Conditional(Node):
    """`test ? yes : no`."""

    __slots__ = ("no", "test", "yes")

    def __init__(self, start: int, end: int, test: Node, yes: Node, no: Node) -> None:
        self.start = start
        self.end = end
        self.test = test
        self.yes = yes
        self.no = no


class Call(Node):
    """A function's call; `spread` says that the last argument ends with `...`."""

    __slots__ = ("arguments", "function", "spread")

    def __init__(self, start: int, end: int, function: str, arguments: tuple[Node, ...], spread: bool) -> None:
        self.start = start
        self.end = end
        self.function = function
        self.arguments = arguments
        self.spread = spread


class Tuple(Node):
    """`[a, b]`."""

    __slots__ = ("items",)

    def __init__(self, start: int, end: int, items: tuple[Node, ...]) -> None:
        self.start = start
        self.end = end
        self.items = items


class Object(Node):
    """`{ key = value }`; a key that is a bare word is a `Name`."""

    __slots__ = ("pairs",)

    def __init__(self, start: int, end: int, pairs: tuple[tuple[Node, Node], ...]) -> None:
        self.start = start
        self.end = end
        self.pairs = pairs


class For(Node):
    """`[for key, name in items : value if test]`, or `{for ... : name_of => value...}`.

    `key` is empty if it is not bound, and `test` None if there is none; `name_of` is None for a tuple; `groups`: the
    values of one name are a list.
    """

    __slots__ = ("groups", "items", "key", "name", "name_of", "test", "value")

    def __init__(self, start: int, end: int, names: tuple[str, str], items: Node, value: Node) -> None:
        self.start = start
        self.end = end
        self.key, self.name = names
        self.items = items
        self.value = value
        self.name_of: Node | None = None
        self.test: Node | None = None
        self.groups = False


class Inset(Node):
    """An expression that stands in a text of its own: the text of a JSON string, without its escapes."""

    __slots__ = ("node", "source")

    def __init__(self, start: int, end: int, node: Node, source: Source) -> None:
        self.start = start
        self.end = end
        self.node = node
        self.source = source


class Attribute(Node):
    """`name = value`; the place runs over both."""

    __slots__ = ("name", "value")

    def __init__(self, start: int, end: int, name: str, value: Node) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.value = value


class Block(Node):
    """`type "label" { ... }`; the place is the header: the type and the labels."""

    __slots__ = ("body", "labels", "type")

    def __init__(self, start: int, end: int, type_: str, labels: tuple[str, ...], body: Body) -> None:
        self.start = start
        self.end = end
        self.type = type_
        self.labels = labels
        self.body = body


class Body:
    """Attributes by name, the last one where a name is repeated, and blocks in order."""

    __slots__ = ("attributes", "blocks", "repeated")

    def __init__(
        self, attributes: dict[str, Attribute], blocks: tuple[Block, ...], repeated: tuple[Attribute, ...]
    ) -> None:
        self.attributes = attributes
        self.blocks = blocks
        self.repeated = repeated

    def inner(self, type_: str) -> list[Block]:
        """The blocks of a type."""
        return [block for block in self.blocks if block.type == type_]
