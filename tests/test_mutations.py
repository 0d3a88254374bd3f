"""Mistakes made in clean projects, one at a time: each is found, blamed at its place, and nothing else is said.

The mistakes are a table, `tests/mutations/`.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from redislint import rules
from tests import clean
from tests.mutations import CORE, Edit, Mutation, rows
from tests.pages import unmarked
from tests.repository import Repository

ROWS = list(rows())
RULES = {rule.id: rule for rule in rules.load()}


class Trees:
    """The parts of the clean projects, each in a folder of its own, which a mistake is made in and taken back from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._roots: dict[str, Path] = {}

    def root(self, mutation: Mutation) -> Path:
        """The folder of a part, which says nothing as it is."""
        name = mutation.root
        if name not in self._roots:
            project, _, part = name.partition("/")
            self._roots[name] = clean.copy(f"clean-{project}", self._folder, part)
            assert not clean.lint(self._roots[name]).findings, f"{name} is not clean by itself"
        return self._roots[name]


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trees]:
    folder = tmp_path_factory.mktemp("trees")
    yield Trees(folder)
    shutil.rmtree(folder)


def edited(root: Path, edits: tuple[Edit, ...]) -> dict[Path, str]:
    """The texts of the files that edits change, with the marks in them."""
    texts: dict[Path, str] = {}
    for edit in edits:
        path = root / edit.path.split("/", 1)[1]
        text = texts.get(path) or path.read_text(encoding="utf-8")
        assert edit.old in text, f"{edit.path} has no {edit.old!r}"
        texts[path] = text.replace(edit.old, edit.new, 1)
    return texts


@pytest.mark.parametrize("mutation", ROWS, ids=lambda mutation: mutation.id)
def test_a_mistake_is_found_at_its_place(mutation: Mutation, trees: Trees) -> None:
    root = trees.root(mutation)
    texts = edited(root, mutation.edits)
    before = {path: path.read_text(encoding="utf-8") for path in texts}
    marked = []
    try:
        if mutation.before is not None:
            _commit(root, mutation.before)
        for path, text in texts.items():
            plain, marks = unmarked(text)
            path.write_text(plain, encoding="utf-8")
            marked += [(path.relative_to(root).as_posix(), start, end) for start, end in marks]
        report = clean.lint(root, "HEAD" if mutation.before is not None else "")
    finally:
        for path, text in before.items():
            path.write_text(text, encoding="utf-8")
        shutil.rmtree(root / ".git", ignore_errors=True)
    said = [f"{one.rule} {one.path}:{one.span.position} {one.message}" for one in report.findings]
    assert not report.errors
    found = [(one.path, one.span.start, one.span.end) for one in report.findings if one.rule == mutation.rule]
    assert sorted(found) == sorted(marked), said
    assert {one.rule for one in report.findings} - {mutation.rule} == mutation.also, said


def _commit(root: Path, earlier: Edit) -> None:
    """Make a repository whose last commit has the tree as it was earlier."""
    texts = edited(root, (earlier,))
    Repository(root).commit({path.relative_to(root).as_posix(): text for path, text in texts.items()})


def test_every_core_rule_is_broken_twice() -> None:
    assert set(CORE) <= set(RULES)
    counted = Counter(row.rule for row in ROWS)
    assert {rule: counted[rule] for rule in CORE if counted[rule] < 2} == {}


def test_and_in_different_formats() -> None:
    formats: dict[str, set[str]] = {}
    for row in ROWS:
        formats.setdefault(row.rule, set()).update(row.formats)
    assert [rule for rule in CORE if len(RULES[rule].kinds) > 1 and len(formats[rule]) < 2] == []


def test_the_table_is_sound() -> None:
    for row in ROWS:
        assert row.rule in RULES, row.id
        assert row.also <= set(RULES) - {row.rule}, row.id
        assert any("«" in edit.new for edit in row.edits), f"{row.id} marks nothing to blame"
    assert len({row.edits for row in ROWS if row.before is None}) == sum(row.before is None for row in ROWS)
