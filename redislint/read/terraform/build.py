"""What the parser makes of each rule of hcl.lark.  A method is given what the rule is made of, and has its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from redislint.read.terraform.nodes import (
    SPLAT,
    Attribute,
    Block,
    Body,
    Call,
    Conditional,
    For,
    Literal,
    Name,
    Node,
    Object,
    Operation,
    Oversized,
    Quoted,
    Splat,
    Traversal,
    Tuple,
    Unary,
)
from redislint.read.terraform.quoted import unescaped
from redislint.read.terraform.wrong import Wrong

if TYPE_CHECKING:
    from lark import Token

_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}
# Beyond this a number is not calculated with (an int of thousands of digits, a float that lost its units).
_LARGEST: Final = 10**15


def _end(token: Token) -> int:
    assert token.end_pos is not None
    return token.end_pos


def _start(token: Token) -> int:
    assert token.start_pos is not None
    return token.start_pos


class Builder:
    """Nodes from tokens and from nodes."""

    def body(self, parts: list[Attribute | Block]) -> Body:
        """Attributes and blocks."""
        attributes: dict[str, Attribute] = {}
        repeated = []
        for part in parts:
            if isinstance(part, Attribute):
                if part.name in attributes:
                    repeated.append(part)
                attributes[part.name] = part
        return Body(attributes, tuple([part for part in parts if isinstance(part, Block)]), tuple(repeated))

    def attribute(self, parts: list[Any]) -> Attribute:
        """`name = value`."""
        name, _, value = parts
        return Attribute(_start(name), value.end, str(name), value)

    def block(self, parts: list[Any]) -> Block:
        """`type "label" { ... }`."""
        head, labels, (brace, body) = parts[0], parts[1:-3], parts[-3:-1]
        texts = tuple([str(label) if label.type == "IDENT" else unescaped(label[1:-1]) for label in labels])
        assert brace.type == "LBRACE"
        return Block(_start(head), _end(parts[-4]), str(head), texts, body)

    def conditional(self, parts: list[Any]) -> Conditional:
        """`test ? yes : no`."""
        test, yes, _, no = parts
        return Conditional(test.start, no.end, test, yes, no)

    def operation(self, parts: list[Any]) -> Operation:
        """`a + b == c`."""
        operators = tuple([str(operator) for operator in parts[1::2]])
        return Operation(parts[0].start, parts[-1].end, tuple(parts[::2]), operators)

    def unary(self, parts: list[Any]) -> Unary:
        """`!x`, `-x`."""
        return Unary(_start(parts[0]), parts[-1].end, tuple([str(sign) for sign in parts[:-1]]), parts[-1])

    def traversal(self, parts: list[Any]) -> Traversal:
        """`base.name[0]`."""
        base = parts[0]
        return Traversal(base.start, parts[-1][1], base, tuple([step for step, _ in parts[1:]]))

    def attribute_step(self, parts: list[Token]) -> tuple[str, int]:
        """`.name`."""
        return str(parts[0]), _end(parts[0])

    def number_step(self, parts: list[Token]) -> tuple[int | Node, int]:
        """`.0`."""
        digits = parts[0]
        if "." in digits:
            raise Wrong(_start(digits), "one number at a time may follow a `.`: write `[0][1]`")
        if digits.isdecimal() and len(digits) < 16:
            return int(digits), _end(digits)
        return Oversized(_start(digits), _end(digits)), _end(digits)

    def splat_step(self, parts: list[Token]) -> tuple[Splat, int]:
        """`.*` or `[*]`."""
        return SPLAT, _end(parts[-1])

    def index_step(self, parts: list[Any]) -> tuple[Node, int]:
        """`[x]`."""
        return parts[1], _end(parts[2])

    def number(self, parts: list[Token]) -> Literal | Oversized:
        """`1`, `1.5`, `1e3`."""
        token = parts[0]
        value = float(token) if len(token) < 40 else float("inf")
        if value > _LARGEST:
            return Oversized(_start(token), _end(token))
        return Literal(_start(token), _end(token), int(value) if value.is_integer() else value)

    def string(self, parts: list[Token]) -> Literal:
        """A quoted text without code."""
        token = parts[0]
        return Literal(_start(token), _end(token), unescaped(token[1:-1]))

    def template(self, parts: list[Token]) -> Quoted:
        """A quoted text with code, or a heredoc."""
        token = parts[0]
        return Quoted(_start(token), _end(token), token.type == "HEREDOC")

    def name(self, parts: list[Token]) -> Name | Literal:
        """A bare word."""
        token = parts[0]
        if token in _WORDS:
            return Literal(_start(token), _end(token), _WORDS[token])
        return Name(_start(token), _end(token), str(token))

    def group(self, parts: list[Any]) -> Operation:
        """`(x)`: an operation without operators, since its place is wider than that of `x`."""
        opening, inner, closing = parts
        return Operation(_start(opening), _end(closing), (inner,), ())

    def sequence(self, parts: list[Any]) -> Tuple:
        """`[a, b]`."""
        return Tuple(_start(parts[0]), _end(parts[-1]), tuple(parts[1:-1]))

    def pair(self, parts: list[Any]) -> tuple[Node, Node]:
        """`key = value` in an object."""
        key, _, value = parts
        return key, value

    def mapping(self, parts: list[Any]) -> Object:
        """`{ key = value }`."""
        return Object(_start(parts[0]), _end(parts[-1]), tuple(parts[1:-1]))

    def for_expression(self, parts: list[Any]) -> For:
        """`[for x in y : z]` or `{for x in y : k => v}`."""
        return For(_start(parts[0]), _end(parts[-1]))

    def function(self, parts: list[Token]) -> tuple[str, int]:
        """The name of a function, with its namespace."""
        return "".join(parts), _start(parts[0])

    def call(self, parts: list[Any]) -> Call:
        """`f(a, b...)`."""
        (name, start), *arguments = parts
        inner = arguments[1:-1]
        spread = bool(inner) and not isinstance(inner[-1], Node)
        return Call(start, _end(parts[-1]), name, tuple(inner[:-1] if spread else inner), spread)
