"""JSON, version 1 of the schema: docs/json.md says what it means, schema/report.schema.json is its JSON Schema."""

from __future__ import annotations

import json

from redislint import __version__
from redislint.finding import Finding, Severity
from redislint.report import Look
from redislint.report.words import clean
from redislint.source import Span
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report

SCHEMA: Final = 1


def render(report: Report, look: Look) -> str:
    """The whole report; in ASCII, so that no encoding can spoil it."""
    document = {
        "schema": SCHEMA,
        "version": __version__,
        "findings": [_finding(finding) for finding in report.findings],
        "files": {clean(path): kind for path, kind in report.files.items()},
        "errors": [clean(error) for error in report.errors],
        "summary": {str(one): report.count(one) for one in Severity} | {"suppressed": report.suppressed},
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": str(finding.severity),
        "confidence": finding.confidence,
        "message": clean(finding.message),
        **_place(finding.span),
        "related": [_place(one.span) | {"message": clean(one.message)} for one in finding.related],
        "fix": _fix(finding),
        "tags": list(finding.tags),
        "checklist": list(finding.checklist),
        "fingerprint": finding.fingerprint,
        "refused": finding.refused,
    }


def _place(span: Span) -> dict[str, Any]:
    (line, column), (end_line, end_column) = span.position, span.end_position
    return {
        "path": clean(span.source.path),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _fix(finding: Finding) -> dict[str, Any] | None:
    fix = finding.fix
    if fix is None:
        return None
    edits = [_place(edit.span) | {"text": clean(edit.text)} for edit in fix.edits]
    return {"title": clean(fix.title), "safe": fix.safe, "edits": edits}
