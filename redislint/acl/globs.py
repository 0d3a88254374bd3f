"""Patterns of keys and channels, matched as servers do: `*`, `?`, `[abc]`, `[^a-z]`, a backslash for what is plain."""

from __future__ import annotations

from redislint.typed import NamedTuple


class _Piece(NamedTuple):
    """One step of a pattern: any run of characters, or one character out of a class."""

    is_star: bool
    single: str | None = None  # None: any character, or one of the ranges
    ranges: tuple[tuple[str, str], ...] | None = None
    negated: bool = False

    def takes(self, character: str) -> bool:
        """Does one character fit?"""
        if self.single is not None:
            return character == self.single
        if self.ranges is None:
            return True
        return any(low <= character <= high for low, high in self.ranges) != self.negated


def matches(pattern: str, text: str) -> bool:
    """Does the text match the pattern as a whole?  The time is bounded by the product of their lengths.

    Servers do not look at the pattern where the text is empty: `*` does not match it.
    """
    if not text:
        return not pattern
    pieces = _pieces(pattern)
    at = place = 0
    star, after = -1, 0
    while place < len(text):
        if at < len(pieces) and not pieces[at].is_star and pieces[at].takes(text[place]):
            at, place = at + 1, place + 1
        elif at < len(pieces) and pieces[at].is_star:
            star, after = at, place
            at += 1
        elif star >= 0:
            after += 1
            at, place = star + 1, after
        else:
            return False
    return all(piece.is_star for piece in pieces[at:])


def _pieces(pattern: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    at = 0
    while at < len(pattern):
        sign = pattern[at]
        at += 1
        if sign == "*":
            if not pieces or not pieces[-1].is_star:
                pieces.append(_Piece(True))
        elif sign == "?":
            pieces.append(_Piece(False))
        elif sign == "[":
            piece, at = _class(pattern, at)
            pieces.append(piece)
        elif sign == "\\" and at < len(pattern):
            pieces.append(_Piece(False, pattern[at]))
            at += 1
        else:
            pieces.append(_Piece(False, sign))
    return pieces


def _class(pattern: str, at: int) -> tuple[_Piece, int]:
    """The class that begins here, behind its bracket; one that is never closed goes to the end."""
    negated = pattern[at : at + 1] == "^"
    at += negated
    ranges: list[tuple[str, str]] = []
    while at < len(pattern) and pattern[at] != "]":
        if pattern[at] == "\\" and at + 1 < len(pattern):
            at += 1
            ranges.append((pattern[at], pattern[at]))
        elif pattern[at + 1 : at + 2] == "-" and at + 2 < len(pattern):
            low, high = sorted((pattern[at], pattern[at + 2]))
            ranges.append((low, high))
            at += 2
        else:
            ranges.append((pattern[at], pattern[at]))
        at += 1
    return _Piece(False, None, tuple(ranges), negated), at + 1
