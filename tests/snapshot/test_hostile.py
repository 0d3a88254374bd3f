"""A snapshot may hold anything: no rule fails on it, and none shows a secret of the files."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redislint.merged.shows import directives, shown_as
from redislint.options import Declared, Options
from redislint.pipeline import lint_sources
from redislint.read.snapshot import read
from redislint.read.snapshot.packed import NoSnapshot, snapshot
from redislint.source import Source
from tests.pages import Files

CONF = """\
maxmemory 1gb
maxmemory-policy volatile-lru
requirepass correct-horse-battery
user app on >correct-horse-battery ~app:* +@read
replicaof 10.0.0.5 6379
maxclients 100
"""
NAMES = [shown_as(one, "redis@7.2")[0] for one in directives("redis@7.2")]
FIELDS = """
role connected_slaves used_memory mem_fragmentation_ratio rejected_connections evicted_keys uptime_in_days db0 db1
rdb_changes_since_last_save rdb_last_save_time aof_enabled rdb_last_bgsave_status master_link_status maxmemory
""".split()
TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            "",
            "0",
            "-1",
            "9" * 5000,
            "1e999",
            "nan",
            "inf",
            "err",
            "down",
            "master",
            "slave",
            "²",
            "٣",
            "keys=1,expires=",
        ]
    ),
    st.sampled_from(
        ["keys=" + "9" * 5000 + ",expires=1", "keys=9,expires=1,avg_ttl=0", "yes", "volatile-lru", "\udcff\0\n"]
    ),
)
RULES = st.lists(
    st.sampled_from(["on", "off", "nopass", ">x", "#1", "(", ")", "()", "~*", "+@all", "+nosuch", "", "\t", "%"])
)
USERS = st.builds(lambda name, rules: f"user {name} {' '.join(rules)}", st.text(max_size=4), RULES)
FOUND = st.fixed_dictionaries(
    {
        "type": st.just("redislint-snapshot"),
        "schema": st.just(1),
        "node": st.text(max_size=5),
        "captured_at": st.one_of(
            TEXTS, st.sampled_from(["2026-11-23T10:00:00Z", "2026-11-23", "9999-12-31T23:59:59Z"])
        ),
        "config": st.none() | st.dictionaries(st.sampled_from(NAMES), TEXTS, max_size=40),
        "users": st.none() | st.lists(USERS, max_size=4),
        "info": st.dictionaries(st.sampled_from(FIELDS), TEXTS).map(lambda some: {"redis_version": "7.2.5", **some}),
        "cluster": st.none() | st.lists(st.text(max_size=20) | st.just("a b fail"), max_size=3),
        "sentinel": st.none() | st.lists(st.dictionaries(st.text(max_size=4), TEXTS, max_size=3), max_size=2),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FOUND, st.sampled_from(["cache", "queue", ""]))
def test_no_rule_fails(row: dict[str, object], profile: str) -> None:
    if row["config"] is None and row["sentinel"] is not None:
        row["sentinel"] = None
    text = json.dumps(row, indent=2)
    found = snapshot(Source("x.snapshot.json", text, "snapshot"))
    conf = Source("redis.conf", CONF, "redis-conf")
    options = Options(snapshot=found, today="2026-12-24", declared=lambda _: Declared(profile=profile, rpo="5m"))
    report = lint_sources([conf], Files({"redis.conf": conf}), options, launched={"redis.conf"})
    assert report.errors == ()
    assert not any("correct-horse" in one.message for one in report.findings)


@settings(max_examples=40, deadline=None)
@given(
    st.text()
    | st.recursive(TEXTS | st.none(), lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)).map(json.dumps)
)
def test_any_text_is_read(text: str) -> None:
    source = Source("x.snapshot.json", text, "snapshot")
    assert read(source, Files({})).source is source
    with suppress(NoSnapshot):
        assert snapshot(source).source is source
