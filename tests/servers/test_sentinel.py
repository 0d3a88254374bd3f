"""What may follow the word `sentinel`."""

from __future__ import annotations

import pytest

from redislint.servers.directives import LINES, lines_of
from redislint.servers.sentinel import faults, is_secret, knowing_option, options

ALL = frozenset(LINES)


@pytest.mark.parametrize(
    ("line", "code", "lines"),
    [
        ("monitor m 10.0.0.5 6379 0", "number", ALL),
        ("monitor m 10.0.0.5 6379 two", "number", ALL),
        ("monitor m 10.0.0.5 70000 2", "number", ALL),
        ("monitor m 10.0.0.5 6379", "count", ALL),
        ("monitor m 10.0.0.5 6379 2 # x", "count", ALL),
        ("down-after-milliseconds m 0", "number", ALL),
        ("deny-scripts-reconfig on", "bool", ALL),
        ("myid abc", "string", ALL),
        ("auth-user m u", "unknown", lines_of("redis@5.0")),
        ("primary-reboot-down-after-period m 0", "unknown", ALL - lines_of("valkey@8.0..9.1")),
        ("can-failover m yes", "unknown", ALL),
    ],
)
def test_refused(line: str, code: str, lines: frozenset[str]) -> None:
    found = faults(tuple(line.split()))
    assert {fault.code: where for fault, where in found.items()} == {code: lines}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "MONITOR m 10.0.0.5 6379 2x",
        "monitor m 10.0.0.5 abc 1",
        "down-after-milliseconds m 5s",
        "parallel-syncs m abc",
        "known-slave m 10.0.0.6 6379",
        "known-sentinel m 10.0.0.7 26379",
        "announce-port abc",
        "deny-scripts-reconfig YES",
    ],
)
def test_taken(line: str) -> None:
    assert faults(tuple(line.split())) == {}


def test_options() -> None:
    assert is_secret("AUTH-PASS")
    assert not is_secret("auth-user")
    assert knowing_option("Monitor") == ALL
    assert knowing_option("bogus") == frozenset()
    assert {option.name for option in options().values()} <= set(options())
