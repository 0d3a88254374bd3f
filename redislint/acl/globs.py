"""Patterns of keys and channels, matched as servers do: `*`, `?`, `[abc]`, `[^a-z]`, a backslash for what is plain."""

from __future__ import annotations

import sys
from functools import cached_property

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

    def shares(self, other: _Piece) -> bool:
        """Is there a character that both take?  If there is one, one stands where a range begins or ends."""
        if self.is_star or other.is_star:
            return False
        ends = [end for piece in (self, other) for one in piece.ranges or () for end in map(ord, one)]
        near = {max(0, min(end + step, sys.maxunicode)) for end in ends for step in (-1, 0, 1)} | {0, sys.maxunicode}
        found = {*map(chr, near), *(piece.single for piece in (self, other) if piece.single is not None)}
        return any(self.takes(one) and other.takes(one) for one in found)


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


class Glob:
    """A pattern that is held against other patterns; the time of one comparison grows with the sum of their lengths."""

    def __init__(self, pattern: str) -> None:
        self.pieces = _pieces(pattern)
        self.stars = sum(1 << at for at, piece in enumerate(self.pieces) if piece.is_star)
        self._meeting: dict[_Piece, int] = {}

    def meets(self, other: Glob) -> bool:
        """Is there a text, and not an empty one, that fits both?"""
        if not self._may_fit or not other._may_fit:
            return False
        # The places in this pattern that what the other one has matched so far may have led to, as bits.
        places = self._past(1)
        every = (1 << (len(self.pieces) + 1)) - 1
        for piece in other.pieces:
            if piece.is_star:
                # From the first place on any may be reached.
                places = every & ~((places & -places) - 1)
            else:
                places = self._past((places & self._taking(piece)) << 1 | places & self.stars)
            if not places:
                return False
        return bool(places >> len(self.pieces))

    def _past(self, places: int) -> int:
        """Places with those behind them where a star, which may stand for nothing, is between."""
        return places | (places & self.stars) << 1

    @cached_property
    def _may_fit(self) -> bool:
        """Is there any text that fits?  No character is in `[]`."""
        return bool(self.pieces) and all(piece.ranges != () or piece.negated for piece in self.pieces)

    def _taking(self, piece: _Piece) -> int:
        """The places where one character may fit both."""
        if piece not in self._meeting:
            self._meeting[piece] = sum(1 << at for at, own in enumerate(self.pieces) if own.shares(piece))
        return self._meeting[piece]


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
