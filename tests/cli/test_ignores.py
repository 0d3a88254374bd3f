"""What the configuration says of ignores, and what becomes of those with a last day, as the command has it."""

from __future__ import annotations

import json
import re

import pytest

from redislint.config import load
from tests.cli.conftest import BAD, Project

EXCUSES = """\
per-path-ignores:
  "legacy/":
    - RL206
    - {rule: RL101, reason: it goes away, until: 2027-01-31}
    - rule: exposed-without-auth
      until: 2026-01-31
"""


def rules(project: Project, *words: str) -> set[str]:
    done = project.run("check", "--format", "concise", "--fail-on", "never", *words)
    assert done.status == 0, done.err
    return set(re.findall(r": \w+ (RL\d+)", done.out))


def test_an_excuse_with_a_last_day(project: Project) -> None:
    project.write("legacy/redis.conf")
    project.write(".redislint.yaml", EXCUSES.replace("    - rule: exposed-without-auth\n      until: 2026-01-31\n", ""))
    assert "RL101" in rules(project, "--no-config")
    for today, acts in (("2027-01-31", True), ("2027-02-01", False)):
        assert ("RL101" not in rules(project, "--today", today)) is acts
    done = project.run("--today", "2027-02-01")
    assert ".redislint.yaml:4: RL101 in `legacy/` is ignored no more: its last day was 2027-01-31" in done.err
    assert project.run("--today", "2027-01-31").err == ""


def test_excuses_are_kept_with_the_rest(project: Project) -> None:
    path = str(project.write(".redislint.yaml", EXCUSES + "inline-ignores: reason\nbaseline: lint/a.json\n"))
    first = load(path)
    assert first.ignores == (("legacy/", ("RL206",)),)
    assert [(one[1], one[2]) for one in first.expiring] == [
        ("RL101", "2027-01-31"),
        ("exposed-without-auth", "2026-01-31"),
    ]
    assert (first.inline, first.baseline) == ("reason", str(project.folder / "lint" / "a.json"))
    assert load(path) == first


def test_toml_says_the_same(project: Project) -> None:
    project.write("legacy/redis.conf")
    project.write(
        "pyproject.toml",
        '[tool.redislint]\ninline-ignores = "forbid"\n[tool.redislint.per-path-ignores]\n'
        '"legacy/" = ["RL206", {rule = "RL101", until = "2027-01-31"}]\n',
    )
    assert "RL101" not in rules(project, "--today", "2026-11-26")
    assert "RL101" in rules(project, "--today", "2027-11-26")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("inline-ignores: never\n", "1: inline-ignores: `never` is none of allow, reason, forbid"),
        ("baseline: ''\n", "1: baseline: this is empty"),
        ("baseline: /etc/passwd\n", "1: baseline: `/etc/passwd` leads out of the repository"),
        ("baseline: .\n", "1: baseline: `.` leads out of the repository"),
        (
            "per-path-ignores:\n  a:\n  - rule: RL101\n    untill: 2027-01-31\n",
            "4: per-path-ignores.a[0].untill: there is no such key; did you mean until?",
        ),
        (
            "per-path-ignores:\n  a:\n  - rule: RL101\n    until: soon\n",
            "4: per-path-ignores.a[0].until: a day is written 2027-01-31, not `soon`",
        ),
        (
            "per-path-ignores:\n  a:\n  - rule: RL101\n    until: 2027-02-30\n",
            "4: per-path-ignores.a[0].until: there is no such day: `2027-02-30`",
        ),
        ("per-path-ignores:\n  a:\n  - reason: why\n", "3: per-path-ignores.a[0].rule: this key is missing"),
        ("per-path-ignores:\n  a:\n  - [RL101]\n", "3: per-path-ignores.a[0]: a mapping is expected here"),
        (
            "per-path-ignores:\n  a:\n  - rule: exposed-withot-auth\n",
            "3: per-path-ignores.a[0]: no rule is meant by `exposed-withot-auth`; did you mean exposed-without-auth?",
        ),
    ],
)
def test_mistakes_are_named(project: Project, text: str, said: str) -> None:
    project.write(".redislint.yaml", text)
    done = project.run()
    assert (done.status, done.err) == (2, f"redislint: error: .redislint.yaml:{said}\n")


