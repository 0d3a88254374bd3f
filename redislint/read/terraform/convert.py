"""Values of one type made into those of another, as Terraform does wherever it asks for a type."""

from __future__ import annotations

from collections.abc import Callable

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import reals
from redislint.read.terraform.reals import Beyond, Number, Real
from redislint.read.terraform.types import ANY, PRIMITIVE, List, Map, Type, Value, type_of, unify
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final

_TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False}


def converted(value: Value, type_: Type) -> Value:
    """A value as one of another type; UNKNOWN where that is not known.  Raises `Refused` where it cannot be one."""
    if value is None or value is UNKNOWN or type_.kind in ("any", "unsure"):
        return value
    return _CONVERTERS[type_.kind](value, type_)


def asked(value: Value, type_: Type) -> Value:
    """A value where one of a primitive type is asked for, so that null will not do.  Raises `Refused`."""
    if value is None:
        raise Refused
    return converted(value, type_)


def text(value: Value) -> str | None:
    """The text that Terraform makes of a text, number or truth value; None for any other value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Real)):
        return reals.text(value)
    return value if isinstance(value, str) else None


def number(value: Value) -> Number | None:
    """A number, also where it is written as a text; None for any other value.  Raises `Beyond`."""
    if isinstance(value, (int, Real)) and not isinstance(value, bool):
        return value
    return reals.parsed(value) if isinstance(value, str) else None


def _primitive(value: Value, type_: Type) -> Value:
    found: Value = None
    if type_.kind == "string":
        found = text(value)
    elif type_.kind == "number":
        try:
            found = number(value)
        except Beyond:
            return UNKNOWN
    elif isinstance(value, bool):
        found = value
    elif isinstance(value, str):
        found = _TRUTHS.get(value)
    if found is None:
        raise Refused
    return found


def _elements(value: Value, type_: Type) -> tuple[list[Any], Type]:
    """The elements of a collection, each with the type that they have in common, and that type."""
    items: list[Any] = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    inner: Type = type_.inner
    if inner == ANY:
        common = value.element if isinstance(value, (List, Map)) else unify([type_of(item) for item in items])
        if common is None:
            raise Refused
        inner = common
    return [converted(item, inner) for item in items], inner


def _list(value: Value, type_: Type) -> Value:
    if not isinstance(value, list):
        raise Refused
    return List(*_elements(value, type_))


def _set(value: Value, type_: Type) -> Value:
    if not isinstance(value, list):
        raise Refused
    # Few files have any.
    from redislint.read.terraform.sets import made_set

    return made_set(*_elements(value, type_))


def _map(value: Value, type_: Type) -> Value:
    if not isinstance(value, dict):
        raise Refused
    items, inner = _elements(value, type_)
    return Map(zip(value, items, strict=True), inner)


def _tuple(value: Value, type_: Type) -> Value:
    if not isinstance(value, list) or isinstance(value, List) or len(value) != len(type_.inner):
        raise Refused
    return [converted(item, inner) for item, inner in zip(value, type_.inner, strict=True)]


def _object(value: Value, type_: Type) -> Value:
    if not isinstance(value, dict):
        raise Refused
    optional = dict(type_.optional)
    found: dict[str, Any] = {}
    for name, inner in type_.inner:
        if name not in value and name not in optional:
            raise Refused
        item = value.get(name)
        found[name] = converted(optional.get(name) if item is None else item, inner)
    return found


_CONVERTERS: Final[dict[str, Callable[[Any, Type], Value]]] = {
    **dict.fromkeys(PRIMITIVE, _primitive),
    "list": _list,
    "set": _set,
    "map": _map,
    "tuple": _tuple,
    "object": _object,
}
