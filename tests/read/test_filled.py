"""Variables that are filled in: what they come to, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.read.filled import filled, interpolated

VALUES = {"A": "one", "EMPTY": ""}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plain", "plain"),
        ("$A", "one"),
        ("${A}-${A}", "one-one"),
        ("${A:-x}", "one"),
        ("${EMPTY:-x}", "x"),
        ("${EMPTY-x}", ""),
        ("${B:-x}", "x"),
        ("${B-}", ""),
        ("${B:-${A}}", "one"),
        ("${B:-${C:-deep}}", "deep"),
        ("${A:+there}", "there"),
        ("${EMPTY:+there}", ""),
        ("${A:?must be}", "one"),
        ("$$A", "$A"),
        ("$${A}", "${A}"),
        ("${B}", None),
        ("${B:?must be}", None),
        ("${EMPTY:?must be}", None),
        ("${B:+there}", None),
        ("a $ b", None),
        ("${A", None),
        ("${A!}", None),
        ("${B:-never closed", None),
    ],
)
def test_what_variables_come_to(text: str, said: str | None) -> None:
    assert interpolated(text, VALUES) == said


@pytest.mark.parametrize(
    ("text", "part", "written"),
    [
        ("--x ${B:-word} y", "word", "word"),
        ("--x ${B:-word} y", "y", "y"),
        ("--x ${A} y", "one", "${A}"),
        ("--x ${A} y", "n", "${A}"),
        ("--x p${A}s y", "pones", "p${A}s"),
        ("a $$b", "$b", "$$b"),
        ("${B:-1 ${A} 2}", "one 2", "${A} 2"),
    ],
)
def test_what_is_said_stands_where_it_is_written(text: str, part: str, written: str) -> None:
    found = filled(text, VALUES)
    start = found.text.index(part)
    first, last = found.written(start, start + len(part))
    assert text[first:last] == written


@given(st.text(st.sampled_from("$A{}:-?+ x"), max_size=80))
def test_any_text_can_be_filled_in(text: str) -> None:
    found = filled(text, VALUES)
    if "$" not in text:
        assert found.text == text
    for start in range(len(found.text)):
        first, last = found.written(start, start + 1)
        assert 0 <= first < last <= len(text)
        assert text[first:last] == found.text[start] or text[first] == "$"


def test_what_never_closes_is_read_in_time() -> None:
    assert interpolated("${A:-" * 100_000) is None
    assert interpolated("${A:-x} " * 50_000) == "x " * 50_000
