"""Functions of numbers."""

from __future__ import annotations

from redislint.read.terraform import reals
from redislint.read.terraform.convert import converted
from redislint.read.terraform.functions.function import Function, whole
from redislint.read.terraform.reals import Beyond, Number, Real, Short
from redislint.read.terraform.types import ANY, NUMBER, Value
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final

_BASES: Final = range(2, 63)
# What Python reads in both cases alike; Go tells them apart from base 37 on.
_SHARED: Final = 36
_LONGEST: Final = 100


def _floor(number: Number) -> int:
    numerator, denominator = reals.ratio(number)
    return numerator // denominator


def _least(*numbers: Number) -> Number:
    return _most(*numbers, sign=-1)


def _most(*numbers: Number, sign: int = 1) -> Number:
    if not numbers:
        raise Refused
    found = numbers[0]
    for number in numbers[1:]:
        found = number if sign * reals.compare(number, found) > 0 else found
    return found


def _sign(number: Number) -> int:
    order = reals.compare(number, 0)
    return Short((order > 0) - (order < 0))


def _abs(number: Number) -> Number:
    return reals.negative(number) if _sign(number) < 0 else number


def _parseint(text: Value, base: Number) -> int:
    if not isinstance(text, str) or whole(base) not in _BASES:
        raise Refused
    if whole(base) > _SHARED or len(text) > _LONGEST or not text.isascii():
        raise Beyond
    digits = text[1:] if text[:1] in ("-", "+") else text
    if not digits.isalnum():
        raise Refused
    try:
        return Short(int(text, whole(base)))
    except ValueError:
        raise Refused from None


def _pow(number: Number, power: Number) -> int:
    """Whole numbers only, as far as a float holds them."""
    if isinstance(number, Real) or isinstance(power, Real) or not 0 <= power <= 64 or abs(number) > 1 << 53:
        raise Beyond
    found: int = number**power
    if abs(found) > 1 << 53:
        raise Beyond
    return found


def _sum(items: Value) -> Number:
    if not isinstance(items, list) or not items or None in items:
        raise Refused
    found: Number = 0
    for item in items:
        number: Any = converted(item, NUMBER)
        found = reals.add(found, number)
    return found


FUNCTIONS: Final = {
    "abs": Function(_abs, (NUMBER,)),
    "ceil": Function(lambda number: -_floor(reals.negative(number)), (NUMBER,)),
    "floor": Function(_floor, (NUMBER,)),
    "max": Function(_most, (), NUMBER),
    "min": Function(_least, (), NUMBER),
    "parseint": Function(_parseint, (ANY, NUMBER)),
    "pow": Function(_pow, (NUMBER, NUMBER)),
    "signum": Function(_sign, (NUMBER,)),
    "sum": Function(_sum, (ANY,)),
}
