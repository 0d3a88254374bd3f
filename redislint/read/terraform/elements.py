"""Elements of values."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN
from redislint.read.terraform.convert import converted
from redislint.read.terraform.reals import Short
from redislint.read.terraform.types import NUMBER, STRING, List, Map, Set, Type, Value, type_of
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any


def size(value: Value) -> int:
    """How many elements a list or an object has; 0 for any other value."""
    return len(value) if isinstance(value, (list, dict)) else 0


def attribute(value: Value, name: str) -> Value:
    """`value.name`.  Raises `Refused` where there is none."""
    if value is UNKNOWN:
        return UNKNOWN
    if not isinstance(value, dict) or name not in value:
        raise Refused
    found: Value = value[name]
    return found


def item(value: Value, key: Value) -> Value:
    """`value[key]`.  Raises `Refused` where there is none."""
    if value is None or key is None:
        raise Refused
    if value is UNKNOWN or key is UNKNOWN:
        return UNKNOWN
    if isinstance(value, dict):
        return attribute(value, str(converted(key, STRING)))
    if not isinstance(value, list) or isinstance(value, Set):
        raise Refused
    index = converted(key, NUMBER)
    if index is UNKNOWN:
        return UNKNOWN
    if not isinstance(index, int) or not 0 <= index < len(value):
        raise Refused
    found: Value = value[index]
    return found


def splatted(value: Value) -> list[Any] | None:
    """What `[*]` goes through: null is none, and what is no list is a list of one.  None where that is not known."""
    if value is None:
        return []
    if value is UNKNOWN:
        return None
    return value if isinstance(value, list) else [value]


def collected(items: list[Any], of: Value) -> Value:
    """What `[*]` makes of what it found in the elements of a value: a list of a list's, else a tuple."""
    if not isinstance(of, List):
        return items
    types = {type_of(item) for item in items if item is not None}
    return List(items, types.pop() if len(types) == 1 else Type("unsure"))


def pairs(value: Value) -> list[tuple[Any, Any]] | None:
    """Keys and elements, in Terraform's order; None where they are not known.  Raises `Refused` for a single value."""
    if value is UNKNOWN:
        return None
    if isinstance(value, dict):
        return [(name, value[name]) for name in sorted(value)]
    if isinstance(value, Set):
        return [(item, item) for item in value]
    if isinstance(value, list):
        return [(Short(index), item) for index, item in enumerate(value)]
    raise Refused


def element_type(value: Value) -> Type | None:
    """The type of a list's or map's elements; None for what has none."""
    return value.element if isinstance(value, (List, Map)) else None
