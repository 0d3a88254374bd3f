"""GitLab's code quality report: findings in the merge request and, in its changes, beside the lines.

It is a list of issues of Code Climate's form, of which GitLab reads these fields (docs.gitlab.com, "Code Quality",
2026-11).  GitLab stops at the first issue that lacks one of them, and keeps one issue a fingerprint.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from redislint.finding import Finding, Severity
from redislint.report import Look
from redislint.report.words import clean
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report

# With a finding of this severity no server starts.
_REFUSED: Final = "blocker"
_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}
# An issue needs a path: of what could not be done as a whole it is the repository's.
_ROOT: Final = "."


def render(report: Report, look: Look) -> str:
    """An issue for each thing that could not be done, then for each finding; in ASCII: no encoding can spoil it."""
    issues = [*_errors(report), *(_issue(finding) for finding in report.findings)]
    return json.dumps(issues, indent=2) + "\n"


def _errors(report: Report) -> Iterator[dict[str, Any]]:
    from hashlib import sha256

    for error in report.errors:
        digest = sha256(error.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        yield _fields("redislint", f"redislint: {error}", digest, _REFUSED, _ROOT, 1, 1)


def _issue(finding: Finding) -> dict[str, Any]:
    text = f"{finding.rule}: {finding.message}"
    if finding.advice:
        text = f"{text} (fix: {finding.advice})"
    severity = _REFUSED if finding.refused else _SEVERITIES[finding.severity]
    span = finding.span.first_line
    lines = (span.position[0], span.end_position[0])
    return _fields(f"{finding.rule} {finding.name}", text, finding.fingerprint, severity, finding.path, *lines)


def _fields(
    check: str, description: str, fingerprint: str, severity: str, path: str, begin: int, end: int
) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": check,
        "description": clean(description),
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": clean(path), "lines": {"begin": begin, "end": end}},
    }
