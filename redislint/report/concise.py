"""One line a finding: `path:line:column: severity RULE name: message`."""

from __future__ import annotations

from redislint.report import Look
from redislint.report.words import visible
from redislint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from redislint.pipeline import Report


def render(report: Report, look: Look) -> str:
    """The findings in the report's order, for grep and for editors."""
    return "".join(
        f"{visible(one.path)}:{one.line}:{one.column}: {one.severity} {one.rule} {one.name}: {visible(one.message)}\n"
        for one in report.findings
    )
