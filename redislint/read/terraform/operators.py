"""Operators over values, three-valued: what an unknown operand does not settle is UNKNOWN."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from redislint.model.facts import UNKNOWN, Unknown
from redislint.typed import Any, Final

# Lists and dicts hold values.
Value = str | int | float | bool | list[Any] | dict[str, Any] | Unknown | None

_RANKED: Final = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_RANKS: Final = {operator: rank for rank, operators in enumerate(_RANKED) for operator in operators}
# Terraform calculates with 512 bits; here only what both do alike.
_LARGEST: Final = 10**15
_PRIMITIVE: Final = ("string", "number", "bool")


def kind(value: Value) -> str:
    """`string`, `number`, `bool`, `null`, `unknown` or `collection`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "unknown" if value is UNKNOWN else "collection"


def ranked(operands: Sequence[Value], operators: Sequence[str]) -> Value:
    """Operands with an operator between each two, the operators ranked as in HCL, the left one first among equals."""
    values = [operands[0]]
    waiting: list[str] = []
    for operator, operand in zip(operators, operands[1:], strict=True):
        while waiting and _RANKS[waiting[-1]] >= _RANKS[operator]:
            _apply(waiting.pop(), values)
        waiting.append(operator)
        values.append(operand)
    while waiting:
        _apply(waiting.pop(), values)
    return values[0]


def _apply(operator: str, values: list[Value]) -> None:
    right = values.pop()
    values[-1] = _OPERATORS[operator](values[-1], right)


def _and(left: Value, right: Value) -> Value:
    left, right = truth(left), truth(right)
    if left is False or right is False:
        return False
    return True if left is True and right is True else UNKNOWN


def _or(left: Value, right: Value) -> Value:
    left, right = truth(left), truth(right)
    if left is True or right is True:
        return True
    return False if left is False and right is False else UNKNOWN


def equal(left: Value, right: Value) -> bool | Unknown:
    """Are two values equal?  Values of different types may have been converted somewhere, so that is not known."""
    kinds = kind(left), kind(right)
    if "unknown" in kinds:
        return UNKNOWN
    if "null" in kinds:
        return kinds == ("null", "null")
    return left == right if kinds[0] == kinds[1] != "collection" else UNKNOWN


def _unequal(left: Value, right: Value) -> Value:
    found = equal(left, right)
    return UNKNOWN if found is UNKNOWN else not found


def _compared(compare: Callable[[Any, Any], bool]) -> Callable[[Value, Value], Value]:
    def operator(left: Value, right: Value) -> Value:
        return compare(left, right) if kind(left) == kind(right) == "number" else UNKNOWN

    return operator


def _calculated(calculate: Callable[[int, int], int | None]) -> Callable[[Value, Value], Value]:
    """Whole numbers only."""

    def operator(left: Value, right: Value) -> Value:
        if not (isinstance(left, int) and isinstance(right, int)) or "bool" in (kind(left), kind(right)):
            return UNKNOWN
        found = calculate(left, right)
        return UNKNOWN if found is None or abs(found) > _LARGEST else found

    return operator


_OPERATORS: Final[dict[str, Callable[[Value, Value], Value]]] = {
    "&&": _and,
    "||": _or,
    "==": equal,
    "!=": _unequal,
    "<": _compared(lambda left, right: left < right),
    ">": _compared(lambda left, right: left > right),
    "<=": _compared(lambda left, right: left <= right),
    ">=": _compared(lambda left, right: left >= right),
    "+": _calculated(lambda left, right: left + right),
    "-": _calculated(lambda left, right: left - right),
    "*": _calculated(lambda left, right: left * right),
    "/": _calculated(lambda left, right: left // right if right and left % right == 0 else None),
    "%": _calculated(lambda left, right: left % right if left >= 0 and right > 0 else None),
}


def signed(sign: str, value: Value) -> Value:
    """`!value` or `-value`."""
    if sign == "!":
        found = truth(value)
        return UNKNOWN if found is UNKNOWN else not found
    return -value if isinstance(value, (int, float)) and not isinstance(value, bool) else UNKNOWN


def truth(value: Value) -> bool | Unknown:
    """A truth value, also where it is written as a text; UNKNOWN for any other value."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value, UNKNOWN) if isinstance(value, str) else UNKNOWN


def text(value: Value) -> str | None:
    """The text that Terraform makes of a text, number or truth value; None for any other value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        written = str(value)
        return None if "e" in written else written
    return value if isinstance(value, str) else None


def number(value: Value) -> int | float | None:
    """A number, also where a whole one is written as a text; None for any other value."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.removeprefix("-").isdecimal() and value.isascii() and len(value) < 16:
        return int(value)
    return None


def converted(value: Value, type_: str) -> Value:
    """A value as a variable of this type holds it; UNKNOWN where the type may change what is in it."""
    if value is None or value is UNKNOWN:
        return value
    if type_ in _PRIMITIVE:
        primitive: Value = {"string": text, "number": number, "bool": truth}[type_](value)
        return UNKNOWN if primitive is None else primitive
    collection, _, element = type_.removesuffix(")").partition("(")
    if element in _PRIMITIVE and collection in ("list", "set", "map"):
        if isinstance(value, dict):
            return {key: converted(item, element) for key, item in value.items()}
        if isinstance(value, list):
            items = [converted(item, element) for item in value]
            return UNKNOWN if collection == "set" and _has_twins(items) else items
    return UNKNOWN if "optional(" in type_ or collection == "set" else value


def _has_twins(items: list[Any]) -> bool:
    """May a set of these have fewer elements than there are here?"""
    return any(item is UNKNOWN for item in items) or len(set(items)) < len(items)


def alike(left: Value, right: Value) -> tuple[Value, Value]:
    """Both branches of a condition, which Terraform gives one type: a text, where one is (a null is none here)."""
    kinds = kind(left), kind(right)
    if kinds[0] == kinds[1] or not set(kinds) <= {*_PRIMITIVE} or "string" not in kinds:
        return left, right
    return _or_unknown(text(left)), _or_unknown(text(right))


def _or_unknown(value: str | None) -> Value:
    return UNKNOWN if value is None else value
