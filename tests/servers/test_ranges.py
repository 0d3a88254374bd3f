"""Sets of lines in words."""

from __future__ import annotations

import pytest

from redislint.servers.directives import LINES, lines_of
from redislint.servers.ranges import describe


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("redis@5.0", "redis 5.0"),
        ("redis@5.0..6.0", "redis 5.0 and 6.0"),
        ("redis@5.0..6.2", "redis up to 6.2"),
        ("redis@6.0..6.2", "redis 6.0 and 6.2"),
        ("redis@6.2..7.2", "redis 6.2 to 7.2"),
        ("redis@7.0..8.10", "redis 7.0 and later"),
        ("redis@7.0..8.10 valkey@7.2..9.1", "redis 7.0 and later, and valkey"),
        ("valkey@8.1..9.1", "valkey 8.1 and later"),
        ("redis@5.0 redis@7.0", "redis 5.0 and 7.0"),
        ("redis@5.0..8.10", "redis"),
    ],
)
def test_describe(lines: str, text: str) -> None:
    assert describe(lines_of(lines)) == text


def test_all() -> None:
    assert describe(frozenset(LINES)) == "every supported server"
