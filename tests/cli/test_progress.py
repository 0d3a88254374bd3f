"""A bar on long runs, for whoever waits at a terminal, and for nobody else."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from redislint import pipeline
from redislint.cli import progress
from redislint.options import Options
from redislint.source import Source
from tests.cli.conftest import BAD, SAYINGS, Project
from tests.cli.test_output import ROOT
from tests.pages import Files

# A run with a second of its own beside what it does, or without.
RUN = """
import sys, time
from redislint.cli import progress
progress._PATIENCE = progress._PAUSE = {patience}
from redislint.__main__ import main
sys.exit(main())
"""
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def terminal(
    project: Project, *arguments: str, patience: float = 0.0, sayings: dict[str, str] | None = None
) -> tuple[str, int]:
    """What a terminal shows, to which both streams go."""
    leader, follower = pty.openpty()
    dropped = (*SAYINGS, "CI")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment |= {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    environment |= sayings or {}
    command = [sys.executable, "-c", RUN.format(patience=patience), *arguments]
    process = subprocess.Popen(command, cwd=project.folder, env=environment, stdout=follower, stderr=follower)
    os.close(follower)
    out = b""
    try:
        while part := os.read(leader, 65536):
            out += part
    except OSError:  # the other end is closed
        pass
    finally:
        os.close(leader)
    return out.decode(), process.wait(20)


@pytest.fixture
def shop(project: Project) -> Project:
    for number in range(40):
        project.write(f"{number}/redis.conf", BAD)
    return project


def test_a_long_run_shows_how_far_it_is_and_nothing_stays(shop: Project) -> None:
    out, status = terminal(shop, "--format", "concise")
    assert status == 1
    before, _, report = out.partition("0/redis.conf:1:1: error")
    assert re.search(r"Reading files", before)
    assert re.search(r"\d+ of \d+", ESCAPE.sub("", before))
    # It is taken away before the report begins.
    assert before.endswith("\x1b[2K")
    assert "Reading" not in report
    assert "Checking" not in report


def test_a_short_run_shows_nothing(shop: Project) -> None:
    out, _ = terminal(shop, "--format", "concise", patience=60)
    assert out.startswith("0/redis.conf:1:1: error")


@pytest.mark.parametrize("sayings", [{"CI": "true"}, {"TERM": "dumb"}])
def test_a_log_shows_nothing(shop: Project, sayings: dict[str, str]) -> None:
    out, _ = terminal(shop, "--format", "concise", sayings=sayings)
    assert out.startswith("0/redis.conf:1:1: error")
    quiet, _ = terminal(shop, "--format", "concise", "--quiet")
    assert quiet.startswith("0/redis.conf:1:1: error")


def test_a_pipe_shows_nothing(shop: Project) -> None:
    """Neither where the report goes into a pipe, nor where what is said of the run does."""
    leader, follower = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment |= {"PYTHONPATH": str(ROOT), "TERM": "xterm"}
    command = [sys.executable, "-c", RUN.format(patience=0.0), "--format", "concise"]
    for out_to, err_to in ((follower, subprocess.PIPE), (subprocess.PIPE, follower)):
        process = subprocess.Popen(command, cwd=shop.folder, env=environment, stdout=out_to, stderr=err_to)
        out, err = process.communicate(timeout=30)
        assert b"Reading" not in (out or b"") + (err or b"")
    os.close(follower)
    try:
        assert b"Reading" not in os.read(leader, 1 << 20)
    finally:
        os.close(leader)


def test_an_error_takes_it_away_too(project: Project, tmp_path: Path) -> None:
    project.write("redis.conf")
    out, status = terminal(project, "--since", "nowhere")
    assert status == 2
    assert ESCAPE.sub("", out).splitlines()[-1].lstrip("\r").startswith("redislint: error: ")


def test_what_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    options = Options(watch=lambda what, done, total: told.append((what, done, total)))
    report = pipeline.lint_sources([Source("redis.conf", BAD, "redis-conf")], Files({}), options)
    assert report.findings
    assert told[0] == ("Joining files", 0, 0)
    asked = [one for one in told if one[0] == "Checking rules"]
    assert [done for _, done, _ in asked] == [*range(len(report.rules))]
    assert {total for _, _, total in asked} == {len(report.rules)}


def test_it_looks_at_the_clock_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is called for every file must not take long: nothing is imported or drawn before its time."""
    watcher = progress.Watcher()
    monkeypatch.setattr(progress, "_bar", lambda: pytest.fail("too early"))
    for number in range(10_000):
        watcher("Reading files", number, 0)
    watcher.end()
