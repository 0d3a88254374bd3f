"""`redislint rules`."""

from __future__ import annotations

import json

from redislint import rules
from tests.cli.conftest import Project

RULES = rules.load()


def test_rules_as_a_table(project: Project) -> None:
    done = project.run("rules")
    lines = done.out.splitlines()
    assert (done.status, done.err) == (0, "")
    assert lines[0].split() == ["id", "name", "severity", "enabled", "title"]
    assert [line.split()[0] for line in lines[1:]] == [rule.id for rule in RULES]
    first = RULES[0]
    assert lines[1].split(maxsplit=4) == [first.id, first.name, first.severity, first.enabled, first.title]
    starts = {line.index(rule.title) for line, rule in zip(lines[1:], RULES, strict=True)}
    assert starts == {lines[0].index("title")}


def test_rules_for_programs(project: Project) -> None:
    found = json.loads(project.run("rules", "--format", "json").out)
    assert [one["id"] for one in found] == [rule.id for rule in RULES]
    one = next(one for one in found if one["id"] == "RL101")
    rule = next(rule for rule in RULES if rule.id == "RL101")
    assert one["security_severity"] == rule.security_severity
    assert (one["kinds"], one["tags"], one["fix"]) == ([*rule.kinds], [*rule.tags], dict(rule.fix))
    assert one["url"] == "https://redislint.readthedocs.io/rules/RL101/"
    assert set(one) == set(rules.Rule._fields) - {"file", "check", "given", "scope"} | {"url"}


def test_rules_takes_no_words(project: Project) -> None:
    done = project.run("rules", "RL101")
    assert done.status == 2
    assert "`redislint explain RL101` shows one rule" in done.err
