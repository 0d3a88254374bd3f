"""What a user comes to on all lines in question is what the engine says of each."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redislint import servers
from redislint.access.roles import ADMIN, BACKUP, EXPORTER, HEALTH, REPLICA, SENTINEL, role
from redislint.access.sums import HAS_ACLS
from redislint.access.user import Held, held
from redislint.acl.engine import evaluate
from redislint.acl.table import HAS_SUBCOMMANDS
from redislint.model.acl import User
from redislint.read import read
from redislint.source import Source
from tests.pages import Files

WORDS = st.sampled_from(
    "+@all -@all +@read +@write -@dangerous -@admin +@connection +@scripting -@scripting +config|get +config -config"
    " +get -get +client +client|setname +flushall -flushall +acl +function|load +@pubsub &* resetchannels ~* ~app:*"
    " (+@all) clearselectors +select|0 reset".split()
)
NAMES = ("get", "config|set", "config|get", "client|kill", "client|setname", "flushall", "acl|setuser", "function|load")


def user_of(rules: str, name: str = "probe") -> User:
    source = Source("users.acl", f"user {name} {rules}\n", "users-acl")
    (document,) = read(source, Files({})).documents
    return document.users[0]


def of(rules: str, server: str = "") -> Held:
    found = held(user_of(rules), servers.parse(server) if server else None)
    assert found is not None
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=8))
def test_it_is_what_the_lines_agree_on(rules: list[str]) -> None:
    found = of(" ".join(["on", "nopass", *rules]))
    each = {line: evaluate(["on", "nopass", *rules], line, all_channels=line == "redis@6.2") for line in HAS_ACLS}
    taken = {line: rights for line, rights in each.items() if not rights.faults} or each
    for name in NAMES:
        answers = {
            name in rights.commands
            for line, rights in taken.items()
            if line in HAS_SUBCOMMANDS and rights.root.table.bit(name)
        }
        if found.may(name) is not None and answers:
            assert answers == {found.may(name)}, name
    assert found.sum.everything == all(
        any(part.allowed == part.table.every for part in rights.parts) for rights in taken.values()
    )


def test_before_7_a_subcommand_is_had_with_its_command() -> None:
    assert of("on +config", "redis@6.2").may("config|set") is True
    assert of("on +config|get", "redis@6.2").may("config|set") is False
    assert of("on +config|get", "redis@6.2").may("config|get") is True
    assert of("on +@connection", "redis@6.2").may("client|kill") is True
    assert of("on +@connection", "redis@7.2").may("client|kill") is True
    # What 6.x and 7.0 differ in is not known without a version.
    assert of("on +@all -client|kill").may("client|kill") is False
    assert of("on +@connection -client -@dangerous +client|setname").may("client|setname") is True
    assert of("on +@all -@dangerous").may("client|setname") is None
    assert of("on +@all -@dangerous", "redis@7.2").may("client|setname") is True


def test_lines_that_refuse_a_rule_do_not_count() -> None:
    """6.x has no selectors, and 6.0 no channels."""
    assert of("on ~a (+get ~b)").may("get") is True
    assert of("on &* +subscribe").sum.channels is True
    assert of("on +subscribe").sum.channels is None
    assert of("on resetchannels +subscribe").sum.channels is False


def test_passwords_do_not_matter_and_are_not_kept() -> None:
    first, second = of("on >one +get"), of("on #" + "ab" * 32 + " +get")
    assert first.sum is second.sum
    assert of("on nopass +get").is_open
    assert not of("on nopass >one +get").is_open
    assert of("on >one <one +get").may("get") is True


def test_the_giver_is_the_word_that_counts() -> None:
    def giver(rules: str, name: str) -> str:
        word = of(rules).giver(name)
        return "" if word is None else f"{word.text} {word.span.text}"

    assert giver("on +@all -flushall +@write", "flushall") == "+@write +@write"
    assert giver("on +get +@read", "get") == "+get +get"
    assert giver("on ~a +get (~b +@all)", "flushall") == "+@all +@all"
    assert giver("on +get", "set") == ""


def test_a_user_with_endless_rules_is_not_known() -> None:
    assert held(user_of("on " + "+get " * 10_000), None) is None
    assert held(user_of("on ${MORE}"), None) is None
    assert held(user_of("on +get"), servers.parse("redis@5.0")) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("admin", ADMIN),
        ("shop_admin", ADMIN),
        ("Administrator", ADMIN),
        ("ops-ro", ADMIN),
        ("devops", ADMIN),
        ("root", ADMIN),
        ("DBA", ADMIN),
        ("shops", ""),
        ("rootcause", ""),
        ("app", ""),
        ("default", ""),
        ("replica-user", REPLICA),
        ("replication", REPLICA),
        ("report", ""),
        ("sentinel-user", SENTINEL),
        ("redis_exporter", EXPORTER),
        ("metrics", EXPORTER),
        ("biometrics", ""),
        ("backup", BACKUP),
        ("healthcheck", HEALTH),
        ("deploy", ADMIN),
        ("team-a", ADMIN),
    ],
)
def test_roles_by_name(name: str, expected: str) -> None:
    assert role(name, ("deploy", "team-*")) == expected
