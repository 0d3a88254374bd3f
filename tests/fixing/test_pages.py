"""Every fix of every page's bad examples: it changes what is blamed, mends it, and brings nothing as bad."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

import pytest

from redislint import rules
from redislint.finding import Finding
from redislint.fixing.choose import Asked, Mended, applied, wanted
from redislint.pipeline import Report
from tests.pages import Case, cases, run, unmarked

BAD = [case for case in cases() if case.example.is_bad]
RULES = {rule.id: rule for rule in rules.load()}
PAGES = sorted({case.rule for case in BAD})
# What selects every rule, also those that are off by default.
EVERY = "RL"


def fixes(case: Case) -> Iterator[Mended]:
    """The fixes of the page's own findings, each by itself."""
    report, _ = run(case, (case.rule,))
    yield from (one for one in wanted(report, Asked(unsafe=True)) if one.finding.rule == case.rule)


def after(case: Case, path: str, text: str) -> Case:
    """The case with another text of a file."""
    files = tuple(
        replace(file, text=text if file.path == path and "before" not in file.words else unmarked(file.text)[0])
        for file in case.example.files
    )
    return replace(case, example=replace(case.example, files=files))


def changed(before: str, after: str) -> set[int]:
    """The lines, from 1, that the text after does not have any more."""
    matcher = SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    return {line + 1 for tag, first, last, *_ in matcher.get_opcodes() if tag != "equal" for line in range(first, last)}


def blamed(finding: Finding) -> set[int]:
    spans = [finding.span, *(one.span for one in finding.related if one.span.source.path == finding.path)]
    return {line for span in spans for line in range(span.position[0], span.end_position[0] + 1)}


def new(before: Report, now: Report) -> list[Finding]:
    seen = Counter(one.identity for one in before.findings)
    found = []
    for finding in now.findings:
        seen[finding.identity] -= 1
        if seen[finding.identity] < 0:
            found.append(finding)
    return found


@pytest.mark.parametrize("rule", PAGES)
def test_a_fix_changes_what_is_blamed_and_mends_it(rule: str) -> None:
    for case in BAD:
        some = list(fixes(case)) if case.rule == rule else []
        before = run(case, (EVERY,))[0] if some else Report()
        for one in some:
            finding = one.finding
            said = (case.example.title, [(edit.span.text, edit.text) for edit in one.edits])
            (text,) = applied([one]).values()
            assert changed(one.edits[0].span.source.text, text) <= blamed(finding), said
            now, _ = run(after(case, one.path, text), (EVERY,))
            assert not now.errors, said
            for other in new(before, now):
                is_on = RULES[other.rule].enabled in ("on", "prod")
                is_worse = is_on and other.severity.rank <= finding.severity.rank
                assert other.rule in RULES[rule].absorbs or not is_worse, (said, other.rule, other.message)
            if count(before, finding):
                assert count(now, finding) < count(before, finding), said
            else:
                # Another rule says it in this one's place.
                own, left = run(case, (rule,))[0], run(after(case, one.path, text), (rule,))[0]
                assert count(left, finding) < count(own, finding), said


def count(report: Report, finding: Finding) -> int:
    return sum(one.identity == finding.identity for one in report.findings)


@pytest.mark.parametrize("rule", sorted(one for one, rule in RULES.items() if rule.mend))
def test_what_a_page_says_to_write_is_written_in_every_kind(rule: str) -> None:
    written = {case.example.title: [one.path for one in fixes(case)] for case in BAD if case.rule == rule}
    kinds = {kind for case in BAD if case.rule == rule and written[case.example.title] for kind in case.kinds}
    assert set(RULES[rule].kinds) <= kinds
