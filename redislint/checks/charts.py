"""Helm values as their chart takes them: keys that it does not have, and values that do not go together."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.finding import Hit, Severity
from redislint.model.document import Document


def unknown_value(document: Document) -> Iterator[Hit]:
    """A key that the chart does not have; a note where it is only probable which chart this is."""
    for problem in document.problems:
        if problem.kind in ("unknown-value", "unknown-value-likely"):
            severity = Severity.INFO if problem.kind == "unknown-value-likely" else None
            yield Hit(problem.span, key=problem.span.text, severity=severity, what=problem.detail)
