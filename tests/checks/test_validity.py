"""Family 0: how severe a finding is, what it says, what its fix writes, and what no text can do to it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redislint.finding import Finding, Severity
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.servers import parse
from redislint.source import Source
from tests.read.reading import Files
from tests.timing import SLOW

FAMILY = ("RL000", "RL001", "RL002", "RL003", "RL004", "RL005", "RL006", "RL011", "RL024")


def findings(
    text: str, kind: str = "redis-conf", server: str | None = None, path: str = "redis.conf", *, launched: bool = True
) -> list[Finding]:
    options = Options(select=FAMILY, server=None if server is None else parse(server))
    report = lint_sources([Source(path, text, kind)], Files(), options, launched={path} if launched else ())
    assert not report.errors
    return list(report.findings)


def one(text: str, kind: str = "redis-conf", server: str | None = None) -> Finding:
    found = findings(text, kind, server)
    assert len(found) == 1, [finding.message for finding in found]
    return found[0]


def mended(text: str, finding: Finding) -> str:
    assert finding.fix is not None
    for edit in sorted(finding.fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


# The text and its server; the rule, its severity, whether it is refused; the message.
SAID = """
bogus 1
    RL001 error refused
    `bogus` is not a directive: the server refuses to start
gopher-enabled no
    RL001 warning
    `gopher-enabled` is known only to redis 6.0 and 6.2: all others refuse to start
gopher-enabled no @ redis@7.2.5
    RL001 error refused
    `gopher-enabled` is not a directive of redis 7.2.5: redis 7.2.5 refuses to start; redis 6.0 and 6.2 know it
io-threads-always-active yes
    RL001 warning
    `io-threads-always-active` is known only to valkey 9.1: all others refuse to start
appenddirname aof
    RL001 warning
    `appenddirname` is unknown to redis up to 6.2, which refuse to start
aclfile a.acl
    RL001 info
    `aclfile` is unknown to redis 5.0, which refuses to start
busy-reply-threshold 5 @ redis@6.2
    RL001 error refused
    `busy-reply-threshold` is not a directive of redis 6.2: redis 6.2 refuses to start; there it is `lua-time-limit`
vm-enabled no
    RL001 error refused
    `vm-enabled` is not a directive: the server refuses to start; virtual memory is gone since redis 2.6
save 900
    RL002 warning
    `save` takes values in groups of 2, not 1: redis 7.0 and later, and valkey refuse to start
port 1 2
    RL002 error refused
    `port` takes one value, not 2: the server refuses to start
bind 1.1.1.1 # x
    RL003 error refused
    a `#` behind the value of `bind` begins no comment: the server refuses to start
logfile "x
    RL004 error refused
    the quotes of this line do not balance, the quote that opens here is never closed: the server refuses to start
maxmemory 75% @ redis@7.2
    RL005 error refused
    `maxmemory` takes digits and one of the units b, k, kb, m, mb, g and gb, not `75%`: redis 7.2 refuses to start
appendonly maybe
    RL005 error refused
    `appendonly` takes `yes` or `no`, not `maybe`: the server refuses to start
port 70000
    RL005 error refused
    `port` takes a whole number from 0 to 65535, not `70000`: the server refuses to start
port abc
    RL005 warning
    `port` takes a whole number from 0 to 65535, not `abc`: redis 6.0 and later, and valkey refuse to start
