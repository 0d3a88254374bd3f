"""Every page is its own test: its bad examples are found exactly where they are marked, its good ones stay silent."""

from __future__ import annotations

import re

import pytest

from redislint import page, rules
from tests.pages import PAGES, Case, cases, kind_of, run, unmarked

CASES = cases()
RULES = rules.load()
IDS = {rule.id: rule for rule in RULES}


@pytest.mark.parametrize("case", [case for case in CASES if case.example.is_bad], ids=lambda case: case.id)
def test_bad_example(case: Case) -> None:
    report, marked = run(case, (case.rule,))
    assert not report.errors
    found = [(one.path, one.span.start, one.span.end) for one in report.findings if one.rule == case.rule]
    assert marked, "a bad example marks what is to blame"
    assert sorted(found) == marked, [(one.message, one.span.text) for one in report.findings]
    # A message names only values that the check gives.
    assert [one.message for one in report.findings if re.search(r"\bNone\b|[{}]", one.message)] == []


@pytest.mark.parametrize("case", [case for case in CASES if not case.example.is_bad], ids=lambda case: case.id)
def test_good_example(case: Case) -> None:
    report, marked = run(case, (case.rule,))
    assert not report.errors
    assert not marked, "a good example marks nothing"
    assert [(one.span.position, one.message) for one in report.findings if one.rule == case.rule] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_page_is_whole(rule: rules.Rule) -> None:
    bad = [case for case in CASES if case.rule == rule.id and case.example.is_bad]
    good = [case for case in CASES if case.rule == rule.id and not case.example.is_bad]
    for kind in rule.kinds:
        assert any(kind in case.kinds for case in bad), f"no bad example for {kind}"
        assert any(kind in case.kinds for case in good), f"no good example for {kind}"
    claimed = set(rule.kinds)
    marked = {kind_of(file) for case in bad for file in case.example.files if unmarked(file.text)[1] and kind_of(file)}
    assert marked <= claimed | {"redis-conf", "sentinel-conf", "users-acl"}
    for heading in ("## Fix", "## Bad", "## Good", "## References"):
        assert heading in rule.body, f"no section {heading}"
    assert set(rule.absorbs) <= set(IDS) | _CATALOGUE
    assert len(rule.title) <= 80
    assert not rule.message.endswith(".")
    if rule.security_severity is not None:
        assert "security" in rule.tags


# Rules that pages may name before they exist here; ids are never reused, so naming one early is safe.
_CATALOGUE = {f"RL{number:03}" for number in range(1000)}


def test_ids_and_names_are_unique() -> None:
    assert len(IDS) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert len(list(PAGES.rglob("*.md"))) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_check_exists_and_takes_what_is_given(rule: rules.Rule) -> None:
    function = rule.function()
    assert rule.scope == rules.scope_of(function).__name__
    names = function.__code__.co_varnames[: function.__code__.co_argcount + function.__code__.co_kwonlyargcount]
    assert set(rule.given) <= set(names[1:])
    if rule.given:
        assert rule.check.startswith("settings."), "only the generic checks take arguments"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_metadata_reads_the_same_again(rule: rules.Rule) -> None:
    path = rule.file.removeprefix(f"{PAGES}/")
    assert page.metadata(str(PAGES), path)["message"] == rule.message
