"""Code as HTML: its tokens in the classes that Sphinx's styles know, and marked texts in `<mark>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby, pairwise
from typing import Any, Final, NamedTuple

from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Error

from redislint.trials import unmarked

# Where Pygments calls a language something else; those without one are lines of words with comments.
_CALLED: Final = {"terraform": "hcl", "sh": "bash"}
_LINES: Final = frozenset({"conf", "acl"})
_PLAIN: Final = frozenset({"", "text", "markdown"})

# A comment, or a line's first word with the rest of it.
_LINE: Final = re.compile(r"^(?P<space>[ \t]*)(?:(?P<comment>#.*)|(?P<name>[^\s#]+)(?P<rest>.*))?$", re.MULTILINE)
_STRING: Final = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'")


class Piece(NamedTuple):
    """A part of a text: its place, and the class that its looks come from."""

    start: int
    end: int
    look: str


def html(text: str, language: str) -> str:
    """A text as the inside of a `<pre>`."""
    plain, marks = unmarked(text.rstrip("\n") + "\n")
    segments = _segments(plain, _pieces(plain, language), marks)
    out = []
    for is_marked, parts in groupby(segments, key=lambda part: part[0]):
        inside = "".join(_span(plain[start:end], look) for _, start, end, look in parts)
        out.append(f"<mark>{inside}</mark>" if is_marked else inside)
    return "".join(out)


def _span(text: str, look: str) -> str:
    return f'<span class="{look}">{escape(text, quote=False)}</span>' if look else escape(text, quote=False)


def _segments(text: str, pieces: list[Piece], marks: list[tuple[int, int]]) -> Iterator[tuple[bool, int, int, str]]:
    """The pieces, cut where a mark begins or ends: is it marked, where, and in which class."""
    cuts = {place for mark in marks for place in mark}
    at = 0
    for piece in [*pieces, Piece(len(text), len(text), "")]:
        for start, end, look in ((at, piece.start, ""), (piece.start, piece.end, piece.look)):
            places = sorted({start, end, *(cut for cut in cuts if start < cut < end)})
            for first, last in pairwise(places):
                yield any(a <= first and last <= b for a, b in marks), first, last, look
        at = piece.end


def _pieces(text: str, language: str) -> list[Piece]:
    if language in _PLAIN:
        return []
    if language in _LINES:
        return list(_lined(text))
    lexer: Any = get_lexer_by_name(_CALLED.get(language, language), stripnl=False, ensurenl=False)
    return [
        Piece(start, start + len(value), _look(kind))
        for start, kind, value in lexer.get_tokens_unprocessed(text)
        if kind is not Error and _look(kind)
    ]


def _look(kind: Any) -> str:
    """The short class of a kind of token, or of the nearest one above it that has one."""
    while kind not in STANDARD_TYPES:
        kind = kind.parent
    look: str = STANDARD_TYPES[kind]
    return look


def _lined(text: str) -> Iterator[Piece]:
    """The pieces of redis.conf, sentinel.conf and users.acl: comments, names of directives, quoted texts."""
    for match in _LINE.finditer(text):
        if match["comment"]:
            yield Piece(*match.span("comment"), "c1")
        elif match["name"]:
            yield Piece(*match.span("name"), "k")
            start, end = match.span("rest")
            yield from (Piece(*string.span(), "s") for string in _STRING.finditer(text, start, end))
