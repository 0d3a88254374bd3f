"""docs/baseline.md: its examples are what happens, and its files are ones that redislint reads."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import yaml

from redislint import baseline
from redislint.cli.arguments import parse
from redislint.config import load
from tests.pages import ROOT

TEXT = (ROOT / "docs" / "baseline.md").read_text(encoding="utf-8")
BAD = """\
bind 0.0.0.0
protected-mode no
port 6379
dir /data
appendonly yes
maxmemory 1gb
maxmemory 2gb
loglevel debug
"""


def fences(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def commands(console: str) -> list[tuple[str, str]]:
    """Each command with what it shows."""
    parts = re.split(r"^\$ (.*)\n", console, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def test_the_examples_are_what_happens(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    first, second, _ = fences("console")
    for text, console in ((BAD, first), (BAD.replace("debug", "notice"), second)):
        (tmp_path / "redis.conf").write_text(text)
        for command, shown in commands(console):
            words = [sys.executable, "-m", *shlex.split(command)]
            done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
            assert done.stderr + done.stdout == shown, command
    entry = json.loads((tmp_path / ".redislint-baseline.json").read_text())["findings"][0]
    (example,) = fences("json")
    (tmp_path / "example.json").write_text(example)
    assert len(baseline.load(str(tmp_path / "example.json"))) == 1
    assert json.loads(example)["findings"][0].keys() == entry.keys()


def test_commands_are_taken() -> None:
    asked = fences("console")[2].removeprefix("$ redislint ")
    arguments = parse(shlex.split(asked))
    assert arguments is not None
    assert (arguments.since, arguments.only_new) == ("origin/main", True)
    job, _ = (yaml.safe_load(text) for text in fences("yaml"))
    assert job[0]["with"] == {"fetch-depth": 0}
    assert parse(shlex.split(job[1]["run"])[1:]) is not None


def test_the_configuration_is_one(tmp_path: Path) -> None:
    file = tmp_path / ".redislint.yaml"
    file.write_text(fences("yaml")[1])
    assert load(str(file)).ignores == (("legacy/", ("RL206",)),)
