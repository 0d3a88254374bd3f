"""Limits and eviction: the units, what is worth a word, and how grave it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.checks import memory
from redislint.checks.values import ALL_KEYS, EVICTING, memory_bytes
from redislint.finding import Hit, Severity, Undecided
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import SENTINEL, Instance, Managed, Reference
from redislint.options import Declared, Options
from redislint.pipeline import lint_sources
from redislint.source import Source
from tests.checks.instances import configured
from tests.pages import Files

MB = 1 << 20


def declared(text: str, profile: str = "", environment: str = "") -> Instance:
    return configured(text)._replace(profile=profile, environment=environment)


def contained(text: str, limit: object, written: bool = True) -> Instance:
    """The same in a container with a memory limit in bytes."""
    instance = configured(text)
    fact: Fact[int] = Fact(limit, instance.anchor, written)  # type: ignore[arg-type]
    return instance._replace(kind="compose", memory_limit=fact)


def managed(text: str) -> Instance:
    return configured(text)._replace(kind="terraform", managed=Managed("aws_elasticache_parameter_group", {}))


# As servers of 7.0 to 9.1 answer CONFIG GET maxmemory; None where they differ or refuse.
@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("0", 0),
        ("1gb", 1 << 30),
        ("1g", 10**9),
        ("100MB", 100 * MB),
        ("100m", 10**8),
        ("2k", 2000),
        ("2Kb", 2048),
        ("7b", 7),
        ('""', 0),
        ("mb", 0),
        ("0064mb", 64 * MB),
        ("17179869184gb", 0),
        ("17179869185gb", 1 << 30),
        ("9223372036854775808", None),
        ("9" * 5000, None),
        ("1 gb", None),
        ("1.5gb", None),
        ("-1", None),
        ("75%", None),
        ("٣mb", None),
        ("1gib", None),
        ("${MAXMEMORY}", None),
    ],
)
def test_memory_values(value: str, size: int | None) -> None:
    assert memory_bytes(configured(f"maxmemory {value}\n").setting("maxmemory")) == size


@given(
    st.integers(0, 1 << 30), st.sampled_from([("", 1), ("k", 10**3), ("kb", 1 << 10), ("G", 10**9), ("gB", 1 << 30)])
)
def test_memory_values_are_digits_times_unit(number: int, unit: tuple[str, int]) -> None:
    assert memory_bytes(configured(f"maxmemory {number}{unit[0]}\n").setting("maxmemory")) == number * unit[1]


@given(st.integers(1, 1 << 45))
def test_a_size_in_words_never_says_more_than_a_tenth_of_a_megabyte_too_much(size: int) -> None:
    text = memory.in_words(size)
    if text.endswith(("gb", "mb", "kb")):
        said = float(text[:-2]) * {"gb": 1 << 30, "mb": MB, "kb": 1 << 10}[text[-2:]]
    elif text.endswith(("g", "m")):
        said = float(text[:-1]) * {"g": 10**9, "m": 10**6}[text[-1]]
    else:
        said = float(text.removesuffix(" bytes"))
    assert abs(said - size) <= MB / 10


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1 << 30, "1gb"),
        (512 * MB, "512mb"),
        (10**9, "1g"),
        (256 * 10**6, "256m"),
        (10**9 + 1, "953.7mb"),
        (4096, "4kb"),
        (1000, "1000 bytes"),
    ],
)
def test_sizes_in_words(size: int, text: str) -> None:
    assert memory.in_words(size) == text


@pytest.mark.parametrize(
    ("profile", "environment", "severity"),
    [
        ("", "", Severity.INFO),
        ("", "stage", Severity.INFO),
        ("", "prod", Severity.WARNING),
        ("queue", "", Severity.WARNING),
        ("store", "prod", Severity.WARNING),
        ("cache", "", Severity.ERROR),
    ],
)
def test_no_limit_is_as_grave_as_what_is_declared(profile: str, environment: str, severity: Severity) -> None:
    (hit,) = memory.unlimited(declared("port 6379\n", profile, environment))
    assert (hit.severity, hit.span.position, hit.values["said"]) == (severity, (1, 1), "not set")


@pytest.mark.parametrize("profile", ["", "cache"])
def test_in_development_no_limit_is_fine(profile: str) -> None:
    assert list(memory.unlimited(declared("port 6379\n", profile, "dev"))) == []


def test_zero_is_no_limit() -> None:
    (hit,) = memory.unlimited(configured("maxmemory 0\n"))
    assert (hit.span.text, hit.values["said"]) == ("0", "`0`")


@pytest.mark.parametrize(("written", "severity"), [(True, Severity.ERROR), (False, Severity.WARNING)])
def test_a_containers_limit_ends_it(written: bool, severity: Severity) -> None:
    (hit,) = memory.unlimited(contained("port 6379\n", 512 * MB, written))
    assert hit.severity is severity
    assert "512mb" in str(hit.values["until"])
    assert ("default" in str(hit.values["until"])) is not written
    assert len(hit.related) == 1


@pytest.mark.parametrize("limit", [UNKNOWN, None])
def test_a_bare_container_is_not_worth_a_word(limit: object) -> None:
    instance = contained("port 6379\n", limit)
    bare = instance._replace(memory_limit=None) if limit is None else instance
    assert list(memory.unlimited(bare)) == []
    with_file = bare._replace(references=(Reference("config", "redis.conf", bare.anchor),))
    assert [hit.severity for hit in memory.unlimited(with_file)] == [Severity.INFO]


def test_a_limit_is_there_or_not_needed_or_not_known() -> None:
    instances = {
        "limited": configured("maxmemory 1gb\n"),
        "unknown": configured("maxmemory ${MAXMEMORY}\n"),
        "part": configured("port 6379\n")._replace(complete=False),
        "sentinel": configured("port 26379\n")._replace(role=SENTINEL),
        "managed": managed("timeout 0\n"),
    }
    assert [name for name, instance in instances.items() if list(memory.unlimited(instance))] == []


@pytest.mark.parametrize(
    ("value", "limit", "found"),
    [
        ("512mb", 512 * MB, 1),
        ("513mb", 512 * MB, 1),
        ("511mb", 512 * MB, 0),
        ("512m", 512 * MB, 0),
        ("1g", 1 << 30, 0),
        ("1gb", 10**9, 1),
        ("0", 512 * MB, 0),
        ("1gb", UNKNOWN, 0),
        ("${MAXMEMORY}", 512 * MB, 0),
    ],
)
def test_maxmemory_and_the_containers_limit(value: str, limit: object, found: int) -> None:
    hits = list(memory.over_limit(contained(f"maxmemory {value}\n", limit)))
    assert [hit.span.text for hit in hits] == [value] * found


def test_a_default_is_blamed_at_the_limit() -> None:
    instance = contained("port 6379\n", 64 * MB)._replace(defaults={"maxmemory": ("100mb",)})
    (hit,) = memory.over_limit(instance)
    assert (hit.span, hit.related, hit.values["value"]) == (instance.anchor, (), "100mb")


@pytest.mark.parametrize(
    ("text", "profile", "found"),
    [
        ("maxmemory 1gb\n", "cache", 1),
        ("maxmemory 1gb\nmaxmemory-policy noeviction\n", "cache", 1),
        ("maxmemory 1gb\nmaxmemory-policy noeviction\n", "store", 0),
        ("maxmemory 1gb\nmaxmemory-policy volatile-ttl\n", "cache", 0),
        ("maxmemory 1gb\nmaxmemory-policy ${POLICY}\n", "cache", 0),
        ("maxmemory ${SIZE}\nmaxmemory-policy noeviction\n", "cache", 0),
        ("maxmemory 0\nmaxmemory-policy noeviction\n", "cache", 0),
    ],
)
def test_a_cache_that_refuses(text: str, profile: str, found: int) -> None:
    assert len(list(memory.refuses_when_full(declared(text, profile)))) == found


def test_a_managed_cache_has_a_limit_and_a_policy_of_its_own() -> None:
    assert len(list(memory.refuses_when_full(managed("maxmemory-policy noeviction\n")))) == 1
    assert list(memory.refuses_when_full(managed("timeout 0\n"))) == []


@pytest.mark.parametrize("policy", sorted(EVICTING))
def test_what_may_be_evicted_depends_on_the_purpose(policy: str) -> None:
    text = f"appendonly yes\nmaxmemory 1gb\nmaxmemory-policy {policy.upper()}\n"
    found = {
        profile: [hit.severity for hit in memory.evicts_data(declared(text, profile))]
        for profile in ("store", "queue", "session", "cache", "")
    }
    every = policy in ALL_KEYS
    assert found == {
        "store": [None] if every else [],
        "queue": [None],
        "session": [Severity.WARNING] if every else [],
        "cache": [],
        "": [None] if every else [],
    }


@pytest.mark.parametrize(
    ("profile", "lost", "why"),
    [
        ("queue", "jobs", "it is declared as a queue"),
        ("session", "sessions", "it is declared as a session store"),
        ("", "records", "it keeps its data on disk (`appendonly yes`)"),
    ],
)
def test_what_is_lost_and_why_it_counts(profile: str, lost: str, why: str) -> None:
    text = "appendonly yes\nmaxmemory 1gb\nmaxmemory-policy allkeys-lru\n"
    (hit,) = memory.evicts_data(declared(text, profile))
    assert (hit.values["lost"], hit.values["why"]) == (lost, why)


@pytest.mark.parametrize(("size", "found"), [("1gb", 1), ("0", 0), ("${SIZE}", 0)])
def test_where_nothing_is_declared_the_policy_must_be_able_to_act(size: str, found: int) -> None:
    text = f"appendonly yes\nmaxmemory {size}\nmaxmemory-policy allkeys-lru\n"
    assert len(list(memory.evicts_data(declared(text)))) == found
    assert len(list(memory.evicts_data(declared(text, "store")))) == 1


@pytest.mark.parametrize("policy", sorted(EVICTING))
def test_a_policy_without_a_limit_never_acts(policy: str) -> None:
    (hit,) = memory.policy_without_limit(configured(f"maxmemory-policy {policy}\n"))
    assert isinstance(hit, Hit)
    assert (hit.span.text, hit.severity, hit.values["said"]) == (policy, None, "not set")


def test_a_policy_without_a_limit_is_an_error_in_a_container_with_one() -> None:
    (hit,) = memory.policy_without_limit(contained("maxmemory-policy allkeys-lru\n", 64 * MB))
    assert isinstance(hit, Hit)
    assert hit.severity is Severity.ERROR


@pytest.mark.parametrize(
    "text",
    ["maxmemory-policy noeviction\n", "maxmemory 1gb\nmaxmemory-policy allkeys-lru\n", "maxmemory ${M}\n", "port 1\n"],
)
def test_a_policy_that_acts_or_does_nothing(text: str) -> None:
    assert list(memory.policy_without_limit(configured(text))) == []


def test_a_policy_that_is_not_known_keeps_the_other_rule_silent() -> None:
    (only,) = memory.policy_without_limit(configured("maxmemory 0\nmaxmemory-policy ${POLICY}\n"))
    assert isinstance(only, Undecided)


def reported(text: str, profile: str = "") -> list[tuple[str, str]]:
    """What a run says of memory: rules, each with its severity."""
    source = Source("redis.conf", text, "redis-conf")
    options = Options(declared=lambda path: Declared(profile=profile))
    report = lint_sources([source], Files({"redis.conf": source}), options, launched={"redis.conf"})
    assert not report.errors
    return [
        (one.rule, str(one.severity)) for one in report.findings if one.rule in ("RL418", "RL419", "RL420", "RL423")
    ]


def test_a_policy_without_a_limit_is_one_cause_and_one_finding() -> None:
    assert reported("maxmemory-policy allkeys-lru\n") == [("RL423", "warning")]
    assert reported("maxmemory-policy noeviction\n") == [("RL418", "info")]
    # A policy that never acts deletes nothing of a store either.
    assert reported("maxmemory-policy allkeys-lru\n", "store") == [("RL423", "warning")]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("", []),
        ("cache", []),
        ("store", [("RL420", "error")]),
        ("queue", [("RL420", "error")]),
        ("session", [("RL420", "warning")]),
    ],
)
def test_eviction_is_judged_by_what_is_declared(profile: str, expected: list[tuple[str, str]]) -> None:
    assert reported("maxmemory 1gb\nmaxmemory-policy allkeys-lru\n", profile) == expected


def test_a_configuration_that_contradicts_itself_is_a_warning() -> None:
    assert reported("appendonly yes\nmaxmemory 1gb\nmaxmemory-policy allkeys-lru\n") == [("RL420", "warning")]
    assert reported("appendonly yes\nmaxmemory 1gb\nmaxmemory-policy volatile-lru\n") == []


def test_a_cache_that_refuses_is_reported_only_if_it_is_declared_one() -> None:
    assert reported("maxmemory 1gb\n", "cache") == [("RL419", "error")]
    assert reported("maxmemory 1gb\n") == []
