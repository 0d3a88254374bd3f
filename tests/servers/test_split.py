"""The words of one argument are those that a line of the same text would have."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from redislint.read.words import lines
from redislint.servers.split import split
from tests.timing import SLOW

LETTERS = st.text("ab\"'\\x4 \t\x0b#", max_size=12)


@given(LETTERS)
def test_as_in_a_line(text: str) -> None:
    # In front of a line stands a word, so that a `#` is none but a letter.
    line = next(lines(f"x {text}"))
    words = tuple(word for word, _, _ in line.words[1:])
    assert split(text) == (() if line.broken else words)


def test_text_behind_a_quote() -> None:
    assert split('"a"b c') == ()
    assert split('"a"b c', joins=True) == ("ab", "c")
    assert split("a'b'\"c\"", joins=True) == ("abc",)
    assert split('"a"b"', joins=True) == ()


def test_the_text_ends_at_a_nul() -> None:
    assert split("900 1\0 x") == ("900", "1")


def test_long_texts_take_no_long_time() -> None:
    start = time.process_time()
    for text in ("a" * 500_000, '"' * 80_000, "'a' " * 80_000, '\\"' * 500_000):
        split(text)
        split(text, joins=True)
    assert time.process_time() - start < 5 * SLOW
