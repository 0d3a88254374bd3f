"""HCL into nodes: the tokens of lexer.py, by the grammar hcl.lark."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from redislint.read.terraform.build import Builder
from redislint.read.terraform.lexer import Lexer
from redislint.read.terraform.nodes import Body, Node
from redislint.read.terraform.wrong import Wrong

if TYPE_CHECKING:
    from lark import Lark, Token

_BEFORE = "this is no valid Terraform: "


class File(NamedTuple):
    """A file's body, and the places of its comments."""

    body: Body
    comments: tuple[tuple[int, int], ...]


def parse(text: str) -> File:
    """The file that a text is; raises `Wrong`."""
    lexer = Lexer(text, 0, len(text), lines=True)
    body: Body = _parsed(text, lexer, "body")
    return File(body, tuple(lexer.comments))


def expression(text: str, start: int, end: int) -> Node:
    """The expression that `text[start:end]` is; raises `Wrong`."""
    node: Node = _parsed(text, Lexer(text, start, end, lines=False), "alone")
    return node


@cache
def _parser() -> Lark:
    from redislint.read.grammar import parser

    # The tokens are ours; Lark's own lexer has nothing to do.
    return parser("terraform/hcl", lexer="basic", start=["body", "alone"], transformer=Builder())


def _parsed(text: str, lexer: Lexer, start: str) -> Any:
    from lark import Token, UnexpectedToken

    parser = _parser().parse_interactive(start=start)
    feed = parser.feed_token
    try:
        for kind, first, last in lexer.found:
            feed(Token(kind, text[first:last], first, None, None, None, None, last))
        if lexer.wrong is not None:
            raise lexer.wrong
        return feed(Token("$END", "", len(text)))
    except UnexpectedToken as error:
        place = error.token.start_pos or 0
        raise Wrong(place, _BEFORE + _said(error.token, error.expected, lexer.bracket(place))) from None


def _said(token: Token, expected: set[str], bracket: str) -> str:
    """What is wrong, without any word that may be a secret; `bracket` is the one that the token stands in."""
    if token.type == "$END":
        return "the file ends in the middle of something"
    if token.type == "_NL":
        return "the line ends too early"
    if token.type not in ("RBRACE", "RPAR", "RSQB") and {"_NL", "OPERATOR"} <= expected:
        return "a comma is missing before this" if bracket in ("(", "[") else "the line should end before this"
    if token.type in ("IDENT", "IN", "IF"):
        return "this word is out of place"
    if token.type in ("STRING", "TEMPLATE", "HEREDOC", "NUMBER"):
        return "this value is out of place"
    return f"this `{token}` is out of place"
