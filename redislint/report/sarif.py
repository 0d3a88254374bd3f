"""SARIF 2.1.0 for GitHub code scanning.

GitHub reads a subset and adds limits of its own (docs.github.com, "SARIF support for code scanning"): one place a
result, on one line so that it can annotate a pull request; every rule listed; suppressed results left out, because
it would open alerts for them; alerts told apart by rule, file and `primaryLocationLineHash`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from redislint import __version__
from redislint.finding import Finding, Fix
from redislint.report import HOME, Look
from redislint.report.linehash import line_hashes
from redislint.report.mask import Masks
from redislint.report.places import Places
from redislint.report.sarif_rules import LEVELS, descriptor
from redislint.report.words import clean, counted
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report
    from redislint.source import Source, Span

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
LIMIT: Final = 25_000  # results in a run, more are refused

Json = dict[str, Any]


def render(report: Report, look: Look) -> str:
    """The report as a SARIF log of one run; in ASCII, so that no encoding can spoil it."""
    category = f"redislint/{look.category}/" if look.category else "redislint/"
    results = Results(report).all()
    run: Json = {
        "tool": {"driver": _driver(report)},
        "automationDetails": {"id": category},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(report, len(results) - LIMIT)],
        "results": results[:LIMIT],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(report: Report) -> Json:
    return {
        "name": "redislint",
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": [descriptor(rule) for rule in report.rules],
    }


def _invocation(report: Report, excess: int) -> Json:
    """What could not be done, and what there was no room for."""
    notes = [{"level": "error", "message": {"text": clean(error)}} for error in report.errors]
    if excess > 0:
        text = f"{counted(excess, 'result')} left out, the least severe: a run may hold {LIMIT:,}."
        notes.append({"level": "warning", "message": {"text": text}})
    return {"executionSuccessful": not report.errors, "toolExecutionNotifications": notes}


class Results:
    """The findings of a report as results, the worst first.

    Findings of one rule on one line are one result: GitHub would keep only one alert of them, so the others become
    places that its message links to.
    """

    def __init__(self, report: Report) -> None:
        self.places = Places(Masks(report))
        self.indexes = {rule.id: index for index, rule in enumerate(report.rules)}
        self.groups: dict[tuple[str, str, int], list[tuple[Finding, Span]]] = {}
        for finding in sorted(report.findings, key=lambda one: (one.severity.rank, one.path, one.span.start, one.rule)):
            span = self.places.shown(finding.span)
            key = (finding.rule, finding.path, span.position[0])
            self.groups.setdefault(key, []).append((finding, span))
        self.hashes = self._hashes()

    def all(self) -> list[Json]:
        """Every result."""
        return [self._result(group) for group in self.groups.values()]

    def _hashes(self) -> dict[tuple[str, int], str]:
        """The hash of each line that has a result, by path and line.

        There is none for a line that holds a secret, and none in a file that could not be read (it has no kind).
        """
        wanted: dict[str, tuple[Source, set[int]]] = {}
        for group in self.groups.values():
            span = group[0][1]
            if span.source.kind and not self.places.is_secret(span):
                wanted.setdefault(span.source.path, (span.source, set()))[1].add(span.position[0])
        return {
            (path, line): value
            for path, (source, lines) in wanted.items()
            for line, value in line_hashes(source.text, lines).items()
        }

    def _result(self, group: list[tuple[Finding, Span]]) -> Json:
        finding, span = group[0]
        related = self._related(group)
        text = clean(finding.message)
        if related:
            text = f"{text}{'' if text.endswith('.') else '.'} {_links(related)}"
        result: Json = {
            "ruleId": finding.rule,
            "level": LEVELS[finding.severity],
            "message": {"text": text},
            "locations": [{"physicalLocation": self.places.location(span)}],
        }
        if finding.rule in self.indexes:
            result["ruleIndex"] = self.indexes[finding.rule]
        line_hash = self.hashes.get((finding.path, span.position[0]))
        if line_hash:
            result["partialFingerprints"] = {"primaryLocationLineHash": line_hash}
        if related:
            result["relatedLocations"] = related
        fixes = [self._fix(one.fix) for one, _ in group if one.fix is not None]
        if fixes:
            result["fixes"] = fixes
        return result

    def _related(self, group: list[tuple[Finding, Span]]) -> list[Json]:
        """Places that the message links to: those that explain it, then the rule's other findings on the line."""
        first, others = group[0][0], group[1:]
        places = [(self.places.shown(one.span), one.message) for one in first.related]
        places += [(span, finding.message) for finding, span in others]
        return [
            {"id": number, "physicalLocation": self.places.location(span), "message": {"text": clean(text)}}
            for number, (span, text) in enumerate(places, 1)
        ]

    def _fix(self, fix: Fix) -> Json:
        """A fix, its edits grouped by file."""
        changes: dict[str, Json] = {}
        for edit in fix.edits:
            artifact = self.places.artifact(edit.span.source.path)
            change = changes.setdefault(edit.span.source.path, {"artifactLocation": artifact, "replacements": []})
            replacement = {
                "deletedRegion": self.places.region(edit.span),
                "insertedContent": {"text": clean(edit.text)},
            }
            change["replacements"].append(replacement)
        title = fix.title if fix.safe else f"{fix.title} (may change behavior)"
        return {"description": {"text": clean(title)}, "artifactChanges": list(changes.values())}


def _links(related: Iterable[Json]) -> str:
    """A sentence that links to each related place."""
    links = (f"[{_bracketless(one['message']['text'])}]({one['id']})" for one in related)
    return f"See: {', '.join(links)}."


def _bracketless(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").removesuffix(".")
