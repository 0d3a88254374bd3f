"""One page dropped into rules/ is everywhere (check, explain, rules, SARIF), and its examples run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

PAGE = """\
---
id: RL198
severity: warning
confidence: high
enabled: "on"
kinds: [redis-conf]
tags: [network]
checklist: ["6.1"]
check: settings.forbid
given:
  setting: tcp-keepalive
  values: ["0"]
message: "`{setting} {value}` keeps dead connections for ever"
fix: set `tcp-keepalive 300`
---
# Dead connections are never noticed

Without keep-alives a client that is gone keeps its connection, until none is left for the others.

## Fix

Take the line out: the default is 300 seconds.

## Bad

### No keep-alive

```conf redis.conf
tcp-keepalive «0»
```

## Good

### The default

```conf redis.conf
port 6379
```

## References

- [Client handling](https://redis.io/docs/latest/develop/reference/clients/)
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with one page more."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("redislint", "rules", "tests"):
        ignored = shutil.ignore_patterns("__pycache__", "_rules")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "rules/1-network/RL198-no-keepalive.md").write_text(PAGE, encoding="utf-8")
    (folder / "redis.conf").write_text("port 6379\ntcp-keepalive 0\n", encoding="utf-8")
    return folder


def run(checkout: Path, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(checkout), "XDG_CACHE_HOME": str(checkout / "cache")}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def test_check(checkout: Path) -> None:
    done = run(checkout, ["redislint", "check", "--format", "concise", "redis.conf"])
    message = "`tcp-keepalive 0` keeps dead connections for ever"
    assert f"redis.conf:2:15: warning RL198 no-keepalive: {message}\n" in done.stdout
    assert done.returncode == 1


def test_explain(checkout: Path) -> None:
    for word in ("RL198", "no-keepalive"):
        assert "Dead connections are never noticed" in run(checkout, ["redislint", "explain", word]).stdout


def test_rules(checkout: Path) -> None:
    assert "RL198  no-keepalive" in run(checkout, ["redislint", "rules"]).stdout


def test_sarif(checkout: Path) -> None:
    done = run(checkout, ["redislint", "check", "--format", "sarif", "redis.conf"])
    log = json.loads(done.stdout)["runs"][0]
    (rule,) = [one for one in log["tool"]["driver"]["rules"] if one["id"] == "RL198"]
    assert rule["shortDescription"]["text"] == "Dead connections are never noticed."
    assert [one["ruleId"] for one in log["results"]].count("RL198") == 1


def test_its_examples_run(checkout: Path) -> None:
    done = run(checkout, ["pytest", "-q", "-k", "RL198", "tests/test_rules.py", "tests/test_unknown.py"])
    assert done.returncode == 0, done.stdout
    assert "7 passed" in done.stdout


def test_a_page_that_is_wrong_is_told(checkout: Path) -> None:
    page = checkout / "rules/1-network/RL198-no-keepalive.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("tcp-keepalive «0»", "tcp-keepalive «1»"), encoding="utf-8")
    try:
        done = run(checkout, ["pytest", "-q", "-k", "RL198", "tests/test_rules.py"])
        assert done.returncode == 1
        assert "test_bad_example[RL198-bad-No keep-alive]" in done.stdout
    finally:
        page.write_text(text, encoding="utf-8")
