"""reviewdog's rdjson: findings as comments on the lines that a pull request changes, whichever host it is on.

The form is that of reviewdog's proto/rdf/reviewdog.proto (2026-11): columns are bytes of UTF-8, from 1, and an end is
exclusive.  A suggestion is one edit in the finding's own file, which a reader may take by a click: only safe fixes are.
"""

from __future__ import annotations

import json

from redislint import __version__
from redislint.finding import Finding, Severity
from redislint.report import HOME, Look, rule_url
from redislint.report.mask import Masks
from redislint.report.places import Places, utf8_tails
from redislint.report.words import clean
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report
    from redislint.source import Span

_SEVERITIES: Final = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(report: Report, look: Look) -> str:
    """A `DiagnosticResult`; in ASCII, so that no encoding can spoil it."""
    places = Places(Masks(report), utf8_tails)
    diagnostics = [_error(error) for error in report.errors]
    diagnostics += [_diagnostic(finding, places) for finding in report.findings]
    source = {"name": f"redislint {__version__}", "url": HOME}
    return json.dumps({"source": source, "diagnostics": diagnostics}, indent=2) + "\n"


def _error(error: str) -> dict[str, Any]:
    """What could not be done.  reviewdog fails on a diagnostic without a location."""
    return {"message": clean(error), "severity": "ERROR", "location": {"path": ""}}


def _diagnostic(finding: Finding, places: Places) -> dict[str, Any]:
    text = finding.message if not finding.advice else f"{finding.message}\nFix: {finding.advice}"
    diagnostic: dict[str, Any] = {
        "message": clean(text),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": clean(finding.path), "range": _range(finding.span.first_line, places)},
        "code": {"value": f"{finding.rule} {finding.name}", "url": rule_url(finding.rule)},
    }
    fix = finding.fix
    if fix is not None and fix.safe and len(fix.edits) == 1 and not places.is_secret(fix.edits[0].span):
        (edit,) = fix.edits
        if edit.span.source.path == finding.path:
            diagnostic["suggestions"] = [{"range": _range(edit.span, places), "text": clean(edit.text)}]
    return diagnostic


def _range(span: Span, places: Places) -> dict[str, Any]:
    ends = (places.position(span.source, offset) for offset in (span.start, span.end))
    return dict(zip(("start", "end"), ({"line": line, "column": column} for line, column in ends), strict=True))
