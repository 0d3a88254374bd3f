"""The parameters that ElastiCache's parameter groups have, by family, from data/parameters.json."""

from __future__ import annotations

from functools import cache

from redislint.servers.files import bundled
from redislint.typed import Any, Final, NamedTuple

_LAST: Final = 1_000


class Parameter(NamedTuple):
    """One parameter; families are numbers, the older the smaller.

    first, last   the families that have it; `fixed` is the first of those in which it cannot be changed
    instead       what has its place in later families; takes: `integer`, `boolean` or nothing
    least         the smallest number beside 0
    """

    first: int
    last: int
    fixed: int
    instead: str
    takes: str
    least: int


@cache
def _data() -> dict[str, Any]:
    return bundled("parameters")


@cache
def _ranks() -> dict[str, int]:
    return {family: rank for rank, families in enumerate(_data()["families"]) for family in families}


def rank(family: str) -> int | None:
    """The number of a family; None if it is not known."""
    return _ranks().get(family)


def family_of(number: int, like: str) -> str:
    """The name of the family with a number, that of the same engine as another where two have it."""
    names: list[str] = _data()["families"][number]
    return next((name for name in names if name[0] == like[0]), names[0])


def parameter(name: str) -> Parameter | None:
    """The parameter of this name, None if no family has it."""
    row = _data()["parameters"].get(name)
    if row is None:
        return None
    first, last, fixed = (_ranks()[row[key]] if key in row else None for key in ("from", "until", "fixed"))
    return Parameter(
        first or 0,
        _LAST if last is None else last,
        _LAST if fixed is None else fixed,
        row.get("instead", ""),
        row.get("takes", ""),
        row.get("least", 0),
    )


def names() -> tuple[str, ...]:
    """All parameters."""
    return tuple(_data()["parameters"])


def is_own(name: str) -> bool:
    """Is it a directive of servers that ElastiCache sets itself?"""
    return name in _data()["own"].split()
