"""The XML formats: checkstyle and junit."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.finding import Severity
from redislint.pipeline import Report
from redislint.report import render
from redislint.report.words import clean
from redislint.source import Source, Span
from tests.report import samples

# What may be in an element: attributes that it needs, others that it may have, and elements in their order.
Form = dict[str, tuple[set[str], set[str], tuple[str, ...]]]
# checkstyle's config/checkstyle-report-1.0.0.xsd (2026-11); `name` and `line` are needed by who reads it.
CHECKSTYLE: Form = {
    "checkstyle": ({"version"}, set(), ("file",)),
    "file": ({"name"}, set(), ("error",)),
    "error": ({"line", "severity", "message", "source"}, {"column"}, ()),
}
# Jenkins' xunit-plugin, types/model/xsd/junit-10.xsd (2026-11).
JUNIT: Form = {
    "testsuites": (set(), {"name", "tests", "failures", "errors"}, ("testsuite",)),
    "testsuite": ({"name", "tests", "failures", "errors"}, {"file"}, ("testcase",)),
    "testcase": ({"name"}, {"classname"}, ("error", "failure", "system-out")),
    "failure": (set(), {"message", "type"}, ()),
    "error": (set(), {"message", "type"}, ()),
    "system-out": (set(), set(), ()),
}


def faults(root: Element, form: Form) -> list[str]:
    """Where an element, or one below it, is not as its form says."""
    found = []
    for element in root.iter():
        needed, more, inner = form[element.tag]
        names = set(element.keys())
        if not needed <= names <= needed | more:
            found.append(f"{element.tag}: {sorted(names)}")
        found += [f"{one.tag} in {element.tag}" for one in element if one.tag not in inner]
    return found


@pytest.mark.parametrize(
    ("name", "form", "root"), [("checkstyle", CHECKSTYLE, "checkstyle"), ("junit", JUNIT, "testsuites")]
)
def test_form(name: str, form: Form, root: str, report: Report, tmp_path: Path) -> None:
    for one in (report, samples.hostile(tmp_path), Report()):
        text = render(name, one)
        assert text.isascii()
        parsed = ET.fromstring(text)
        assert parsed.tag == root
        assert faults(parsed, form) == []


def test_checkstyle_by_value() -> None:
    _source, (span, other) = samples.marked('a/<b>&"c.conf', "# 🎉\nbind «0.0.0.0»\nport «1»\n")
    findings = (
        samples.finding(span, message='a "b" <c> & d'),
        samples.finding(other, severity=Severity.INFO, advice=""),
    )
    report = Report(findings=findings, errors=("b.conf: gone",))
    undone, found = ET.fromstring(render("checkstyle", report))
    assert undone.attrib == {"name": "."}
    assert [one.attrib["message"] for one in undone] == ["b.conf: gone"]
    assert found.attrib == {"name": 'a/<b>&"c.conf'}
    assert [one.attrib for one in found] == [
        {
            "line": "2",
            "column": "6",
            "severity": "error",
            "message": 'a "b" <c> & d (fix: set `requirepass`, or bind to loopback)',
            "source": "redislint.RL101.exposed-without-auth",
        },
        {
            "line": "3",
            "column": "6",
            "severity": "info",
            "message": "any client is let in: no password, no ACL user, and not bound to loopback",
            "source": "redislint.RL101.exposed-without-auth",
        },
    ]


def test_junit_counts(report: Report) -> None:
    root = ET.fromstring(render("junit", report))
    suites = {one.get("name", ""): one for one in root}
    assert [*suites] == ["redislint", "chart/values.yaml", "empty.conf", "shop/redis.conf", "shop/sentinel ü.conf"]
    assert root.attrib == {"name": "redislint", "tests": "11", "failures": "7", "errors": "1"}
    for suite in suites.values():
        for count, path in (("tests", "testcase"), ("failures", "testcase/failure"), ("errors", "testcase/error")):
            assert suite.get(count) == str(len(suite.findall(path)))
    (undone,) = suites["redislint"]
    assert [one.attrib for one in undone] == [{"message": "locked.conf: permission denied", "type": "error"}]
    # Informational findings pass, and say what they have to say.
    names = [one.get("name") for one in suites["shop/redis.conf"] if one.find("system-out") is not None]
    assert names == ["RL501 memory-over-limit", "RL402 save-twice", "RL402 save-twice (2)"]


def test_junit_has_the_frame_with_its_secrets_masked(report: Report) -> None:
    root = ET.fromstring(render("junit", report))
    (failure,) = (
        one[0]
        for one in root.iter("testcase")
        if one.get("name") == "RL204 weak-password" and "sentinel" not in one.get("classname", "")
    )
    lines = (failure.text or "").splitlines()
    assert "6 | requirepass *********************" in lines
    assert failure.text is not None
    assert failure.text.endswith("  = see: https://redislint.readthedocs.io/rules/RL204/\n")


def test_a_file_without_findings_is_a_test_that_passed() -> None:
    root = ET.fromstring(render("junit", Report(files={"a.conf": "redis-conf"})))
    ((case,),) = root
    assert case.attrib == {"name": "no findings", "classname": "a.conf"}
    assert root.get("failures") == "0"


@given(message=st.text(min_size=1), path=st.text(min_size=1), error=st.text())
def test_any_text_survives(message: str, path: str, error: str) -> None:
    source = Source(path, message, "redis-conf")
    finding = samples.finding(Span(source, 0, len(message)), message=message, advice="")
    report = Report(findings=(finding,), errors=(error,))
    undone, file = ET.fromstring(render("checkstyle", report))
    assert (file.attrib["name"], file[0].attrib["message"]) == (clean(path), clean(message))
    assert undone[0].attrib["message"] == clean(error)
    undone, suite = ET.fromstring(render("junit", report))
    assert (suite.attrib["name"], suite[0][0].attrib["message"]) == (clean(path), clean(message))
    assert undone[0].attrib["name"] == clean(error)
