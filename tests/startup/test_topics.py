"""Single matters of a start, by hand: what is refused, where, and what is not."""

from __future__ import annotations

import pytest

from redislint import Finding, lint_text

MONITOR = "sentinel monitor m 10.0.0.1 6379 2\n"


def refused(text: str, server: str = "redis@7.2", kind: str = "redis-conf", **rest: object) -> list[Finding]:
    return [one for one in lint_text(text, kind=kind, server=server, **rest) if one.refused]  # type: ignore[arg-type]


def test_an_early_mistake_comes_before_a_late_one() -> None:
    found = refused("port 0\nappendonly maybe\n")
    assert [(one.rule, one.line) for one in found] == [("RL005", 2), ("RL019", 1)]


def test_a_sentinel_runs_its_own_lines_last() -> None:
    text = "sentinel auth-pass x y\nsentinel monitor m 10.0.0.1 6379 0\nport x\n"
    assert [one.line for one in refused(text, kind="sentinel-conf")] == [3, 2, 1]
    assert [one.line for one in refused(text, "redis@6.0", "sentinel-conf")] == [1, 2, 3]


def test_an_included_file_is_where_the_server_stops() -> None:
    found = refused("include a.conf\nport x\n", files={"a.conf": "port 1\nuser a +nope\nuser a\n"})
    assert [(one.path, one.line) for one in found] == [("a.conf", 3), ("<text>", 2), ("a.conf", 2)]


@pytest.mark.parametrize(
    ("text", "files", "is_refused"),
    [
        ("include a.conf\n", {}, True),
        ("include a.conf\n", {"a.conf": ""}, False),
        ("include *.d\n", {}, False),
        ("include sub\n", {"sub/a": ""}, False),
        ("dir sub\n", {}, True),
        ("dir sub\ninclude a.conf\n", {"sub/a.conf": ""}, False),
        ("dir sub\ninclude a.conf\n", {"sub/x": "", "a.conf": ""}, True),
        ("include /etc/redis/a.conf\n", {}, False),
        ("aclfile users.acl\n", {}, True),
        ("logfile logs/redis.log\n", {}, True),
        ('logfile logs/redis.log\nlogfile ""\n', {}, False),
        ("unixsocket run/redis.sock\n", {}, True),
        ("loadmodule x.so\n", {}, True),
        ("dbfilename .\n", {}, True),
    ],
)
def test_files_that_are_not_there(text: str, files: dict[str, str], is_refused: bool) -> None:
    assert bool(refused(text, files=files)) is is_refused


def test_a_wildcard_is_a_name_before_7_0() -> None:
    assert refused("include *.d\n", "redis@6.2")


@pytest.mark.parametrize("bind", ["127.0.0.1 127.0.0.1", "127.1 127.0.0.1", "* 127.0.0.1", "::1 -::1"])
def test_an_address_is_taken_once(bind: str) -> None:
    assert [one.rule for one in refused(f"bind {bind}\n")] == ["RL031"]


@pytest.mark.parametrize("text", ["bind 127.0.0.1 ::1\n", "bind * -::*\n", "port 0\nunixsocket redis.sock\n"])
def test_a_server_listens(text: str) -> None:
    assert refused(text) == []


def test_a_cluster_is_looked_at_where_a_file_ends() -> None:
    lifted = "cluster-enabled yes\nreplicaof 10.0.0.1 6379\nreplicaof no one\n"
    assert refused(lifted) == []
    assert [one.line for one in refused(lifted, "redis@5.0")] == [3]
    early = lifted.replace("replicaof no", "include a.conf\nreplicaof no")
    assert [one.rule for one in refused(early, files={"a.conf": ""})] == ["RL018"]


def test_what_a_server_crashes_over() -> None:
    assert [one.rule for one in refused("include a.conf\n", files={"a.conf": "include a.conf\n"})] == ["RL029"]
    assert "crash" in refused('rename-command config|get ""\n')[0].message
    assert [one.rule for one in refused("hz 0\n", "redis@6.0")] == ["RL029"]


def test_the_command_line_is_numbered_behind_the_text() -> None:
    found = refused("appendonly no\n", args=["--port", "1", "--hz", "x"])
    assert [(one.rule, one.line) for one in found] == [("RL005", 4)]
    assert refused("", "valkey@8.1", args=["--requirepass", 'a"b'])
    assert not refused("", "valkey@8.0", args=["--requirepass", 'a"b'])


def test_words_behind_a_closing_quote_are_judged_where_they_are_read() -> None:
    assert refused('rename-command "GE"T x\n', "valkey@9.1") == []
    assert refused('rename-command "NO"PE x\n', "valkey@9.1")
    assert [one.rule for one in refused('rename-command "GE"T x\n', "valkey@9.0")] == ["RL004"]


@pytest.mark.parametrize("password", ["<s3cret-of-ours", ">s3cret-of-ours extra-word", "#s3cret-of-ours"])
def test_no_password_is_told(password: str) -> None:
    found = lint_text(f"user a on {password}\n", kind="redis-conf", server="redis@7.2")
    assert not any("s3cret" in one.message for one in found)


@pytest.mark.parametrize(
    ("rules", "places"),
    [
        ("on >${PW} +gett", [18]),
        ("on #{{ hash }} +gett ~* ~x", [23, 32]),
        ("on >${PW} <old +gett", [23]),
        ("on ${RULES} +gett", []),
        ("on ~${P} +gett", []),
    ],
)
def test_a_password_that_is_filled_in_hides_no_other_rule(rules: str, places: list[int]) -> None:
    found = refused(f"user x {rules}\n", kind="users-acl")
    assert [one.column for one in found if one.rule == "RL012"] == places
