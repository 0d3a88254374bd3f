"""Terraform's JSON syntax and OpenTofu's files: what they say is what the other syntax says, each at its place."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.read.terraform import jsonfile, reading, reals
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.module import Module
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.wrong import MAX_NESTING, TOO_DEEP, Wrong
from redislint.source import Source
from tests.read.reading import Files
from tests.read.terraform import needed, run

CACHE = """\
{
  "//": "no resource is called so",
  "resource": {
    "aws_elasticache_replication_group": {
      "cache": {
        "replication_group_id": "cache",
        "engine": "redis",
        "engine_version": "7.0",
        "num_cache_clusters": 2,
        "automatic_failover_enabled": true,
        "transit_encryption_enabled": "${var.tls}",
        "auth_token": null,
        "log_delivery_configuration": [
          {"destination": "a", "log_type": "slow-log"}
        ]
      }
    }
  }
}
"""
VARIABLES = '{"variable": [{"tls": {"type": "bool", "default": "${false}"}}]}'
GROUP = """\
{"resource": [{"aws_elasticache_parameter_group": {"a": {
  "family": "redis7",
  "name": "a",
  "parameter": [{"name": "maxmemory-policy", "value": "lru"}],
  "dynamic": {"parameter": {
    "for_each": {"timeout": "-1", "maxmemory-samples": "5"},
    "content": {"name": "${parameter.key}", "value": "${parameter.value}"}
  }}
}}}]}
"""
SECRET = '{"resource": {"aws_elasticache_replication_group": {"a": {"auth_token": "hunter2\\u002dhunter2-hunter2"}}}}\n'
BROKEN = '{"resource": {"aws_elasticache_cluster": {"a": {"engine": "redis" "x": 1}}}}\n'
TOFU = 'resource "aws_elasticache_cluster" "a" {\n  engine         = "redis"\n  engine_version = local.version\n}\n'


def found(files: dict[str, str]) -> list[str]:
    tree = Files()
    tree.texts = files
    sources = [Source(path, text, "terraform") for path, text in files.items() if not path.endswith(reading.VALUES)]
    report = lint_sources(sources, tree, Options(ignore=("RL124", "RL637")))
    assert not report.errors
    return [f"{one.path}:{one.line}:{one.column} {one.rule}" for one in report.findings]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"main.tf.json": CACHE, "v.tf.json": VARIABLES}, ["main.tf.json:11:39 RL122", "main.tf.json:12:23 RL238"]),
        ({"main.tf.json": CACHE, "v.tf": 'variable "tls" {\n  default = true\n}\n'}, ["main.tf.json:12:23 RL238"]),
        ({"main.tf.json": GROUP}, ["main.tf.json:4:55 RL005", "main.tf.json:7:54 RL005"]),
        ({"main.tf.json": SECRET}, ["main.tf.json:1:53 RL122", "main.tf.json:1:73 RL238", "main.tf.json:1:74 RL207"]),
        ({"main.tf.json": BROKEN}, ["main.tf.json:1:67 RL000"]),
        ({"override.tf.json": CACHE}, []),
    ],
    ids=["cache", "mixed", "group", "secret", "broken", "override"],
)
def test_findings(files: dict[str, str], expected: list[str]) -> None:
    assert found(files) == expected


def test_opentofu_passes_over_a_file_that_has_one_of_its_own_beside_it() -> None:
    old, new = "locals {\n  version = 1\n}\n", "locals {\n  version = 2\n}\n"
    assert reading.modules(("a.tf", "a.tofu", "b.tf")) == ["a.tofu", "b.tf"]
    assert reading.modules(("a.tf", "a.tofu", "b.tf"), beside="b.tf") == ["a.tofu", "b.tf"]
    assert reading.modules(("a.tf", "a.tofu", "b.tf"), beside="a.tf") == ["a.tf", "b.tf"]
    assert reading.modules(("a.tf.json", "a.tofu.json", "a.tf")) == ["a.tf", "a.tofu.json"]
    assert reading.modules(("a.tf", "override.tofu", "b_override.tf.json")) == [
        "a.tf",
        "b_override.tf.json",
        "override.tofu",
    ]
    tree = Files()
    tree.texts = {"x.tf": old, "x.tofu": new, "main.tf": TOFU, "main.tofu": TOFU}
    for path, expected in (("main.tf", 1), ("main.tofu", 2)):
        source = Source(path, TOFU, "terraform")
        module = Module(source, reading.parsed(source).body, tree)
        assert Evaluator(module).value(placed("local.version")) == expected


def placed(text: str) -> Placed:
    source = Source("x.tf", f"x = {text}\n", "terraform")
    return Placed(reading.parsed(source).body.attributes["x"].value, source)


VALUES: list[Any] = [
    "plain",
    'a "quoted" \\ text\n',
    "\u00e9 \U0001f600",
    "${1 + 2}",
    'x-${upper("a")}-y',
    "%{ if true }a%{ endif }",
    "$${x} %%{y} \\${1}",
    [1, 2.5, True, None, "${[1, 2]}"],
    {"a": {"b": ["${local.plain}"]}, "${local.key}": 1},
    "<<E\nx\nE\n",
    "${~ 1 ~} a",
]


def test_terraform_agrees_on_values(tmp_path: Path) -> None:
    needed()
    files = {"main.tf.json": json.dumps({"locals": {"plain": "p", "key": "k", "asked": VALUES}}, indent=1)}
    (tmp_path / "main.tf.json").write_text(files["main.tf.json"], encoding="utf-8")
    done = run(tmp_path, "console", text="base64encode(jsonencode(local.asked))\n")
    decoder = json.JSONDecoder(parse_float=reals.parsed, parse_int=reals.parsed)
    theirs = decoder.decode(base64.b64decode(done.stdout.strip().strip('"')).decode())
    tree = Files()
    tree.texts = files
    source = Source("main.tf.json", files["main.tf.json"], "terraform")
    ours = Evaluator(Module(source, reading.parsed(source).body, tree)).value(placed("local.asked"))
    assert ours == theirs


JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(value=JSON, indent=st.sampled_from([None, 2]), ascii_only=st.booleans())
def test_values_of_variables_are_what_json_says(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps({"x": value}, indent=indent, ensure_ascii=ascii_only)
    source = Source("a.auto.tfvars.json", text, "terraform")
    body = reading.parsed(source).body
    module = Module(Source("main.tf", "", "terraform"), reading.parsed(Source("a.tf", "", "terraform")).body, Files())
    node = body.attributes["x"].value
    assert Evaluator(module).value(Placed(node, source)) == value
    assert json.loads(text[node.start : node.end]) == value


@given(text=st.text(st.sampled_from('{}[]":,\\u0041 truefalsn1.e-\n"'), max_size=40))
def test_what_is_json_is_read_and_nothing_else(text: str) -> None:
    try:
        is_valid = json.loads(text, parse_constant=lambda _: 1 / 0) is not Ellipsis
    except (ValueError, ZeroDivisionError):
        is_valid = False
    try:
        jsonfile.parse(Source("x.tf.json", text, "terraform"))
        problem = None
    except Wrong as wrong:
        problem = wrong
    # An array of anything but objects is JSON, and no file of Terraform.
    assert is_valid == (problem is None or "array of objects" in problem.detail)
    assert problem is None or 0 <= problem.offset <= len(text)


def test_a_deep_text_is_refused() -> None:
    for text in ("[" * 100_000, '{"a":' * 100_000, "[" * (MAX_NESTING + 2) + "]" * (MAX_NESTING + 2)):
        with pytest.raises(Wrong) as wrong:
            jsonfile.parse(Source("x.tf.json", text, "terraform"))
        assert wrong.value.detail == TOO_DEEP
