"""What the parser makes of each rule of hcl.lark.  A method is given what the rule is made of, and has its name."""

from __future__ import annotations

from itertools import pairwise

from redislint.read.lalr import Token
from redislint.read.terraform import reals
from redislint.read.terraform.nodes import (
    ATTRIBUTES,
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
from redislint.typed import Any, Final

_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}


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
        return Attribute(name.start, value.end, name.text, value)

    def block(self, parts: list[Any]) -> Block:
        """`type "label" { ... }`."""
        head, labels, (brace, body) = parts[0], parts[1:-3], parts[-3:-1]
        texts = tuple([label.text if label.type == "IDENT" else unescaped(label.text[1:-1]) for label in labels])
        assert brace.type == "LBRACE"
        return Block(head.start, parts[-4].end, head.text, texts, body)

    def conditional(self, parts: list[Any]) -> Conditional:
        """`test ? yes : no`."""
        test, yes, _, no = parts
        return Conditional(test.start, no.end, test, yes, no)

    def operation(self, parts: list[Any]) -> Operation:
        """`a + b == c`."""
        operators = tuple([operator.text for operator in parts[1::2]])
        return Operation(parts[0].start, parts[-1].end, tuple(parts[::2]), operators)

    def unary(self, parts: list[Any]) -> Unary:
        """`!x`, `-x`."""
        return Unary(parts[0].start, parts[-1].end, tuple([sign.text for sign in parts[:-1]]), parts[-1])

    def traversal(self, parts: list[Any]) -> Traversal:
        """`base.name[0]`."""
        base = parts[0]
        return Traversal(base.start, parts[-1][1], base, tuple([step for step, _ in parts[1:]]))

    def attribute_step(self, parts: list[Token]) -> tuple[str, int]:
        """`.name`."""
        return parts[0].text, parts[0].end

    def number_step(self, parts: list[Token]) -> tuple[int | Node, int]:
        """`.0`."""
        digits = parts[0]
        if "." in digits.text:
            raise Wrong(digits.start, "one number at a time may follow a `.`: write `[0][1]`")
        if digits.text.isdecimal() and len(digits.text) < 16:
            return int(digits.text), digits.end
        return Oversized(digits.start, digits.end), digits.end

    def splat_step(self, parts: list[Token]) -> tuple[Splat, int]:
        """`.*` or `[*]`."""
        return (SPLAT if len(parts) > 1 else ATTRIBUTES), parts[-1].end

    def index_step(self, parts: list[Any]) -> tuple[Node, int]:
        """`[x]`."""
        return parts[1], parts[2].end

    def number(self, parts: list[Token]) -> Literal | Oversized:
        """`1`, `1.5`, `1e3`."""
        token = parts[0]
        if token.text.isdecimal() and token.text.isascii() and len(token.text) < 16:
            return Literal(token.start, token.end, int(token.text))
        try:
            return Literal(token.start, token.end, reals.parsed(token.text))
        except reals.Beyond:
            return Oversized(token.start, token.end)

    def string(self, parts: list[Token]) -> Literal:
        """A quoted text without code."""
        token = parts[0]
        return Literal(token.start, token.end, unescaped(token.text[1:-1]))

    def template(self, parts: list[Token]) -> Quoted:
        """A quoted text with code, or a heredoc."""
        token = parts[0]
        return Quoted(token.start, token.end, token.type == "HEREDOC")

    def name(self, parts: list[Token]) -> Name | Literal:
        """A bare word."""
        token = parts[0]
        if token.text in _WORDS:
            return Literal(token.start, token.end, _WORDS[token.text])
        return Name(token.start, token.end, token.text)

    def group(self, parts: list[Any]) -> Operation:
        """`(x)`: an operation without operators, since its place is wider than that of `x`."""
        opening, inner, closing = parts
        return Operation(opening.start, closing.end, (inner,), ())

    def sequence(self, parts: list[Any]) -> Tuple:
        """`[a, b]`."""
        return Tuple(parts[0].start, parts[-1].end, tuple(parts[1:-1]))

    def pair(self, parts: list[Any]) -> tuple[Node, Node]:
        """`key = value` in an object."""
        key, _, value = parts
        return key, value

    def mapping(self, parts: list[Any]) -> Object:
        """`{ key = value }`."""
        return Object(parts[0].start, parts[-1].end, tuple(parts[1:-1]))

    def for_expression(self, parts: list[Any]) -> For:
        """`[for x in y : z]` or `{for x in y : k => v}`."""
        names = [part.text for part in parts[1:3] if part.type == "IDENT"]
        rest = parts[2 + len(names) :]
        found = For(parts[0].start, parts[-1].end, ("", *names)[-2:], rest[0], rest[2])
        for sign, operand in pairwise(rest[3:]):
            kind = "" if isinstance(sign, Node) else sign.type
            if kind == "ARROW":
                found.name_of, found.value = found.value, operand
            elif kind == "IF":
                found.test = operand
            found.groups |= kind == "ELLIPSIS"
        return found

    def function(self, parts: list[Token]) -> tuple[str, int]:
        """The name of a function, with its namespace."""
        return "".join([part.text for part in parts]), parts[0].start

    def call(self, parts: list[Any]) -> Call:
        """`f(a, b...)`."""
        (name, start), *arguments = parts
        inner = arguments[1:-1]
        spread = bool(inner) and not isinstance(inner[-1], Node)
        return Call(start, parts[-1].end, name, tuple(inner[:-1] if spread else inner), spread)
