"""The README says what is."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import yaml

import redislint

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def fences(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_help_text_is_the_real_one() -> None:
    words = [sys.executable, "-m", "redislint", "--help"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": "80"})
    (text,) = fences("text")
    assert text == done.stdout


def test_the_suggested_rules_are_the_real_ones() -> None:
    (text,) = [fence for fence in fences("console") if "--suggest" in fence]
    command, rule, warning = text.splitlines()
    words = [sys.executable, "-m", "redislint", *shlex.split(command)[2:]]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr.splitlines()[0]) == (f"{rule}\n", warning)


def test_the_configuration_is_one(tmp_path: Path) -> None:
    from redislint.config import load

    (text,) = [fence for fence in fences("yaml") if "per-path-ignores" in fence]
    file = tmp_path / ".redislint.yaml"
    file.write_text(text, encoding="utf-8")
    assert load(str(file)).ignore == ("RL106",)


def test_the_hooks_exist() -> None:
    (text,) = [fence for fence in fences("yaml") if "hooks:" in fence]
    (repository,) = yaml.safe_load(text)["repos"]
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert {hook["id"] for hook in repository["hooks"]} <= hooks
    assert repository["rev"] == f"v{redislint.__version__}"


def test_the_python_example_runs() -> None:
    (text,) = fences("python")
    first = text.split("\nreport", 1)[0]
    done = subprocess.run([sys.executable, "-c", first], capture_output=True, text=True, check=True)
    assert "RL206" in done.stdout


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target