"""


@pytest.mark.parametrize("row", SAID.strip().replace("\n    ", "\t").split("\n"))
def test_severity_and_words(row: str) -> None:
    asked, head, message = row.split("\t")
    text, _, server = asked.partition(" @ ")
    finding = one(text, server=server or None)
    spoken = [finding.rule, finding.severity.value, *(["refused"] if finding.refused else [])]
    assert (spoken, finding.message) == (head.split(), message)


def test_names_that_came_later_are_one_note() -> None:
    finding = one("aclfile a.acl\nappenddirname aof\nlatency-tracking yes\nlazyfree-lazy-user-flush yes\n")
    assert (finding.line, finding.severity, finding.refused) == (2, Severity.INFO, False)
    assert finding.message.endswith("; 3 more directives here are newer than some servers")


def test_a_file_is_for_the_servers_that_know_its_names() -> None:
    assert findings("aclfile a.acl", launched=False) == []
    assert [finding.rule for finding in findings("set-proc-title yes", launched=False)] == []
    assert [finding.rule for finding in findings("appenddirname aof", launched=False)] == []
    assert [finding.rule for finding in findings("gopher-enabled no", launched=False)] == ["RL001"]


def test_a_file_is_not_for_servers_that_have_ended() -> None:
    assert [finding.rule for finding in findings("bind 127.0.0.1 -::1")] == ["RL005"]
    assert findings("bind 127.0.0.1 -::1", launched=False) == []


def test_names_known_to_no_server_together() -> None:
    found = findings("lookahead 5\nio-threads-always-active yes\n")
    assert [(finding.line, finding.refused) for finding in found] == [(1, False), (2, True)]
    assert found[1].related[0].span.text == "lookahead"


def test_a_text_says_by_its_names_which_servers_it_is_for() -> None:
    assert [finding.rule for finding in findings("bind 127.0.0.1 -::1")] == ["RL005"]
    assert [finding.rule for finding in findings("bind 127.0.0.1 -::1\nset-proc-title yes")] == ["RL001"]


def test_texts_for_kindred_products() -> None:
    keydb = "server-threads 2\nsome-other-option 5\nloglevel nothing\n"
    assert findings(keydb) == []
    assert [finding.rule for finding in findings(keydb + "appendonly maybe")] == ["RL005"]


def test_another_programs_file_is_one_finding() -> None:
    assert len(findings("".join(f"word{number} is here\n" for number in range(50)))) == 1


def test_modules() -> None:
    assert one("search-workers 4").refused is False
    assert findings("search-workers 4", server="redis@8.2") == []
    assert findings("loadmodule m.so\nfilter-level 3", server="redis@8.2") == []
    assert one("loadmodule m.so\nfilter-level 3", server="redis@7.2").refused


def test_byte_order_mark() -> None:
    finding = one("\ufeffport 6379\n")
    assert (finding.rule, finding.refused, finding.line, finding.column) == ("RL001", True, 1, 1)


@pytest.mark.parametrize(
    ("text", "fixed", "safe"),
    [
        ("maxmemory_policy noeviction\n", "maxmemory-policy noeviction\n", True),
        ("Maxmemroy 1gb\n", "maxmemory 1gb\n", False),
        ("maxmemory=1gb\n", "maxmemory 1gb\n", True),
        ("port: 6379\n", "port 6379\n", True),
        ("port = 6379\n", "port 6379\n", True),
        ("maxmemory 2 GB\n", "maxmemory 2GB\n", True),
        ("maxmemory 1GiB\n", "maxmemory 1gb\n", True),
        ("appendonly on\n", "appendonly yes\n", True),
        ("appendonly 0\n", "appendonly no\n", True),
        ("port 06379\n", "port 6379\n", True),
        ("timeout 5;\n", "timeout 5\n", True),
        ("maxmemory-policy ALLKEYS_LRU\n", "maxmemory-policy ALLKEYS-LRU\n", True),
        ("maxmemory-policy allkey-lru\n", "maxmemory-policy allkeys-lru\n", False),
        ("bind 127.0.0.1,10.0.0.5\n", "bind 127.0.0.1 10.0.0.5\n", True),
        ("maxmemory 2gb # half\n", "# half\nmaxmemory 2gb\n", True),
        ("\tlogfile \"\"   #to stdout\r\n", "\t#to stdout\r\n\tlogfile \"\"\r\n", True),
        ("  save 900 1 # x", "  # x\n  save 900 1", True),
        ("maxmemory 1gb\nport 1\nmaxmemory 2gb\n", "port 1\nmaxmemory 2gb\n", False),
    ],
)  # fmt: skip
def test_fixes(text: str, fixed: str, safe: bool) -> None:
    finding = one(text)
    assert mended(text, finding) == fixed
    assert finding.fix is not None
    assert finding.fix.safe is safe
    assert findings(fixed) == []


def test_a_sentinel_option_gets_its_word() -> None:
    text = "sentinel monitor m 10.0.0.5 6379 2\nparallel-syncs m 1\n"
    assert "\nsentinel parallel-syncs m 1\n" in mended(text, one(text, "sentinel-conf"))


@pytest.mark.parametrize(
    "text",
    [
        "timeout 60s",
        "maxmemory 75%",
        "maxmemory 1.5gb",
        "save 900",
        "requirepass my secret",
        "requirepass x # y",
        "port",
    ],
)
def test_nothing_is_written_where_it_is_not_certain(text: str) -> None:
    assert one(text).fix is None


@pytest.mark.parametrize(
    "text",
    [
        "requirepass hunter2 hunter2",
        "requirepass hunter2 # hunter2",
        "requirepass=hunter2",
        "requirepass: hunter2",
        'requirepass "hunter2',
        "masterauth hunter2\nmasterauth hunter2x",
        "requirepass hunter2 hunter2\nrequirepass hunter2",
        "tls-key-file-pass a hunter2",
        f"requirepass {'hunter2' * 80}",
    ],
)
@pytest.mark.parametrize("server", [None, "redis@5.0", "redis@7.2"])
def test_no_secret_in_any_word(text: str, server: str | None) -> None:
    for finding in findings(text, server=server):
        assert "hunter2" not in finding.message
        assert all("hunter2" not in related.message for related in finding.related)
        assert finding.fix is None or "hunter2" not in finding.fix.title + "".join(
            edit.text for edit in finding.fix.edits
        )


def test_no_secret_of_a_sentinel() -> None:
    text = "sentinel monitor m 10.0.0.5 6379 2\nsentinel auth-pass m hunter2 hunter2\n"
    assert "hunter2" not in one(text, "sentinel-conf").message


def test_dropped_save_points() -> None:
    old = one("save 900 1 # often", server="redis@6.2")
    assert (old.rule, old.severity, old.refused) == ("RL003", Severity.ERROR, False)
    assert old.message.endswith("redis 6.2 drops the line without a word")
    unknown = one("save 900 1 # often")
    assert (unknown.severity, unknown.refused) == (Severity.WARNING, False)
    assert unknown.message.endswith(
        "redis 7.0 and later, and valkey refuse to start, and redis up to 6.2 drop the line without a word"
    )


def test_text_behind_a_quote() -> None:
    assert one('logfile "a"b').severity is Severity.WARNING
    assert one('logfile "a"b', server="redis@7.2").refused
    assert one('logfile "a"b"').refused
    assert findings('logfile "a"b', server="valkey@9.1") == []


def test_lines_of_an_acl_file() -> None:
    comment = one("# people\nuser a off\n", "users-acl")
    assert (comment.rule, comment.severity, comment.refused) == ("RL011", Severity.WARNING, False)
    assert one("# people\nuser a off\n", "users-acl", "redis@7.2").refused
    assert findings("# people\nuser a off\n", "users-acl", "redis@8.10") == []
    assert one("requirepass hunter2\n", "users-acl").refused


def test_the_same_value_twice_is_a_note() -> None:
    assert one("appendonly yes\nappendonly yes").severity is Severity.INFO
    assert one("appendonly no\nappendonly yes").severity is Severity.WARNING


def test_one_note_for_all_variables_of_a_file() -> None:
    finding = one("requirepass ${PW:-hunter2}\nmasterauth ${PW}\nport $REDIS_PORT\n")
    assert (finding.rule, finding.severity, finding.line) == ("RL024", Severity.INFO, 1)
    assert "hunter2" not in finding.message
    assert findings("requirepass ${PW}\n", path="redis.conf.tmpl") == []


def test_words_that_would_disturb_the_output() -> None:
    message = one(f'appendonly "\\x1b[31m`{"x" * 200}"').message
    assert message.isprintable()
    assert len(message) < 200


@pytest.mark.parametrize(
    "text",
    [
        "port abc\n" * 25_000,
        "".join(f"bogus-{number} 1\n" for number in range(25_000)),
        "gopher-enabled no\nappenddirname x\n" * 20_000,
        "appendonly yes\n" * 25_000,
        "port 1 # x\n" * 20_000,
        "maxmemory " + "9" * 1_000_000,
        "bind " + "a," * 40_000,
        "logfile \"a\"b\n" * 20_000,
        "requirepass ${PW}\n" * 25_000,
    ],
    ids=range(9),
)  # fmt: skip
def test_large_texts_take_no_long_time(text: str) -> None:
    start = time.process_time()
    assert len(findings(text)) <= 1_000
    assert time.process_time() - start < 6 * SLOW


WORDS = st.sampled_from(
    ["port", "save", "maxmemory", "bind", "user", "sentinel", "monitor", "#", "# x", '""', '"', "=", "yes", "1gb",
     "${X}", "rename-command", "client-output-buffer-limit", "slave", "requirepass", "include", "\x0b", "é", "\0",
     "{{ x }}"]
)  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=6), st.sampled_from(["redis-conf", "sentinel-conf"])
)
def test_no_text_fails_and_safe_fixes_mend(parts: list[str], kind: str) -> None:
    text = "\n".join(parts)
    for finding in findings(text, kind):
        assert finding.message.isprintable() or "\x0b" in text
        if finding.fix is not None and finding.fix.safe:
            left = [other for other in findings(mended(text, finding), kind) if other.rule == finding.rule]
            assert len(left) <= len(findings(text, kind))


@pytest.mark.parametrize(
    ("server", "end"),
    [("redis@8.2", "; there it is `master-reboot-down-after-period`"), ("redis@6.2", "refuses to start")],
)
def test_an_option_of_sentinel_that_has_another_name_here(server: str, end: str) -> None:
    text = "sentinel monitor m 127.0.0.1 6379 2\nsentinel primary-reboot-down-after-period m 5\n"
    assert one(text, "sentinel-conf", server).message.endswith(end)
