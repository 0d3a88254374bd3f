"""`redislint data`, `--data` and `--today`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from redislint.servers import files
from tests.cli.conftest import Project

ROOT = Path(__file__).parent.parent.parent
COMPOSE = "services:\n  cache:\n    image: redis:7.4.11\n    command: redis-server --requirepass ${PASSWORD}\n"


def newer(project: Project, name: str, **changes: Any) -> Path:
    """A data file of the project, with some of its values changed."""
    data = json.loads((Path(files.BUNDLED) / f"{name}.json").read_text(encoding="utf-8"))
    return project.write(f"data/{name}.json", json.dumps(data | changes))


def apart(project: Project, *arguments: str) -> str:
    """The output of a process of its own: data files are chosen once a process."""
    words = [sys.executable, "-m", "redislint", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=project.folder, env=environment, capture_output=True, text=True, check=False)
    return re.sub("  +", "  ", done.stdout) if arguments[0] == "data" else done.stdout


def test_what_is_loaded(project: Project) -> None:
    done = project.run("data")
    assert (done.status, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == [*files.NAMES]
    assert all("(with redislint)" in line for line in done.out.splitlines())


def test_what_is_loaded_for_programs(project: Project) -> None:
    rows = json.loads(project.run("data", "--format", "json").out)
    assert [row["name"] for row in rows] == [*files.NAMES]
    assert all(
        row["source"] and row["file"] is None and row["count"] > (0 if "/" in row["name"] else 10) for row in rows
    )


def test_newer_data(project: Project) -> None:
    lines = json.loads((Path(files.BUNDLED) / "releases.json").read_text(encoding="utf-8"))["lines"]
    lines["redis@7.4"] |= {"eol": "2026-11-30", "status": "eol"}
    newer(project, "releases", as_of="2027-01-05", lines=lines)
    project.write("compose.yaml", COMPOSE)
    assert "releases  2027-01-05  22 lines" in apart(project, "data", "--data", "data")
    assert "advisories  2026-11-23" in apart(project, "data", "--data", "data")
    ours = apart(project, "--today", "2027-01-06", "--select", "RL703", "--format", "concise")
    theirs = apart(project, "--today", "2027-01-06", "--select", "RL703", "--format", "concise", "--data", "data")
    assert ours == ""
    assert "redis 7.4 (by its image) gets no fixes since 2026-11-30" in theirs


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("releases", "{", "this is no JSON"),
        ("releases", "[" * 100_000, "this is no JSON"),
        ("releases", "[]", "Input should be a valid dictionary"),
        ("releases", '{"as_of": "yesterday"}', "as_of: String should match pattern"),
        ("advisories", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape"), "this is no JSON"),
        ("directives", '{"lines": []}', "about: Field required"),
    ],
)
def test_data_that_is_not_what_it_should_be(project: Project, name: str, text: str, problem: str) -> None:
    project.write(f"data/{name}.json", text)
    project.write("redis.conf")
    for arguments in (("--data", "data"), ("data", "--data", "data")):
        done = project.run(*arguments)
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith(f"redislint: error: --data: {os.path.join('data', name)}.json: ")
        assert problem in done.err
    assert files.path(name) is None


@pytest.mark.parametrize("row", [{"deny": []}, {"deny": ["eval"], "config": ["a", "eq", "b"]}])
def test_a_mitigation_is_one_of_both(project: Project, row: dict[str, Any]) -> None:
    advisories = json.loads((Path(files.BUNDLED) / "advisories.json").read_text(encoding="utf-8"))["advisories"]
    advisories["CVE-2025-49844"]["mitigations"] = [row | {"stated": True}]
    newer(project, "advisories", advisories=advisories)
    assert "either `deny` or `config`" in project.run("data", "--data", "data").err


def test_directives_of_other_lines_are_refused(project: Project) -> None:
    newer(project, "directives", lines=["redis@7.2"])
    assert "its lines of servers are others than this redislint knows" in project.run("data", "--data", "data").err


def test_directives_that_lack_something_are_refused(project: Project) -> None:
    file = newer(project, "directives")
    data = json.loads(file.read_text(encoding="utf-8"))
    del data["modules"]
    data["directives"]["port"]["spans"][0]["in"] = "redis@1.0"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert "these are no lines of servers that redislint knows" in project.run("data", "--data", "data").err
    data["directives"].clear()
    file.write_text(json.dumps(data), encoding="utf-8")
    assert "it lacks modules" in project.run("data", "--data", "data").err


def test_our_own_directives_may_be_given(project: Project) -> None:
    newer(project, "directives", as_of="2027-01-05")
    assert "directives  2027-01-05" in apart(project, "data", "--data", "data")


def test_a_folder_without_data(project: Project) -> None:
    for folder in ("nothing", "."):
        done = project.run("--data", folder)
        assert done.status == 2
        assert (
            "there is none of the data files here (releases.json, advisories.json, directives.json, terraform/*.json)"
            in done.err
        )


def test_data_takes_no_words(project: Project) -> None:
    assert "a folder with newer files is `--data here`" in project.run("data", "here").err


def test_the_data_grows_old(project: Project) -> None:
    project.write("compose.yaml", COMPOSE)
    arguments = ("--select", "RL705", "--format", "concise", "--today")
    assert project.run(*arguments, "2027-02-21").out == ""
    done = project.run(*arguments, "2027-02-22")
    assert "of 2026-11-23, 91 days ago" in done.out
    assert done.status == 0


@pytest.mark.parametrize("text", ["2026-13-01", "20261123", "tomorrow", "2026-W48-1", "2026-11-23T00:00:00"])
def test_a_day_that_is_none(project: Project, text: str) -> None:
    done = project.run("--today", text)
    assert done.status == 2
    assert done.err == f"redislint: error: --today: a day is written 2026-11-23, not {text!r}\n"
