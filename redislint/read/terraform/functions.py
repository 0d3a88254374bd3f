"""Functions of Terraform's language that are calculated: pure ones, for the arguments that people give them.

Each takes values, and raises one of the errors of wrong arguments for what it does not take.  Those in `PARTIAL` are
given unknown values too.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from redislint.model.facts import UNKNOWN
from redislint.read.terraform.operators import Value, equal, kind, number, text, truth
from redislint.typed import Any, Final


def is_known(arguments: list[Any]) -> bool:
    """Is no argument unknown, nor anything right in it?"""
    return not any(item is UNKNOWN for argument in arguments for item in (argument, *_items(argument)))


def _items(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _text(value: Value) -> str:
    found = text(value)
    if found is None:
        raise TypeError
    return found


def _list(value: Value) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _of_text(function: Callable[..., Value]) -> Callable[..., Value]:
    """A function of texts alone."""

    def called(*arguments: Value) -> Value:
        return function(*[_text(argument) for argument in arguments])

    return called


def _replace(value: str, old: str, new: str) -> Value:
    # Between slashes `old` is a regular expression of Go's.
    return UNKNOWN if len(old) > 1 and old[0] == old[-1] == "/" else value.replace(old, new)


def _format(template: str, *arguments: Value) -> Value:
    """`%s`, `%d` and `%%` alone."""
    rest = list(arguments)
    found = []
    for part in re.split(r"(%.?)", template):
        if part in ("%s", "%d"):
            value = rest.pop(0)
            found.append(_text(value if part == "%s" else number(value)))
        elif part.startswith("%") and part != "%%":
            return UNKNOWN
        else:
            found.append("%" if part == "%%" else part)
    return UNKNOWN if rest else "".join(found)


def _join(separator: str, *lists: Value) -> Value:
    return separator.join([_text(item) for one in lists for item in _list(one)])


def _coalesce(*arguments: Value) -> Value:
    """The first argument that is neither null nor empty; where they differ in type they would be converted."""
    for argument in arguments:
        if argument is UNKNOWN or isinstance(argument, (list, dict)):
            return UNKNOWN
        if argument is not None and argument != "":
            kinds = {kind(other) for other in arguments} - {"null"}
            return argument if kinds == {kind(argument)} else UNKNOWN
    return UNKNOWN


def _length(value: Value) -> Value:
    if isinstance(value, str):
        return len(value) if value.isascii() else UNKNOWN
    return len(value) if isinstance(value, (list, dict)) else UNKNOWN


def _contains(items: Value, wanted: Value) -> Value:
    found = [equal(item, wanted) for item in _list(items)]
    if True in found:
        return True
    return UNKNOWN if UNKNOWN in found else False


def _lookup(items: Value, key: str, *default: Value) -> Value:
    """An element, or a default, which becomes what the elements are if they are texts."""
    found: Value
    if key in _map(items) or not default:
        found = _map(items)[key]
    else:
        kinds = {kind(item) for item in _map(items).values()}
        found = default[0] if kinds <= {kind(default[0])} else UNKNOWN
    return found


def _merge(*arguments: Value) -> Value:
    found: dict[str, Any] = {}
    for argument in arguments:
        if argument is not None and not isinstance(argument, dict):
            raise TypeError
        found |= argument or {}
    return found


def _concat(*arguments: Value) -> Value:
    return [item for argument in arguments for item in _list(argument)]


def _element(items: Value, index: int) -> Value:
    """The list goes round; an index that is no whole number is none."""
    found: Value = _list(items)[index % len(_list(items))]
    return found


def _one(items: Value) -> Value:
    found: Value = _list(items)[0] if items else None
    return found if len(_list(items)) < 2 else UNKNOWN


def _to_set(items: Value) -> Value:
    """As a list, where no two elements are one."""
    texts = [item for item in _list(items) if isinstance(item, str)]
    return sorted(texts) if len(set(texts)) == len(_list(items)) else UNKNOWN


def _map(items: Value) -> dict[str, Any]:
    if not isinstance(items, dict):
        raise TypeError
    return items


def _alike(items: Value) -> Value:
    """A list or map of elements of one type; where they differ, all would be made texts."""
    elements = list(items.values()) if isinstance(items, dict) else _list(items)
    return items if len({kind(element) for element in elements}) < 2 else UNKNOWN


def _to(convert: Callable[[Value], Any]) -> Callable[[Value], Value]:
    def called(value: Value) -> Value:
        found: Value = None if value is None else convert(value)
        return UNKNOWN if found is None and value is not None else found

    return called


def _itself(value: Value) -> Value:
    return value


def _try(first: Value, *_others: Value) -> Value:
    # An unknown value may be one that cannot be had at all.
    return first


FUNCTIONS: Final[dict[str, Callable[..., Value]]] = {
    "coalesce": _coalesce,
    "concat": _concat,
    "contains": _contains,
    "element": _element,
    "endswith": _of_text(str.endswith),
    "format": _format,
    "join": _join,
    "keys": lambda items: sorted(_map(items)),
    "length": _length,
    "lookup": _lookup,
    "lower": _of_text(str.lower),
    "merge": _merge,
    "nonsensitive": _itself,
    "one": _one,
    "replace": _of_text(_replace),
    "sensitive": _itself,
    "startswith": _of_text(str.startswith),
    "tobool": _to(truth),
    "tolist": lambda items: _alike(_list(items)),
    "tomap": lambda items: _alike(_map(items)),
    "tonumber": _to(number),
    "toset": _to_set,
    "tostring": _to(text),
    "trimprefix": _of_text(str.removeprefix),
    "trimspace": _of_text(str.strip),
    "trimsuffix": _of_text(str.removesuffix),
    "try": _try,
    "upper": _of_text(str.upper),
}
PARTIAL: Final = frozenset((_coalesce, _concat, _contains, _element, _itself, _length, _lookup, _merge, _one, _try))
