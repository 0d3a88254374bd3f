"""Values: what is known of an expression is what terraform says, and the rest is unknown."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import hcl, operators
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.module import Module
from redislint.read.terraform.scope import Placed
from redislint.source import Source
from tests.read.reading import Files
from tests.read.terraform import needed, run

MODULE = """\
variable "yes" {
  type    = bool
  default = "true"
}
variable "number" {
  type    = number
  default = "7"
}
variable "text" {
  type    = string
  default = 7
}
variable "nothing" {
  default = null
}
variable "any" {
  default = "prod"
}
variable "list" {
  type    = list(string)
  default = ["a", "b"]
}
variable "numbers" {
  type    = list(string)
  default = [1, true]
}
variable "map" {
  type    = map(string)
  default = { a = 1, b = true }
}
variable "object" {
  type = object({
    on   = bool
    name = string
    size = optional(number, 3)
  })
  default = {
    on   = true
    name = "x"
  }
}
locals {
  one     = 1
  two     = local.one + 1
  name    = "${var.any}-redis"
  objects = { a = { tls = true, tags = ["x", "y"] }, "b" = { tls = false } }
  heredoc = <<-EOT
      a
        b

    c
  EOT
  plain = <<EOT
 $${x} %%{y} \\n
EOT
}
"""

KNOWN = [
    "1",
    "1.5",
    "1.0",
    "-1",
    "- -1",
    "true",
    "null",
    '""',
    r'"a\"b\\c\n\u00e9"',
    '"$${a} %%{b} 100% $5"',
    "1 + 2 * 3",
    "(1 + 2) * 3",
    "10 - 2 - 3",
    "7 % 3",
    "6 / 3",
    "1 + 1 == 2",
    "1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3",
    "!true || false",
    "!!true",
    "true || false && false",
    "1 == 1.0",
    '"a" == "a"',
    '"a" != "a"',
    "null == null",
    "var.nothing == null",
    "var.any != null",
    "var.yes",
    "var.number",
    "var.text",
    "var.any",
    "var.list",
    "var.list[0]",
    "var.list.1",
    "var.list[*]",
    "var.numbers",
    "var.map",
    'var.map["a"]',
    "var.map.b",
    "local.two",
    "local.name",
    "local.objects.a.tls",
    'local.objects["b"].tls',
    "local.objects.a.tags[1]",
    "local.heredoc",
    "local.plain",
    '"${var.any}"',
    '"${var.yes}"',
    '"${local.one}-${var.yes}-${1.5}"',
    '"a${"b${"c"}"}"',
    'var.yes ? "a" : "b"',
    "var.nothing == null ? 1 : 2",
    "var.yes ? null : 1",
    'true ? 1 : "a"',
    "false ? 1 : 2",
    "[1, null, true]",
    '{ a = 1, "b" : [2], (var.any) = 3 }',
    "{ a = 1 }.a",
    "[1, 2][1]",
    "null[*]",
    '"a"[*]',
    'lower("ABC")',
    'upper("abc")',
    'trimspace(" a ")',
    'trimprefix("abc", "a")',
    'trimsuffix("abc", "c")',
    'startswith("abc", "ab")',
    'endswith("abc", "bc")',
    'replace("a.b.c", ".", "-")',
    'format("%s-%d-%%", var.any, 7)',
    'join("-", ["a", 1, true])',
    'join("", ["a"], ["b"])',
    'coalesce(null, "", "c")',
    "coalesce(var.nothing, var.any)",
    "length([1, 2])",
    'length("abc")',
    "length(var.map)",
    'contains(["a", "b"], "b")',
    'contains(["a", "b"], "c")',
    'lookup({ a = 1 }, "a", 2)',
    'lookup({ a = 1 }, "b", 2)',
    "merge({ a = 1 }, { a = 2, b = 3 })",
    "merge({ a = 1 }, null)",
    "concat([1], [2, 3])",
    "element([1, 2], 3)",
    "one([])",
    "one([1])",
    "keys({ b = 1, a = 2 })",
    "tolist([1, 2])",
    'toset(["b", "a"])',
    'tobool("true")',
    'tonumber("12")',
    "tostring(12)",
    "tostring(null)",
    "try(var.any, 1)",
    "sensitive(1) == 1 ? 1 : 2",
    "concat([[1], [2]]...)",
    '"${null}"',
    '"${[1]}"',
    'core::upper("a")',
    "length(concat(var.list, [1]))",
]
# What terraform knows and we do not say, or what no one knows.
UNKNOWN_HERE = [
    "var.missing",
    "local.missing",
    "var.object",
    "var.object.size",
    "var.list[5]",
    "var.map.c",
    "each.value",
    "count.index",
    "path.module",
    "terraform.workspace",
    "data.aws_vpc.this.id",
    "aws_vpc.this[0].id",
    "module.redis.arn",
    'file("x")',
    "timestamp()",
    "[for x in var.list : x]",
    "{ for k, v in var.map : k => v }",
    "0.1 + 0.2",
    "1 / 3",
    "1 / 0",
    "-7 % 3",
    "1e30",
    "9999999999999999 * 9999999999999999",
    '1 == "1"',
    '"a" + 1',
    '"%{ if true }a%{ endif }"',
    '"${~ var.any ~}"',
    '"${var.missing}"',
    "!1",
    "-true",
    "var.missing ? 1 : 2",
    "null.a",
    'format("%05.2f", 1)',
    'replace("a", "/a/", "b")',
    'coalesce(1, "a")',
    'lookup({ a = 1 }, "b")',
    "one([1, 2])",
    'tonumber("abc")',
    "lower(var.list)",
    "lower()",
    "lower(1, 2)",
    'toset(["a", "a"])',
    "var",
    "local",
    "lower",
]
# Three values: what the known operand settles is known.
SETTLED = [
    ("false && var.missing", False),
    ("var.missing && false", False),
    ("true || var.missing", True),
    ("var.missing || true", True),
    ("var.missing ? 1 : 1", 1),
    ("[var.missing] == null", False),
    ("length([var.missing])", 1),
    ('contains([var.missing, "a"], "a")', True),
    ('coalesce("a", "b")', "a"),
    ("{ a = 1, b = var.missing }.a", 1),
    ("[1, var.missing][0]", 1),
    ("concat([var.missing], [1])[1]", 1),
]


def evaluator(text: str = MODULE, **files: str) -> tuple[Evaluator, Source]:
    source = Source("main.tf", text, "terraform")
    module = Module(
        source, hcl.parse(text).body, Files(**{name.replace("_tf", ".tf"): one for name, one in files.items()})
    )
    return Evaluator(module), source


def value(text: str, module: str = MODULE) -> Any:
    within, _ = evaluator(module)
    source = Source("x.tf", text, "terraform")
    return within.value(Placed(hcl.expression(text, 0, len(text)), source))


@pytest.mark.parametrize("text", KNOWN)
def test_known_values_are_known(text: str) -> None:
    assert value(text) is not UNKNOWN


@pytest.mark.parametrize("text", UNKNOWN_HERE)
def test_all_else_is_unknown(text: str) -> None:
    assert value(text) is UNKNOWN


@pytest.mark.parametrize(("text", "expected"), SETTLED)
def test_a_known_operand_may_settle_it(text: str, expected: Any) -> None:
    found = value(text)
    assert (type(found), found) == (type(expected), expected)


def consulted(folder: Path, texts: list[str]) -> list[Any]:
    """The values that terraform gives expressions; None in place of one that it refuses, and else a list of one."""
    (folder / "main.tf").write_text(MODULE, encoding="utf-8")
    wrapped = ", ".join(f"try([{text}], null)" for text in texts)
    done = run(folder, "console", text=f"base64encode(nonsensitive(jsonencode([{wrapped}])))\n")
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(base64.b64decode(done.stdout.strip().strip('"')))
    return found


def agrees(ours: Any, theirs: Any) -> bool:
    """Is what we know of a value so?"""
    if ours is UNKNOWN:
        return True
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return all(agrees(one, other) for one, other in zip(ours, theirs, strict=True))
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        return all(agrees(ours[key], theirs[key]) for key in ours)
    return type(ours) is type(theirs) and ours == theirs and not isinstance(ours, (list, dict))


def test_terraform_agrees_on_what_is_known(tmp_path: Path) -> None:
    needed()
    found = consulted(tmp_path, KNOWN)
    wrong = [
        (text, value(text), theirs)
        for text, theirs in zip(KNOWN, found, strict=True)
        if theirs is None or not agrees(value(text), theirs[0])
    ]
    assert wrong == []


LEAVES = st.sampled_from(
    [
        *("1", "2", "1.5", "true", "false", "null", '"a"', '""', '"1"', '"true"', "[]", "[1, 2]", '["a"]', "{}"),
        *("{ a = 1 }", "var.yes", "var.number", "var.text", "var.nothing", "var.any", "var.list", "var.numbers"),
        *("var.map", "var.object", "var.object.on", "var.object.size", "local.one", "local.name", "local.objects"),
        *("local.objects.a.tls", 'strrev("ab")', "[for x in var.list : x][0]", 'lookup(var.map, "z", 1)', "var.map.a"),
    ]
)
BINARY = st.sampled_from(["+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||"])
UNARY_CALLS = st.sampled_from(
    "lower upper trimspace length one keys tolist toset tomap tobool tonumber tostring sensitive merge try".split()
)
BINARY_CALLS = st.sampled_from(
    "coalesce concat contains element endswith join lookup merge startswith trimprefix trimsuffix try".split()
)


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    return (
        st.tuples(inner, BINARY, inner).map(lambda one: f"({one[0]} {one[1]} {one[2]})")
        | st.tuples(inner, BINARY, inner, BINARY, inner).map(lambda one: f"({' '.join(one)})")
        | st.tuples(UNARY_CALLS, inner).map(lambda one: f"{one[0]}({one[1]})")
        | st.tuples(BINARY_CALLS, inner, inner).map(lambda one: f"{one[0]}({one[1]}, {one[2]})")
        | st.tuples(inner, inner, inner).map(lambda one: f"({one[0]} ? {one[1]} : {one[2]})")
        | two.map(lambda one: f"[{one[0]}, {one[1]}]")
        | two.map(lambda one: f"{{ a = {one[0]}, b = {one[1]} }}")
        | two.map(lambda one: f"({one[0]})[{one[1]}]")
        | inner.map(lambda one: f"({one}).a")
        | inner.map(lambda one: f"({one})[*]")
        | inner.map(lambda one: f"!({one})")
        | inner.map(lambda one: f'"${{{one}}}"')
        | two.map(lambda one: f'"x${{{one[0]}}}y${{{one[1]}}}"')
    )


EXPRESSIONS = st.recursive(LEAVES, _wider, max_leaves=5)


# A failure is as clear without shrinking, which would run terraform for minutes.
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(texts=st.lists(EXPRESSIONS, min_size=40, max_size=40))
def test_terraform_agrees_on_any_expression(tmp_path: Path, texts: list[str]) -> None:
    """What terraform evaluates is what we say, or unknown."""
    needed()
    for text, theirs in zip(texts, consulted(tmp_path, texts), strict=True):
        ours = value(text)
        # A branch that is not known here may make a text of the other one.
        is_text = "?" in text and theirs is not None and operators.text(ours) == theirs[0]
        assert theirs is None or is_text or agrees(ours, theirs[0]), (text, ours, theirs)
