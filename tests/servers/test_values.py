"""Values against directives, by server line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.servers import verdicts as judged
from redislint.servers.directives import LINES, lines_of, names, spans
from redislint.servers.values import fault, parts
from redislint.servers.verdicts import knowing, verdicts
from tests.timing import SLOW

ALL = "redis@5.0..8.10 valkey@7.2..9.1"
FROM_6 = "redis@6.0..8.10 valkey@7.2..9.1"
FROM_7 = "redis@7.0..8.10 valkey@7.2..9.1"
ABSENT = ("address-list", "host-port")


def refusing(line: str, *, sentinel: bool = False) -> frozenset[str]:
    name, *args = line.split(" ") if '""' not in line else [word.strip('"') for word in line.split(" ")]
    return frozenset().union(*(lines for _, lines in verdicts(name, tuple(args), sentinel=sentinel)))


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("appendonly true", ALL),
        ("appendonly YES", ""),
        ("maxmemory 75%", FROM_6),
        ("maxmemory 1gb", ""),
        ("maxmemory-clients 5%", "redis@5.0..6.2"),
        ("maxmemory-clients 101%", ALL),
        ("maxmemory-policy allkeys-lrm", "redis@5.0..8.4 valkey@7.2..9.1"),
        ("maxmemory-policy lru", ALL),
        ("loglevel nothing", "redis@5.0..7.0"),
        ("port 70000", ALL),
        ("port 06379", FROM_6),
        ("save 900", FROM_7),
        ("save 0 1", ALL),
        ("save 900 1 300 10", ""),
        ("save", ""),
        ('save ""', ""),
        ("notify-keyspace-events Kn", "redis@5.0..6.2"),
        ("notify-keyspace-events Ko", "redis@5.0..8.4 valkey@7.2..9.1"),
        ("bind 127.0.0.1 -::1", "redis@5.0..6.0"),
        ("bind 127.0.0.1,::1", ALL),
        ("dbfilename a/b", ALL),
        ('dbfilename ""', "valkey@8.0..9.1"),
        ("gopher-enabled no", "redis@5.0 redis@7.0..8.10 valkey@7.2..9.1"),
        ("bogus 1", ALL),
        ("lua.maxmemory 1", ""),
        ("search-workers 4", "redis@5.0..7.4 valkey@7.2..9.1"),
        ("primaryauth x", "redis@5.0..8.10 valkey@7.2"),
        ("cluster-announce-human-nodename a:b", "redis@5.0..8.10 valkey@7.2"),
        ("list-max-ziplist-entries 1 2", ALL),
    ],
)
def test_which_lines_refuse(line: str, lines: str) -> None:
    assert refusing(line) == lines_of(lines)


def test_a_sentinel_of_redis_8_passes_over_unknown_names() -> None:
    assert refusing("bogus 1", sentinel=True) == lines_of("redis@5.0..7.4 valkey@7.2..9.1")
    assert refusing("bogus", sentinel=True) == lines_of(ALL)


def test_redis_8_refuses_unknown_names_when_all_is_read() -> None:
    late = {fault.late: lines for fault, lines in verdicts("bogus", ("1",))}
    assert late[True] == lines_of("redis@8.0..8.10")


def test_parts_are_the_lines_of_the_directive() -> None:
    for name in names(None):
        for directive in spans(name):
            found = [line for _, lines in parts(directive) for line in lines]
            assert sorted(found) == sorted(directive.lines)


@given(
    st.sampled_from(sorted(names(None))),
    st.lists(
        st.text("0123456789kmgbKyesno%-+ .\"'#\0é/", max_size=8) | st.sampled_from(["yes", "1gb", ""]), max_size=5
    ),
)
def test_parts_agree_with_each_line(name: str, args: list[str]) -> None:
    """No words make it fail, and lines that are judged together are judged alike."""
    for directive in spans(name):
        for line, lines in parts(directive):
            said = fault(directive, tuple(args), line)
            assert all(fault(directive, tuple(args), other) == said for other in lines)


@pytest.mark.parametrize("name", sorted(names(None)))
def test_every_default_is_taken(name: str) -> None:
    for directive in spans(name):
        # The working directory has no text; no addresses and no primary are what no line says.
        if directive.default is None or (directive.facts.get("shape") in ABSENT and not directive.default):
            continue
        args = tuple(directive.default.split()) if directive.most != 1 else (directive.default,)
        if directive.facts.get("shape") == "client-output-buffer-limit" and directive.most == 4:
            args = args[:4]
        for line in directive.lines:
            assert fault(directive, args, line) is None, (line, args)


def test_knowing() -> None:
    assert knowing("aclfile") == lines_of(FROM_6)
    assert knowing("bogus") == frozenset()
    assert knowing("slaveof") == frozenset(LINES)


def test_long_words_are_judged_and_not_kept() -> None:
    start = time.process_time()
    before = judged._kept.cache_info().currsize
    for name in ("maxmemory", "port", "save", "bind", "requirepass", "notify-keyspace-events", "proc-title-template"):
        for word in ("1" * 1_000_000, "{title}" * 100_000, "x" * 1_000_000):
            verdicts(name, (word,))
    assert time.process_time() - start < 5 * SLOW
    assert judged._kept.cache_info().currsize == before
