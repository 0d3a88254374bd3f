"""What the order of a user's rules comes to, as a real server sees it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.access.covering import covering
from redislint.access.login import login
from redislint.access.sums import HAS_ACLS
from redislint.checks.acl import category_grants_flush, denial_undone, nopass_user, wiped_password
from redislint.finding import Hit, Severity
from redislint.model.document import Document
from redislint.read import read
from redislint.source import Source
from tests.checks import asked
from tests.pages import Files
from tests.parts import need
from tests.read.reading import rows

ROWS = asked.rows("acl-rules.jsonl")
ERASERS = {"flushall", "flushdb", "swapdb", "migrate", "restore"}


def document(rules: str, user: str = "probe") -> Document:
    source = Source("users.acl", f"user {user} {rules}\n", "users-acl")
    (found,) = read(source, Files({})).documents
    return found


def granted(rules: str) -> set[str]:
    """The commands that are said to come with a category."""
    hits = category_grants_flush(document(f"on {rules}"))
    return {name.lower() for hit in hits for name in re.findall(r"[A-Z]+", str(hit.values["commands"]))}


def undone(rules: str) -> set[str]:
    """The denials that are said to be undone, without their sign."""
    return {
        name for hit in denial_undone(document(rules)) for name in re.findall(r"`-([^`]+)`", str(hit.values["denied"]))
    }


def is_deliberate(rules: str) -> bool:
    """Does a rule say by itself that the user may administer or erase?"""
    words = re.split(r"[ ()]+", rules.lower())
    named = {f"+{command}" for command in ERASERS}
    return not named.isdisjoint(words) or bool({"+@all", "allcommands", "+@dangerous", "+@admin"} & set(words))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["rule"])
def test_what_a_category_grants_is_what_a_server_allows(row: dict[str, Any]) -> None:
    rules, allowed = row["rule"], set(row["allowed"])
    assert granted(rules) <= allowed
    if not is_deliberate(rules):
        assert granted(rules) == allowed & ERASERS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["rule"])
def test_a_denial_that_is_undone_is_none_for_a_server(row: dict[str, Any]) -> None:
    rules, allowed = row["rule"], set(row["allowed"])
    probes = set(asked.PROBES)
    assert {name for name in undone(rules) if name in probes} <= allowed
    if "(" not in rules:
        denied = {word[1:].lower() for word in rules.split() if word[0] == "-"}
        assert {name for name in undone(rules) if name in probes} == denied & allowed & probes


def test_the_rows_are_still_what_a_server_says(tmp_path: Path) -> None:
    need("redis-server", asked.SERVER is not None, "install it with your system's packages")
    with asked.running(tmp_path) as connection:
        if connection.ask(["ACL", "DRYRUN", "default", "PING"]) != "+OK":
            pytest.skip("ACL DRYRUN came with 7.0")
        assert [asked.allowed(connection, row["rule"]) for row in ROWS] == [row["allowed"] for row in ROWS]


def test_on_all_servers_of_the_shared_rows() -> None:
    """More rows, of eleven servers, where they are at hand."""
    spoken = [judge_row(row) for row in rows("acl-permissions.jsonl")]
    assert not spoken or sum(spoken) > 20


def judge_row(row: dict[str, Any]) -> bool:
    """Is all that is said of a row's rule so on each server?  True if anything is said."""
    named = granted(row["rule"]) | {name for name in undone(row["rule"]) if not name.startswith("@")}
    for server, result in row["results"].items():
        if "allowed" in result:
            # A command with subcommands is there by these alone.
            whole = {name.partition("|")[0] for name in result["allowed"]}
            assert named <= set(result["allowed"]) | whole, (server, row["rule"])
        elif "denied" in result:
            assert named.isdisjoint(result["denied"]), (server, row["rule"])
    return bool(named)


@pytest.mark.parametrize(
    ("rules", "severity"),
    [
        ("+@write", Severity.ERROR),
        ("+@write -flushall", Severity.ERROR),
        ("+@write -flushall -flushdb", Severity.WARNING),
        ("+@fast", Severity.WARNING),
        ("+@write -flushall -flushdb -swapdb", Severity.INFO),
    ],
)
def test_what_is_left_says_how_grave_it_is(rules: str, severity: Severity) -> None:
    (hit,) = category_grants_flush(document(f"on {rules}"))
    assert hit.severity is severity


def test_key_patterns_limit_what_names_keys() -> None:
    (hit,) = category_grants_flush(document("on ~app:* +@write -flushall"))
    assert hit.values["commands"] == "FLUSHDB, SWAPDB, MIGRATE and RESTORE"
    assert hit.values["reach"] == ": no key pattern limits FLUSHDB and SWAPDB"
    (hit,) = category_grants_flush(document("on ~app:* +@write -flushall -flushdb -swapdb"))
    assert hit.values["reach"] == ""


