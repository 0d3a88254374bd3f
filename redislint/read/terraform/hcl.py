"""HCL into nodes: the tokens of lexer.py, by the grammar hcl.lark."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from redislint.read.lalr import END, Parser, Token, Unexpected, tables
from redislint.read.terraform.build import Builder
from redislint.read.terraform.lexer import Lexer
from redislint.read.terraform.nodes import Body, Node
from redislint.read.terraform.wrong import Wrong
from redislint.typed import Any, NamedTuple

_BEFORE = "this is no valid Terraform: "
_UNENDED = "the code in this text ends in the middle of something"


class File(NamedTuple):
    """A file's body, and the places of its comments."""

    body: Body
    comments: tuple[tuple[int, int], ...]


def parse(text: str) -> File:
    """The file that a text is; raises `Wrong`."""
    lexer = Lexer(text, 0, len(text), lines=True)
    body: Body = _parsed(lexer, "body")
    return File(body, tuple(lexer.comments))


def expression(text: str, start: int, end: int) -> Node:
    """The expression that `text[start:end]` is; raises `Wrong`."""
    node: Node = _parsed(Lexer(text, start, end, lines=False), "alone")
    return node


@cache
def _parser() -> Parser:
    return Parser(tables("terraform/hcl", "body", "alone"), Builder())


def _parsed(lexer: Lexer, start: str) -> Any:
    try:
        return _parser().parse(_ended(lexer), start)
    except Unexpected as error:
        token = error.token
        said = _said(token, error.expected, lexer.bracket(token.start))
        if start == "alone" and token.type == END:
            said = _UNENDED
        raise Wrong(token.start, _BEFORE + said) from None


def _ended(lexer: Lexer) -> Iterator[Token]:
    """The tokens, as far as they go, and then what ends them."""
    yield from lexer.found
    if lexer.wrong is not None:
        raise lexer.wrong
    yield Token(END, "", lexer.end, lexer.end)


def _said(token: Token, expected: frozenset[str], bracket: str) -> str:
    """What is wrong, without any word that may be a secret; `bracket` is the one that the token stands in."""
    if token.type == END:
        return "the file ends in the middle of something"
    if token.type == "_NL":
        return "the line ends too early"
    if token.type not in ("RBRACE", "RPAR", "RSQB") and {"_NL", "OPERATOR"} <= expected:
        return "a comma is missing before this" if bracket in ("(", "[") else "the line should end before this"
    if token.type in ("IDENT", "IN", "IF"):
        return "this word is out of place"
    if token.type in ("STRING", "TEMPLATE", "HEREDOC", "NUMBER"):
        return "this value is out of place"
    return f"this `{token.text}` is out of place"
