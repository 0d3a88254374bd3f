"""Values of one type made into those of another, as Terraform does wherever it asks for a type."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import reals
from redislint.read.terraform.nodes import Call, Literal, Name, Node, Object, Tuple
from redislint.read.terraform.reals import Beyond, Number, Real
from redislint.read.terraform.types import ANY, PRIMITIVE, UNSURE, List, Map, Set, Type, Value, type_of, unify
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final

_TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False}
_COLLECTIONS: Final = ("list", "set", "map")
# Longer ones are written otherwise where a set asks for the order of what is in it.
_DIGITS: Final = 10
_ESCAPES: Final = {ord('"'): '\\"', ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}


def converted(value: Value, type_: Type) -> Value:
    """A value as one of another type; UNKNOWN where that is not known.  Raises `Refused` where it cannot be one."""
    if value is None or value is UNKNOWN or type_.kind in ("any", "unsure"):
        return value
    return _CONVERTERS[type_.kind](value, type_)


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
    inner: Type | None = type_.inner
    if inner == ANY:
        inner = value.element if isinstance(value, (List, Map)) else unify([type_of(item) for item in items])
        if inner is None:
            raise Refused
    return [converted(item, inner) for item in items], inner


def _list(value: Value, type_: Type) -> Value:
    if not isinstance(value, list):
        raise Refused
    return List(*_elements(value, type_))


def _set(value: Value, type_: Type) -> Value:
    if not isinstance(value, list):
        raise Refused
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


def made_set(items: list[Any], element: Type) -> Value:
    """The set of these; UNKNOWN where it is not known how many there are, or in which order they stand."""
    try:
        found = {signature(item): item for item in reversed(items)}
    except Beyond:
        return UNKNOWN
    if element == UNSURE:
        return UNKNOWN
    if element.kind == "number":
        compared = cmp_to_key(lambda one, other: reals.compare(one, other))
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
    match value:
        case None:
            return "~"
        case bool():
            return "T" if value else "F"
        case str():
            if not value.translate(_ESCAPES).isprintable():
                raise Beyond
            return f'"{value.translate(_ESCAPES)}"'
        case int() | Real():
            written = reals.text(value)
            if len(written) > _DIGITS or written.startswith("0.0000"):
                raise Beyond
            return written
        case Map():
            return "{" + "".join([f"{signature(name)}:{signature(value[name])};" for name in sorted(value)]) + "}"
        case List():
            return "[" + "".join([f"{signature(item)};" for item in value]) + "]"
        case list():
            return "<" + "".join([f"{signature(item)};" for item in value]) + ">"
        case dict():
            return "<" + "".join([f"{signature(value[name])};" for name in sorted(value)]) + ">"
    raise Beyond


def constraint(node: Node, evaluate: Callable[[Node], Value]) -> Type:
    """The type that an expression such as `map(object({ a = optional(string, "x") }))` asks for.

    UNSURE for what is no type; `evaluate` gives the value of a default.
    """
    if isinstance(node, Name):
        return PRIMITIVE.get(node.name, ANY if node.name == "any" else UNSURE)
    if not isinstance(node, Call) or len(node.arguments) != 1:
        return UNSURE
    argument = node.arguments[0]
    if node.function in _COLLECTIONS:
        return Type(node.function, constraint(argument, evaluate))
    if node.function == "tuple" and isinstance(argument, Tuple):
        return Type("tuple", tuple([constraint(item, evaluate) for item in argument.items]))
    if node.function == "object" and isinstance(argument, Object):
        return _asked(argument, evaluate)
    return UNSURE


def _asked(node: Object, evaluate: Callable[[Node], Value]) -> Type:
    pairs: list[tuple[str, Type]] = []
    optional: list[tuple[str, Value]] = []
    for key, item in node.pairs:
        name = key.name if isinstance(key, Name) else key.value if isinstance(key, Literal) else None
        if not isinstance(name, str):
            return UNSURE
        if isinstance(item, Call) and item.function == "optional" and item.arguments:
            inner = constraint(item.arguments[0], evaluate)
            default = evaluate(item.arguments[1]) if len(item.arguments) > 1 else None
            optional.append((name, default))
        else:
            inner = constraint(item, evaluate)
        pairs.append((name, inner))
    return Type("object", tuple(sorted(pairs, key=lambda pair: pair[0])), tuple(optional))
