"""The text report: word for word, at every width, over anything that can stand in a file."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.finding import Related, Severity
from redislint.pipeline import Report
from redislint.report import render
from redislint.report.words import cells
from redislint.source import Source, Span
from tests.report import samples
from tests.timing import SLOW

ESCAPES = re.compile(r"\x1b\[[0-9;]*m|\x1b]8;[^\x1b]*\x1b\\")


def lone(source: Source, start: int, end: int, **values: Any) -> Report:
    """A report of one finding, without advice."""
    finding = samples.finding(Span(source, start, end), advice="", **values)
    return Report(findings=(finding,), files={source.path: "redis-conf"})


def frame(report: Report, **options: Any) -> list[str]:
    """The lines of the first finding's frame, from where it is to the notes."""
    lines = render("text", report, quiet=True, **options).split("\n")
    start = next(index for index, line in enumerate(lines) if "-->" in line)
    return lines[start : next(index for index, line in enumerate(lines) if " = " in line and index > start)]


def test_word_for_word() -> None:
    _source, (port, protected, bind) = samples.marked(
        "shop/redis.conf", "«port 0»\n\n\n«protected-mode no»\n\n\n\n\n\n«bind 0.0.0.0»\n"
    )
    _other, (monitor,) = samples.marked("sentinel.conf", "port 1\nsentinel monitor «shop 10.0.0.1» 6379 2\n")
    finding = samples.finding(
        bind,
        message="`bind 0.0.0.0` lets any client in",
        related=(
            Related(port, "the port is open"),
            Related(monitor, "Sentinel sends clients here"),
            Related(protected, "protected mode is off"),
            Related(Source("users.acl", "", "users-acl").anchor, "there are no users in this file"),
        ),
    )
    report = Report(findings=(finding,), files={"shop/redis.conf": "redis-conf", "a": "compose"}, suppressed=1)
    expected = """\
error[RL101 exposed-without-auth]: `bind 0.0.0.0` lets any client in
  --> shop/redis.conf:10:1
   |
 1 | port 0
   | ------ the port is open
   ...
 4 | protected-mode no
   | ----------------- protected mode is off
   ...
10 | bind 0.0.0.0
   | ^^^^^^^^^^^^
   |
  ::: sentinel.conf:2:18
   |
 2 | sentinel monitor shop 10.0.0.1 6379 2
   |                  ------------- Sentinel sends clients here
   |
  ::: users.acl
   | there are no users in this file
   |
   = fix: set `requirepass`, or bind to loopback
   = see: https://redislint.readthedocs.io/rules/RL101/

Found 1 error in 1 file; 2 files checked, 1 finding suppressed.
"""
    assert render("text", report) == expected


def test_what_is_nowhere_written_has_no_line() -> None:
    source = Source("redis.conf", "port 1\n", "redis-conf")
    assert frame(lone(source, 0, 0)) == [" --> redis.conf", "  |"]


def test_an_empty_place_has_a_caret() -> None:
    source = Source("redis.conf", "save\n", "redis-conf")
    assert frame(lone(source, 4, 4)) == [" --> redis.conf:1:5", "  |", "1 | save", "  |     ^", "  |"]


def test_nothing_found() -> None:
    assert render("text", Report(files={"a": "compose"})) == "No findings; 1 file checked.\n"
    assert render("text", Report(), quiet=True) == ""


def test_statistics(report: Report) -> None:
    table = render("text", report, statistics=True, quiet=True).split("\n\n")[-3]
    assert table.split("\n")[0] == "2  warning  [ ]  RL204 weak-password"
    assert table.split("\n")[-1] == "1  info     [*]  RL501 memory-over-limit"


def test_what_does_not_show_is_written_out() -> None:
    source = Source("a\x1b[2J.conf", "bind \x1b[31m\x00\r\u202e\udcff\tx\r\n", "redis-conf")
    lines = frame(lone(source, 5, 16, message="say \x1b]0;x\x07\nhere"))
    assert lines[0] == " --> a\\x1b[2J.conf:1:6"
    assert lines[2] == "1 | bind \\x1b[31m\\x00\\r\\u202e\\xff    x"
    assert lines[3] == "  |      " + "^" * len("\\x1b[31m\\x00\\r\\u202e\\xff    x")
    assert "\\x1b]0;x\\x07\\nhere" in render("text", lone(source, 5, 15, message="say \x1b]0;x\x07\nhere"))


