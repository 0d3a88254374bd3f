"""Numbers as the servers read them: C's conversions, and the servers' own.

Each function takes a word and returns the number, or None where the server refuses the word.
"""

from __future__ import annotations

import re

from redislint.typed import Final

# Patterns are compiled where a word needs them: most files have no such number.
_BLANKS: Final = " \t\n\v\f\r"
_FIGURES: Final = "0123456789"
_DOUBLE: Final = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_HEXADECIMAL: Final = r"[+-]?0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)(?:[pP][+-]?[0-9]+)?"

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
    figures = word.removeprefix("-")
    if not 0 < len(figures) < 20 or figures.lstrip(_FIGURES) or (figures[0] == "0" and word != "0"):
        return None
    number = int(word)
    return number if -LONG_MAX - 1 <= number <= LONG_MAX else None


def _begun(word: str, figures: str) -> tuple[str, str]:
    """The number that a word begins with, blanks in front and its sign included, and the rest; ("", word) if none."""
    text = word.lstrip(_BLANKS)
    sign = text[:1] if text[:1] in ("+", "-") else ""
    rest = text[len(sign) :].lstrip(figures)
    number = text[: len(text) - len(rest)]
    return (number, rest) if len(number) > len(sign) else ("", word)


def leading(word: str) -> int:
    """C's strtoll without a look at where it stopped: the number that the word begins with, 0 if none."""
    return _saturated(_begun(word, _FIGURES)[0])


def atoi(word: str) -> int:
    """The same, cut to 32 bits."""
    return signed_32(leading(word))


def signed_32(number: int) -> int:
    """The last 32 bits read as a signed number: what an `int` holds."""
    return ((number + (1 << 31)) & 0xFFFFFFFF) - (1 << 31)


def whole(word: str) -> int | None:
    """C's strtoll that must reach the end of the word; the empty word is 0."""
    number, rest = _begun(c_string(word), _FIGURES)
    return None if rest else _saturated(number)


def octal(word: str) -> int | None:
    """C's strtoll to base 8 that must reach the end of the word; the empty word is 0."""
    number, rest = _begun(c_string(word), _FIGURES[:8])
    return None if rest or len(number) > _ENOUGH_DIGITS else int(number or "0", 8)


def leading_octal(word: str) -> int:
    """C's strtol to base 8 without a look at where it stopped."""
    return int(_begun(word, _FIGURES[:8])[0][:_ENOUGH_DIGITS] or "0", 8)


def memory(word: str, *, signed: bool = False, strict: bool = False) -> int | None:
    """Bytes of a memory value: digits and a unit, in 64 bits that wrap around.

    No digits read as 0.  `signed`: a sign is read, and the product is a signed number; `strict`: digits that do not
    fit 64 bits are refused instead of being taken for the largest number.
    """
    text = c_string(word)
    sign = "-" if text.startswith("-") else ""
    unit = text[len(sign) :].lstrip(_FIGURES)
    digits = text[len(sign) : len(text) - len(unit)]
    factor = UNITS.get(unit.lower()) if len(unit) <= 2 else None
    if factor is None or len(digits) > _MOST_DIGITS or (sign and not (signed and digits)):
        return None
    most = LONG_MAX if signed else UNSIGNED_MAX
    digits = digits.lstrip("0")
    number = most + 1 if len(digits) > _ENOUGH_DIGITS else int(digits or "0")
    if number > most and strict:
        return None
    product = min(number, most) * (-factor if sign else factor) & UNSIGNED_MAX
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
    if re.fullmatch(_DOUBLE, word):
        return float(word) if len(word) < 400 else None
    if not decimal and len(word) < 40 and re.fullmatch(_HEXADECIMAL, word):
        return float.fromhex(word)
    return None


def _saturated(number: str) -> int:
    """The number in 64 bits, the largest or smallest one where it does not fit."""
    figures = number.lstrip("+-0")
    if len(figures) > _ENOUGH_DIGITS:
        figures = "9" * _ENOUGH_DIGITS
    value = int(figures or "0")
    return max(-LONG_MAX - 1, -value) if number.startswith("-") else min(value, LONG_MAX)
