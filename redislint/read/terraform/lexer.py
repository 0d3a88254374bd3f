"""The tokens of HCL.

What is a token depends on the place, so the lexer keeps a stack of open brackets.  It fails on brackets that do not
match and on nesting without measure, before any parser sees the text.  No expression gives back what it took.
"""

from __future__ import annotations

import re

from redislint.read.lalr import Token
from redislint.read.terraform.quoted import heredoc_end, quoted_end
from redislint.read.terraform.tokens import CLOSING, ENDS, SIGNS, TOKEN
from redislint.read.terraform.wrong import MAX_NESTING, MAX_TOKENS, TOO_DEEP, TOO_MANY, Wrong
from redislint.typed import Final

_BOM: Final = "\ufeff"


class _Open:
    """An open bracket.

    `lines`: line ends count inside; `heading`: a `for` whose `in` is still to come, None where it is no `for`.
    """

    __slots__ = ("closing", "heading", "lines", "start")

    def __init__(self, closing: str, start: int, lines: bool) -> None:
        self.closing = closing
        self.start = start
        self.lines = lines
        self.heading: bool | None = None


class Lexer:
    """The tokens of `text[start:end]`, and the places of its comments.

    `lines` says whether line ends count outside all brackets: in a file they do, in the code of a quoted text not.
    `wrong` is what ends them too early, where the parser finds nothing wrong before that: a bracket that does not
    match shows long after the mistake.  Raises `Wrong` for what is beyond measure.
    """

    def __init__(self, text: str, start: int, end: int, *, lines: bool) -> None:
        self.text = text
        self.end = end
        self.found: list[Token] = []
        self.comments: list[tuple[int, int]] = []
        self.stack = [_Open("", start, lines)]
        self.wrong: Wrong | None = None
        try:
            self._run(start, end)
        except Wrong as wrong:
            if wrong.detail in (TOO_DEEP, TOO_MANY):
                raise
            self.wrong = wrong
        if len(self.stack) > 1 and self.wrong is None:
            start = self.stack[-1].start
            self.wrong = Wrong(start, f"the `{text[start]}` that opens here is never closed")

    def _run(self, position: int, end: int) -> None:
        text, match = self.text, TOKEN.match
        if position == 0 and text.startswith(_BOM):
            position = 1
        while position < end:
            if len(self.found) > MAX_TOKENS:
                raise Wrong(position, TOO_MANY)
            token = match(text, position, end)
            if token is None:
                position += len(text[position:end]) - len(text[position:end].lstrip(" \t"))
                raise Wrong(position, _odd(text, position))
            position = self._take(token, end)

    def _take(self, token: re.Match[str], end: int) -> int:
        """Take one more token; where the next one begins."""
        kind = token.lastgroup
        assert kind is not None
        start, after = token.span(kind)
        if kind == "SIGN":
            self._sign(token[kind], start)
            return after
        if kind == "LINE":
            if self.stack[-1].lines and not (self.found and self.found[-1].type == "_NL"):
                self.found.append(Token("_NL", "", start, after))
            return after
        if kind in ("COMMENT", "END"):
            self.comments += [(start, after)] if kind == "COMMENT" else []
            return after
        if kind == "IDENT":
            kind = self._word(token[kind])
            # With the `for` goes the bracket before it.
            start = self.stack[-1].start if kind.startswith("FOR") else start
        elif kind == "TEMPLATE":
            after = quoted_end(self.text, after, end, MAX_NESTING - len(self.stack))
        elif kind == "HEREDOC":
            after = heredoc_end(self.text, start, after, end)
        self.found.append(Token(kind, self.text[start:after], start, after))
        return after

    def _word(self, word: str) -> str:
        """The terminal that a word is where it stands."""
        if word not in ("for", "in", "if"):
            return "IDENT"
        found, top = self.found, self.stack[-1]
        before = found[-1].type if found else ""
        if word == "for" and top.heading is None and self._is_first():
            opening = self._opening()
            top.lines, top.heading = False, True
            return opening
        if word == "in" and top.heading and before == "IDENT":
            top.heading = False
            return "IN"
        return "IF" if word == "if" and top.heading is False and before in ENDS else "IDENT"

    def _is_first(self) -> bool:
        """Does a `[`, or the `{` of an object, stand right before this?"""
        found = self.found
        index = len(found) - 1
        if index >= 0 and found[index].type == "_NL":
            index -= 1
        if index < 0 or found[index].type not in ("LSQB", "LBRACE"):
            return False
        is_index = found[index].type == "LSQB" and index and found[index - 1].type in ENDS
        is_block = found[index].type == "LBRACE" and index and found[index - 1].type in ("IDENT", "STRING")
        return not is_index and not is_block

    def _opening(self) -> str:
        """Take the bracket before a `for` back: both are one token."""
        if self.found[-1].type == "_NL":
            self.found.pop()
        return "FOR_TUPLE" if self.found.pop().type == "LSQB" else "FOR_OBJECT"

    def _sign(self, sign: str, position: int) -> None:
        stack = self.stack
        if sign in CLOSING:
            if len(stack) > MAX_NESTING:
                raise Wrong(position, TOO_DEEP)
            stack.append(_Open(CLOSING[sign], position, sign == "{"))
        elif sign in ")]}":
            if stack[-1].closing != sign:
                raise Wrong(position, self._unmatched(sign))
            stack.pop()
        kind = SIGNS[sign]
        if kind == "STAR" and self.found and self.found[-1].type in ENDS:
            kind = "OPERATOR"
        self.found.append(Token(kind, sign, position, position + len(sign)))

    def bracket(self, place: int) -> str:
        """The innermost bracket that is open at an offset; empty if there is none."""
        opened = [""]
        for token in self.found:
            if token.start >= place:
                break
            if token.type in ("LBRACE", "LPAR", "LSQB", "FOR_TUPLE", "FOR_OBJECT"):
                opened.append(self.text[token.start])
            elif token.type in ("RBRACE", "RPAR", "RSQB"):
                opened.pop()
        return opened[-1]

    def _unmatched(self, sign: str) -> str:
        top = self.stack[-1]
        if not top.closing:
            return f"this `{sign}` closes nothing"
        line = self.text.count("\n", 0, top.start) + 1
        return f"this `{sign}` does not close the `{self.text[top.start]}` of line {line}"


def _odd(text: str, position: int) -> str:
    """What is wrong with a character that begins no token."""
    if text.startswith("/*", position):
        return "the comment that opens here is never closed"
    character = text[position]
    shown = f"`{character}`" if character.isprintable() and character.isascii() else f"U+{ord(character):04X}"
    return f"the character {shown} has no meaning here"
