"""The findings, file by file, and what filters them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from redislint.finding import Finding, Severity
from redislint.report.html.frames import frame
from redislint.report.html.pieces import prose
from redislint.report.mask import Masks
from redislint.report.nodes import node
from redislint.report.words import counted, visible
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report

# More than these no browser shows with ease, and nobody reads.
LIMIT: Final = 5_000
_ALL: Final = {"severity": "all", "family": "all", "instance": "all", "file": "all"}


def content(report: Report) -> list[Element]:
    """The filter, and a section for each file."""
    if not report.findings:
        return []
    worst = sorted(enumerate(report.findings), key=lambda item: item[1].severity.rank)[:LIMIT]
    shown = [finding for _, finding in sorted(worst, key=lambda item: item[0])]
    families = {rule.id: rule.family for rule in report.rules}
    labels = [_labels(finding, families.get(finding.rule, "")) for finding in shown]
    masks = Masks(report)
    files: dict[str, list[Element]] = {}
    for finding, own in zip(shown, labels, strict=True):
        files.setdefault(finding.path, []).append(_finding(finding, own, masks))
    left = len(report.findings) - len(shown)
    note = f"{counted(left, 'finding')} left out, the least severe: the JSON report has all."
    return [
        *([node("p", {"class": "note"}, note)] if left else []),
        _filter(labels),
        *(_file(path, articles) for path, articles in files.items()),
    ]


def _labels(finding: Finding, family: str) -> dict[str, str]:
    """What a finding is filtered by."""
    instance = visible(finding.owner).replace("#", ", ", 1)
    return {
        "severity": str(finding.severity),
        "family": family,
        "instance": instance,
        "file": visible(finding.path),
    }


def _filter(labels: Sequence[dict[str, str]]) -> Element:
    """Choices by label; hidden, until the script that makes them work shows it."""
    choices = []
    for name in _ALL:
        counts = Counter(own[name] for own in labels if own[name])
        known = [str(one) for one in Severity if str(one) in counts] if name == "severity" else sorted(counts)
        options = [node("option", {"value": one}, f"{one} ({counts[one]:,})") for one in known]
        select = node("select", {"name": name}, node("option", {"value": ""}, "all"), *options)
        choices.append(node("label", {}, node("span", {}, name.capitalize()), select))
    attributes = {"id": "filter", "hidden": "", "aria-label": "Filter the findings"}
    ending = (node("button", {"type": "reset"}, "Show all"), node("output", {"aria-live": "polite"}))
    return node("form", attributes, *choices, *ending)


def _file(path: str, articles: Iterable[Element]) -> Element:
    return node("section", {"class": "file"}, node("h3", {}, node("code", {}, visible(path))), *articles)


def _finding(finding: Finding, labels: dict[str, str], masks: Masks) -> Element:
    severity = node("span", {"class": f"severity {finding.severity}"}, str(finding.severity))
    rule = node("a", {"href": f"#{finding.rule}"}, f"{finding.rule} {finding.name}")
    advice = node("p", {"class": "fix"}, node("strong", {}, "Fix: "), *prose(finding.advice))
    return node(
        "article",
        {"class": f"finding {finding.severity}"} | {f"data-{name}": value for name, value in labels.items()},
        node("h4", {}, severity, " ", rule),
        node("p", {"class": "message"}, *prose(finding.message)),
        *frame(finding, masks),
        *([advice] if finding.advice else []),
    )
