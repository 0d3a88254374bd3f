"""SARIF as GitHub needs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from redislint.finding import Edit, Fix, Related, Severity
from redislint.pipeline import Report
from redislint.report import render, sarif
from redislint.report.linehash import line_hashes
from redislint.source import Source, Span
from tests.report import samples


def run_of(report: Report, **options: Any) -> dict[str, Any]:
    log = json.loads(render("sarif", report, **options))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def results_of(report: Report) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = run_of(report)["results"]
    return results


def region(result: dict[str, Any]) -> tuple[int, int, int, int]:
    there = result["locations"][0]["physicalLocation"]["region"]
    return (there["startLine"], there["startColumn"], there["endLine"], there["endColumn"])


def test_the_run(report: Report) -> None:
    run = run_of(report)
    assert run["automationDetails"] == {"id": "redislint/"}
    assert run_of(report, category="prod")["automationDetails"] == {"id": "redislint/prod/"}
    assert run["columnKind"] == "utf16CodeUnits"
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "locked.conf: permission denied"
    assert run_of(report._replace(errors=()))["invocations"][0]["executionSuccessful"] is True


def test_every_rule_is_listed(report: Report, tmp_path: Path) -> None:
    driver = run_of(report)["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in report.rules]
    security, _, _, durability, *_ = driver["rules"]
    assert security["properties"] == {"precision": "high", "security-severity": "8.6", "tags": ["security", "network"]}
    assert durability["properties"] == {"precision": "high", "problem.severity": "warning", "tags": ["durability"]}
    assert security["shortDescription"]["text"] == "Reachable without a password."
    assert security["help"]["markdown"].startswith("Anyone who reaches the port")
    assert "\nbind 0.0.0.0\n" in security["help"]["markdown"]
    assert "«" not in security["help"]["markdown"]
    for result in run_of(report)["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_limits_of_a_rule(tmp_path: Path) -> None:
    tags = tuple(f"tag{number}" for number in range(30))
    rule = samples.rule(tmp_path, summary="word " * 500, tags=tags, severity=Severity.INFO)
    (shown,) = run_of(Report(rules=(rule,)))["tool"]["driver"]["rules"]
    assert len(shown["fullDescription"]["text"]) <= 1024
    assert len(shown["properties"]["tags"]) == 20
    assert shown["properties"]["tags"][0] == "security"
    assert shown["defaultConfiguration"] == {"level": "note"}


def test_columns_are_utf_16_units() -> None:
    source, (span,) = samples.marked("a.conf", "\ufeff# 🎉\n🎉 «é🎉»\n")
    (result,) = results_of(Report(findings=(samples.finding(span),)))
    assert region(result) == (2, 4, 2, 7)
    (first,) = results_of(Report(findings=(samples.finding(samples.place(source, "🎉")),)))
    assert region(first) == (1, 3, 1, 5)


def test_regions_are_one_line() -> None:
    _source, (span,) = samples.marked("a.yaml", "x: 1\n«redis:\r\n  auth: no\r\n»")
    (result,) = results_of(Report(findings=(samples.finding(span),)))
    assert region(result) == (2, 1, 2, 7)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b/ü%.conf", {"uri": "a%20b/%C3%BC%25.conf", "uriBaseId": "%SRCROOT%"}),
        ("\udcff.conf", {"uri": "%FF.conf", "uriBaseId": "%SRCROOT%"}),
        ("a:b.conf", {"uri": "a%3Ab.conf", "uriBaseId": "%SRCROOT%"}),
        ("/etc/redis.conf", {"uri": "file:///etc/redis.conf"}),
    ],
)
def test_addresses(path: str, expected: dict[str, str]) -> None:
    source = Source(path, "port 1\n", "redis-conf")
    (result,) = results_of(Report(findings=(samples.finding(source.anchor),)))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == expected


def test_the_worst_come_first(report: Report) -> None:
    levels = [result["level"] for result in results_of(report)]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)


def test_too_many(monkeypatch: pytest.MonkeyPatch, report: Report) -> None:
    monkeypatch.setattr(sarif, "LIMIT", 3)
    run = run_of(report)
    assert len(run["results"]) == 3
    assert run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"].startswith("6 results left out")


def test_related_places_are_linked() -> None:
    _source, (bind, other) = samples.marked("a.conf", "«bind ::»\n«port 1»\n")
    finding = samples.finding(bind, message="open", related=(Related(other, "a [port] \\ of."),))
    (result,) = results_of(Report(findings=(finding,)))
    assert result["message"]["text"] == "open. See: [a \\[port\\] \\\\ of](1)."
    (related,) = result["relatedLocations"]
    assert related["id"] == 1
    assert related["message"]["text"] == "a [port] \\ of."
    assert related["physicalLocation"]["region"]["startLine"] == 2


def test_one_result_a_rule_and_line() -> None:
    """GitHub keeps one alert a fingerprint: what else the rule says of the line is linked."""
    _source, (one, two) = samples.marked("a.conf", "save «1 1» «2 2»\n")
    fixes = [Fix(f"fix {number}", (Edit(span, ""),), number == 1) for number, span in ((1, one), (2, two))]
    findings = (samples.finding(one, message="one", fix=fixes[0]), samples.finding(two, message="two", fix=fixes[1]))
    (result,) = results_of(Report(findings=findings))
    assert result["message"]["text"] == "one. See: [two](1)."
    assert [fix["description"]["text"] for fix in result["fixes"]] == ["fix 1", "fix 2 (may change behavior)"]
    other = findings[1]._replace(rule="RL102")
    assert len(results_of(Report(findings=(findings[0], other)))) == 2


def test_the_hash_of_the_line() -> None:
    text = "port 1\nport 1\n"
    source = Source("a.conf", text, "redis-conf")
    (result,) = results_of(Report(findings=(samples.finding(Span(source, 7, 13)),)))
    assert result["partialFingerprints"] == {"primaryLocationLineHash": line_hashes(text, {2})[2]}


def test_what_could_not_be_read_has_no_hash() -> None:
    (result,) = results_of(Report(findings=(samples.finding(Source("a.conf", "", "").anchor),)))
    assert "partialFingerprints" not in result


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("redis-conf", "  requirepass «hunter2»\n", "requirepass"),
        ("redis-conf", "«requirepass hunter2»\n", "requirepass"),
        ("sentinel-conf", 'sentinel auth-pass shop "«hunter2»"\n', "sentinel"),
        ("users-acl", "user alice on «>hunter2» ~*\n", "user"),
        ("helm-values", "auth:\n  password: «hunter2»\n", "password"),
        ("helm-values", 'auth: {enabled: yes, "password": «hunter2»}\n', "password"),
        ("helm-values", "config: |\n  requirepass «hunter2»\n", "requirepass"),
        ("compose", "command: redis-server --port 1 --requirepass «hunter2»\n", "--requirepass"),
        ("compose", "    - REDIS_PASSWORD=«hunter2»\n", "REDIS_PASSWORD"),
        ("compose", "  - --requirepass\n\n  - «hunter2»\n", "--requirepass"),
        ("terraform", 'auth_token   = "«hunter2»"\n', "auth_token"),
    ],
)
def test_a_secret_is_blamed_at_its_name(kind: str, text: str, name: str) -> None:
    source, (span,) = samples.marked("a", text, kind)
    secret = samples.place(source, "hunter2")
    report = Report(findings=(samples.finding(span),), secrets={"a": (secret,)})
    (result,) = results_of(report)
    line, column, end_line, end_column = region(result)
    assert line == end_line
    assert source.line(line)[column - 1 : end_column - 1] == name
    assert ("partialFingerprints" in result) is (line != secret.position[0])


def test_a_secret_that_nothing_names() -> None:
    _source, (span, other) = samples.marked("a.yaml", "- «hunter2»\n- «hunter3»\n", "compose")
    report = Report(findings=(samples.finding(span), samples.finding(other)), secrets={"a.yaml": (span, other)})
    assert sorted(region(result) for result in results_of(report)) == [(1, 1, 1, 1)]
