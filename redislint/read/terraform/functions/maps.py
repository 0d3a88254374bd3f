"""Functions of maps and objects."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN
from redislint.read.terraform.convert import converted
from redislint.read.terraform.functions.function import STRINGS, Function
from redislint.read.terraform.types import ANY, STRING, List, Map, Type, Value, type_of
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final


def _map(value: Value) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refused
    return value


def _keys(value: Value) -> Value:
    if value is UNKNOWN:
        return UNKNOWN
    names = sorted(_map(value))
    return List(names, STRING) if isinstance(value, Map) else names


def _values(value: Value) -> Value:
    if value is UNKNOWN:
        return UNKNOWN
    items = [_map(value)[name] for name in sorted(_map(value))]
    return List(items, value.element) if isinstance(value, Map) else items


def _lookup(value: Value, key: Value, *default: Value) -> Value:
    if value is None or key is None or len(default) > 1:
        raise Refused
    if value is UNKNOWN or key is UNKNOWN:
        return UNKNOWN
    found = _map(value)
    if isinstance(key, str) and key in found:
        there: Value = found[key]
        return there
    if not default:
        raise Refused
    return converted(default[0], value.element) if isinstance(value, Map) else default[0]


def _merge(*values: Value) -> Value:
    if UNKNOWN in [value if value is UNKNOWN else None for value in values]:
        return UNKNOWN
    made: dict[str, Any] = {}
    for value in values:
        made |= {} if value is None else _map(value)
    types = {type_of(value) for value in values if value is not None}
    first = next((value for value in values if isinstance(value, Map)), None)
    is_map = len(types) == 1 and first is not None and len([value for value in values if value is None]) == 0
    return Map(made, first.element) if is_map and first is not None else made


def _transpose(value: dict[str, Any]) -> Value:
    found: dict[str, list[str]] = {}
    for key in sorted(value):
        if value[key] is None or None in value[key]:
            raise Refused
        for item in value[key]:
            found.setdefault(item, []).append(key)
    return Map({key: List(items, STRING) for key, items in found.items()}, STRINGS)


def _zipmap(keys: list[Any], values: Value) -> Value:
    if not isinstance(values, list) or len(keys) != len(values) or None in keys:
        raise Refused
    made = dict(zip(keys, values, strict=True))
    return Map(made, values.element) if isinstance(values, List) else made


FUNCTIONS: Final = {
    "keys": Function(_keys, (ANY,), unknowns=True),
    "lookup": Function(_lookup, (ANY, STRING), ANY, nulls=True, unknowns=True),
    "merge": Function(_merge, (), ANY, nulls=True, unknowns=True),
    "transpose": Function(_transpose, (Type("map", STRINGS),)),
    "values": Function(_values, (ANY,), unknowns=True),
    "zipmap": Function(_zipmap, (STRINGS, ANY)),
}
