"""Workflow commands: annotations in a pull request, without code scanning.

GitHub shows at most ten of each severity in a step, so the worst come first.
"""

from __future__ import annotations

from redislint.finding import Finding, Severity
from redislint.report import Look, rule_url
from redislint.report.words import clean
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
# The escapes of actions/toolkit (packages/core/src/command.ts): `%` first.
_DATA: Final = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY: Final = (*_DATA, (":", "%3A"), (",", "%2C"))


def render(report: Report, look: Look) -> str:
    """A command a finding, the worst first, then one for each thing that could not be done."""
    ordered = sorted(report.findings, key=lambda one: (one.severity.rank, one.path, one.line, one.column))
    lines = [_command(finding) for finding in ordered]
    lines += [f"::error title=redislint::{_escaped(error, _DATA)}" for error in report.errors]
    return "".join(f"{line}\n" for line in lines)


def _command(finding: Finding) -> str:
    span = finding.span.first_line
    (line, column), (end_line, end_column) = span.position, span.end_position
    properties = {
        "file": finding.path,
        "line": str(line),
        "col": str(column),
        "endLine": str(end_line),
        "endColumn": str(end_column),
        "title": f"{finding.rule} {finding.name}",
    }
    written = ",".join(f"{key}={_escaped(value, _PROPERTY)}" for key, value in properties.items())
    paragraphs = [finding.message, finding.advice, rule_url(finding.rule)]
    text = _escaped("\n".join(filter(None, paragraphs)), _DATA)
    return f"::{_COMMANDS[finding.severity]} {written}::{text}"


def _escaped(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    text = clean(text)
    for char, escape in escapes:
        text = text.replace(char, escape)
    return text
