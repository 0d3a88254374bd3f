"""Output buffers, save points, and what may be lost, as numbers."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.checks import buffers, encodings, keyspace, objectives, processor, tuning
from redislint.checks.savepoints import points
from redislint.finding import Hit, Severity
from redislint.model.instance import Instance
from tests.checks.instances import composed, configured

MB = 1 << 20


def limits(text: str, server: str = "") -> dict[str, tuple[int, int, int]]:
    return {kind: one[:3] for kind, one in buffers.limits(configured(text, server)).items()}


def test_the_last_limit_of_each_class_counts() -> None:
    text = "client-output-buffer-limit slave 1mb 1k 5\nclient-output-buffer-limit PubSub 0 0 0\n"
    assert limits(text) == {"replica": (MB, 1000, 5), "pubsub": (0, 0, 0)}
    more = f"{text}client-output-buffer-limit replica 2mb 0 0 pubsub 8mb 8mb 1\n"
    assert limits(more, "redis@7.2") == {"replica": (2 * MB, 0, 0), "pubsub": (8 * MB, 8 * MB, 1)}


def test_no_limit_before_an_unknown_line_counts() -> None:
    text = "client-output-buffer-limit pubsub 0 0 0\nclient-output-buffer-limit $REST_\n"
    assert limits(text) == {}
    assert limits(f"{text}client-output-buffer-limit normal 1mb 0 0\n") == {"normal": (MB, 0, 0)}


def one(hits: Iterable[Hit]) -> Hit:
    (hit,) = hits
    return hit


@pytest.mark.parametrize(
    ("text", "server", "said"),
    [
        ("repl-backlog-size 512mb\nclient-output-buffer-limit replica 1gb 256mb 60\n", "redis@7.2", "256mb"),
        ("repl-backlog-size 512mb\nclient-output-buffer-limit replica 256mb 0 0\n", "redis@6.2", "at 256mb"),
        ("maxmemory 2gb\nclient-output-buffer-limit replica 64mb 16mb 60\n", "redis@7.2", "2gb (`maxmemory`)"),
    ],
)
def test_the_numbers_of_a_replica_s_buffer_are_told(text: str, server: str, said: str) -> None:
    assert said in str(one(buffers.too_small_for_replicas(configured(text, server))).values["what"])


@given(size=st.integers(1, 64), backlog=st.integers(1, 64))
def test_a_soft_limit_is_too_small_just_below_the_backlog(size: int, backlog: int) -> None:
    text = f"repl-backlog-size {backlog}mb\nclient-output-buffer-limit replica 0 {size}mb 60\n"
    assert bool(list(buffers.too_small_for_replicas(configured(text)))) is (size < backlog)


def test_values_that_are_no_numbers_say_nothing() -> None:
    for text in (
        "hz x\n",
        "hz 9999999999999999999999\n",
        "databases -\n",
        "timeout\n",
        "oom-score-adj-values --5 1 2\n",
    ):
        instance = configured(f"oom-score-adj yes\n{text}")
        for check in (tuning.clock, tuning.idle_timeout, tuning.killed_last, keyspace.databases, encodings.extreme):
            assert list(check(instance)) == []


@pytest.mark.parametrize(
    ("letters", "inert", "everything"),
    [
        ("", False, False),
        ("x", True, False),
        ("KE", True, False),
        ("Ex", False, False),
        ("Kn", False, False),
        ("KEA", False, True),
        ("KEg$lshz", False, True),
        ("KEg$lsh", False, False),
        ("EA", False, False),
        ("q", False, False),
    ],
)
def test_letters_of_events(letters: str, inert: bool, everything: bool) -> None:
    instance = configured(f'notify-keyspace-events "{letters}"\n')
    assert bool(list(keyspace.inert_events(instance))) is inert
    assert bool(list(keyspace.all_events(instance))) is everything


@given(st.integers(1, 400), st.integers(1, 400))
def test_the_longest_save_point_is_what_may_be_lost(first: int, second: int) -> None:
    instance = configured(f"save {first} 1\nsave {second} 5\nappendonly no\n")._replace(rpo="100s")
    assert [point.seconds for point in points(instance)] == [first, second]
    assert bool(list(objectives.missed(instance))) is (max(first, second) > 100)


def lost(text: str, rpo: str, server: str = "redis@7.2") -> str:
    hits = list(objectives.missed(configured(text, server)._replace(rpo=rpo)))
    return "" if not hits else str(one(hits).values["window"])


def test_what_may_be_lost() -> None:
    assert lost("appendonly yes\n", "2s") == ""
    assert lost("appendonly yes\n", "1s") == "the writes of up to 2 s"
    assert lost("appendonly yes\nappendfsync always\n", "0s") == ""
    assert lost("appendonly yes\nappendfsync no\n", "29s") == "the writes of up to 30 s"
    assert lost("port 1\n", "1m") == "the writes of up to 1 h"
    assert lost('save ""\n', "1d") == "everything"
    assert lost("save 90 1\n", "1m") == "the writes of up to 90 s"
    assert lost("save 900 1\n", "15m") == ""
    assert lost("save 900 1\n", "") == ""
    # Redis before 6.2 has no save points once there is a file.
    assert lost("port 1\n", "1d", "redis@6.0") == "everything"
    assert lost("appendonly $APPEND_\n", "0s") == ""


def with_threads(count: int, cores: str) -> Instance:
    command = f"command: redis-server --io-threads {count}"
    return composed(f"services:\n  a:\n    image: redis:7.2\n    {command}\n    cpus: {cores}\n")


@given(count=st.integers(1, 8), halves=st.integers(1, 20))
def test_threads_are_too_many_above_whole_cores(count: int, halves: int) -> None:
    hits = list(processor.io_threads(with_threads(count, f"'{halves / 2}'")))
    assert bool(hits) is (count > 1 and count > halves // 2)
    assert all(hit.severity is None for hit in hits)


def test_defragmentation_that_does_not_rise() -> None:
    text = "activedefrag yes\nactive-defrag-cycle-min {}\nactive-defrag-cycle-max 20\n"
    assert list(processor.defragmentation(configured(text.format(19)))) == []
    assert one(processor.defragmentation(configured(text.format(20)))).severity is Severity.WARNING
