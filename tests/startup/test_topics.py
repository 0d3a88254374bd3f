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
    for hz, crashes in (("0", True), ("1", False), ("1000", False), ("1001", True)):
        assert [one.rule for one in refused(f"hz {hz}\n", "redis@6.0")] == ["RL029"] * crashes
        assert not refused(f"hz {hz}\n", "redis@6.2")


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
    ("text", "line"),
    [
        ("\ufeff port 1\nport x\n", 1),
        ("\ufeffuser a on\nuser a on\nport x\n", 1),
        ("\ufeff# it's a comment\nport x\n", 1),
        ("\ufeff\nport x\n", 1),
    ],
)
def test_a_byte_order_mark_is_a_part_of_its_line(text: str, line: int) -> None:
    assert refused(text)[0].line == line


def test_a_byte_order_mark_is_passed_over_by_a_sentinel_of_redis_8() -> None:
    found = lint_text("\ufeffport x\n", kind="sentinel-conf", server="redis@8.0")
    assert [(one.rule, one.refused) for one in found if one.line == 1 and one.rule == "RL001"] == [("RL001", False)]
    # A name without anything behind it is no line of a module's.
    assert refused("\ufeffport\n", "redis@8.0", "sentinel-conf")


def test_a_mark_in_an_included_file_is_found_when_it_is_read() -> None:
    found = refused("port x\ninclude a.conf\n", files={"a.conf": "\ufeff"})
    assert [(one.path, one.line) for one in found] == [("<text>", 1), ("a.conf", 1)]
    found = refused("include d/*.conf\n", files={"d/x.conf": "\ufeff", "d/y.conf": "\0"})
    assert [(one.path, one.line) for one in found] == [("d/x.conf", 1)]


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ('port "6379"\v\n', True),
        ('"port"\v1\n', True),
        ('"appendonly"x yes\n', True),
        ('append"only" yes\n', False),
        ('"append"only yes\n', False),
        ('"sentinel"x a\n', True),
        ('requirepass "a"b\n', False),
        ('loglevel "not"ice\n', False),
        ('loglevel "no"tice "x"y\n', True),
    ],
)
def test_valkey_9_1_goes_on_behind_a_closing_quote(text: str, is_refused: bool) -> None:
    assert bool(refused(text, "valkey@9.1")) is is_refused
    if '"\v' not in text and text != 'append"only" yes\n':
        assert [one.rule for one in refused(text, "valkey@9.0")] == ["RL004"]


def test_valkey_9_1_finds_what_is_wrong_in_such_a_line() -> None:
    assert [one.rule for one in refused('"sentinel"" a\nport x\n', "valkey@9.1")] == ["RL004", "RL005"]
    assert refused('"sentinel"""  known-slave n 127.0.0.1 1\n', "valkey@9.1", "sentinel-conf")[0].rule == "RL016"
    assert refused("", "valkey@9.1", args=['-- "NOPE"x'])[0].line == 2
    assert [one.path for one in refused('include "a".conf\n', "valkey@9.1", files={"a.conf": "port x\n"})] == ["a.conf"]


def test_a_line_that_is_no_setting_comes_where_it_stands() -> None:
    files = {"a.conf": "'open\nport x\n"}
    assert [(one.path, one.line) for one in refused("include a.conf\nport x\n", files=files)][:2] == [
        ("a.conf", 1),
        ("a.conf", 2),
    ]
    files = {"a.conf": "port x\n'open\n"}
    assert [(one.path, one.line) for one in refused("include a.conf\nhz x\n", files=files)] == [
        ("a.conf", 1),
        ("a.conf", 2),
        ("<text>", 2),
    ]
    assert [one.line for one in refused("include a.conf\n'open\n", files={"a.conf": "port x\n"})] == [1, 2]
    assert refused("include a.conf\nport x\n", files={"a.conf": "'open"})[0].path == "a.conf"


def test_a_line_is_judged_by_what_is_known_before_it() -> None:
    assert [one.line for one in refused("rename-command nope x\ninclude none.conf\n")] == [1, 2]
    assert [one.line for one in refused("rename-command nope x\ninclude\n")] == [1, 2]
    assert [one.line for one in refused("rename-command nope x\ninclude /etc/redis.conf\nrename-command none y\n")] == [
        1
    ]
    early = "sentinel parallel-syncs m 1\nsentinel monitor m '10.0.0.1'x 6379 2\n"
    assert [one.line for one in refused(early, "redis@6.0", "sentinel-conf")] == [1, 2]


@pytest.mark.parametrize(
    ("pattern", "is_read"),
    [
        ("d/*.conf", True),
        ("*/x.conf", True),
        ("d/[!y].conf", True),
        ("d/[^x].conf", False),
        ("d\\/x.con?", True),
        ("d/\\*.conf", False),
        ("d/.*", False),
        ("none/*", False),
        ("*", False),
    ],
)
def test_a_pattern_stands_for_the_files_that_fit_it(pattern: str, is_read: bool) -> None:
    files = {"d/x.conf": "port x\n", "d/.hidden": ""}
    assert bool(refused(f"include {pattern}\n", files=files)) is is_read
    # Nothing more is included, so that all lines are known.
    assert refused(f"include {pattern}\na.b c\n", files=files)


