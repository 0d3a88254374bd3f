"""Patterns of keys, as `stringmatchlen` of the servers takes them."""

from __future__ import annotations

import time

import pytest

from redislint.acl.globs import matches


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("app:*", "app:1", True),
        ("app:*", "app:", True),
        ("app:*", "ap:1", False),
        ("*", "", False),  # nothing is looked at where the text is empty
        ("", "", True),
        ("", "x", False),
        ("k?", "k1", True),
        ("k?", "k", False),
        ("[a-c]x", "bx", True),
        ("[c-a]x", "bx", True),
        ("[^a-c]x", "bx", False),
        ("[^a-c]x", "zx", True),
        ("[\\]]x", "]x", True),
        ("[ab", "b", True),  # never closed: to the end
        ("a\\*", "a*", True),
        ("a\\*", "ab", False),
        ("a\\", "a\\", True),
        ("*a*b*", "xxaxxbxx", True),
        ("*a*b", "xxaxxbxx", False),
        ("A*", "a1", False),
    ],
)
def test_patterns(pattern: str, text: str, expected: bool) -> None:
    assert matches(pattern, text) is expected


def test_hostile_patterns_take_no_time() -> None:
    start = time.process_time()
    assert not matches("*a" * 200 + "b", "a" * 2000)
    assert time.process_time() - start < 5
