"""What large inputs cost, far above what was measured: bench/README.md has the figures."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import redislint
from bench.cases import CHART, manifests, values
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.read import yamltext
from redislint.read.yaml import TOO_DEEP, Yaml
from redislint.source import Source
from tests.read.reading import Files
from tests.timing import SLOW

# Of what is aimed at, the seconds that a slow machine may take.
GENEROUS = 4


def test_values_of_200_kilobytes() -> None:
    text, tree = values(200), Files(**{"Chart.yaml": CHART})
    assert len(text) > 199_000

    def lint(one: str) -> redislint.pipeline.Report:
        return lint_sources([Source("values.yaml", one, "helm-values")], tree, Options())

    # Rules and data are loaded before anything is timed.
    small = lint(values(2))
    start = time.process_time()
    large = lint(text)
    assert time.process_time() - start < 0.15 * GENEROUS * SLOW
    assert [one.rule for one in large.findings] == [one.rule for one in small.findings] != []


def test_a_tree_of_2000_files_of_which_20_are_of_redis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, text in manifests(2_000, 20).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    start = time.process_time()
    report = redislint.lint(config=False)
    assert time.process_time() - start < 1 * GENEROUS * SLOW
    assert len({one.path for one in report.findings}) == 20
    assert not report.errors


@pytest.mark.parametrize(
    "opening", ["[", "{a: ", "[ {}, ", "[ # ]\n", '[ "]", ', "[ ']', ", "[ !<]> a, ", "- - - - - "]
)
def test_brackets_that_hide_their_ends_do_not_hide_their_depth(opening: str) -> None:
    file = Yaml(Source("values.yaml", f"redis:\n  a:\n    {opening * 40_000}", "helm-values"))
    assert [problem.detail for problem in file.problems] == [TOO_DEEP]


def test_brackets_that_are_closed_on_their_line_are_not_counted_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    def parse(*_: object, **__: object) -> None:
        raise AssertionError("no event had to be read")

    monkeypatch.setattr(yaml, "parse", parse)
    assert not yamltext.is_deep("a: {b: 1, c: [x]}\n" * 500 + "a: [1, 2]\n" * 50_000, yaml.CSafeLoader)
