"""Terraform's numbers: whole ones, and fractions with as many bits as its own, so that their digits are the same.

A whole number is an int.  A fraction is a `Real`, a multiple of a power of two, as in Go's big.Float with 512 bits and
rounding to the nearest even one.
"""

from __future__ import annotations

import re

from redislint.typed import Final

BITS: Final = 512
# Beyond this, Terraform writes digits of its own making; and nobody counts that far.
_LARGEST: Final = 1 << BITS
_SMALLEST: Final = -4 * BITS
_DECIMAL: Final = re.compile(r"([+-]?)(\d*+)(?:\.(\d*+))?+(?:[eE]([+-]?\d{1,6}+))?+")


class Beyond(Exception):
    """A number that is not calculated with here."""


class Short(int):
    """A whole number that Terraform counted itself, which has no more than 64 bits: a length, an index."""

    __slots__ = ()


class Real:
    """`mantissa * 2**exponent`, the mantissa odd and the exponent below zero."""

    __slots__ = ("exponent", "mantissa")

    def __init__(self, mantissa: int, exponent: int) -> None:
        self.mantissa = mantissa
        self.exponent = exponent

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Real) and (self.mantissa, self.exponent) == (other.mantissa, other.exponent)

    def __hash__(self) -> int:
        return hash((self.mantissa, self.exponent))

    def __repr__(self) -> str:
        return f"Real({text(self)})"


Number = int | Real


def ratio(number: Number) -> tuple[int, int]:
    """A number as a numerator and a denominator."""
    return (number, 1) if isinstance(number, int) else (number.mantissa, 1 << -number.exponent)


def rounded(numerator: int, denominator: int) -> Number:
    """The number that is nearest to a quotient; the denominator is above zero.  Raises `Beyond`."""
    if numerator % denominator == 0:
        return _bounded(numerator // denominator)
    size = abs(numerator)
    shift = BITS - size.bit_length() + denominator.bit_length()
    whole, rest, divisor = _divided(size, denominator, shift)
    if whole.bit_length() > BITS:
        shift -= 1
        whole, rest, divisor = _divided(size, denominator, shift)
    if 2 * rest > divisor or (2 * rest == divisor and whole & 1):
        whole += 1
    zeros = (whole & -whole).bit_length() - 1
    mantissa, exponent = whole >> zeros, zeros - shift
    mantissa = -mantissa if numerator < 0 else mantissa
    if exponent >= 0:
        return _bounded(mantissa << exponent)
    if exponent < _SMALLEST:
        raise Beyond
    return Real(mantissa, exponent)


def _divided(size: int, denominator: int, shift: int) -> tuple[int, int, int]:
    size, denominator = (size << shift, denominator) if shift >= 0 else (size, denominator << -shift)
    return *divmod(size, denominator), denominator


def _bounded(whole: int) -> int:
    if abs(whole) > _LARGEST:
        raise Beyond
    return whole


def parsed(written: str) -> Number | None:
    """The number that decimal digits stand for; None where they are none.  Raises `Beyond`."""
    match = _DECIMAL.fullmatch(written)
    if match is None:
        if written.lower().lstrip("+-") in ("inf", "infinity") or re.fullmatch(r"[+-]?[\d.]++[eEpP][+-]?\d++", written):
            raise Beyond
        return None
    sign, whole, part, exponent = match.groups(default="")
    digits, power = whole + part, int(exponent or 0) - len(part)
    if not digits:
        return None
    if len(digits) > BITS or abs(power) > BITS:
        raise Beyond
    numerator = -int(digits) if sign == "-" else int(digits)
    return rounded(numerator * 10**power, 1) if power >= 0 else rounded(numerator, 10**-power)


def text(number: Number) -> str:
    """The shortest decimal digits that stand for a number."""
    if isinstance(number, int):
        return str(number)
    size, exponent = abs(number.mantissa), -number.exponent
    # In units of half the distance to the next number with all bits.
    shortfall = BITS - size.bit_length()
    value, denominator = size << (shortfall + 1), 1 << (exponent + shortfall + 1)
    inclusive = shortfall > 0
    for places in range(2 * BITS + exponent):
        power = 10**places
        down, rest = divmod(value * power, denominator)
        missing = denominator - rest
        fits_down = rest <= power if inclusive else rest < power
        fits_up = missing <= power if inclusive else missing < power
        if fits_down or fits_up:
            up = fits_up and (not fits_down or missing < rest or (missing == rest and down & 1))
            return _pointed(down + up, places, number.mantissa < 0)
    raise AssertionError("a multiple of a power of two has an end in decimals")


def _pointed(digits: int, places: int, negative: bool) -> str:
    written = str(digits).rjust(places + 1, "0")
    whole, part = (written[:-places], written[-places:]) if places else (written, "")
    return f"{'-' if negative else ''}{whole}{'.' if part else ''}{part}"


def compare(left: Number, right: Number) -> int:
    """Below zero, zero or above zero, as the left number is smaller, equal or larger."""
    (a, b), (c, d) = ratio(left), ratio(right)
    return a * d - c * b


def add(left: Number, right: Number) -> Number:
    """The sum."""
    (a, b), (c, d) = ratio(left), ratio(right)
    return _like(rounded(a * d + c * b, b * d), left, right)


def negative(number: Number) -> Number:
    """The number with the other sign."""
    if isinstance(number, Real):
        return Real(-number.mantissa, number.exponent)
    return Short(-number) if isinstance(number, Short) else -number


def multiply(left: Number, right: Number) -> Number:
    """The product."""
    (a, b), (c, d) = ratio(left), ratio(right)
    return _like(rounded(a * c, b * d), left, right)


def divide(left: Number, right: Number) -> Number:
    """The quotient; the divisor is not zero."""
    (a, b), (c, d) = ratio(left), ratio(right)
    return _like(rounded(a * d * (-1 if c < 0 else 1), b * abs(c)), left, right)


def _like(found: Number, left: Number, right: Number) -> Number:
    """A result with as many bits as the longer one of two numbers has."""
    if not isinstance(left, Short) or not isinstance(right, Short):
        return found
    if isinstance(found, Real):
        raise Beyond
    return Short(found)


def truncated(number: Number) -> int:
    """The whole number next to this one towards zero."""
    numerator, denominator = ratio(number)
    whole = abs(numerator) // denominator
    return -whole if numerator < 0 else whole


def remainder(left: Number, right: Number) -> Number:
    """What is left when the right number is taken off the left one a whole number of times."""
    if right == 0:
        return left
    if isinstance(left, Short) and isinstance(right, Real):
        raise Beyond
    (a, b), (c, d) = ratio(left), ratio(right)
    whole = truncated(rounded(a * d * (-1 if c < 0 else 1), b * abs(c)))
    return add(left, negative(multiply(right, Short(whole))))
