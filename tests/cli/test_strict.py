"""`redislint --strict`: any finding is one too many, wherever it stands, and so is a file that nobody could read."""

from __future__ import annotations

from pathlib import Path

import pytest

from redislint.cli import check
from tests.cli.conftest import BAD, GOOD, Project

NOTE = "maxmemory 1gb\nmaxmemory-policy allkeys-random\n"


def levels(project: Project, *arguments: str) -> dict[str, str]:
    """The severity of each rule that speaks."""
    lines = project.run("--format", "concise", *arguments).out.splitlines()
    words = (line.split(": ", 1)[1].split(" ") for line in lines)
    return {word[1]: word[0] for word in words}


def test_a_note_is_enough(project: Project) -> None:
    project.write("redis.conf", GOOD.replace("maxmemory 1gb\n", NOTE))
    assert levels(project, "--select", "RL424") == {"RL424": "info"}
    assert project.run("--select", "RL424").status == 0
    assert project.run("--select", "RL424", "--strict").status == 1


@pytest.mark.parametrize("path", ["redis.conf", "examples/redis.conf", "tests/redis.conf"])
@pytest.mark.parametrize("environment", ["", "dev", "prod"])
def test_nothing_is_lowered(project: Project, path: str, environment: str) -> None:
    project.write(path)
    if environment:
        project.write(".redislint.yaml", f"environment: {environment}\n")
    assert levels(project, "--select", "RL101", "--strict") == {"RL101": "error"}
    lowered = {"redis.conf": 0}.get(path, 1) + (environment == "dev")
    expected = ("error", "warning", "info")[lowered]
    assert levels(project, "--select", "RL101") == {"RL101": expected}


def test_what_the_user_says_of_a_rule_still_counts(project: Project) -> None:
    project.write("redis.conf")
    project.write(".redislint.yaml", "severity: {RL101: info}\n")
    assert levels(project, "--select", "RL101", "--strict") == {"RL101": "info"}


def test_what_is_clean_is_0(project: Project) -> None:
    project.write("redis.conf", GOOD)
    assert project.run("--select", "network", "--strict").status == 0


def test_a_file_that_cannot_be_read_is_2_though_nobody_named_it(project: Project) -> None:
    project.write("redis.conf", GOOD)
    project.write("docker-compose.yaml", "services:\n  cache:\n    image: redis:7\n    command: [redis-server\n")
    assert "RL000" in levels(project)
    assert project.run().status == 1
    assert project.run("--strict").status == 2
    assert check.UNREAD in levels(project, "--strict")


def test_it_contradicts_another_level(project: Project) -> None:
    assert "contradict" in project.run("--strict", "--fail-on", "error").err
    project.write("redis.conf", BAD)
    assert project.run("--strict", "--fail-on", "info").status == 1


def test_from_python(project: Project, tmp_path: Path) -> None:
    import redislint

    project.write("examples/redis.conf")
    found = [redislint.lint(select=["RL101"], strict=strict).findings[0].severity for strict in (False, True)]
    assert found == ["warning", "error"]
