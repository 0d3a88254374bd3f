"""Our SARIF before validators that others wrote.

They are looked for in the folder that `SARIF_TOOLS_DIR` names, else in `~/.cache/sarif-check`:

    npm install --prefix DIR @microsoft/sarif-multitool@5 jsonschema@1
    python3 -m venv DIR/py && DIR/py/bin/pip install check-jsonschema sarif-tools
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from redislint.pipeline import Report
from redislint.report import render
from tests.parts import need
from tests.report import samples

TOOLS = Path(os.environ.get("SARIF_TOOLS_DIR") or Path.home() / ".cache/sarif-check")
MULTITOOL = TOOLS / "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
SCHEMA = MULTITOOL.parent / "sarif-2.1.0.json"
CHECK_JSONSCHEMA = TOOLS / "py/bin/check-jsonschema"
SARIF_TOOLS = TOOLS / "py/bin/sarif"
NPM_JSONSCHEMA = TOOLS / "node_modules/jsonschema"
INSTALL = f"install it into {TOOLS} as {Path(__file__).name} says"

# What github/codeql-action does before an upload: every error but those of the format of an address rejects.
UPLOAD = """
const fs = require("fs"), { Validator } = require(process.argv[3]);
const [log, schema] = [process.argv[1], process.argv[2]].map((path) => JSON.parse(fs.readFileSync(path)));
for (const error of new Validator().validate(log, schema).errors) console.log(error.stack);
"""


def run(*words: str | Path) -> str:
    """What a command prints; it must end well."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def validate(log: Path) -> dict[str, Any]:
    """The multitool's own report on a log; it also puts the JSON Schema beside the multitool."""
    out = log.with_suffix(".validated")
    rules = ("--rule-kind", "Sarif;Ghas", "--level", "Error;Warning")
    run(MULTITOOL, "validate", log, *rules, "-o", out, "--log", "ForceOverwrite")
    report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8-sig"))["runs"][0]
    return report


@pytest.fixture(scope="module", params=["project", "hostile", "nothing"])
def log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SARIF file: the sample project, a report full of what is no character, and an empty one."""
    folder = tmp_path_factory.mktemp("sarif")
    makers: dict[str, Callable[[], Report]] = {
        "project": lambda: samples.project(folder),
        "hostile": lambda: samples.hostile(folder),
        "nothing": Report,
    }
    path = folder / f"{request.param}.sarif"
    path.write_text(render("sarif", makers[request.param]()), encoding="utf-8")
    return path


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """The JSON Schema of SARIF 2.1.0, as Microsoft publishes it."""
    need("sarif-multitool", MULTITOOL.exists(), INSTALL)
    if not SCHEMA.exists():
        empty = tmp_path / "empty.sarif"
        empty.write_text(render("sarif", Report()), encoding="utf-8")
        validate(empty)
    return SCHEMA


def test_multitool(log: Path) -> None:
    need("sarif-multitool", MULTITOOL.exists(), INSTALL)
    report = validate(log)
    assert [(one["ruleId"], one["message"]) for one in report.get("results", [])] == []
    notes = [note for one in report["invocations"] for note in one.get("toolExecutionNotifications", [])]
    assert [note["message"] for note in notes if note.get("level") == "error"] == []


def test_check_jsonschema(log: Path, schema: Path) -> None:
    need("check-jsonschema", CHECK_JSONSCHEMA.exists(), INSTALL)
    run(CHECK_JSONSCHEMA, "--schemafile", schema, "--force-filetype", "json", log)


def test_upload(log: Path, schema: Path) -> None:
    node = shutil.which("node")
    need("node", node is not None, "install it with your system's packages")
    need("npm jsonschema", NPM_JSONSCHEMA.exists(), INSTALL)
    assert run(node or "", "-e", UPLOAD, log, schema, NPM_JSONSCHEMA) == ""


def test_sarif_tools(log: Path, tmp_path: Path) -> None:
    need("sarif-tools", SARIF_TOOLS.exists(), INSTALL)
    made = tmp_path / "codeclimate.json"
    run(SARIF_TOOLS, "codeclimate", "-o", made, log)
    results = json.loads(log.read_text(encoding="utf-8"))["runs"][0]["results"]
    assert len(json.loads(made.read_text(encoding="utf-8"))) == len(results)


def test_hashes_are_those_of_the_multitool(tmp_path: Path) -> None:
    """The multitool has the algorithm in C#: it must find the same hashes in the files themselves."""
    need("sarif-multitool", MULTITOOL.exists(), INSTALL)
    samples.write(tmp_path)
    document = json.loads(render("sarif", samples.project(tmp_path)))
    ours = [result.pop("partialFingerprints", None) for result in document["runs"][0]["results"]]
    for result in document["runs"][0]["results"]:
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        artifact["uri"] = f"{tmp_path.as_uri()}/{artifact['uri']}"
        del artifact["uriBaseId"]
    bare, hashed = tmp_path / "bare.sarif", tmp_path / "hashed.sarif"
    bare.write_text(json.dumps(document), encoding="utf-8")
    run(
        MULTITOOL,
        "rewrite",
        bare,
        "-o",
        hashed,
        "--insert",
        "RollingHashPartialFingerprints",
        "--log",
        "ForceOverwrite",
    )
    results = json.loads(hashed.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    theirs = [result["partialFingerprints"] for result in results]
    assert sum(one is not None for one in ours) >= 6
    assert [one for one, other in zip(ours, theirs, strict=True) if one not in (None, other)] == []
