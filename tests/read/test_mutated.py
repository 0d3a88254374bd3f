"""YAML that somebody, or something, has broken: no reader fails on it, or takes long, and no rule does."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from redislint.model.document import Problem
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.read import read
from redislint.source import Source
from tests.discover.trees import CORPUS
from tests.pages import cases, kind_of, unmarked
from tests.parts import borrow
from tests.read.reading import Files
from tests.read.test_styles import ARGO, FLUX
from tests.read.test_vectors import VECTORS, source_of
from tests.timing import SLOW

KINDS = ("helm-values", "kubernetes", "compose", "dockerfile")
EXAMPLES = sorted(
    {unmarked(file.text)[0] for case in cases() for file in case.example.files if kind_of(file) in KINDS}
    | {ARGO, FLUX}
    | {source_of(one).text for one in VECTORS}
)
# What stands where something else was meant.
ODD = [
    "null",
    "[]",
    "{}",
    "''",
    "0",
    "-1",
    "1e999",
    "true",
    "yes",
    "~",
    "2026-01-01",
    "0x1F",
    "!!binary aGk=",
    "!vault x",
]
ODD += [
    "[[[[]]]]",
    "{a: {a: {a: b}}}",
    "[1, a, {b: c}]",
    "*a0",
    "&a0 [*a0]",
    "&a0 {a: *a0}",
    "{<<: *a0}",
    "${X}",
    "{{ .x }}",
]
ODD += ["'\\x00'", "|\n  a\n   b\n", '"\\uD800"', "1_000", "99999999999999999999999", ".inf", "'{{'", "? a", "<<"]
ODD += ["[" * 1_500, "{a: " * 1_500, "x" * 10_000, "'" + "${A:-" * 2_000 + "'", "[redis, " * 20]
SECONDS = 2


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """An example with lines cut, repeated, moved or filled with something else."""
    lines = draw(st.sampled_from(EXAMPLES)).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["value", "value", "value", "cut", "repeat", "drop", "indent", "mark"])):
            case "value":
                key, colon, _ = lines[at].partition(":")
                lines[at] = f"{key}{colon} {draw(st.sampled_from(ODD))}"
            case "cut":
                lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
            case "repeat":
                lines.insert(draw(st.integers(0, len(lines))), lines[at])
            case "drop":
                lines[at] = ""
            case "indent":
                lines[at] = " " * draw(st.integers(0, 12)) + lines[at].lstrip()
            case "mark":
                lines[at] = lines[at].replace(": ", ": &a0 ", 1)
    return "\n".join(lines)


@st.composite
def swapped(draw: st.DrawFn) -> str:
    """An example whose parts have changed places, one of them perhaps within itself."""
    documents = [one for one in yaml.safe_load_all(draw(st.sampled_from(VALID))) if one is not None]
    places = [(holder, key) for one in documents for holder, key in _places(one)]
    for _ in range(draw(st.integers(1, 3))):
        (holder, key), (other, where) = draw(st.sampled_from(places)), draw(st.sampled_from(places))
        holder[key] = draw(
            st.sampled_from([other.get(where) if isinstance(other, dict) else None, other, holder, [other]])
        )
    return yaml.safe_dump_all(documents)


def _places(node: Any) -> list[tuple[Any, Any]]:
    """Every value of every mapping, by mapping and key."""
    if isinstance(node, list):
        return [place for one in node for place in _places(one)]
    if not isinstance(node, dict):
        return []
    return [(node, key) for key in node] + [place for one in node.values() for place in _places(one)]


def _is_valid(text: str) -> bool:
    try:
        return any(_places(one) for one in yaml.safe_load_all(text))
    except yaml.YAMLError:
        return False


VALID = [text for text in EXAMPLES if _is_valid(text)]


def check(text: str, kind: str) -> None:
    """Readers are asked directly, since the pipeline turns their failures into findings."""
    source = Source("deploy/values.yaml", text, kind)
    tree = Files(**{"deploy/values.yaml": text, "deploy/Chart.yaml": text, "deploy/.env": text})
    start = time.process_time()
    reading = read(source, tree)
    report = lint_sources([source], tree, Options(select=("RL",)))
    assert time.process_time() - start < SECONDS * SLOW
    assert not report.errors
    for problem in reading.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
    for finding in report.findings:
        assert 0 <= finding.span.start <= finding.span.end <= len(finding.span.source.text)


@settings(max_examples=150)
@given(text=mutated(), kind=st.sampled_from(KINDS))
def test_no_reader_fails_on_broken_yaml(text: str, kind: str) -> None:
    check(text, kind)


@settings(max_examples=100)
@given(text=swapped(), kind=st.sampled_from(KINDS[:3]))
def test_no_reader_fails_on_values_of_other_types(text: str, kind: str) -> None:
    check(text, kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_value_alone(odd: str, kind: str) -> None:
    for text in (odd, f"redis: {odd}", f"services:\n  redis: {odd}\n", f"kind: Pod\napiVersion: v1\nspec: {odd}\n"):
        check(text, kind)


UNPARSABLE = CORPUS / "yaml.unparsable"


def test_real_files_that_are_no_yaml_are_said_to_be_so() -> None:
    """One clear word for each; a template is blanked out, and what is left may be YAML."""
    borrow("the corpus", CORPUS.is_dir(), "real files that are no YAML")
    said = [one.detail for path in sorted(UNPARSABLE.iterdir()) for one in _problems(path)]
    assert said
    assert all(detail.startswith("this is no valid YAML: ") and len(detail) > 40 for detail in said)


def _problems(path: Path) -> tuple[Problem, ...]:
    source = Source.from_bytes(path.name, path.read_bytes(), "helm-values")
    # The name alone tells that this is about Redis: all of them are parsed.
    problems = read(source, Files()).problems
    assert len(problems) <= 1
    return problems
