"""Paths where a name belongs: what every version says of them, and what the fix writes."""

from __future__ import annotations

import pytest

from redislint.checks.pathnames import _NAMES, PATH
from redislint.finding import Finding
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.servers import directives, parse
from redislint.source import Source
from tests.pages import Files

VALIDITY = ("validity",)


def findings(text: str, server: str = "") -> list[Finding]:
    options = Options(select=VALIDITY, server=parse(server) if server else None)
    report = lint_sources([Source("redis.conf", text, "redis-conf")], Files({}), options, launched={"redis.conf"})
    assert not report.errors
    return [one for one in report.findings if one.rule != "RL006"]


# What CONFIG of running servers said: each refuses these with "can't be a path, just a filename".
@pytest.mark.parametrize("server", ["redis@5.0", "redis@6.0", "redis@7.0", "redis@8.6", "valkey@8.1", "valkey@9.1", ""])
@pytest.mark.parametrize("line", ["dbfilename a/b", r"dbfilename 'a\b'", 'appendfilename "/a/b"', "dbfilename /"])
def test_no_version_takes_a_path(line: str, server: str) -> None:
    (finding,) = findings(line, server)
    assert (finding.rule, finding.refused, finding.severity.value) == ("RL008", True, "error")


@pytest.mark.parametrize(
    ("server", "rules"),
    [
        ("redis@6.2", ["RL708"]),
        ("redis@7.0", ["RL008"]),
        ("valkey@7.2", ["RL008"]),
        ("", ["RL008"]),
    ],
)
def test_where_the_directive_is_not_known_that_is_the_cause(server: str, rules: list[str]) -> None:
    options = Options(server=parse(server) if server else None)
    source = Source("redis.conf", "appenddirname a/b\n", "redis-conf")
    report = lint_sources([source], Files({}), options, launched={"redis.conf"})
    assert [one.rule for one in report.findings if one.refused] == rules


def test_these_are_all_that_take_a_bare_name() -> None:
    names = {directives.canonical(name) for name in directives.names(None)}
    demanding = {name for name in names if any(PATH in one.facts.get("demands", ()) for one in directives.spans(name))}
    assert demanding == _NAMES


def test_the_message() -> None:
    (finding,) = findings("dbfilename /data/dump.rdb\n", "redis@7.2")
    assert finding.message == (
        "`dbfilename` takes a name without a path, not `/data/dump.rdb`; `dir` names the folder: "
        "redis 7.2 refuses to start"
    )


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("dbfilename /data/dump.rdb\n", "dir /data\ndbfilename dump.rdb\n"),
        ("port 1\n  dbfilename /data/dump.rdb\n", "port 1\n  dir /data\n  dbfilename dump.rdb\n"),
        ('AppendFilename "/a/b/x.aof"', "dir /a/b\nAppendFilename x.aof"),
        ("dbfilename /dump.rdb", "dir /\ndbfilename dump.rdb"),
        ("dir /data/\ndbfilename /data/dump.rdb", "dir /data/\ndbfilename dump.rdb"),
        ("logfile /var/log/redis.log\ndbfilename /data/x", "logfile /var/log/redis.log\ndir /data\ndbfilename x"),
    ],
)
def test_the_fix(text: str, fixed: str) -> None:
    (finding,) = findings(text)
    assert finding.fix is not None
    assert not finding.fix.safe
    for edit in sorted(finding.fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert text == fixed
    assert findings(fixed) == []


@pytest.mark.parametrize(
    "text",
    [
        "dbfilename data/dump.rdb",  # from a folder that is not known
        "dbfilename /data/../dump.rdb",
        "dir /other\ndbfilename /data/dump.rdb",  # which of the two is meant?
        "dir ${FOLDER}\ndbfilename /data/dump.rdb",
        "dbfilename /data/dump.rdb\nappendfilename /log/x.aof",
        "aclfile users.acl\ndbfilename /data/dump.rdb",  # would be looked for in another folder
        "logfile redis.log\ndbfilename /data/dump.rdb",
        "include more.conf\ndbfilename /data/dump.rdb",
        "include ${MORE}\ndbfilename /data/dump.rdb",
        "dbfilename /data/",
        "dbfilename '/my data/dump.rdb'",
    ],
)
def test_no_fix_where_it_is_not_certain(text: str) -> None:
    for finding in findings(text):
        if finding.rule == "RL008":
            assert finding.fix is None
    assert "RL008" in [finding.rule for finding in findings(text)]
