"""Functions of lists and the like."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import reals
from redislint.read.terraform.convert import converted, signature
from redislint.read.terraform.functions.function import LIST, STRINGS, Function, ascii_only, whole
from redislint.read.terraform.operators import equal
from redislint.read.terraform.reals import Beyond, Number, Short
from redislint.read.terraform.types import ANY, NUMBER, STRING, UNSURE, List, Set, Type, Value, type_of, unify
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final

# Terraform's own bound for `range`.
_RANGE: Final = 1024


def _list(value: Value) -> list[Any]:
    if not isinstance(value, list):
        raise Refused
    return value


def _indexed(value: Value) -> list[Any]:
    """A list or tuple: a set has no indexes."""
    if isinstance(value, Set):
        raise Refused
    return _list(value)


def _like(items: list[Any], value: Value) -> Value:
    return List(items, value.element) if isinstance(value, List) else items


def _coalesce(*values: Value) -> Value:
    type_ = unify([type_of(value) for value in values])
    if type_ is None:
        raise Refused
    for value in values:
        if value is UNKNOWN:
            return UNKNOWN
        found = converted(value, type_)
        if found is not None and found != "":
            return found
    raise Refused


def _coalescelist(*values: Value) -> Value:
    for value in values:
        if value is UNKNOWN:
            return UNKNOWN
        if value is not None and _indexed(value):
            return value
    raise Refused


def _length(value: Value) -> Value:
    if value is UNKNOWN:
        return UNKNOWN
    if isinstance(value, str):
        # CR and LF are one character to Terraform.
        return Short(len(ascii_only(value)) - value.count("\r\n"))
    if not isinstance(value, (list, dict)):
        raise Refused
    return Short(len(value))


def _contains(items: Value, wanted: Value) -> Value:
    if items is None:
        raise Refused
    if items is UNKNOWN:
        return UNKNOWN
    found = [equal(item, wanted) for item in _list(items)]
    return True if True in found else UNKNOWN if UNKNOWN in found else False


def _concat(*values: Value) -> Value:
    if not values:
        raise Refused
    if any(value is UNKNOWN for value in values):
        return UNKNOWN
    items = [item for value in values for item in _indexed(value)]
    if not all(isinstance(value, List) for value in values):
        return items
    type_ = unify([type_of(value) for value in values])
    return items if type_ is None else converted(List(items, UNSURE), type_) if type_ != UNSURE else List(items, UNSURE)


def _element(items: Value, index: Value) -> Value:
    """The list goes round."""
    if items is UNKNOWN or index is UNKNOWN:
        return UNKNOWN
    listed = _indexed(items)
    if not listed:
        raise Refused
    if whole(index) < 0:
        # Versions differ in what it means.
        raise Beyond
    found: Value = listed[whole(index) % len(listed)]
    return found


def _one(items: Value) -> Value:
    if items is UNKNOWN:
        return UNKNOWN
    listed = _list(items)
    if len(listed) > 1:
        raise Refused
    found: Value = listed[0] if listed else None
    return found


def _flatten(items: Value) -> Value:
    found: list[Any] = []
    stack = list(reversed(_list(items)))
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack += reversed(item)
        else:
            found.append(item)
    return found


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


def _index(items: Value, wanted: Value) -> Value:
    for index, item in enumerate(_indexed(items)):
        found = equal(item, wanted)
        if found is UNKNOWN:
            return UNKNOWN
        if found:
            return Short(index)
    raise Refused


def _matchkeys(values: List, keys: List, wanted: List) -> Value:
    type_ = unify([type_of(keys), type_of(wanted)])
    if len(values) != len(keys) or type_ is None:
        raise Refused
    ours, theirs = converted(keys, type_), converted(wanted, type_)
    assert isinstance(ours, list) and isinstance(theirs, list)
    searched = {signature(item) for item in theirs}
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
    return _like(_list(items)[::-1], items)


def _slice(items: Value, start: Number, end: Number) -> Value:
    first, last = whole(start), whole(end)
    if not 0 <= first <= last <= len(_indexed(items)):
        raise Refused
    return _like(_indexed(items)[first:last], items)


def _sort(items: List) -> Value:
    if None in items:
        raise Refused
    return List(sorted(items), STRING)


def _all(items: List) -> Value:
    return all(item is True for item in items)


def _any(items: List) -> Value:
    return any(item is True for item in items)


_BOOLS: Final = Type("list", Type("bool"))
FUNCTIONS: Final = {
    "alltrue": Function(_all, (_BOOLS,)),
    "anytrue": Function(_any, (_BOOLS,)),
    "chunklist": Function(_chunklist, (LIST, NUMBER)),
    "coalesce": Function(_coalesce, (), ANY, nulls=True, unknowns=True),
    "coalescelist": Function(_coalescelist, (), ANY, nulls=True, unknowns=True),
    "compact": Function(lambda items: List([item for item in items if item], STRING), (STRINGS,)),
    "concat": Function(_concat, (), ANY, unknowns=True),
    "contains": Function(_contains, (ANY, ANY), nulls=True, unknowns=True),
    "distinct": Function(_distinct, (LIST,)),
    "element": Function(_element, (ANY, NUMBER), unknowns=True),
    "flatten": Function(_flatten, (ANY,)),
    "index": Function(_index, (ANY, ANY)),
    "length": Function(_length, (ANY,), unknowns=True),
    "matchkeys": Function(_matchkeys, (LIST, LIST, LIST)),
    "one": Function(_one, (ANY,), unknowns=True),
    "range": Function(_range, (), NUMBER),
    "reverse": Function(_reverse, (ANY,)),
    "slice": Function(_slice, (ANY, NUMBER, NUMBER)),
    "sort": Function(_sort, (STRINGS,)),
}