def test_reasons_may_be_demanded(project: Project) -> None:
    project.write("redis.conf", BAD.replace("bind", "# redislint: ignore[RL101]\nbind"))
    assert "RL101" not in rules(project)
    project.write(".redislint.yaml", "inline-ignores: reason\n")
    assert rules(project) >= {"RL101", "RL934"}
    project.write("redis.conf", BAD.replace("bind", "# redislint: ignore[RL101] a lab\nbind"))
    assert rules(project).isdisjoint({"RL101", "RL934"})


def test_ignores_may_be_forbidden_and_left_aside(project: Project) -> None:
    project.write("redis.conf", "# redislint: ignore-file[RL101, RL934] a lab\n" + BAD)
    assert rules(project).isdisjoint({"RL101", "RL934"})
    # Comments alone are left aside, and nothing is said of them.
    assert "RL101" in rules(project, "--no-ignores")
    assert "RL934" not in rules(project, "--no-ignores")
    project.write(".redislint.yaml", 'inline-ignores: forbid\nper-path-ignores: {"*.conf": [RL206]}\n')
    assert rules(project) >= {"RL101", "RL934"}
    assert "RL206" not in rules(project)
    assert "RL934" not in rules(project, "--no-ignores")
    assert "RL206" not in rules(project, "--no-ignores")


def test_an_expired_ignore_fails_the_run(project: Project) -> None:
    project.write("redis.conf", "# redislint: ignore-file[RL] x\n" + BAD)
    project.write("cache.yaml", "")
    text = BAD.replace("bind", "# redislint: ignore[RL101] the new network is there soon until=2026-12-24\nbind")
    project.write("redis.conf", text)
    assert rules(project, "--today", "2026-12-24").isdisjoint({"RL101", "RL934"})
    assert rules(project, "--today", "2026-12-25") >= {"RL101", "RL934"}
    (hit,) = json.loads(project.run("--today", "2026-12-25", "--select", "RL934", "--format", "json").out)["findings"]
    assert (hit["line"], hit["severity"], hit["fix"]["safe"]) == (1, "warning", False)


def test_reports_carry_the_fix_of_a_useless_ignore(project: Project) -> None:
    project.write("redis.conf", "port 6379\n# redislint: ignore[RL107, RL101] why\nbind 127.0.0.1\n")
    found = json.loads(project.run("--select", "RL934,RL1", "--format", "json").out)["findings"]
    fixes = [one["fix"] for one in found if one["rule"] == "RL934"]
    assert [(fix["title"], fix["safe"], fix["edits"]) for fix in fixes] == [
        (
            "take the comment out",
            True,
            [{"path": "redis.conf", "line": 2, "column": 1, "end_line": 3, "end_column": 1, "text": ""}],
        )
    ] * 2


def test_useless_ignores_are_fixed(project: Project) -> None:
    file = project.write(
        "redis.conf",
        "# redislint: ignore-file[RL418] a cache\nport 6379\n# the firewall\n# redislint: ignore[RL107, RL101] why\n"
        "bind 0.0.0.0\nprotected-mode no\n# redislint: ignore[RL1O1]\ndir /data\nappendonly yes\nmaxmemory 1gb\n",
    )
    assert project.run("--fix", "--fix-only", "RL934", "--fail-on", "never").status == 0
    assert file.read_text() == (
        "port 6379\n# the firewall\n# redislint: ignore[RL101] why\n"
        "bind 0.0.0.0\nprotected-mode no\n# redislint: ignore[RL1O1]\ndir /data\nappendonly yes\nmaxmemory 1gb\n"
    )
    values = project.write("compose.yaml", "services:\n  a:\n    image: redis:7.2.5 # redislint: ignore[RL701] why\n")
    project.run("--fix", "--fix-only", "RL934")
    assert values.read_text() == "services:\n  a:\n    image: redis:7.2.5\n"


def test_what_has_expired_is_taken_out_when_that_is_asked_for(project: Project) -> None:
    text = BAD.replace("bind", "# redislint: ignore[RL101] until=2026-12-24\nbind")
    file = project.write("redis.conf", text)
    words = ("--today", "2026-12-25", "--fix", "--fix-only", "RL934")
    project.run(*words)
    assert file.read_text() == text
    project.run(*words, "--unsafe")
    assert file.read_text() == BAD
