"""JUnit's XML, for whatever shows test results: a suite for each file, in which every finding is a test that failed.

The form is the one that Jenkins checks against (xunit-plugin's junit-10.xsd).  Findings of severity info pass: by
default the run passes with them too.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from redislint.finding import Finding, Severity
from redislint.report import Look
from redislint.report.mask import Masks
from redislint.report.nodes import document, node
from redislint.report.text import plain, shown
from redislint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from redislint.pipeline import Report


def render(report: Report, look: Look) -> str:
    """What could not be done first, then every file that was read, and those that could not be."""
    files: dict[str, list[Finding]] = {path: [] for path in sorted(report.files)}
    for finding in report.findings:
        files.setdefault(finding.path, []).append(finding)
    masks = Masks(report)
    suites = [_errors(report.errors)] if report.errors else []
    suites += [_suite(path, findings, masks) for path, findings in files.items()]
    counts = {name: str(sum(int(one.get(name, "0")) for one in suites)) for name in ("tests", "failures", "errors")}
    return document(node("testsuites", {"name": "redislint"} | counts, *suites))


def _errors(errors: Sequence[str]) -> Element:
    cases = [
        node("testcase", {"name": error, "classname": "redislint"}, node("error", {"message": error, "type": "error"}))
        for error in errors
    ]
    count = str(len(errors))
    return node("testsuite", {"name": "redislint", "tests": count, "failures": "0", "errors": count}, *cases)


def _suite(path: str, findings: Sequence[Finding], masks: Masks) -> Element:
    """The tests of a file; one that nothing is said of passed one test."""
    failed = sum(finding.severity is not Severity.INFO for finding in findings)
    counts = {"tests": str(len(findings) or 1), "failures": str(failed), "errors": "0"}
    cases = [node("testcase", {"name": "no findings", "classname": path})] if not findings else []
    seen: dict[str, int] = {}
    for finding in findings:
        count = seen[finding.rule] = seen.get(finding.rule, 0) + 1
        cases.append(_case(finding, count, masks))
    return node("testsuite", {"name": path, "file": path} | counts, *cases)


def _case(finding: Finding, number: int, masks: Masks) -> Element:
    """The test of a finding, the `number`-th of its rule in the file: its name stays the same when lines move."""
    name = f"{finding.rule} {finding.name}" + (f" ({number})" if number > 1 else "")
    body = plain(shown(finding, masks, Look())).rstrip() + "\n"
    if finding.severity is Severity.INFO:
        result = node("system-out", {}, body)
    else:
        result = node("failure", {"message": finding.message, "type": str(finding.severity)}, body)
    return node("testcase", {"name": name, "classname": finding.path}, result)
