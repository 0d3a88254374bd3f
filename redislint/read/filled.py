"""Variables in values, as compose and Dockerfiles have them: `$NAME`, `${NAME:-default}`, `$$` for a dollar sign."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType

from redislint.typed import Final, NamedTuple

_START: Final = re.compile(r"\$(?:(?P<escaped>\$)|(?P<name>[A-Za-z_]\w*)|\{(?P<braced>[A-Za-z_]\w*)(?P<sign>:?[-?+])?)")
NONE: Final[Mapping[str, str]] = MappingProxyType({})
# Defaults within defaults, and braces in one of them, that are followed.
_DEEPEST: Final = 8


class Piece(NamedTuple):
    """A stretch of a filled-in text: what it says, and the offsets that it stands for in the text as written.

    `exact`: it stands there letter by letter; `known`: it is what the program is given.
    """

    text: str
    start: int
    end: int
    exact: bool = True
    known: bool = True


class Filled:
    """A text whose variables are filled in as far as they are known; the others stand as they are written."""

    __slots__ = ("_starts", "pieces", "text")

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = [piece for piece in pieces if piece.text]
        self._starts = list(accumulate((len(piece.text) for piece in self.pieces), initial=0))
        self.text = "".join([piece.text for piece in self.pieces])

    @property
    def is_known(self) -> bool:
        """Are all variables filled in?"""
        return all(piece.known for piece in self.pieces)

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the text stands in the text as written; what is filled in is one place."""
        if not self.pieces:
            return 0, 0
        first = self._outward(start)[0]
        return first, self._outward(end - 1)[1] if end > start else first

    def _outward(self, offset: int) -> tuple[int, int]:
        """The place of one character as written; that behind the last one for any further on."""
        index = min(max(bisect_right(self._starts, offset) - 1, 0), len(self.pieces) - 1)
        piece = self.pieces[index]
        if not piece.exact:
            return piece.start, piece.end
        there = min(piece.start + offset - self._starts[index], piece.end)
        return there, there + 1


def filled(text: str, variables: Mapping[str, str] = NONE) -> Filled:
    """The text with each variable replaced by its value, or else its default.

    A default holds unless the environment says otherwise, which is not in the tree.
    """
    return Filled(_pieces(text, 0, len(text), variables, _DEEPEST))


def interpolated(text: str, variables: Mapping[str, str] = NONE) -> str | None:
    """The text with its variables replaced; None where one is not known and has no default."""
    if "$" not in text:
        return text
    found = filled(text, variables)
    return found.text if found.is_known else None


def _pieces(text: str, start: int, stop: int, variables: Mapping[str, str], depth: int) -> list[Piece]:
    found: list[Piece] = []
    position = start
    while True:
        dollar = text.find("$", position, stop)
        if dollar < 0:
            break
        if dollar > position:
            found.append(Piece(text[position:dollar], position, dollar))
        match = _START.match(text, dollar, stop)
        if match is None:
            found.append(Piece("$", dollar, dollar + 1, known=False))
            position = dollar + 1
            continue
        end, some = _variable(text, match, stop, variables, depth)
        found += some
        position = end
    if position < stop:
        found.append(Piece(text[position:stop], position, stop))
    return found


def _variable(
    text: str, match: re.Match[str], stop: int, variables: Mapping[str, str], depth: int
) -> tuple[int, list[Piece]]:
    """Where a variable ends, and what it stands for."""
    start = match.start()
    if match["escaped"]:
        return match.end(), [Piece("$", start, match.end(), exact=False)]
    end = match.end() if match["name"] else _closing(text, match.end(), stop, nests=match["sign"] is not None)
    if end is None or depth == 0:
        return stop, [Piece(text[start:stop], start, stop, known=False)]
    sign = match["sign"] or ""
    value = variables.get(match["name"] or match["braced"])
    is_there = value is not None and (value != "" or not sign.startswith(":"))
    if (sign.endswith("-") and not is_there) or (sign.endswith("+") and is_there):
        return end, _pieces(text, match.end(), end - 1, variables, depth - 1)
    if sign.endswith("+") and value is not None:
        return end, []
    if value is None or (sign.endswith("?") and not is_there) or sign.endswith("+"):
        return end, [Piece(text[start:end], start, end, known=False)]
    return end, [Piece(value, start, end, exact=False)]


def _closing(text: str, position: int, stop: int, *, nests: bool) -> int | None:
    """The offset behind the brace that closes `${`; None where there is none, or something else stands before it."""
    if not nests:
        return position + 1 if text[position : min(position + 1, stop)] == "}" else None
    depth = 1
    for brace in re.compile(r"\$\{|\}").finditer(text, position, stop):
        depth += 1 if brace[0] == "${" else -1
        if depth == 0:
            return brace.end()
        if depth > _DEEPEST:
            return None
    return None
