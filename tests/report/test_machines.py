"""The formats that programs read: concise, github and json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from redislint import __version__
from redislint.finding import Edit, Fix, Severity
from redislint.pipeline import Report
from redislint.report import FORMATS, render
from redislint.source import Source, Span
from tests.report import samples

ROOT = Path(__file__).parents[2]


@pytest.fixture
def validator() -> Draft202012Validator:
    schema = json.loads((ROOT / "schema/report.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture
def broken(tmp_path: Path) -> Report:
    return samples.hostile(tmp_path)


def test_concise(report: Report) -> None:
    lines = render("concise", report).split("\n")
    assert lines[0] == (
        "chart/values.yaml:3:15: error RL205 password-in-values: the password stands in the values file"
    )
    assert len(lines) == len(report.findings) + 1


def test_concise_is_one_line_a_finding() -> None:
    source = Source("a\nb.conf", "port 1", "redis-conf")
    report = Report(findings=(samples.finding(Span(source, 0, 4), message="a\nb\x1b"),))
    assert render("concise", report) == "a\\nb.conf:1:1: error RL101 exposed-without-auth: a\\nb\\x1b\n"


def test_github_escapes_and_sorts() -> None:
    source = Source("a,b:c%.conf", "port 1\nbind 1\n", "redis-conf")
    first = samples.finding(Span(source, 0, 4), severity=Severity.INFO, message="one", advice="")
    second = samples.finding(Span(source, 7, 14), message="100 %\r\nof: it, all", advice="mend")
    report = Report(findings=(first, second), errors=("b.conf: gone",))
    url = "https://redislint.readthedocs.io/rules/RL101/"
    one = "file=a%2Cb%3Ac%25.conf,line=2,col=1,endLine=2,endColumn=7"
    other = "file=a%2Cb%3Ac%25.conf,line=1,col=1,endLine=1,endColumn=5"
    assert render("github", report).split("\n") == [
        f"::error {one},title=RL101 exposed-without-auth::100 %25%0D%0Aof: it, all%0Amend%0A{url}",
        f"::notice {other},title=RL101 exposed-without-auth::one%0A{url}",
        "::error title=redislint::b.conf: gone",
        "",
    ]


def test_json_is_as_its_schema_says(report: Report, broken: Report, validator: Draft202012Validator) -> None:
    for one in (report, broken, Report()):
        document = json.loads(render("json", one))
        assert list(validator.iter_errors(document)) == []
    assert list(validator.iter_errors(json.loads(render("json", report)) | {"schema": 2}))


def test_json_by_value() -> None:
    _source, (span,) = samples.marked("a.conf", "# 🎉\nbind «0.0.0.0»\n")
    fix = Fix("bind to loopback", (Edit(span, "::1"),), True)
    report = Report(findings=(samples.finding(span, fix=fix),), files={"a.conf": "redis-conf"}, suppressed=3)
    document = json.loads(render("json", report))
    place = {"path": "a.conf", "line": 2, "column": 6, "end_line": 2, "end_column": 13}
    assert document == {
        "schema": 1,
        "version": __version__,
        "findings": [
            {
                "rule": "RL101",
                "name": "exposed-without-auth",
                "severity": "error",
                "confidence": "high",
                "message": "any client is let in: no password, no ACL user, and not bound to loopback",
                **place,
                "related": [],
                "fix": {"title": "bind to loopback", "safe": True, "edits": [place | {"text": "::1"}]},
                "tags": ["security", "network"],
                "checklist": ["6.1"],
                "fingerprint": "5f0182676c54716fc18e450553b43a17",
                "refused": False,
            }
        ],
        "files": {"a.conf": "redis-conf"},
        "errors": [],
        "summary": {"error": 1, "warning": 0, "info": 0, "suppressed": 3},
    }


def test_the_documentation_shows_a_valid_report(validator: Draft202012Validator) -> None:
    text = (ROOT / "docs/json.md").read_text(encoding="utf-8")
    document = json.loads(text.split("```json\n", 1)[1].split("```", 1)[0])
    assert list(validator.iter_errors(document)) == []
    for key in (*document, *document["findings"][0]):
        assert f"`{key}`" in text


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_no_character_breaks_nothing(name: str, broken: Report) -> None:
    text = render(name, broken)
    assert text.encode("utf-8")
    assert not set(text) & set(samples.BROKEN)
    if name in ("json", "sarif"):
        assert text.isascii()
        assert not set(json.dumps(json.loads(text), ensure_ascii=False)) & set(samples.BROKEN)
