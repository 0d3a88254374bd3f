"""Terraform's constraints on versions: `~> 1.2`, `>= 1.0, < 2.0`, `1.4.1`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.typed import Final

Version = tuple[int, int, int]
# The versions from the first one on, without the second one.
Range = tuple[Version, Version]

_CLAUSE: Final = re.compile(r"\s*(=|!=|>=?|<=?|~>)?\s*v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?([-+][\w.+-]*)?\s*")
_LAST: Final = (10**9, 0, 0)
ANY: Final[Range] = ((0, 0, 0), _LAST)
# Nobody writes more clauses.
_MOST: Final = 20


def version(text: str) -> Version:
    """A version that is written in full; raises ValueError for any other text."""
    first, second, third = map(int, text.split("."))
    return first, second, third


def allowed(text: str) -> Range | None:
    """The versions that a constraint allows, or somewhat more; None for one that cannot be read."""
    low, high = ANY
    clauses = text.split(",")
    for clause in clauses[:_MOST]:
        match = _CLAUSE.fullmatch(clause)
        if match is None:
            return None
        for least, most in _bounds(match[1] or "=", [int(part) for part in match.groups()[1:4] if part is not None]):
            low, high = max(low, least), min(high, most)
    return low, high


def _bounds(operator: str, parts: list[int]) -> Iterator[Range]:
    """The range of a clause; nothing where it only leaves single versions out."""
    first, second, third = (*parts, 0, 0)[:3]
    this, after = (first, second, third), (first, second, third + 1)
    match operator:
        case "=":
            yield this, after
        case ">=":
            yield this, _LAST
        case ">":
            yield after, _LAST
        case "<":
            yield ANY[0], this
        case "<=":
            yield ANY[0], after
        case "~>" if len(parts) > 1:
            yield this, (first, second + 1, 0) if len(parts) > 2 else (first + 1, 0, 0)
        case "~>":
            yield this, _LAST


def meet(one: Range, other: Range) -> bool:
    """Is there a version in both?"""
    return max(one[0], other[0]) < min(one[1], other[1])