def test_what_a_service_withholds_is_not_granted() -> None:
    managed = document("on +@write")._replace(withheld=frozenset({"migrate", "flushall"}))
    (hit,) = category_grants_flush(managed)
    assert hit.values["commands"] == "FLUSHDB, SWAPDB and RESTORE"


def test_no_fix_where_the_last_rule_is_written_by_something_else() -> None:
    found = document("on +@write")
    (user,) = found.users
    last = user.tokens[-1]
    elsewhere = last._replace(text=last.text, span=user.name_span)
    (hit,) = category_grants_flush(found._replace(users=(user._replace(tokens=(*user.tokens[:-1], elsewhere)),)))
    assert hit.fix is None


def fixed(hit: Hit) -> str:
    assert hit.fix is not None
    text = hit.span.source.text
    for edit in hit.fix.edits:
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def test_fixes() -> None:
    (hit,) = category_grants_flush(document("on ~app:* +@write"))
    assert fixed(hit) == "user probe on ~app:* +@write -@dangerous\n"
    (hit,) = wiped_password(document("on >secret nopass +@read"))
    assert fixed(hit) == "user probe on >secret +@read\n"


def test_no_fix_behind_a_selector() -> None:
    (hit,) = category_grants_flush(document("on +@write (+get ~a)"))
    assert hit.fix is None
    (hit,) = category_grants_flush(document("on (+@write ~a) +get"))
    assert hit.fix is None
    assert hit.span.text == "+@write"


def test_a_user_of_other_rights_only_is_harmless() -> None:
    def severity(rules: str) -> Severity | None:
        (hit,) = nopass_user(document(rules))
        assert isinstance(hit, Hit)
        return hit.severity

    assert severity("on nopass -@all +ping +echo") is Severity.INFO
    assert severity("on nopass") is Severity.INFO
    assert severity("on nopass +@all -@all") is Severity.INFO
    assert severity("on nopass +get") is None
    assert severity("on nopass (+get ~a)") is None


def test_who_may_be_refused_is_no_error() -> None:
    (hit,) = wiped_password(document("on >secret resetpass"))
    assert hit.severity is Severity.WARNING
    (hit,) = wiped_password(document("off >secret nopass"))
    assert hit.severity is Severity.INFO
    assert not list(wiped_password(document("off >secret resetpass")))


def test_passwords_that_are_removed_again() -> None:
    user = document("on >one >two <one #abc !abc").users[0]
    found = login(user)
    assert found is not None
    assert [token.text for token in found.passwords] == [">two"]


def test_what_holds_a_command_in_every_server() -> None:
    def held_by(name: str, *lines: str) -> list[str]:
        return list(covering(name, lines or HAS_ACLS))

    assert held_by("flushall") == ["@all", "flushall", "@dangerous", "@keyspace", "@slow", "@write"]
    assert held_by("config|set", "redis@7.2") == ["@all", "config|set", "config", "@admin", "@dangerous", "@slow"]
    assert held_by("@admin") == ["@all", "@admin", "@dangerous"]
    # Its categories differ from version to version.
    assert held_by("select") == ["@all", "select", "@fast"]
    assert held_by("select", "redis@7.2") == ["@all", "select", "@connection", "@fast"]
    assert held_by("never-heard-of") == ["@all", "never-heard-of"]


WORDS = (
    "on nopass >x reset +@all -@all +@write -@write -flushall +flushall -@dangerous +@fast (+@write -get) ( ) "
    "clearselectors +config -config|set - +"
)
RULE = st.sampled_from([*WORDS.split(" "), ""])


@given(st.lists(RULE, max_size=12).map(" ".join))
def test_a_second_denial_at_the_end_leaves_nothing_undone(rules: str) -> None:
    """Whatever stands before: what a list ends with is not undone, and what is undone was denied."""
    found = document(f"{rules} -flushall")
    last = found.users[0].tokens[-1].span if found.users else None
    for hit in denial_undone(found):
        assert hit.span != last
        assert all(one.span.start < hit.span.start or one.span == hit.span for one in hit.related)


def test_no_time_is_lost_on_endless_rules() -> None:
    words = " ".join(f"-x{index} +@write (+@write) +x{index}" for index in range(20_000))
    found = document(f"on {words}")
    assert len(list(denial_undone(found))) == 20_000
    assert list(category_grants_flush(found)) == []
    words = " ".join(f"-x{index} +@write (+@write) +x{index}" for index in range(500))
    found = document(f"on {words}")
    assert len(list(denial_undone(found))) == 500
    assert len(list(category_grants_flush(found))) == 501


def test_no_time_is_lost_on_endless_users() -> None:
    text = "".join(f"user u{index} on nopass ~k{index}:* +@write +g{index}\n" for index in range(20_000))
    (found,) = read(Source("users.acl", text, "users-acl"), Files({})).documents
    assert len(list(category_grants_flush(found))) == 2_000
