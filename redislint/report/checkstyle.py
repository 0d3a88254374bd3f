"""Checkstyle's XML, which Jenkins, reviewdog and many other tools read; the form is its checkstyle-report-1.0.0.xsd."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from redislint.finding import Finding
from redislint.report import Look
from redislint.report.nodes import document, node
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report

# The form's version, not ours: readers tell what to expect by it.
_VERSION: Final = "4.3"
# Readers look for errors in files only: what could not be done as a whole is the folder's.
_ROOT: Final = "."


def render(report: Report, look: Look) -> str:
    """What could not be done, then the findings, file by file."""
    files: dict[str, list[Finding]] = {}
    for finding in report.findings:
        files.setdefault(finding.path, []).append(finding)
    found = [node("file", {"name": path}, *map(_error, findings)) for path, findings in files.items()]
    if report.errors:
        undone = ({"line": "1", "severity": "error", "message": one, "source": "redislint"} for one in report.errors)
        found.insert(0, node("file", {"name": _ROOT}, *(node("error", attributes) for attributes in undone)))
    return document(node("checkstyle", {"version": _VERSION}, *found))


def _error(finding: Finding) -> Element:
    text = f"{finding.message} (fix: {finding.advice})" if finding.advice else finding.message
    attributes = {
        "line": str(finding.line),
        "column": str(finding.column),
        "severity": str(finding.severity),
        "message": text,
        "source": f"redislint.{finding.rule}.{finding.name}",
    }
    return node("error", attributes)
