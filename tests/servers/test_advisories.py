"""Advisories: which touch a release, and what a configuration holds off."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.servers import advisories
from redislint.servers.advisories import Condition, Mitigation, fixed_in, known, touching
from redislint.servers.releases import Release, Version, lines, parsed


class Settings:
    """A configuration of these values, in which these commands are denied."""

    def __init__(
        self, values: dict[str, str] | None = None, denied: Sequence[str] = (), *, limits_keys: bool = False
    ) -> None:
        self.values = values or {}
        self.denied = denied
        self.limits_keys = limits_keys

    def value(self, directive: str) -> str | None:
        return self.values.get(directive)

    def written(self, directive: str) -> Sequence[str]:
        return (self.values[directive],) if directive in self.values else ()

    def default(self, directive: str) -> str | None:
        return {"hash-max-ziplist-value": "64"}.get(directive)

    def denies(self, command: str, categories: Sequence[str]) -> bool:
        return command in self.denied or not set(categories).isdisjoint(self.denied)


def ids(release: str, engine: str = "redis") -> set[str]:
    return {one.id for one in touching(Release(engine, parsed(release)))}


def test_a_release_before_and_after_its_fix() -> None:
    assert "CVE-2025-49844" in ids("7.2.10")
    assert "CVE-2025-49844" not in ids("7.2.11")
    assert "CVE-2025-49844" in ids("8.2.1")
    assert "CVE-2025-62507" in ids("8.2.2")
    assert "CVE-2025-62507" not in ids("7.2.10")


def test_a_line_without_a_fixed_release() -> None:
    """Its range ends in the next line."""
    found = list(touching(Release("redis", (7, 0))))
    assert "CVE-2025-49844" in {one.id for one in found}
    fixed = fixed_in(found, Release("redis", (7, 0)))
    assert fixed is not None
    assert fixed > (7, 2)


def test_engines_are_apart() -> None:
    assert "CVE-2026-63639" in ids("8.1.8", "valkey")
    assert "CVE-2026-63639" not in ids("8.0.6")
    assert ids("8.1.10", "valkey") == set()


def test_only_what_is_certain_is_told() -> None:
    for engine in ("redis", "valkey"):
        for line in lines(engine):
            for one in touching(Release(engine, line.latest)):
                assert one.confidence == "sourced"
                assert one.status != "disputed"
    assert "CVE-2022-3647" in {one.id for one in known("redis")}
    assert "CVE-2022-3647" not in ids("7.0.0")
    # A 32-bit build is nobody's image.
    assert "CVE-2021-21309" not in ids("6.0.10")


@given(st.sampled_from(("redis", "valkey")), st.tuples(st.integers(2, 9), st.integers(0, 10), st.integers(0, 30)))
def test_what_is_named_as_fixed_has_none_of_them(engine: str, version: Version) -> None:
    release = Release(engine, version)
    found = list(touching(release))
    fixed = fixed_in(found, release)
    if found:
        assert fixed is not None
        assert fixed > version
        assert not [
            one for one in found if one.range_of(fixed) is not None and one.range_of(fixed) == one.range_of(version)
        ]
    else:
        assert fixed is None


@pytest.mark.parametrize(
    ("condition", "values", "holds"),
    [
        (Condition("tls-port", "ne", "0"), {"tls-port": "6380"}, True),
        (Condition("tls-port", "ne", "0"), {"tls-port": "0"}, False),
        (Condition("tls-port", "ne", "0"), {}, False),
        (Condition("cluster-enabled", "eq", "yes"), {"cluster-enabled": "YES"}, True),
        (Condition("unixsocket", "set", ""), {"unixsocket": ""}, False),
        (Condition("unixsocket", "set", ""), {"unixsocket": "/run/redis.sock"}, True),
        (Condition("proto-max-bulk-len", "gt", "512mb"), {"proto-max-bulk-len": "536870912"}, False),
        (Condition("proto-max-bulk-len", "gt", "512mb"), {"proto-max-bulk-len": "1gb"}, True),
        (Condition("proto-max-bulk-len", "gt", "512mb"), {"proto-max-bulk-len": "lots"}, False),
        (Condition("proto-max-bulk-len", "le", "512mb"), {"proto-max-bulk-len": "512MB"}, True),
        (Condition("hash-max-ziplist-value", "gt-default", ""), {"hash-max-ziplist-value": "65"}, True),
        (Condition("hash-max-ziplist-value", "gt-default", ""), {"hash-max-ziplist-value": "64"}, False),
        (Condition("set-max-intset-entries", "gt-default", ""), {"set-max-intset-entries": "64"}, False),
        (Condition("loadmodule", "matches", "redisbloom|redis-stack"), {"loadmodule": "/opt/RedisBloom.so"}, True),
        (Condition("loadmodule", "matches", "redisbloom|redis-stack"), {"loadmodule": "/opt/search.so"}, False),
    ],
)
def test_conditions(condition: Condition, values: dict[str, str], holds: bool) -> None:
    assert condition.holds(Settings(values)) is holds


def test_mitigations() -> None:
    denial = Mitigation(("eval", "fcall"), ("@scripting",), None, stated=True)
    assert denial.is_met(Settings(denied=["@scripting"]))
    assert denial.is_met(Settings(denied=["eval", "fcall"]))
    assert not denial.is_met(Settings(denied=["eval"]))
    value = Mitigation((), (), Condition("lua-enable-deprecated-api", "eq", "no"), stated=False)
    assert value.is_met(Settings({"lua-enable-deprecated-api": "no"}))
    assert not value.is_met(Settings())


def test_a_way_around_key_patterns_needs_key_patterns() -> None:
    (advisory,) = [one for one in known("redis") if one.id == "REDIS-2026-msetex-acl"]
    assert advisory.may_matter(Settings(limits_keys=True))
    assert not advisory.may_matter(Settings())


def test_the_day() -> None:
    assert advisories.as_of() >= "2026-11-23"
