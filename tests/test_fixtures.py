"""Whole projects: the clean ones are silent, and of those with mistakes the report is the expected one.

What is expected of `NAME/` stands in `NAME.txt`, in the concise format: `make expected` writes it anew.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import redislint
from redislint.report import render
from tests.conftest import TODAY

FIXTURES = Path(__file__).parent.parent / "fixtures"
PROJECTS = sorted(path for pattern in ("clean-*", "mistakes-*") for path in FIXTURES.glob(pattern) if path.is_dir())


def report(project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> redislint.Report:
    """What is found in a copy of the project; below `fixtures/` itself findings would be lower."""
    copy = shutil.copytree(project, folder / project.name)
    monkeypatch.chdir(copy)
    return redislint.lint(today=TODAY)


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_a_project(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = report(project, tmp_path, monkeypatch)
    assert not found.errors
    assert found.files
    expected = project.with_suffix(".txt")
    if project.name.startswith("clean-"):
        assert render("concise", found) == ""
    else:
        assert render("concise", found) == expected.read_text(encoding="utf-8")


def test_each_kind_of_file_is_there_twice() -> None:
    """In a clean project, and in one with mistakes."""
    kinds = {"redis-conf", "users-acl", "compose", "dockerfile", "kubernetes", "helm-values", "terraform"}
    for project in ("clean-shop", "mistakes-shop"):
        assert kinds <= set(redislint.lint([FIXTURES / project], config=False).files.values()), project
