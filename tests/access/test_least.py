"""The users of `redislint init acl`, as rules; what real servers make of them is in test_live_roles.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import redislint
from redislint.access.jobs import ROLES, USUAL
from redislint.access.least import Made, default_user, fault, mistakes, needed, place, user
from redislint.access.sums import HAS_ACLS
from redislint.acl.decide import decide
from redislint.acl.engine import Rights, evaluate

TYPES = "+@bitmap +@geo +@hash +@hyperloglog +@keyspace +@list +@set +@sortedset +@stream +@string"
KEPT = "-@dangerous -copy -dbsize -dump -randomkey -scan"
SLOWLOG = "+slowlog|get +slowlog|len"
READS = "-@dangerous -dbsize -dump -randomkey -scan"
CLIENT = "+client|getname +client|id +client|setname"


def rights(one: Made, line: str) -> Rights:
    return evaluate(one.words, line, all_channels=line == "redis@6.2")


def can(one: Made, line: str, call: str) -> bool | None:
    return decide(rights(one, line), call.split()).allowed


@pytest.mark.parametrize(
    ("role", "line", "rules"),
    [
        ("admin", "redis@6.0", "~* +@all"),
        ("admin", "valkey@9.1", "~* &* +@all"),
        ("app-rw", "redis@7.2", f"~app:* &app:* {TYPES} +@pubsub +@transaction +@connection {KEPT}"),
        (
            "app-rw",
            "redis@6.2",
            f"~app:* resetchannels &app:* {TYPES} +@pubsub +@transaction +@connection {KEPT} {CLIENT}",
        ),
        ("app-ro", "redis@7.2", f"%R~app:* {TYPES} +@connection -@write {READS}"),
        ("app-ro", "redis@6.0", f"~app:* {TYPES} +@connection -@write {READS} {CLIENT}"),
        ("replica", "redis@7.0", "+psync +replconf +ping"),
        ("health", "redis@6.0", "+ping +hello"),
        (
            "exporter",
            "redis@6.2",
            f"resetchannels +ping +info +client|list +client|setname +cluster|info +latency|latest {SLOWLOG}",
        ),
    ],
)
def test_what_a_role_comes_to(role: str, line: str, rules: str) -> None:
    assert user(role, line).line == f"user {role} on {place(role)} {rules}"


@pytest.mark.parametrize("line", HAS_ACLS)
@pytest.mark.parametrize("role", ROLES)
def test_every_role_in_every_version(role: str, line: str) -> None:
    for in_cluster in (False, True):
        one = user(role, line, in_cluster=in_cluster)
        found = rights(one, line)
        assert (found.refused, found.enabled, found.nopass, found.passwords) == (None, True, False, 1)
        assert not found.root.all_channels or role == "admin" or line == "redis@6.0"
        about = [word for word in one.words if word[0] in "+-"]
        assert needed((), about, line) == about
        assert (can(one, line, "config set maxmemory 1"), can(one, line, "flushall")) == (role == "admin",) * 2
        assert found.commands >= {"ping", "auth"} or role == "admin"


def test_what_only_some_versions_have() -> None:
    syncs = {line for line in HAS_ACLS if "+cluster|syncslots" in user("replica", line, in_cluster=True).words}
    assert syncs == {"redis@8.4", "redis@8.6", "redis@8.8", "redis@8.10", "valkey@9.0", "valkey@9.1"}
    assert "+cluster|syncslots" not in user("replica", "valkey@9.1").words
    assert {line for line in HAS_ACLS if "+@array" in user("app-rw", line).words} == {"redis@8.8", "redis@8.10"}
    assert {line for line in HAS_ACLS if "-clusterscan" in user("app-rw", line).words} == {"valkey@9.1"}
    shards = {line for line in HAS_ACLS if "+cluster|shards" not in user("app-ro", line, in_cluster=True).words}
    assert shards == {"redis@6.0", "redis@6.2"}
    assert {line for line in HAS_ACLS if default_user(line).words == ("off", "+hello")} == {"redis@6.0"}


@pytest.mark.parametrize("line", ["redis@6.2", "redis@7.0", "redis@8.6", "valkey@8.1"])
def test_an_application_keeps_to_its_prefix(line: str) -> None:
    one = user("app-rw", line, prefix="shop{eu}:")
    assert can(one, line, "get shop{eu}:1")
    assert can(one, line, "publish shop{eu}:news m")
    assert can(one, line, "get shop:1") is False
    assert can(one, line, "rename shop{eu}:1 app:1") is False
    assert can(one, line, "publish news m") is False
    assert can(one, line, "client setname x")
    assert can(one, line, "client kill type normal") is False


@given(st.text(st.characters(min_codepoint=33, max_codepoint=0x2FFF), min_size=1), st.sampled_from(sorted(ROLES)))
def test_any_prefix_that_can_be_written(prefix: str, role: str) -> None:
    if not fault(prefix) and not set(prefix) & set("*?[]\\"):
        for line in ("redis@6.0", "redis@6.2", "redis@7.2"):
            assert rights(user(role, line, prefix=prefix), line).refused is None


def test_what_goes_beyond_a_role_is_told() -> None:
    wide = evaluate("on nopass ~app:* &app:* +@all -@dangerous".split(), "redis@7.2")
    found = [*mistakes(ROLES["app-rw"], wide, "app:")]
    assert found == [
        "copy {prefix}x {prefix}y",
        "dbsize", "dump {prefix}x", "eval x 0", "function flush", "function load x", "randomkey", "scan 0",
        "script flush",
    ]  # fmt: skip
    narrow = evaluate("on nopass +psync +ping".split(), "redis@7.2")
    assert [*mistakes(ROLES["replica"], narrow, "")] == ["replconf listening-port 6379"]
    loud = evaluate("on nopass &* +publish".split(), "redis@7.2")
    assert "publish 0 x" in [*mistakes(ROLES["sentinel"], loud, "")]


def test_a_place_is_no_password_and_differs() -> None:
    places = {place(role) for role in ROLES}
    assert len(places) == len(ROLES)
    assert all(re.fullmatch(r"#0{56}[0-9a-f]{8}", one) for one in places)


@pytest.mark.parametrize("line", HAS_ACLS)
@pytest.mark.parametrize("roles", [tuple(ROLES), USUAL, ("app-rw",)])
def test_no_rule_has_anything_to_say(line: str, roles: tuple[str, ...], tmp_path: Path) -> None:
    lines = [one.line for one in (default_user(line), *(user(role, line) for role in roles))]
    file = tmp_path / "users.acl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    # Nothing names the file, which is all that there is.
    report = redislint.lint([file], select=["RL"], ignore=["RL904"], server=line, config=False)
    assert [(one.rule, one.message) for one in report.findings] == []


@pytest.mark.parametrize(
    ("word", "why"),
    [("app:*", ""), ("", "it is empty"), ("a b", "it holds a blank, or what does not show"),
     ("a\x1b", "it holds a blank"),
     ("it's", "it holds a quotation mark"), ('"', "it holds a quotation mark"), ("a\u200b", "it holds a blank")],
)  # fmt: skip
def test_what_can_be_written(word: str, why: str) -> None:
    assert fault(word).startswith(why)
    assert bool(fault(word)) == bool(why)
