"""Operators over values, three-valued: what an unknown operand does not settle is UNKNOWN."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from redislint.model.facts import UNKNOWN, Unknown
from redislint.read.terraform import reals
from redislint.read.terraform.convert import converted
from redislint.read.terraform.convert import number as _number
from redislint.read.terraform.convert import text as _text
from redislint.read.terraform.reals import Beyond, Number, Real
from redislint.read.terraform.types import BOOL, NUMBER, Value, is_sure, type_of
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final

_RANKED: Final = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_RANKS: Final = {operator: rank for rank, operators in enumerate(_RANKED) for operator in operators}
LOGICAL: Final = frozenset(("&&", "||"))


def kind(value: Value) -> str:
    """`string`, `number`, `bool`, `null`, `unknown` or `collection`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, Real)):
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


def _bool(value: Value) -> bool | Unknown:
    """A truth value where one is asked for."""
    if value is None:
        raise Refused
    found = converted(value, BOOL)
    return found if isinstance(found, bool) else UNKNOWN


def _and(left: Value, right: Value) -> Value:
    left, right = _bool(left), _bool(right)
    if left is False or right is False:
        return False
    return True if left is True and right is True else UNKNOWN


def _or(left: Value, right: Value) -> Value:
    left, right = _bool(left), _bool(right)
    if left is True or right is True:
        return True
    return False if left is False and right is False else UNKNOWN


def equal(left: Value, right: Value) -> bool | Unknown:
    """Are two values equal?  Those of different types are not.

    UNKNOWN for a number and a text that says it: what was beside the number somewhere may have made it a text.
    """
    kinds = kind(left), kind(right)
    if "unknown" in kinds:
        return UNKNOWN
    if "null" in kinds:
        return kinds == ("null", "null")
    if kinds[0] == kinds[1] != "collection":
        return left == right
    if "collection" not in kinds:
        return UNKNOWN if _text(left) == _text(right) else False
    return _alike(left, right) if kinds[0] == kinds[1] else False


def _alike(left: Any, right: Any) -> bool | Unknown:
    """Are two collections equal?"""
    pairs: list[tuple[Any, Any]]
    if isinstance(left, dict) and isinstance(right, dict) and left.keys() == right.keys():
        pairs = [(left[name], right[name]) for name in left]
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        pairs = list(zip(left, right, strict=True))
    else:
        return False
    types = type_of(left), type_of(right)
    found = [equal(one, other) for one, other in pairs]
    if False in found:
        return False
    if UNKNOWN in found or not all(is_sure(type_) for type_ in types):
        return UNKNOWN
    return types[0] == types[1] or (UNKNOWN if _has_null(left) else False)


def _has_null(value: Any) -> bool:
    """Is there a null in it, whose type is not kept here?"""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value is None or any(_has_null(item) for item in inner)


def _unequal(left: Value, right: Value) -> Value:
    found = equal(left, right)
    return UNKNOWN if found is UNKNOWN else not found


def _of_numbers(calculate: Callable[[Number, Number], Value]) -> Callable[[Value, Value], Value]:
    """An operator that takes numbers, also those that are written as texts."""

    def operator(left: Value, right: Value) -> Value:
        if left is None or right is None:
            raise Refused
        one, other = converted(left, NUMBER), converted(right, NUMBER)
        if not isinstance(one, (int, Real)) or not isinstance(other, (int, Real)):
            return UNKNOWN
        try:
            return calculate(one, other)
        except Beyond:
            return UNKNOWN

    return operator


def _divided(left: Number, right: Number) -> Value:
    if right == 0:
        # Infinite, and nobody's value.
        raise Beyond
    return reals.divide(left, right)


_OPERATORS: Final[dict[str, Callable[[Value, Value], Value]]] = {
    "&&": _and,
    "||": _or,
    "==": equal,
    "!=": _unequal,
    "<": _of_numbers(lambda left, right: reals.compare(left, right) < 0),
    ">": _of_numbers(lambda left, right: reals.compare(left, right) > 0),
    "<=": _of_numbers(lambda left, right: reals.compare(left, right) <= 0),
    ">=": _of_numbers(lambda left, right: reals.compare(left, right) >= 0),
    "+": _of_numbers(reals.add),
    "-": _of_numbers(lambda left, right: reals.add(left, reals.negative(right))),
    "*": _of_numbers(reals.multiply),
    "/": _of_numbers(_divided),
    "%": _of_numbers(reals.remainder),
}


def signed(sign: str, value: Value) -> Value:
    """`!value` or `-value`."""
    if sign == "!":
        found = _bool(value)
        return UNKNOWN if found is UNKNOWN else not found
    return _OPERATORS["-"](0, value)


def truth(value: Value) -> bool | Unknown:
    """A truth value, also where it is written as a text; UNKNOWN for any other value."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value, UNKNOWN) if isinstance(value, str) else UNKNOWN


def text(value: Value) -> str | None:
    """The text that Terraform makes of a text, number or truth value; None for any other value."""
    return _text(value)


def number(value: Value) -> Number | None:
    """A number, also where it is written as a text; None for any other value."""
    try:
        return _number(value)
    except Beyond:
        return None
