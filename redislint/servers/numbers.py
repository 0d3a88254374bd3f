"""Numbers as the servers read them: C's conversions, and the servers' own.

Each function takes a word and returns the number, or None where the server refuses the word.
"""

from __future__ import annotations

import re
from typing import Final

_BLANKS: Final = " \t\n\v\f\r"
_LEADING: Final = re.compile(r"[ \t\n\v\f\r]*([+-]?[0-9]+)")
_STRICT: Final = re.compile(r"0|-?[1-9][0-9]{0,18}")
_MEMORY: Final = re.compile(r"(-?)([0-9]*)(.{0,2})", re.DOTALL)
_OCTAL: Final = re.compile(r"[ \t\n\v\f\r]*([+-]?[0-7]+)")
_DOUBLE: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_HEXADECIMAL: Final = re.compile(r"[+-]?0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)(?:[pP][+-]?[0-9]+)?")

# The server's buffer for the digits of a memory value holds 127 of them; more digits than these are saturated anyway.
_MOST_DIGITS: Final = 127
_ENOUGH_DIGITS: Final = 25

UNITS: Final = {"": 1, "b": 1, "k": 1000, "kb": 1 << 10, "m": 10**6, "mb": 1 << 20, "g": 10**9, "gb": 1 << 30}
LONG_MAX: Final = (1 << 63) - 1
UNSIGNED_MAX: Final = (1 << 64) - 1


def c_string(word: str) -> str:
    """What C sees of a word: all up to its first NUL."""
    return word.partition("\0")[0]


def integer(word: str) -> int | None:
    """A number written just so: no sign `+`, no blanks, no leading zeros, within 64 bits."""
    if _STRICT.fullmatch(word) is None:
        return None
    number = int(word)
    return number if -LONG_MAX - 1 <= number <= LONG_MAX else None


def leading(word: str) -> int:
    """C's strtoll without a look at where it stopped: the number that the word begins with, 0 if none."""
    match = _LEADING.match(word)
    return _saturated(match[1]) if match else 0


def atoi(word: str) -> int:
    """The same, cut to 32 bits."""
    return signed_32(leading(word))


def signed_32(number: int) -> int:
    """The last 32 bits read as a signed number: what an `int` holds."""
    return ((number + (1 << 31)) & 0xFFFFFFFF) - (1 << 31)


def whole(word: str) -> int | None:
    """C's strtoll that must reach the end of the word; the empty word is 0."""
    word = c_string(word)
    match = _LEADING.fullmatch(word)
    if match is None:
        return 0 if word == "" else None
    return _saturated(match[1])


def octal(word: str) -> int | None:
    """C's strtoll to base 8 that must reach the end of the word; the empty word is 0."""
    word = c_string(word)
    match = _OCTAL.fullmatch(word)
    if match is None:
        return 0 if word == "" else None
    return int(match[1], 8) if len(match[1]) < _ENOUGH_DIGITS else None


def leading_octal(word: str) -> int:
    """C's strtol to base 8 without a look at where it stopped."""
    match = _OCTAL.match(word)
    return int(match[1][:_ENOUGH_DIGITS], 8) if match else 0


def memory(word: str, *, signed: bool = False, strict: bool = False) -> int | None:
    """Bytes of a memory value: digits and a unit, in 64 bits that wrap around.

    No digits read as 0.  `signed`: a sign is read, and the product is a signed number; `strict`: digits that do not
    fit 64 bits are refused instead of being taken for the largest number.
    """
    match = _MEMORY.fullmatch(c_string(word))
    if match is None or (match[1] and not (signed and match[2])) or len(match[2]) > _MOST_DIGITS:
        return None
    factor = UNITS.get(match[3].lower())
    if factor is None:
        return None
    most = LONG_MAX if signed else UNSIGNED_MAX
    digits = match[2].lstrip("0")
    number = most + 1 if len(digits) > _ENOUGH_DIGITS else int(digits or "0")
    if number > most and strict:
        return None
    product = (-min(number, most) if match[1] else min(number, most)) * factor & UNSIGNED_MAX
    return signed_64(product) if signed else product


def memory_or_zero(word: str) -> int:
    """A memory value whose errors nobody looks at: rubbish is 0 (redis 5.0)."""
    number = memory(word, signed=True)
    return 0 if number is None else number


def signed_64(number: int) -> int:
    """64 bits read as a signed number."""
    return number - (1 << 64) if number > LONG_MAX else number


def double(word: str, *, decimal: bool = False) -> float | None:
    """C's strtod that must reach the end of the word, no infinity, no nan; `decimal`: nor a hexadecimal number."""
    if _DOUBLE.fullmatch(word):
        return float(word) if len(word) < 400 else None
    if not decimal and len(word) < 40 and _HEXADECIMAL.fullmatch(word):
        return float.fromhex(word)
    return None


def _saturated(digits: str) -> int:
    number = int(digits[: _ENOUGH_DIGITS + 1]) if len(digits.lstrip("+-0")) > _ENOUGH_DIGITS else _short(digits)
    return max(-LONG_MAX - 1, min(number, LONG_MAX))


def _short(digits: str) -> int:
    """Few digits behind any number of zeros."""
    sign = -1 if digits[0] == "-" else 1
    return sign * int(digits.lstrip("+-0") or "0")
