"""Conversions of numbers; the expectations were read off running servers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.servers import numbers

GB = 1 << 30


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("0", 0),
        ("-7", -7),
        ("9223372036854775807", numbers.LONG_MAX),
        ("9223372036854775808", None),
        ("-9223372036854775808", -numbers.LONG_MAX - 1),
        ("-0", None),
        ("+1", None),
        ("01", None),
        (" 1", None),
        ("1 ", None),
        ("1.0", None),
        ("", None),
        ("\u0661", None),
        ("9" * 1000, None),
    ],
)
def test_integer(word: str, number: int | None) -> None:
    assert numbers.integer(word) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [("5s", 5), ("abc", 0), (" +7x", 7), ("-3", -3), ("", 0), ("4294967297", 1), ("9" * 5000, -1)],
)
def test_atoi(word: str, number: int) -> None:
    assert numbers.atoi(word) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [("0900", 900), ("+900", 900), (" 5", 5), ("5 ", None), ("", 0), (" ", None), ("5\0x", 5), ("1s", None)],
)
def test_whole(word: str, number: int | None) -> None:
    assert numbers.whole(word) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("3gb", 3 * GB),
        ("3G", 3 * 10**9),
        ("512", 512),
        ("mb", 0),
        ("", 0),
        ("75%", None),
        ("1gib", None),
        ("1.5gb", None),
        ("1 gb", None),
        ("-1", None),
        ("17179869184gb", 0),
        ("9" * 30, numbers.UNSIGNED_MAX),
        ("0" * 127 + "1", None),
    ],
)
def test_memory(word: str, number: int | None) -> None:
    assert numbers.memory(word) == number


def test_memory_of_older_and_newer_servers() -> None:
    assert numbers.memory("-1", signed=True) == -1
    assert numbers.memory("-", signed=True) is None
    assert numbers.memory("17179869183gb", signed=True) == -GB
    assert numbers.memory("18446744073709551616", strict=True) is None
    assert numbers.memory("18446744073709551615", strict=True) == numbers.UNSIGNED_MAX
    assert numbers.memory_or_zero("75%") == 0


@pytest.mark.parametrize(
    ("word", "number"), [("770", 0o770), ("0770", 0o770), ("778", None), ("", 0), ("-7", -7), ("0o7", None)]
)
def test_octal(word: str, number: int | None) -> None:
    assert numbers.octal(word) == number


def test_leading_octal() -> None:
    assert numbers.leading_octal("77x") == 0o77
    assert numbers.leading_octal("888") == 0


@pytest.mark.parametrize(
    ("word", "number"), [("99.9", 99.9), (".5", 0.5), ("5.", 5.0), ("1e1", 10.0), ("nan", None), ("50%", None)]
)
def test_double(word: str, number: float | None) -> None:
    assert numbers.double(word) == number


def test_hexadecimal_double() -> None:
    assert numbers.double("0x10") == 16.0
    assert numbers.double("0x10", decimal=True) is None


@given(st.text(max_size=40))
def test_no_word_fails(word: str) -> None:
    for convert in (numbers.integer, numbers.atoi, numbers.whole, numbers.octal, numbers.leading_octal):
        convert(word)
    for signed in (True, False):
        size = numbers.memory(word, signed=signed)
        assert size is None or -(1 << 63) <= size <= numbers.UNSIGNED_MAX
    numbers.double(word)


@given(st.integers(0, 1 << 62), st.sampled_from(sorted(numbers.UNITS)))
def test_memory_is_number_times_unit(number: int, unit: str) -> None:
    assert numbers.memory(f"{number}{unit.upper()}") == number * numbers.UNITS[unit] % (1 << 64)
