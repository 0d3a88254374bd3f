"""Markdown for a comment on a pull request, or for the summary of a job: counts, then a table a file, folded away.

GitHub takes 65,536 characters in a comment, and 1 MiB for what one step adds to a summary (docs.github.com, 2026-11).
Bytes are counted, of which a text never has fewer, and some room is left for a line of the user's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from redislint.finding import Finding, Severity
from redislint.redact import shortened
from redislint.report import Look, rule_url
from redislint.report.markup import cells, plain
from redislint.report.text import plain as unstyled
from redislint.report.text import summary
from redislint.report.words import counted, visible
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report

COMMENT: Final = 65_000
SUMMARY: Final = 1_000_000
# What the note about what is left out takes at most.
_NOTE: Final = 300
# What the counts behind a path take at most.
_COUNTS: Final = 60
# With so few findings nothing is folded away.
_FEW: Final = 10
_LONGEST: Final = 300
_HEADS: Final = "\n".join((cells(("Line", "Severity", "Rule", "What is wrong")), cells(("---:", "---", "---", "---"))))
_CLOSING: Final = "\n</details>\n\n"


def render(report: Report, look: Look) -> str:
    """The worst findings that there is room for, by file and line, and a note of how many are left out."""
    room = (SUMMARY if look.summary else COMMENT) - _NOTE
    head = f"### redislint\n\n{plain(unstyled(summary(report, look)).strip())}\n\n{_undone(report.errors, room // 2)}"
    findings = _fitting(report.findings, room - _size(head))
    opened = " open" if len(report.findings) <= _FEW else ""
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        files.setdefault(finding.path, []).append(finding)
    tables = "".join(
        _opening(path, found, opened) + "".join(map(_row, found)) + _CLOSING for path, found in files.items()
    )
    left = len(report.findings) - len(findings)
    note = f"{counted(left, 'finding')} left out, the least severe: there is no room for more here.\n" if left else ""
    return f"{head}{tables}{note}".rstrip() + "\n"


def _undone(errors: Sequence[str], room: int) -> str:
    """What could not be done, as far as there is room."""
    lines: list[str] = []
    for error in errors:
        line = f"- {plain(visible(shortened(error, _LONGEST)))}\n"
        room -= _size(line)
        if room < 0:
            break
        lines.append(line)
    if len(lines) < len(errors):
        lines.append(f"- and {counted(len(errors) - len(lines), 'more error')}\n")
    return f"**Could not be done:**\n\n{''.join(lines)}\n" if lines else ""


def _fitting(findings: Iterable[Finding], room: int) -> list[Finding]:
    """The worst findings that there is room for, in the order of the report."""
    numbered = list(enumerate(findings))
    chosen: dict[int, Finding] = {}
    seen: set[str] = set()
    for index, finding in sorted(numbered, key=lambda item: item[1].severity.rank):
        size = _size(_row(finding))
        if finding.path not in seen:
            size += _size(_opening(finding.path, (), "")) + _COUNTS + len(_CLOSING)
            seen.add(finding.path)
        room -= size
        if room < 0:
            break
        chosen[index] = finding
    return [chosen[index] for index in sorted(chosen)]


def _opening(path: str, findings: Sequence[Finding], opened: str) -> str:
    counts = [(one, sum(finding.severity is one for finding in findings)) for one in Severity]
    said = ", ".join(counted(count, str(one), "info" if one is Severity.INFO else "") for one, count in counts if count)
    name = escape(visible(path), quote=False)
    return f"<details{opened}><summary><code>{name}</code>: {said}</summary>\n\n{_HEADS}\n"


def _row(finding: Finding) -> str:
    rule = f"[{finding.rule}]({rule_url(finding.rule)}) {finding.name}"
    text = plain(visible(finding.message))
    if finding.advice:
        text += f"<br>*Fix:* {plain(visible(finding.advice))}"
    severity = f"**{finding.severity}**" if finding.severity is Severity.ERROR else str(finding.severity)
    return cells((str(finding.line), severity, rule, text)) + "\n"


def _size(text: str) -> int:
    return len(text.encode("utf-8"))
