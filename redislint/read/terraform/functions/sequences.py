"""Functions of lists and the like."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN
from redislint.read.terraform.convert import converted
from redislint.read.terraform.functions.function import Function, ascii_only, whole
from redislint.read.terraform.operators import equal
from redislint.read.terraform.reals import Beyond, Short
from redislint.read.terraform.types import ANY, NUMBER, UNSURE, List, Set, Type, Value, type_of, unify
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final


def listed(value: Value) -> list[Any]:
    """A list, tuple or set.  Raises `Refused` for any other value."""
    if not isinstance(value, list):
        raise Refused
    return value


def indexed(value: Value) -> list[Any]:
    """A list or tuple: a set has no indexes.  Raises `Refused`."""
    if isinstance(value, Set):
        raise Refused
    return listed(value)


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
        if value is not None and indexed(value):
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
    found = [equal(item, wanted) for item in listed(items)]
    return True if True in found else UNKNOWN if UNKNOWN in found else False


def _concat(*values: Value) -> Value:
    if not values:
        raise Refused
    if any(value is UNKNOWN for value in values):
        return UNKNOWN
    items = [item for value in values for item in indexed(value)]
    if not all(isinstance(value, List) for value in values):
        return items
    type_ = unify([type_of(value) for value in values])
    return items if type_ is None else converted(List(items, UNSURE), type_) if type_ != UNSURE else List(items, UNSURE)


def _element(items: Value, index: Value) -> Value:
    """The list goes round."""
    if items is UNKNOWN or index is UNKNOWN:
        return UNKNOWN
    kept = indexed(items)
    if not kept:
        raise Refused
    if whole(index) < 0:
        # Versions differ in what it means.
        raise Beyond
    found: Value = kept[whole(index) % len(kept)]
    return found


def _one(items: Value) -> Value:
    if items is UNKNOWN:
        return UNKNOWN
    found = listed(items)
    if len(found) > 1:
        raise Refused
    first: Value = found[0] if found else None
    return first


def _flatten(items: Value) -> Value:
    found: list[Any] = []
    stack = list(reversed(listed(items)))
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack += reversed(item)
        else:
            found.append(item)
    return found


def _index(items: Value, wanted: Value) -> Value:
    for index, item in enumerate(indexed(items)):
        found = equal(item, wanted)
        if found is UNKNOWN:
            return UNKNOWN
        if found:
            return Short(index)
    raise Refused


def _all(items: List) -> Value:
    return all(item is True for item in items)


def _any(items: List) -> Value:
    return any(item is True for item in items)


_BOOLS: Final = Type("list", Type("bool"))
FUNCTIONS: Final = {
    "alltrue": Function(_all, (_BOOLS,)),
    "anytrue": Function(_any, (_BOOLS,)),
    "coalesce": Function(_coalesce, (), ANY, nulls=True, unknowns=True),
    "coalescelist": Function(_coalescelist, (), ANY, nulls=True, unknowns=True),
    "concat": Function(_concat, (), ANY, unknowns=True),
    "contains": Function(_contains, (ANY, ANY), nulls=True, unknowns=True),
    "element": Function(_element, (ANY, NUMBER), unknowns=True),
    "flatten": Function(_flatten, (ANY,)),
    "index": Function(_index, (ANY, ANY)),
    "length": Function(_length, (ANY,), unknowns=True),
    "one": Function(_one, (ANY,), unknowns=True),
}
