"""The delivery checklist: what answers its bullets, and that an attestation never looks like a check."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from redislint import rules
from redislint.api import run
from redislint.checklist import Answer, answered
from redislint.cli import run as command
from redislint.config import load
from redislint.discover.request import Request
from redislint.model.checklist import bullets, sections
from redislint.options import Options
from redislint.report.checklist import markdown, rows, text

TODAY = "2026-11-26"
DRILL = "We restored the snapshot of the night on staging and counted all keys. " * 5
CONFIG = """\
owner: "@data"
instances:
  jobs: {files: [redis.conf], profile: queue, environment: prod, server: redis@7.4.10, rpo: 5s, rto: 5m}
checklist:
  "2.2": {evidence: drill.md, owner: "@data", reviewed: 2026-10-01, expires: 2027-01-01}
  "3.3": {evidence: "https://wiki.example.com/audit", owner: ops, reviewed: 2026-11-01}
  "4.2": {not-applicable: there is no cluster}
  "4.3": {evidence: drill.md, owner: ops, reviewed: 2024-01-01}
  "5.3": {evidence: none.md, owner: ops, reviewed: 2026-11-01}
  "8.2": {evidence: drill.md, reviewed: 2026-11-01}
  "9.3": {owner: ops, reviewed: 2026-11-01}
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    (root / "redis.conf").write_text('port 6379\nappendonly no\nsave ""\n', encoding="utf-8")
    (root / "drill.md").write_text(DRILL, encoding="utf-8")
    (root / ".redislint.yaml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def answers(place: Path) -> dict[str, Answer]:
    config = load(".redislint.yaml")
    report = run(Request(cwd=str(place)), Options(today=TODAY), config, count=True)
    return {one.bullet.id: one for _, found in answered(report) for one in found}


def test_there_are_twelve_sections_of_three() -> None:
    assert [one.number for one in sections()] == [str(number) for number in range(1, 13)]
    assert list(bullets()) == [f"{section}.{number}" for section in range(1, 13) for number in (1, 2, 3)]


def test_pages_name_bullets_that_there_are() -> None:
    served = {bullet for rule in rules.load() for bullet in rule.checklist}
    assert served <= set(bullets())
    served = {
        bullet
        for rule in rules.load()
        if "attestation" not in rule.tags and not rule.about
        for bullet in rule.checklist
    }
    # What files can show is served by a rule that looks at them; the rest has something to attest to.
    assert {one.id for one in bullets().values() if one.files} <= served
    assert all(one.attest for one in bullets().values() if not one.files)


def test_states(place: Path) -> None:
    found = answers(place)
    assert {bullet: found[bullet].state for bullet in ("2.2", "3.3", "4.2", "4.3", "5.3", "6.1", "8.2", "9.3")} == {
        "2.2": "checked",
        "3.3": "attested",
        "4.2": "not applicable",
        "4.3": "open",
        "5.3": "open",
        "6.1": "checked",
        "8.2": "open",
        "9.3": "open",
    }
    assert (found["3.3"].until, found["2.2"].until) == ("2027-01-30", "2027-01-01")
    assert found["4.3"].reason == "it counts no more since 2024-06-29"
    assert found["5.3"].reason == "`none.md` is not there"
    assert (found["8.2"].reason, found["9.3"].reason) == ("it has no owner", "it names no evidence")


def test_what_rules_found_is_counted(place: Path) -> None:
    found = answers(place)["2.2"]
    assert "RL401" in {finding.rule for finding in found.findings}
    assert {one.rule.id: one.subjects for one in found.looked}["RL401"] == 1
    # Nothing speaks of a cluster, so no rule about one has looked.
    assert "RL625" not in {one.rule.id for one in answers(place)["4.2"].looked}


def test_nothing_but_attestations_is_no_check(place: Path) -> None:
    (place / "redis.conf").unlink()
    assert {one.state for one in answers(place).values()} == {"attested", "not applicable", "open"}


def test_an_attestation_never_looks_like_a_check(place: Path) -> None:
    report = run(Request(cwd=str(place)), Options(today=TODAY), load(".redislint.yaml"), count=True)
    found = answered(report)
    said = rows(found)
    states = {one["id"]: one for section in said["sections"] for one in section["bullets"]}
    assert (states["3.3"]["state"], states["3.3"]["rules"]) == ("attested", [])
    assert states["2.2"]["state"] == "checked"
    assert states["2.2"]["attestation"]["until"] == "2027-01-01"
    checked = [line for line in markdown(found).splitlines() if "**checked**" in line]
    assert not [line for line in checked if re.match(r"\| (3\.3|4\.2|4\.3) ", line)]
    plain = text(found)
    assert " 3.3  attested until 2027-01-30: " in plain
    assert max(map(len, plain.splitlines())) <= 80


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("name", ["text", "markdown", "json"])
def test_the_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["checklist", "--format", name, "--today", TODAY]) == 0
    out = capsys.readouterr().out
    if name == "json":
        assert json.loads(out)["schema"] == 1
    else:
        assert "1 attested, 1 not applicable" in out


def test_markup_in_what_is_declared_stays_text(place: Path) -> None:
    text_ = CONFIG.replace("there is no cluster", "'<script>|[x](y)'")
    (place / ".redislint.yaml").write_text(text_, encoding="utf-8")
    report = run(Request(cwd=str(place)), Options(today=TODAY), load(".redislint.yaml"), count=True)
    assert "&lt;script>\\|\\[x](y)" in markdown(answered(report))
