"""Elements of values."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN
from redislint.read.terraform.nodes import Splat
from redislint.read.terraform.operators import Value


def size(value: Value) -> int:
    """How many elements a list or an object has; 0 for any other value."""
    return len(value) if isinstance(value, (list, dict)) else 0


def item(value: Value, key: Value | Splat) -> Value:
    """An element of a list or an object; UNKNOWN if it has none of that name: it may be an optional attribute."""
    if isinstance(value, dict) and isinstance(key, str):
        found: Value = value.get(key, UNKNOWN)
        return found
    if isinstance(value, list) and isinstance(key, int) and not isinstance(key, bool) and 0 <= key < len(value):
        element: Value = value[key]
        return element
    return UNKNOWN


def splat(value: Value) -> Value:
    """`value[*]`: a list is itself, null is none, and any other value is a list of one."""
    if value is UNKNOWN or isinstance(value, dict):
        return UNKNOWN
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
