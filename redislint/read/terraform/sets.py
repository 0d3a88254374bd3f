"""Sets: which elements are one, and in which order they stand."""

from __future__ import annotations

from functools import cmp_to_key

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import reals
from redislint.read.terraform.reals import Beyond, Real
from redislint.read.terraform.types import PRIMITIVE, UNSURE, List, Map, Set, Type, Value
from redislint.typed import Any, Final

# Longer ones are written otherwise where a set asks for the order of what is in it.
_DIGITS: Final = 10
_ESCAPES: Final = {ord('"'): '\\"', ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}


def made_set(items: list[Any], element: Type) -> Value:
    """The set of these; UNKNOWN where it is not known how many there are, or in which order they stand."""
    try:
        found = {signature(item): item for item in reversed(items)}
    except Beyond:
        return UNKNOWN
    if element == UNSURE:
        return UNKNOWN
    if element.kind == "number":
        compared = cmp_to_key(reals.compare)
        ordered = sorted([item for item in found.values() if item is not None], key=compared)
    elif element.kind in PRIMITIVE:
        ordered = sorted([item for item in found.values() if item is not None])
    else:
        ordered = [found[key] for key in sorted(found) if found[key] is not None]
    return Set(ordered + [item for item in found.values() if item is None], element)


def signature(value: Value) -> str:
    """A text that equal values of one type have in common, and by which they are ordered in a set.

    Raises `Beyond` for what is not known.
    """
    if value is None:
        return "~"
    if isinstance(value, bool):
        return "T" if value else "F"
    return _text(value) if isinstance(value, (str, int, Real)) else _collection(value)


def _text(value: str | int | Real) -> str:
    if isinstance(value, str):
        written = value.translate(_ESCAPES)
        if not written.isprintable():
            raise Beyond
        return f'"{written}"'
    written = reals.text(value)
    if len(written) > _DIGITS or written.startswith("0.0000"):
        raise Beyond
    return written


def _collection(value: Any) -> str:
    if isinstance(value, Map):
        return "{" + "".join([f"{signature(name)}:{signature(value[name])};" for name in sorted(value)]) + "}"
    if isinstance(value, List):
        return "[" + "".join([f"{signature(item)};" for item in value]) + "]"
    if isinstance(value, dict):
        return "<" + "".join([f"{signature(value[name])};" for name in sorted(value)]) + ">"
    if isinstance(value, list):
        return "<" + "".join([f"{signature(item)};" for item in value]) + ">"
    raise Beyond