def test_a_folder_is_included_as_nothing() -> None:
    assert [one.rule for one in refused("include d\nrename-command nope x\n", files={"d/a": ""})] == ["RL022"]


def test_files_of_a_pattern_are_one_text() -> None:
    files = {
        "d/a.conf": "# it ends without a newline\nport 63",
        "d/b.conf": "79\nappendonly maybe\n",
        "d/c.conf": "hz x",
    }
    found = refused("include d/*.conf\n", files=files)
    assert [(one.path, one.line, one.column) for one in found] == [("d/b.conf", 2, 12), ("d/c.conf", 1, 4)]
    assert not refused("include d/*.conf\n", files={"d/a.conf": "port 6", "d/b.conf": "3", "d/c.conf": "79"})
    found = refused("include d/*.conf\n", files={"d/a.conf": "port 1", "d/b.conf": "hz 10\nhz x\n"})
    assert [(one.rule, one.path, one.line) for one in found] == [("RL002", "d/a.conf", 1), ("RL005", "d/b.conf", 2)]
    # By its own name each file is a text.
    assert not refused("include d/a.conf\ninclude d/b.conf\n", files={"d/a.conf": "port 1", "d/b.conf": "hz 10"})


@pytest.mark.parametrize(
    ("text", "server", "is_refused"),
    [
        ("bind a,b\nbind 127.0.0.1\n", "redis@7.2", False),
        ("bind 127.0.0.1\nbind a,b\n", "redis@7.2", True),
        ("bind a,b\nport 0\nunixsocket s\n", "redis@7.2", False),
        ("bind 127.0.0.1 127.0.0.1\nport 0\nunixsocket s\n", "redis@7.2", False),
        ("bind a,b\nport 0\nunixsocket s\ncluster-enabled yes\n", "redis@7.2", True),
        ("bind *\n", "redis@6.0", False),
        ("bind ::*\n", "redis@6.0", True),
        ("bind -\n", "redis@7.2", True),
        ('bind ""\nunixsocket s\n', "redis@7.2", False),
    ],
)
def test_addresses_count_where_something_is_bound(text: str, server: str, is_refused: bool) -> None:
    assert bool(refused(text, server)) is is_refused


def test_an_address_on_the_command_line_replaces_that_of_the_file() -> None:
    assert not refused("bind a,b\n", args=["--bind", "127.0.0.1"])
    assert refused("bind 127.0.0.1\n", args=["--bind", "a,b"])


def test_a_file_that_includes_itself_is_read_again() -> None:
    files = {"a.conf": "include a.conf\n"}
    assert [one.rule for one in refused("include a.conf\n", files=files)] == ["RL029"]
    files = {"a.conf": "rename-command set x2\ninclude a.conf\n"}
    assert [(one.rule, one.line) for one in refused("include a.conf\n", files=files)] == [("RL022", 1), ("RL029", 2)]
    files = {"d/a.conf": "user a on\ninclude d/*.conf\n", "d/b.conf": "hz x\n"}
    found = refused("include d/a.conf\n", files=files)
    assert [(one.rule, one.path, one.line) for one in found[:1]] == [("RL013", "d/a.conf", 1)]


def test_a_sentinel_is_told_on_the_command_line() -> None:
    assert [one.line for one in refused("", "redis@8.0", args=["--sentinel", "0"])] == [2]
    assert [one.line for one in refused("", "redis@8.0", "sentinel-conf", args=["--sentinel", "nope"])] == [2]
    monitor = "sentinel monitor m 127.0.0.1 6379 2\n"
    assert refused(monitor)
    assert not refused(monitor, args=["--sentinel"])
    assert refused(monitor.replace(" 2\n", " 0\n"), args=["--sentinel"])


def test_two_files_that_include_each_other_are_read_again() -> None:
    files = {"a.conf": "include b.conf\nhz 10\n", "b.conf": "user a on\ninclude a.conf\n"}
    found = refused("include a.conf\nport x\n", files=files)
    assert [(one.rule, one.path, one.line) for one in found] == [
        ("RL013", "b.conf", 1),
        ("RL029", "b.conf", 2),
        ("RL005", "<text>", 2),
    ]


def test_a_nul_hides_a_line_s_end_and_text_goes_on_behind_a_quote() -> None:
    text = 'sentinel CURRENT\0-EPOCH 1\nsentinel sentinel-user "get" "more"x\n'
    assert refused(text, "valkey@9.1", "sentinel-conf")
    assert not refused('requirepass\0 x\n "a"b\n', "valkey@9.1")
    assert refused('requirepass\0 x\n "a"b\n', "valkey@9.0")


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


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("user default &c\nport\ninclude\n", ["RL012", "RL002", "RL002"]),
        ("acl-pubsub-default resetchannels\nuser default &c\nport x\n", ["RL005"]),
        ("include /etc/a.conf\nuser default &c\nport x\n", ["RL005"]),
    ],
)
def test_channels_of_new_users_are_known_up_to_a_file_that_is_not(text: str, rules: list[str]) -> None:
    assert [one.rule for one in refused(text, "redis@6.2") if one.rule != "RL028"] == rules


@pytest.mark.parametrize("server", ["redis@6.2", "redis@7.0", "valkey@9.1"])
def test_no_host_has_a_sign_that_does_not_show(server: str) -> None:
    assert [one.rule for one in refused("bind 127.0.0.1\v\n", server)] == ["RL005"]