def test_wide_characters() -> None:
    source, (span,) = samples.marked("a.conf", "名前 «値段e\u0301»\n")
    assert frame(lone(source, span.start, span.end))[2:4] == ["1 | 名前 値段e\u0301", "  |      ^^^^^"]


def test_a_byte_order_mark_takes_no_room() -> None:
    source, (span,) = samples.marked("a.conf", "\ufeffport «1»\n")
    assert frame(lone(source, span.start, span.end)) == [" --> a.conf:1:6", "  |", "1 | port 1", "  |      ^", "  |"]


def test_many_lines_show_the_first() -> None:
    source, (span,) = samples.marked("a.yaml", "«redis:\r\n  auth: no\r\n»")
    assert frame(lone(source, span.start, span.end))[2:] == ["1 | redis:", "  | ^^^^^^", "  |"]


def test_a_line_of_ten_megabytes() -> None:
    text = "x" * 5_000_000 + " here " + "y" * 5_000_000
    source = Source("a.conf", text, "redis-conf")
    place = Span(source, 5_000_001, 5_000_005)
    findings = tuple(samples.finding(place) for _ in range(200))
    started = time.process_time()
    lines = frame(Report(findings=findings), width=80)
    assert time.process_time() - started < 2 * SLOW
    assert re.fullmatch(r"1 \| \.\.\.x+ here y+\.\.\.", lines[2])
    assert lines[3][lines[2].index("here") :] == "^^^^"
    whole = frame(lone(source, 0, len(text)), width=80)
    assert len(whole[2]) <= 80
    assert len(whole[3]) <= 80


def test_a_secret_in_a_long_line_stays_masked() -> None:
    source = Source("a.conf", "x" * 1000 + " hunter2-hunter2 " + "y" * 1000, "redis-conf")
    secret = Span(source, 1001, 1016)
    report = lone(source, 1001, 1016)._replace(secrets={"a.conf": (secret,)})
    for width in (60, 80):
        text = "\n".join(frame(report, width=width))
        assert " *************** " in text


@pytest.mark.parametrize("width", [60, 72, 100])
@pytest.mark.parametrize("terminal", [True, False])
def test_no_line_is_too_wide(width: int, terminal: bool, report: Report) -> None:
    for line in ESCAPES.sub("", render("text", report, width=width, terminal=terminal, statistics=True)).split("\n"):
        assert cells(line) <= width
        assert line == line.rstrip()


def test_a_terminal_gets_links_and_colors(report: Report) -> None:
    text = render("text", report, terminal=True)
    assert "\x1b[1;31merror" in text
    assert "https://redislint.readthedocs.io/rules/RL101/\x1b\\" in text
    assert "\x1b[1;31m" not in render("text", report, terminal=True, color=False)
    plain = render("text", report)
    assert "\x1b" not in plain
    drawn = ESCAPES.sub("", render("text", report, terminal=True, unicode=False))
    assert drawn == plain


def test_the_plain_text_does_not_need_rich() -> None:
    code = """
import sys
from redislint.finding import Finding, Severity
from redislint.report import render
from redislint.source import Source, Span
class Report:
    place = Span(Source("a.conf", "port 1", "redis-conf"), 0, 4)
    findings = (Finding(rule="RL101", name="x", severity=Severity.ERROR, confidence="high", message="m", span=place),)
    files, errors, suppressed, fixed, secrets, rules = {}, (), 0, 0, {}, ()
    accepted, had = (), 0
    def count(self, severity):
        return 1
for name in ("text", "concise", "github"):
    assert render(name, Report())
print(sorted({"rich", "yaml", "pydantic", "json", "logging"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@given(
    text=st.text(st.sampled_from("ab名\t\x00\u0301\n\r 🎉"), min_size=1, max_size=120),
    places=st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), min_size=1, max_size=4),
    width=st.integers(60, 100),
    terminal=st.booleans(),
)
def test_any_text_at_any_place(text: str, places: list[tuple[int, int]], width: int, terminal: bool) -> None:
    source = Source("a.conf", text, "redis-conf")
    spans = [Span(source, min(*pair, len(text)), min(max(pair), len(text))) for pair in places]
    related = tuple(Related(span, "a place that has something to do with it, " * 2) for span in spans[1:])
    finding = samples.finding(spans[0], related=related, severity=Severity.INFO)
    lines = ESCAPES.sub("", render("text", Report(findings=(finding,)), width=width, terminal=terminal)).split("\n")
    for line in lines:
        assert cells(line) <= width
        assert line == line.rstrip()
        assert line.isprintable() or "\u0301" in line
