"""The three checks that serve many rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.checks import settings
from redislint.finding import Hit, Severity, Undecided
from redislint.source import Span
from tests.checks.instances import configured

CONF = "port 6379\nenable-debug-command yes\ntcp-keepalive 0\nmaxmemory 64mb\nappendonly yes\nloglevel ${LEVEL}\n"


def test_a_forbidden_value_is_blamed() -> None:
    (hit,) = settings.forbid(configured(CONF), "enable-debug-command", ["yes", "local"])
    assert isinstance(hit, Hit)
    assert (hit.span.text, hit.severity) == ("yes", None)


def test_values_may_have_severities_of_their_own() -> None:
    values = {"yes": "error", "local": "info"}
    (hit,) = settings.forbid(configured("enable-debug-command local\n"), "enable-debug-command", values)
    assert isinstance(hit, Hit)
    assert (hit.severity, hit.fix) == (Severity.INFO, None)


def test_a_default_is_blamed_at_the_start() -> None:
    (hit,) = settings.forbid(configured("port 6379\n"), "appendonly", ["no"])
    assert isinstance(hit, Hit)
    assert (hit.span, hit.fix) == (Span(hit.span.source, 0, 0), None)


def test_what_is_required() -> None:
    instance = configured(CONF)
    assert list(settings.require(instance, "appendonly", ["yes"])) == []
    (hit,) = settings.require(instance, "appendfsync", ["always"])
    assert isinstance(hit, Hit)
    assert hit.values["value"] == "everysec"


@pytest.mark.parametrize(
    ("name", "least", "most", "found"),
    [
        ("tcp-keepalive", 1, None, 1),
        ("tcp-keepalive", 0, None, 0),
        ("tcp-keepalive", None, 0, 0),
        ("maxmemory", 64 << 20, None, 0),
        ("maxmemory", (64 << 20) + 1, None, 1),
        ("maxmemory", None, 1 << 20, 1),
        ("port", 6379, 6379, 0),
        ("appendonly", 1, 2, 0),
    ],
)
def test_numbers_and_sizes_within_bounds(name: str, least: int | None, most: int | None, found: int) -> None:
    assert len(list(settings.within(configured(CONF), name, least, most))) == found


@given(st.integers(-(10**30), 10**9), st.integers(-100, 100))
def test_any_number_is_compared_as_one(number: int, least: int) -> None:
    hits = list(settings.within(configured(f"repl-backlog-ttl {number}\n"), "repl-backlog-ttl", least=least))
    assert len(hits) == (number < least)


def test_a_number_of_five_thousand_digits_is_none() -> None:
    text = f"tcp-keepalive -{'9' * 5000}\n"
    assert list(settings.within(configured(text), "tcp-keepalive", least=0)) == []


def test_what_is_not_known_is_undecided() -> None:
    instance = configured(CONF)
    for found in (
        settings.forbid(instance, "loglevel", ["debug"]),
        settings.require(instance, "loglevel", ["notice"]),
        settings.within(instance, "loglevel", least=1),
    ):
        (only,) = found
        assert isinstance(only, Undecided)
        assert only.span.text == "${LEVEL}"


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ({"appendonly": "yes"}, 1),
        ({"appendonly": ["no", "yes"]}, 1),
        ({"appendonly": "yes", "port": "6379"}, 1),
        ({"appendonly": "yes", "port": "0"}, 0),
        ({"loglevel": "debug"}, 0),
    ],
)
def test_conditions_must_all_be_known_to_hold(when: dict[str, str | list[str]], found: int) -> None:
    instance = configured(CONF)
    assert len(list(settings.forbid(instance, "enable-debug-command", ["yes"], when=when))) == found
    assert len(list(settings.require(instance, "appendfsync", ["no"], when=when))) == found
    assert len(list(settings.within(instance, "tcp-keepalive", least=1, when=when))) == found
