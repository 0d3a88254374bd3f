"""Functions of sets."""

from __future__ import annotations

from itertools import product

from redislint.model.facts import UNKNOWN
from redislint.read.terraform.convert import converted
from redislint.read.terraform.functions.function import SET, Function, fits
from redislint.read.terraform.sets import made_set, signature
from redislint.read.terraform.types import ANY, List, Set, Type, Value, type_of, unify
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final


def _alike(sets: tuple[Set, ...]) -> list[Set]:
    """The sets with elements of one type."""
    element = unify([one.element for one in sets])
    if element is None:
        raise Refused
    found = [converted(one, Type("set", element)) for one in sets]
    return [one if isinstance(one, Set) else Set() for one in found]


def _union(*sets: Set) -> Value:
    alike = _alike(sets)
    return made_set([item for one in alike for item in one], alike[0].element)


def _intersection(*sets: Set) -> Value:
    first, *others = _alike(sets)
    signatures = [{signature(item) for item in one} for one in others]
    return Set([item for item in first if all(signature(item) in one for one in signatures)], first.element)


def _subtract(left: Set, right: Set) -> Value:
    first, second = _alike((left, right))
    taken = {signature(item) for item in second}
    return Set([item for item in first if signature(item) not in taken], first.element)


def _product(*lists: Value) -> Value:
    if len(lists) < 2:
        raise Refused
    total, columns = 1, []
    for one in lists:
        if one is UNKNOWN:
            return UNKNOWN
        if not isinstance(one, list):
            raise Refused
        inner = one.element if isinstance(one, List) else unify([type_of(item) for item in one])
        if inner is None:
            raise Refused
        columns.append((one, inner))
        total = fits(total * len(one))
    element = Type("tuple", tuple([inner for _, inner in columns]))
    rows: list[Any] = [
        [converted(item, inner) for item, (_, inner) in zip(row, columns, strict=True)]
        for row in product(*[one for one, _ in columns])
    ]
    return made_set(rows, element) if any(isinstance(one, Set) for one in lists) else List(rows, element)


FUNCTIONS: Final = {
    "setintersection": Function(_intersection, (SET,), SET),
    "setproduct": Function(_product, (), ANY),
    "setsubtract": Function(_subtract, (SET, SET)),
    "setunion": Function(_union, (SET,), SET),
}
