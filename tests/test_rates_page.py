"""docs/rates.md has every rule that runs by default, and none that is wrong too often and was left so."""

from __future__ import annotations

import re

from redislint.rules import load
from tests.pages import ROOT

TEXT = (ROOT / "docs" / "rates.md").read_text(encoding="utf-8")
# Rule, findings, files, read, false, not worth saying.
ROW = re.compile(r"^\| (RL\d{3}) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
# Asked for by name or by a snapshot: these do not run by themselves.
ASKED_FOR = ("optin", "snapshot")


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found[1]


def ids(text: str) -> list[str]:
    return re.findall(r"\bRL\d{3}\b", text)


def test_every_rule_that_runs_by_default_has_its_rate_or_is_said_to_have_none() -> None:
    measured, not_measured = [row[0] for row in ROW.findall(section("The table"))], ids(section("Not measured"))
    assert len(measured) == len(set(measured)) > 100
    assert set(measured).isdisjoint(not_measured)
    by_default = {rule.id for rule in load() if rule.enabled not in ASKED_FOR}
    assert by_default == {*measured, *not_measured}


def test_all_rules_that_are_named_exist() -> None:
    assert set(ids(TEXT)) <= {rule.id for rule in load()}


def test_the_numbers_can_be() -> None:
    rows = [tuple(map(int, row[1:])) for row in ROW.findall(TEXT)]
    assert len(rows) > 120
    for findings, files, read, false, worthless in rows:
        assert files <= findings
        assert false + worthless <= read


def test_what_was_wrong_too_often_was_mended() -> None:
    mended = set(ids(section("What was mended")))
    for rule, _, _, *numbers in ROW.findall(TEXT):
        read, false, worthless = map(int, numbers)
        assert (false + worthless) * 20 <= read or rule in mended, rule
