"""What the target refuses, and what both refuse."""

from __future__ import annotations

import pytest

from tests.upgrade.asked import upgraded


def lines(findings: tuple[object, ...]) -> list[int]:
    return [one.line for one in findings]  # type: ignore[attr-defined]


def test_a_name_that_is_gone_breaks_and_one_that_never_was_does_already() -> None:
    found = upgraded("gopher-enabled no\nfrobnicate yes\nport 7\n", "redis@6.2", "redis@7.0")
    assert (lines(found.refused), lines(found.already)) == ([1], [2])
    assert "is not a directive of redis 7.0" in found.refused[0].message
    assert found.breaks


def test_a_new_name_is_the_advice_where_the_old_one_is_refused() -> None:
    found = upgraded("primaryauth secret\n", "valkey@8.1", "redis@8.2")
    (refused,) = found.refused
    assert "`masterauth`" in refused.message
    assert "secret" not in refused.message


@pytest.mark.parametrize(
    ("text", "present", "target"),
    [
        ("maxmemory-policy allkeys-lrm\n", "redis@8.6", "redis@8.4"),
        ("maxmemory 1tb\n", "redis@5.0", "redis@6.0"),
        ("user a on +@all\nuser a on +get\n", "redis@6.2", "redis@7.0"),
        ("save 900\n", "redis@6.2", "redis@7.0"),
        ('requirepass "a"b\n', "valkey@9.1", "valkey@8.1"),
    ],
)
def test_what_another_version_takes_no_more(text: str, present: str, target: str) -> None:
    found = upgraded(text, present, target)
    assert found.refused
    assert not found.already
    back = upgraded(text, target, present)
    assert not back.refused + back.already


def test_what_only_the_present_version_refuses_makes_one_doubt_it() -> None:
    found = upgraded("enable-debug-command local\nfrobnicate yes\n", "redis@6.2", "redis@7.0")
    assert (lines(found.refused), lines(found.already), lines(found.solved)) == ([], [2], [1])
    assert not upgraded("enable-debug-command local\n", "redis@6.2", "redis@7.0").breaks


def test_one_line_is_wrong_for_one_reason_or_another() -> None:
    # An unknown name now, and a value that is no number then.
    found = upgraded("io-threads many\n", "redis@5.0", "redis@6.0")
    assert (lines(found.refused), lines(found.already)) == ([], [1])


def test_without_a_present_version_only_what_all_refuse_is_refused_already() -> None:
    found = upgraded("gopher-enabled no\nfrobnicate yes\n", "", "redis@7.0")
    assert (lines(found.refused), lines(found.already)) == ([1], [2])
    assert not (found.defaults + found.values + found.users + found.notes)
    assert found.vulnerabilities is None
    assert any("--from" in text for text in found.unsaid)


def test_a_comment_that_silences_a_rule_silences_no_refusal() -> None:
    found = upgraded("# redislint: ignore[RL001] as agreed\ngopher-enabled no\n", "redis@6.2", "redis@7.0")
    assert lines(found.refused) == [2]


def test_a_line_that_is_dropped_is_worth_a_word() -> None:
    found = upgraded("save 900 1 300 10\n", "redis@7.0", "redis@6.2")
    assert not found.refused
    assert lines(found.warned) == [1]
    assert [(one.name, one.before, one.after) for one in found.values] == [("save", "900 1 300 10", '""')]


def test_a_sentinel_of_redis_8_passes_over_what_it_does_not_know() -> None:
    text = "port 26379\ngopher-enabled no\nsentinel monitor m 10.0.0.1 6379 2\n"
    gone = upgraded(text, "redis@6.2", "redis@7.0", kind="sentinel-conf")
    assert lines(gone.refused) == [2]
    passed = upgraded(text, "redis@6.2", "redis@8.0", kind="sentinel-conf")
    assert (lines(passed.refused), lines(passed.warned)) == ([], [2])
