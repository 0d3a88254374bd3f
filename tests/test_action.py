"""The GitHub action: its steps are run as GitHub's runner runs them, but for the upload."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.parts import need

ROOT = Path(__file__).parent.parent
ACTION = ROOT / "action.yml"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
BIN = Path(sys.executable).parent
_EXPRESSION = re.compile(r"\$\{\{ (?P<what>[\w.-]+) \}\}")


def loaded(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


class Job:
    """A job that runs the action's steps in a folder of its own, with these inputs over the defaults."""

    def __init__(self, folder: Path, inputs: dict[str, str]) -> None:
        action = loaded(ACTION)
        self.steps = {step["name"]: step for step in action["runs"]["steps"] if "name" in step}
        self.values = {f"inputs.{name}": str(one.get("default", "")) for name, one in action["inputs"].items()}
        self.values |= {f"inputs.{name}": value for name, value in inputs.items()}
        self.values |= {"github.action_path": str(ROOT), "steps.install.outputs.bin": str(BIN)}
        self.folder = folder
        self.summary = folder / ".summary"
        self.summary.touch()

    def run(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run a step; what it puts out is there for later ones."""
        step = self.steps[name]
        output = self.folder / ".output"
        output.write_text("", encoding="utf-8")
        environment = {key: self._filled(value) for key, value in step.get("env", {}).items()}
        environment |= {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(self.summary)}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.folder / self._filled(step.get("working-directory", ".")),
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        for line in output.read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition("=")
            self.values[f"steps.{step.get('id', '')}.outputs.{key}"] = value
        return done

    def _filled(self, text: str) -> str:
        return _EXPRESSION.sub(lambda match: self.values.get(match["what"], ""), text)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    shutil.copytree(ROOT / "fixtures" / "mistakes-shop", tmp_path / "shop")
    return tmp_path


def test_findings_end_the_job_after_the_report_is_written(tree: Path) -> None:
    job = Job(tree, {"working-directory": "shop"})
    lint = job.run("Lint")
    assert lint.returncode == 0, lint.stderr
    assert "::error file=" in lint.stdout
    assert job.values["steps.lint.outputs.written"] == "true"
    assert job.values["steps.lint.outputs.exit-status"] == "1"
    report = json.loads((tree / job.values["steps.lint.outputs.sarif-file"]).read_text(encoding="utf-8"))
    assert report["runs"][0]["results"]
    assert "RL" in job.summary.read_text(encoding="utf-8")
    assert job.run("Result").returncode == 1


def test_nothing_found(tree: Path) -> None:
    shutil.rmtree(tree / "shop")
    (tree / "redis.conf").write_text("bind 127.0.0.1\nmaxmemory 1gb\n", encoding="utf-8")
    job = Job(tree, {"fail-on": "error", "summary": "false"})
    assert job.run("Lint").returncode == 0
    assert job.run("Result").returncode == 0
    assert job.summary.read_text(encoding="utf-8") == ""


def test_inputs_are_words_and_never_code(tree: Path) -> None:
    (tree / "a b.conf").write_text("port 6379\nbind 0.0.0.0\nnosuch 1\n", encoding="utf-8")
    paths = "a b.conf\n$(touch planted)\n`touch planted`\n"
    job = Job(tree, {"paths": paths, "arguments": "--kind=redis-conf\n--server=redis@7.2\n"})
    lint = job.run("Lint")
    assert "a b.conf" in lint.stdout
    assert job.values["steps.lint.outputs.exit-status"] == "2"
    assert not (tree / "planted").exists()
    assert job.run("Result").returncode == 2


def test_what_makes_no_sense_is_an_error(tree: Path) -> None:
    job = Job(tree, {"arguments": "--nonsense"})
    job.run("Lint")
    assert "steps.lint.outputs.written" not in job.values
    assert job.run("Result").returncode == 2


def test_every_action_is_pinned_by_its_commit() -> None:
    for path in (ACTION, *WORKFLOWS):
        for used in re.findall(r"uses: (\S+)(.*)", path.read_text(encoding="utf-8")):
            assert used[0] == "./" or re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", used[0]), (path.name, used)


def test_inputs_and_outputs_are_documented() -> None:
    page = (ROOT / "docs" / "github.md").read_text(encoding="utf-8")
    action = loaded(ACTION)
    rows = re.findall(r"^\| `([\w-]+)` \| (.*) \|$", page, re.MULTILINE)
    inputs = {
        (name, " | ".join((one["description"], f"`{one['default']}`" if one["default"] else "")).rstrip())
        for name, one in action["inputs"].items()
    }
    assert set(rows) == inputs | {(name, one["description"]) for name, one in action["outputs"].items()}


@pytest.mark.parametrize(
    ("schema", "paths"), [("vendor.github-actions", [ACTION]), ("vendor.github-workflows", WORKFLOWS)], ids=str
)
def test_schemas(schema: str, paths: list[Path]) -> None:
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", schema, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_has_nothing_to_say() -> None:
    zizmor = shutil.which("zizmor", path=f"{BIN}:{os.environ.get('PATH', '')}")
    need("zizmor", zizmor is not None, "it comes with the extra `dev`")
    assert zizmor is not None
    command = [zizmor, "--offline", "--no-config", "--pedantic", str(ACTION), *map(str, WORKFLOWS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
