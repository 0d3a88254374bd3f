"""Rules of somebody's own: started, tried, and run, from a folder and from an installed package."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from redislint.cli import run as command
from redislint.config import ConfigError, load

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "fixtures" / "own-rules"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    monkeypatch.chdir(root)
    return root


def started(place: Path) -> Path:
    assert command(["new-rule", "ACME001", "snapshots-off", "-o", "lint"]) == 0
    (place / ".redislint.yaml").write_text("rules: [lint]\n", encoding="utf-8")
    return place / "lint" / "ACME001-snapshots-off.md"


def test_a_new_page_holds_and_runs(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    started(place)
    capsys.readouterr()
    assert command(["test-rules", "lint"]) == 0
    assert capsys.readouterr().out == "2 examples: all hold\n"
    (place / "redis.conf").write_text("port 6379\nappendonly yes\nappendfsync no\n", encoding="utf-8")
    assert command(["--select", "ACME", "--format", "concise"]) == 1
    assert "redis.conf:3:13: warning ACME001 snapshots-off: `appendfsync no`" in capsys.readouterr().out
    assert command(["explain", "ACME001"]) == 0


def test_it_is_shown_where_no_folder_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["new-rule", "ACME002", "some-name"]) == 0
    assert capsys.readouterr().out.startswith("---\nid: ACME002\n")
    assert list(place.glob("*.md")) == []


def test_a_page_is_never_overwritten(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = started(place)
    page.write_text("mine", encoding="utf-8")
    assert command(["new-rule", "ACME001", "snapshots-off", "-o", "lint"]) == 2
    assert "is there already, and stays as it is" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ACME001"], "a rule has an id and a name"),
        (["acme1", "x"], "acme1 is no id"),
        (["RL999", "x"], "RL is what redislint's own begin with"),
        (["ACME001", "Some_Name"], "Some_Name is no name"),
        (["ACME001", "no-tls-off-host"], "a rule of redislint's own is called no-tls-off-host"),
    ],
)
def test_what_is_no_rule(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["new-rule", *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("appendfsync «no»", "appendfsync no", "a bad example marks what is to blame"),
        ("appendfsync «no»", "appendfsync «everysec»", "nothing is said at redis.conf:2:13, of `everysec`"),
        ("appendfsync everysec", "appendfsync no", "something is said at redis.conf:2:13, of `no`: `appendfsync no`"),
        ("«no»", "«no", "PageError: a « without its »"),
        ("settings.forbid", "settings.nothing", "rule ACME001 could not run: AttributeError"),
    ],
)
def test_examples_that_do_not_hold(
    old: str, new: str, said: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = started(place)
    page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    capsys.readouterr()
    assert command(["test-rules", "lint"]) == 1
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("settings.forbid", "settings.nothing", "there is no check settings.nothing (AttributeError)"),
        ("settings.forbid", "elsewhere.nothing", "there is no check elsewhere.nothing (ModuleNotFoundError)"),
        ("setting: appendfsync", "seting: appendfsync", "settings.forbid takes no seting; did you mean setting?"),
        ("id: ACME001", "id: ACME002", "the page says it is ACME002"),
    ],
)
def test_a_configuration_names_what_is_wrong(old: str, new: str, said: str, place: Path) -> None:
    page = started(place)
    page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(said)):
        load(".redislint.yaml")


def test_two_rules_of_one_id(place: Path) -> None:
    page = started(place)
    text = page.read_text(encoding="utf-8")
    page.with_name("RL418-snapshots-off.md").write_text(text.replace("id: ACME001", "id: RL418"), encoding="utf-8")
    with pytest.raises(ConfigError, match="another rule is called RL418"):
        load(".redislint.yaml")


@pytest.mark.parametrize("name", ["package:no_such_package", "package:../up", "package:os"])
@pytest.mark.usefixtures("place")
def test_a_package_that_is_none(name: str) -> None:
    Path(".redislint.yaml").write_text(f"rules: ['{name}']\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="is installed"):
        load(".redislint.yaml")


def test_an_installed_package_brings_pages_and_checks(place: Path) -> None:
    installed = place.parent / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", str(installed), str(PACKAGE)], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": f"{installed}{os.pathsep}{ROOT}"}
    (place / ".redislint.yaml").write_text('rules: ["package:acme_redislint"]\n', encoding="utf-8")
    (place / "users.acl").write_text("user default off\nuser cart on >secret-of-cart ~* +get\n", encoding="utf-8")
    redislint = [sys.executable, "-m", "redislint"]
    tried = subprocess.run(
        [*redislint, "test-rules", str(installed / "acme_redislint" / "rules")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (tried.returncode, tried.stdout) == (0, "4 examples: all hold\n"), tried.stdout
    found = subprocess.run(
        [*redislint, "--select", "ACME", "--format", "json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    [finding] = json.loads(found.stdout)["findings"]
    assert (finding["rule"], finding["line"], finding["column"]) == ("ACME001", 2, 6)
    assert finding["message"].startswith("user `cart` belongs to no team")


def test_code_of_the_tree_is_never_run(place: Path) -> None:
    page = started(place)
    for name in ("planted.py", "yaml.py", "pydantic.py"):
        (place / name).write_text("open('ran', 'w').write('x')\n", encoding="utf-8")
    installed = place / "planted.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: planted\nVersion: 1\n", encoding="utf-8")
    (installed / "entry_points.txt").write_text("[redislint.checks]\nplanted = planted\n", encoding="utf-8")
    text = page.read_text(encoding="utf-8").replace("settings.forbid", "planted.check")
    page.write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "redislint"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "there is no check planted.check" in done.stderr
    assert not (place / "ran").exists()
