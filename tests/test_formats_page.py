"""docs/formats.md names every format, and its commands are ones that redislint takes."""

from __future__ import annotations

import re
import shlex

import yaml

from redislint.cli.arguments import parse
from redislint.report import FORMATS
from tests.pages import ROOT

TEXT = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"(?:\$|- run:|-) (redislint .*)")


def test_every_format_is_told() -> None:
    assert re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE) == [*FORMATS]


def test_commands_are_taken() -> None:
    commands = [shlex.split(found.partition(" | ")[0])[1:] for found in COMMAND.findall(TEXT)]
    assert len(commands) >= 5
    used = set()
    for words in commands:
        arguments = parse(words)
        assert arguments is not None
        used |= {arguments.format, *(name for name, _ in arguments.outputs)}
    assert used >= {"gitlab", "rdjson", "markdown", "checkstyle", "junit", "html", "github"}


def test_examples_are_yaml() -> None:
    examples = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    job, steps = (yaml.safe_load(text) for text in examples)
    report = job["redislint"]["artifacts"]["reports"]["codequality"]
    assert f"-o gitlab:{report}" in job["redislint"]["script"][-1]
    assert list(steps[0]) == ["run"]


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", TEXT):
        assert (ROOT / "docs" / target).exists(), target
