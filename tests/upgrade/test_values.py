"""Defaults that change, and lines that come to another value."""

from __future__ import annotations

from redislint.upgrade import Difference
from redislint.upgrade.values import spoken
from tests.upgrade.asked import upgraded


def told(found: tuple[Difference, ...]) -> list[tuple[str, str, str]]:
    return [(one.name, one.before, one.after) for one in found]


def test_defaults_of_what_is_not_written() -> None:
    found = upgraded("port 7\nrepl-diskless-sync no\nuser a on\n", "redis@6.2", "redis@7.0")
    assert told(found.defaults) == [("acl-pubsub-default", "allchannels", "resetchannels")]
    bare = upgraded("port 7\n", "redis@6.2", "redis@7.0")
    assert told(bare.defaults) == [
        ("repl-diskless-sync", "no", "yes"),
        # Without users nobody notices.
        ("acl-pubsub-default", "allchannels", "resetchannels"),
    ]
    assert [one.seldom for one in bare.defaults] == [False, True]


def test_defaults_of_valkey_8() -> None:
    found = upgraded("port 7\n", "redis@7.2", "valkey@8.0")
    assert told(tuple(one for one in found.defaults if not one.seldom)) == [
        ("lazyfree-lazy-eviction", "no", "yes"),
        ("lazyfree-lazy-expire", "no", "yes"),
        ("lazyfree-lazy-server-del", "no", "yes"),
        ("lazyfree-lazy-user-del", "no", "yes"),
        ("lazyfree-lazy-user-flush", "no", "yes"),
        ("repl-backlog-size", "1mb", "10mb"),
        ("replica-lazy-flush", "no", "yes"),
    ]
    assert all(one.why for one in found.defaults)


def test_two_spellings_of_one_meaning_are_no_change() -> None:
    assert "bind" not in [one.name for one in upgraded("port 7\n", "redis@6.2", "redis@7.0").defaults]


def test_snapshots_by_default_came_with_62() -> None:
    found = upgraded("port 7\n", "redis@6.0", "redis@6.2")
    assert ("save", '""', "3600 1 300 100 60 10000") in told(found.defaults)


def test_the_same_lines_come_to_another_value() -> None:
    found = upgraded("cluster-enabled yes\ndatabases 4\n", "redis@7.0", "redis@7.2")
    assert told(found.values) == [("databases", "4", "1")]
    (one,) = found.values
    assert one.span is not None
    assert (one.span.position[0], one.why) == (2, "a cluster has but one database")
    assert told(upgraded("cluster-enabled yes\ndatabases 4\n", "valkey@8.1", "valkey@9.0").values) == [
        ("databases", "1", "4")
    ]


def test_a_fragment_has_no_defaults() -> None:
    found = upgraded("maxmemory 1gb\n", "redis@6.2", "valkey@8.1", launched=False)
    assert not found.defaults + found.values
    assert not found.notes
    assert any("not all of the configuration is here" in text for text in found.unsaid)


def test_what_is_refused_is_not_compared() -> None:
    found = upgraded("save 900\nrepl-diskless-sync maybe\n", "redis@6.2", "redis@7.0")
    assert {one.name for one in found.values + found.defaults}.isdisjoint({"save", "repl-diskless-sync"})


def test_an_include_that_is_not_here_may_say_anything() -> None:
    found = upgraded("include /etc/more.conf\nport 7\n", "redis@7.2", "valkey@8.1")
    assert not found.defaults


def test_values_are_in_the_words_of_a_file() -> None:
    assert spoken("maxmemory", "1073741824") == "1gb"
    assert spoken("maxmemory", "1000") == "1000"
    assert spoken("client-output-buffer-limit", "replica 268435456 67108864 60") == "replica 256mb 64mb 60"
    assert spoken("maxclients", "1048576") == "1048576"
    assert spoken("save", "") == '""'
