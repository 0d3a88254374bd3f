"""Functions that make lists of others: shorter, longer, or in another order."""

from __future__ import annotations

from redislint.read.terraform import reals
from redislint.read.terraform.convert import converted
from redislint.read.terraform.functions.function import LIST, STRINGS, Function, whole
from redislint.read.terraform.functions.sequences import indexed, listed
from redislint.read.terraform.reals import Number, Short
from redislint.read.terraform.sets import signature
from redislint.read.terraform.types import ANY, NUMBER, STRING, List, Type, Value, type_of, unify
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final

# Terraform's own bound for `range`.
_RANGE: Final = 1024


def _distinct(items: List) -> Value:
    return List(list({signature(item): item for item in items}.values()), items.element)


def _chunklist(items: List, size: Number) -> Value:
    step = whole(size)
    if step < 0:
        raise Refused
    inner = Type("list", items.element)
    step = step or max(len(items), 1)
    chunks = [List(items[start : start + step], items.element) for start in range(0, len(items), step)]
    return List(chunks, inner)


def _matchkeys(values: List, keys: List, wanted: List) -> Value:
    type_ = unify([type_of(keys), type_of(wanted)])
    if len(values) != len(keys) or type_ is None:
        raise Refused
    searched = {signature(item) for item in listed(converted(wanted, type_))}
    ours = listed(converted(keys, type_))
    kept = [value for value, key in zip(values, ours, strict=True) if signature(key) in searched]
    return List(kept, values.element)


def _range(*numbers: Number) -> Value:
    if not 1 <= len(numbers) <= 3:
        raise Refused
    start, end = (Short(0), numbers[0]) if len(numbers) == 1 else numbers[:2]
    down = reals.compare(end, start) < 0
    step = numbers[2] if len(numbers) == 3 else Short(-1 if down else 1)
    sign = reals.compare(step, 0)
    if sign == 0 or sign * reals.compare(end, start) < 0:
        raise Refused
    found: list[Any] = []
    while sign * reals.compare(start, end) < 0:
        found.append(start)
        start = reals.add(start, step)
        if len(found) > _RANGE:
            raise Refused
    return List(found, NUMBER)


def _reverse(items: Value) -> Value:
    return _like(listed(items)[::-1], items)


def _slice(items: Value, start: Number, end: Number) -> Value:
    first, last = whole(start), whole(end)
    if not 0 <= first <= last <= len(indexed(items)):
        raise Refused
    return _like(indexed(items)[first:last], items)


def _sort(items: List) -> Value:
    if None in items:
        raise Refused
    return List(sorted(items), STRING)


def _like(items: list[Any], value: Value) -> Value:
    return List(items, value.element) if isinstance(value, List) else items


FUNCTIONS: Final = {
    "chunklist": Function(_chunklist, (LIST, NUMBER)),
    "compact": Function(lambda items: List([item for item in items if item], STRING), (STRINGS,)),
    "distinct": Function(_distinct, (LIST,)),
    "matchkeys": Function(_matchkeys, (LIST, LIST, LIST)),
    "range": Function(_range, (), NUMBER),
    "reverse": Function(_reverse, (ANY,)),
    "slice": Function(_slice, (ANY, NUMBER, NUMBER)),
    "sort": Function(_sort, (STRINGS,)),
}
