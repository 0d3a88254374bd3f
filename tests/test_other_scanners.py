"""The table of other scanners' checks names rules that there are, and every rule about managed services."""

from __future__ import annotations

import re

from redislint import rules
from tests.pages import ROOT

TEXT = (ROOT / "docs" / "other-scanners.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")]
    for line in TEXT.splitlines()
    if line.startswith("| ") and not line.startswith(("| what", "| ---"))
]
IDS = {rule.id for rule in rules.load()}
# Ids of other scanners, as their own documents write them.
THEIRS = r"CKV2?_[A-Z0-9]+_(?:\d+|\*)|KICS [0-9a-f]{8}|AC_[A-Z]+_\d{4}|AZR-\d{6}|(?:AWS|AZU)-\d{4}|KSV-(?:\d{4,5}|\*)"


def test_every_row_has_its_columns() -> None:
    assert len(ROWS) > 40
    assert [row for row in ROWS if len(row) != 4] == []


def test_every_rule_of_the_table_is_a_page() -> None:
    assert set(re.findall(r"\bRL\d{3}\b", TEXT)) <= IDS
    for what, _, ours, _ in ROWS:
        assert ours == "-" or all(one in IDS for one in ours.split(", ")), what


def test_a_check_that_is_not_answered_has_a_reason() -> None:
    assert [what for what, _, ours, why in ROWS if ours == "-" and len(why) < 10] == []


def test_every_rule_about_managed_services_is_in_the_table() -> None:
    managed = {rule.id for rule in rules.load() if rule.kinds == ("terraform",)}
    assert managed <= set(re.findall(r"\bRL\d{3}\b", TEXT))


def test_an_id_of_another_scanner_stands_in_one_row() -> None:
    found = [one for row in ROWS for one in re.findall(THEIRS, row[1])]
    assert len(found) > 50
    assert [one for one in set(found) if found.count(one) > 1] == []
