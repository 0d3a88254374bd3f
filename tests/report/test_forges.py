"""The formats that code hosts read: gitlab and rdjson."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from redislint.finding import Edit, Fix, Severity
from redislint.options import Options
from redislint.pipeline import Report, lint_sources
from redislint.report import render
from redislint.report.words import clean
from redislint.source import Source, Span
from tests.pages import Files
from tests.report import samples

TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
LINE: dict[str, Any] = {"type": "integer", "minimum": 1}


def form(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """The JSON Schema of an object with these fields and no others."""
    properties = required | optional
    return {"type": "object", "required": [*required], "properties": properties, "additionalProperties": False}


# What GitLab reads, as its documentation says (docs.gitlab.com, "Code Quality", 2026-11).
GITLAB = {
    "type": "array",
    "items": form(
        {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": form({"path": TEXT, "lines": form({"begin": LINE}, end=LINE)}),
        },
        type={"const": "issue"},
    ),
}
# The messages of reviewdog's proto/rdf/reviewdog.proto (2026-11), as JSON.
RANGE = form({"start": form({"line": LINE}, column=LINE)}, end=form({"line": LINE}, column=LINE))
DIAGNOSTIC = form(
    {"message": TEXT, "location": form({"path": {"type": "string"}}, range=RANGE)},
    severity={"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
    code=form({"value": TEXT}, url=TEXT),
    suggestions={"type": "array", "items": form({"range": RANGE, "text": {"type": "string"}})},
)
RDJSON = form({"diagnostics": {"type": "array", "items": DIAGNOSTIC}}, source=form({"name": TEXT}, url=TEXT))


@pytest.mark.parametrize(("name", "schema"), [("gitlab", GITLAB), ("rdjson", RDJSON)])
def test_form(name: str, schema: dict[str, Any], report: Report, tmp_path: Any) -> None:
    for one in (report, samples.hostile(tmp_path), Report()):
        text = render(name, one)
        assert text.isascii()
        assert list(Draft202012Validator(schema).iter_errors(json.loads(text))) == []


def test_gitlab_by_value() -> None:
    _source, (span,) = samples.marked("a/b.conf", "# 🎉\nbind «0.0.0.0»\n")
    finding = samples.finding(span)
    report = Report(findings=(finding, finding._replace(refused=True, severity=Severity.INFO, advice="")))
    first, second = json.loads(render("gitlab", report))
    said = "RL101: any client is let in: no password, no ACL user, and not bound to loopback"
    assert first == {
        "type": "issue",
        "check_name": "RL101 exposed-without-auth",
        "description": f"{said} (fix: set `requirepass`, or bind to loopback)",
        "fingerprint": "5f0182676c54716fc18e450553b43a17",
        "severity": "critical",
        "location": {"path": "a/b.conf", "lines": {"begin": 2, "end": 2}},
    }
    assert (second["severity"], second["description"]) == ("blocker", said)


def test_gitlab_keeps_every_issue() -> None:
    """It keeps one a fingerprint: no two findings of a run may share one."""
    text = "save 1 1\nsave 1 1\nappendfsync no\nappendfsync no\nnonsense 1\nnonsense 1\n"
    sources = [Source(path, text, "redis-conf") for path in ("a.conf", "b/a.conf")]
    report = lint_sources(sources, Files({}), Options())
    issues = json.loads(render("gitlab", report._replace(errors=("one", "two"))))
    assert len(issues) == len(report.findings) + 2 > 6
    assert len({one["fingerprint"] for one in issues}) == len(issues)


def test_rdjson_counts_bytes() -> None:
    _source, (span,) = samples.marked("a.conf", "\ufeffx\n# ü🎉\udcff «0.0.0.0»\n")
    (one,) = json.loads(render("rdjson", Report(findings=(samples.finding(span),))))["diagnostics"]
    # `# ü🎉` and the byte that is no UTF-8 take 2 + 2 + 4 + 1 bytes, a blank follows.
    assert one["location"] == {
        "path": "a.conf",
        "range": {"start": {"line": 2, "column": 11}, "end": {"line": 2, "column": 18}},
    }


def suggestions(span: Span, fix: Fix, secrets: tuple[Span, ...] = ()) -> Any:
    report = Report(findings=(samples.finding(span, fix=fix),), secrets={"a.conf": secrets})
    (one,) = json.loads(render("rdjson", report))["diagnostics"]
    return one.get("suggestions")


def test_rdjson_suggests_what_is_safe_to_take() -> None:
    _source, (span, secret) = samples.marked("a.conf", "port «1» # «K4nary9x»\nbind ::\n")
    elsewhere = Source("b.conf", "port 1\n", "redis-conf").anchor
    there = {"start": {"line": 1, "column": 6}, "end": {"line": 1, "column": 7}}
    assert suggestions(span, Fix("t", (Edit(span, "2"),), True)) == [{"range": there, "text": "2"}]
    for fix in (
        Fix("unsafe", (Edit(span, "2"),), False),
        Fix("two edits, each of which may be taken alone", (Edit(span, "2"), Edit(secret, "")), True),
        Fix("another file", (Edit(elsewhere, "2"),), True),
    ):
        assert suggestions(span, fix) is None
    assert suggestions(span, Fix("a line with a secret", (Edit(span, "2"),), True), (secret,)) is None


def test_what_could_not_be_done_comes_first() -> None:
    report = Report(findings=(samples.finding(Source("a", "x", "").anchor),), errors=("b.conf: gone",))
    error, finding = json.loads(render("rdjson", report))["diagnostics"]
    # reviewdog reads the location of every diagnostic without looking whether it has one.
    assert error == {"message": "b.conf: gone", "severity": "ERROR", "location": {"path": ""}}
    assert finding["location"]["path"] == "a"
    issue, _ = json.loads(render("gitlab", report))
    assert issue["description"] == "redislint: b.conf: gone"
    assert issue["location"] == {"path": ".", "lines": {"begin": 1, "end": 1}}


@given(message=st.text(min_size=1), path=st.text(min_size=1), error=st.text())
def test_any_text_survives(message: str, path: str, error: str) -> None:
    source = Source(path, message, "redis-conf")
    finding = samples.finding(Span(source, 0, len(message)), message=message, advice="")
    report = Report(findings=(finding,), errors=(error,))
    other, issue = json.loads(render("gitlab", report))
    assert issue["description"] == f"RL101: {clean(message)}"
    assert issue["location"]["path"] == clean(path)
    assert other["description"] == f"redislint: {clean(error)}"
    other, diagnostic = json.loads(render("rdjson", report))["diagnostics"]
    assert (diagnostic["message"], diagnostic["location"]["path"]) == (clean(message), clean(path))
    assert other["message"] == clean(error)
