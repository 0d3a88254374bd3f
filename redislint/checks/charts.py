"""Helm values as their chart takes them: keys that it does not have, and values that do not go together."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.memory import in_words
from redislint.finding import Hit, Severity
from redislint.model.document import Document
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

# How bad it is that values do not go together: the chart fails, or leaves out what was meant.
_CONFLICTS: Final = {"chart-refuses": Severity.ERROR, "chart-conflict": Severity.WARNING}


def unknown_value(document: Document) -> Iterator[Hit]:
    """A key that the chart does not have; a note where it is only probable which chart this is."""
    for problem in document.problems:
        if problem.kind in ("unknown-value", "unknown-value-likely"):
            severity = Severity.INFO if problem.kind == "unknown-value-likely" else None
            yield Hit(problem.span, key=problem.span.text, severity=severity, what=problem.detail)


def conflicting_values(document: Document) -> Iterator[Hit]:
    """Values that the chart refuses together, or that undo each other."""
    for problem in document.problems:
        if problem.kind in _CONFLICTS:
            yield Hit(problem.span, key=problem.detail, severity=_CONFLICTS[problem.kind], what=problem.detail)


def default_resources(instance: Instance) -> Iterator[Hit]:
    """A chart's own memory limit, made for trying it out."""
    limit = instance.memory_limit
    if instance.kind != "helm-values" or instance.role != SERVER or limit is None or limit.written:
        return
    if limit.value is not UNKNOWN:
        yield Hit(limit.span, key="resources", limit=in_words(limit.value))
