"""Markdown, read by a parser of it as GitHub's reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from redislint.finding import Severity
from redislint.pipeline import Report
from redislint.report import markdown, render
from redislint.report.words import visible
from redislint.source import Source, Span
from tests.cli.conftest import BAD, Project, cache, project
from tests.report import samples

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["cache", "project"]

READER = MarkdownIt("commonmark").enable("table")
ONE = "https://redislint.readthedocs.io/rules/RL101/"


def said(inline: Token) -> str:
    """What a reader sees of a line."""
    shown = (" " if one.tag == "br" or one.content == "<br>" else one.content for one in inline.children or ())
    return " ".join("".join(shown).split())


def rows(text: str) -> list[list[str]]:
    """The cells of all tables, without their heads."""
    cells: list[str] = []
    found: list[list[str]] = []
    for token in READER.parse(text):
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(said(token))
        elif token.type == "tr_close" and len(cells) == 4 and cells[0] != "Line":
            found.append(cells)
    return found


def test_by_value() -> None:
    _source, (span, other) = samples.marked("a&b.conf", "bind «0.0.0.0»\nport «1»\n")
    findings = (
        samples.finding(span, message="`a|b` lets *all* in", advice="mend `it`"),
        samples.finding(other, severity=Severity.INFO, message="so", advice=""),
    )
    report = Report(findings=findings, files={"a&b.conf": "redis-conf"}, errors=("b.conf: gone",), suppressed=1)
    assert (
        render("markdown", report)
        == f"""\
### redislint

Found 1 error and 1 informational in 1 file; 1 file checked, 1 finding suppressed.

**Could not be done:**

- b.conf: gone

<details open><summary><code>a&amp;b.conf</code>: 1 error, 1 info</summary>

| Line | Severity | Rule | What is wrong |
| ---: | --- | --- | --- |
| 1 | **error** | [RL101]({ONE}) exposed-without-auth | `a\\|b` lets \\*all\\* in<br>*Fix:* mend `it` |
| 2 | info | [RL101]({ONE}) exposed-without-auth | so |

</details>
"""
    )
    first, second = rows(render("markdown", report))
    assert first == ["1", "error", "RL101 exposed-without-auth", "a|b lets *all* in Fix: mend it"]
    assert second[3] == "so"


def test_nothing_to_say() -> None:
    report = Report(files={"a.conf": "redis-conf"})
    assert render("markdown", report) == "### redislint\n\nNo findings; 1 file checked.\n"


def many(count: int, files: int = 20) -> Report:
    sources = [Source(f"{number:04}.conf", "port 1\n", "redis-conf") for number in range(files)]
    findings = [
        samples.finding(
            Span(sources[number % files], 5, 6),
            severity=Severity.ERROR if number == count - 1 else Severity.WARNING,
            message=f"number {number} " + "ü🎉|" * 20,
        )
        for number in range(count)
    ]
    return Report(findings=tuple(findings), files={one.path: "redis-conf" for one in sources})


@pytest.mark.parametrize(("summary", "limit"), [(False, 65_536), (True, 1 << 20)])
def test_limits(summary: bool, limit: int) -> None:
    report = many(6000, 1500)
    text = render("markdown", report, summary=summary)
    assert limit * 0.85 < len(text.encode()) <= limit
    shown = len(rows(text))
    assert text.endswith(f"\n{6000 - shown:,} findings left out, the least severe: there is no room for more here.\n")
    assert text.startswith("### redislint\n\nFound 1 error and 5,999 warnings in 1,500 files; 1,500 files checked.\n")
    # The worst is there, wherever it stands.
    assert "number 5999 " in text


def test_errors_have_room_before_findings() -> None:
    errors = tuple(f"{number}.conf: permission denied, " + "x" * 500 for number in range(1000))
    text = render("markdown", many(1000)._replace(errors=errors))
    assert len(text.encode()) <= 65_536
    shown = text.count(".conf: permission denied")
    assert 50 < shown < 1000
    assert f"\n- and {1000 - shown} more errors\n" in text
    assert len(rows(text)) > 20


def test_few_findings_are_not_folded_away(report: Report) -> None:
    assert "<details open>" in render("markdown", report)
    assert "<details><summary>" in render("markdown", many(11))


def test_the_summary_of_a_job(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has more room, which the file's name tells."""
    monkeypatch.setattr(markdown, "COMMENT", 1200)
    project.write("redis.conf", BAD + "appendfsync no\n" * 30)
    place = project.folder / "summary"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(place))
    project.run("-o", "markdown:summary", "-o", "markdown:comment.md", "--quiet")
    comment = Path("comment.md").read_text(encoding="utf-8")
    assert "left out" in comment
    assert len(rows(comment)) < 20 < len(rows(place.read_text(encoding="utf-8")))


@example(message="`", path="`</code>", error="`a")
@example(message="<b>&amp; $x$ ![a](b) `a|b` |", path="<b>", error="#1 @me")
@given(message=st.text(min_size=1), path=st.text(min_size=1), error=st.text(min_size=1))
def test_any_text_survives(message: str, path: str, error: str) -> None:
    """What stands between two backquotes is code: they are not seen."""
    source = Source(path, message, "redis-conf")
    finding = samples.finding(Span(source, 0, len(message)), message=message, advice="")
    text = render("markdown", Report(findings=(finding,)))
    ((_, _, _, cell),) = rows(text)
    wanted = " ".join(visible(message).split())
    assert cell.replace("`", "").replace(" ", "") == wanted.replace("`", "").replace(" ", "")
    assert text.count("</details>") == 1
