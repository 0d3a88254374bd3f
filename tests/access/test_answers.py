"""A reviewer's questions, answered."""

from __future__ import annotations

import pytest

from redislint.access.answers import NO, SOME, UNKNOWN, YES, Answer, answers
from redislint.access.finders import ALL
from redislint.access.questions import QUESTIONS
from redislint.access.sums import HAS_ACLS
from redislint.acl.table import commands
from tests.access.asked import ask, person

KEYS = [question.key for question in QUESTIONS]


def about(rules: str, name: str = "u", server: str | None = "redis@7.2") -> dict[str, Answer]:
    found = ask(f"user {name} {rules}\n", server=server)
    return dict(answers(found, person(found, name)))


def yes(found: dict[str, Answer]) -> list[str]:
    return [key for key in KEYS if found[key].state != NO]


def reasons(answer: Answer) -> list[tuple[str, list[str]]]:
    return [(one.command or one.text, [word.text for word in one.words]) for one in answer.reasons]


def test_every_command_that_a_question_names_is_one_of_some_server() -> None:
    known = frozenset[str]().union(*(commands(line) | commands(line, sentinel=True) for line in HAS_ACLS))
    assert [name for question in QUESTIONS for name in question.commands if name not in known] == []


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("on >x ~app:* +get +set", []),
        ("on nopass ~app:* +get", ["no-secret"]),
        ("on nopass >x ~app:* +get", []),
        ("on >x nopass ~app:* +get", ["no-secret"]),
        ("off nopass ~* &* +@all", []),
        ("on >x ~app:* +flushall", ["erase", "keys-beyond-pattern"]),
        ("on >x ~app:* +@write -@dangerous", ["change-server", "erase", "stall"]),
        ("on >x ~app:* +config|get", ["copy-out"]),
        ("on >x ~app:* +config|set", ["change-server", "keys-beyond-pattern"]),
        ("on >x ~app:* +scan", ["names-of-others"]),
        ("on >x ~* +scan", ["names-of-others"]),
        ("on >x ~* +scan +get", ["keys-beyond-pattern", "names-of-others"]),
        ("on >x ~* +ping", []),
        ("on >x ~*app:* +get", ["keys-beyond-pattern"]),
        ("on >x ~?*app:* +get", ["keys-beyond-pattern"]),
        ("on >x &* +subscribe", ["hear-all"]),
        ("on >x &* +publish", []),
        ("on >x &* +ping (&a +subscribe)", []),
        ("on >x +ping (&* +psubscribe)", ["hear-all"]),
        ("on >x ~a +get (+@all ~c:*)", [key for key in KEYS if key not in ("admin-before-login", "no-secret")]),
        ("on >x ~a +get (+@all ~c:*) reset on >y ~a +get", []),
        ("on >x ~app:* +dump +sort", ["stall"]),
        ("on >x ~app:* +monitor", ["stall", "copy-out", "hear-all", "keys-beyond-pattern", "names-of-others"]),
    ],
)
def test_what_rules_come_to(rules: str, expected: list[str]) -> None:
    assert yes(about(rules)) == expected


def test_no_pattern_is_all_keys() -> None:
    found = about("on >x ~* +get +scan")
    assert found["keys-beyond-pattern"].state == ALL
    assert reasons(found["keys-beyond-pattern"]) == [("", ["~*"])]
    assert found["names-of-others"].state == ALL


def test_the_default_user_before_login() -> None:
    assert yes(about("on nopass ~app:* +get", "default")) == ["no-secret"]
    assert yes(about("on nopass ~app:* +ping", "default")) == ["no-secret"]
    found = about("on nopass ~* +flushall", "default")
    assert reasons(found["admin-before-login"]) == [("flushall", ["+flushall"])]
    assert about("on >x ~* +@all", "default")["admin-before-login"].state == NO
    assert about("off nopass ~* +@all", "default")["admin-before-login"].state == NO


def test_rules_to_blame() -> None:
    found = about("on >x ~app:* +@read +@all +flushall")
    assert ("flushall", ["+@all", "+flushall"]) in reasons(found["erase"])
    assert ("scan", ["+@read", "+@all"]) in reasons(found["names-of-others"])


def test_sort_reads_beyond_the_pattern_before_7_0() -> None:
    assert yes(about("on >x ~app:* resetchannels +sort", server="redis@6.2")) == ["stall", "keys-beyond-pattern"]
    assert yes(about("on >x ~app:* +sort", server="redis@7.0")) == ["stall"]


def test_channels_by_version() -> None:
    assert "hear-all" in yes(about("on >x +subscribe", server="redis@6.0"))
    assert "hear-all" in yes(about("on >x +subscribe", server="redis@6.2"))
    assert "hear-all" not in yes(about("on >x +subscribe", server="redis@7.0"))
    found = about("on >x +subscribe", server=None)["hear-all"]
    assert found.state == SOME
    assert found.known is None
    assert [one.lines for one in found.reasons] == [("redis@6.0", "redis@6.2")]
    assert found.reasons[0].partial


def test_versions_that_differ_only_in_what_they_have() -> None:
    found = about("on >x ~a +@all", server=None)["erase"]
    assert found.state == YES
    by = {one.command: one for one in found.reasons}
    assert len(by["function|flush"].lines) < len(by["flushall"].lines)
    assert not by["function|flush"].partial


def test_what_a_template_leaves_open() -> None:
    found = about("on >x {{ .Values.rules }}", server=None)
    assert {found[key].state for key in KEYS if key != "admin-before-login"} == {UNKNOWN}
    assert found["admin-before-login"].state == NO
    assert found["erase"].known is None


def test_an_unknown_password_of_the_default_user() -> None:
    found = ask("requirepass ${PASSWORD}\n", "redis-conf", "redis@7.2")
    own = answers(found, person(found, "default"))
    assert own["admin-before-login"].state == UNKNOWN
    assert own["no-secret"].state == UNKNOWN
    assert own["erase"].state == YES


def test_commands_that_are_renamed_away_are_nobodys() -> None:
    text = 'rename-command FLUSHALL ""\nuser u on >x ~a +flushall\nuser default off\n'
    found = ask(text, "redis-conf", "redis@7.2")
    assert answers(found, person(found, "u"))["erase"].state == NO
    text = "rename-command KEYS ${KEYS}\nuser u on >x ~a +flushall\nuser default off\n"
    found = ask(text, "redis-conf", "redis@7.2")
    assert answers(found, person(found, "u"))["erase"].state == UNKNOWN
    assert answers(found, person(found, "u"))["no-secret"].state == NO


def test_a_sentinel_has_no_keys() -> None:
    found = ask("sentinel monitor m 127.0.0.1 6379 2\nuser s on >x +@all\n", "sentinel-conf", "redis@7.2")
    own = answers(found, person(found, "s"))
    assert own["keys-beyond-pattern"].state == NO
    assert ("sentinel|set", ["+@all"]) in reasons(own["change-server"])


def test_redis_5() -> None:
    found = ask("port 6379\n", "redis-conf", "redis@5.0")
    own = answers(found, person(found, "default"))
    assert {own[key].state for key in KEYS} == {YES, ALL}
    asked = {one.command for answer in own.values() for one in answer.reasons}
    assert not {name for name in asked if name.startswith(("acl", "function")) or name in ("module|loadex", "failover")}
