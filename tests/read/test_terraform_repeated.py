"""`count`, `for_each` and `dynamic`: what they make, as far as it is known, and what is said of it, once a place."""

from __future__ import annotations

import pytest

from redislint.model.facts import UNKNOWN
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.read.terraform import reading
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.module import Module
from redislint.read.terraform.repeated import MAX_MADE
from redislint.read.terraform.resource import Resource
from redislint.source import Source
from tests.read.reading import Files

VARIABLES = """\
variable "unknown" {}
variable "caches" {
  default = {
    a = { tls = true, secret = "secret-of-a" }
    b = { tls = false, secret = null }
  }
}
"""


def resource(body: str, more: str = "") -> Resource:
    """The resource `x "y"` with this body."""
    text = f'resource "x" "y" {{\n{body}\n}}\n{VARIABLES}{more}'
    source = Source("main.tf", text, "terraform")
    module = Module(source, reading.parsed(source).body, Files())
    return Resource(module.resources("x")["y"], Evaluator(module))


def values(body: str, name: str = "a", more: str = "") -> list[object]:
    """What an argument comes to in each resource that is made."""
    one = resource(body, more)
    return [] if one.is_absent else [made.argument(name).value for made in one.each()]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a = 1", [1]),
        ("count = 3\na = 1", [1]),
        ("count = 3\na = count.index", [0, 1, 2]),
        ("count = 0\na = count.index", []),
        ("count = false ? 1 : 0\na = 1", []),
        ("count = var.unknown\na = count.index", [UNKNOWN]),
        (f"count = {MAX_MADE + 1}\na = count.index", [UNKNOWN]),
        ("count = -1\na = count.index", [UNKNOWN]),
        ("count = length(var.caches)\na = keys(var.caches)[count.index]", ["a", "b"]),
        ("for_each = var.caches\na = each.key", ["a", "b"]),
        ("for_each = var.caches\na = each.value.tls", [True, False]),
        ("for_each = var.caches\na = each.value.missing", [UNKNOWN, UNKNOWN]),
        ("for_each = var.caches\na = 1", [1]),
        ('for_each = var.caches\na = "x-${each.key}"', ["x-a", "x-b"]),
        ('for_each = toset(["p", "q"])\na = each.value', ["p", "q"]),
        ('for_each = toset(["p", "q"])\na = each.key', ["p", "q"]),
        ("for_each = { for k, v in var.caches : k => v if v.tls }\na = each.key", ["a"]),
        ("for_each = {}\na = each.key", []),
        ("for_each = toset([])\na = each.key", []),
        ("for_each = var.unknown\na = each.key", [UNKNOWN]),
        ("for_each = var.unknown\na = 1", [1]),
        ("for_each = null\na = each.key", [UNKNOWN]),
        ("for_each = 1\na = each.key", [UNKNOWN]),
        ("for_each = { a = var.unknown }\na = each.key", ["a"]),
        ("for_each = { a = var.unknown }\na = each.value", [UNKNOWN]),
        ("a = each.key", [UNKNOWN]),
    ],
)
def test_what_is_made_of_a_resource(body: str, expected: list[object]) -> None:
    assert values(body) == expected


def blocks(body: str) -> tuple[list[object], bool]:
    """What `a` is in each block `b`, and whether there may be more."""
    one = resource(body)
    return [inner.argument("a").value for inner in one.inner("b")], one.makes("b")


@pytest.mark.parametrize(
    ("body", "expected", "more"),
    [
        ("b {\na = 1\n}", [1], False),
        ('dynamic "b" {\nfor_each = [1, 2]\ncontent {\na = b.value\n}\n}', [1, 2], False),
        ('dynamic "b" {\nfor_each = [5, 6]\ncontent {\na = b.key\n}\n}', [0, 1], False),
        ('dynamic "b" {\nfor_each = { x = 1 }\ncontent {\na = "${b.key}${b.value}"\n}\n}', ["x1"], False),
        ('dynamic "b" {\nfor_each = [1]\niterator = i\ncontent {\na = i.value\n}\n}', [1], False),
        ('dynamic "b" {\nfor_each = [1]\niterator = i\ncontent {\na = b.value\n}\n}', [UNKNOWN], False),
        ('dynamic "b" {\nfor_each = []\ncontent {\na = b.value\n}\n}', [], False),
        ('dynamic "b" {\nfor_each = var.unknown\ncontent {\na = b.value\n}\n}', [], True),
        ('dynamic "b" {\nfor_each = var.unknown ? [1] : []\ncontent {\na = 1\n}\n}', [], True),
        ('dynamic "b" {\nfor_each = true ? [1] : []\ncontent {\na = 1\n}\n}', [1], False),
        ('dynamic "b" {\ncontent {\na = 1\n}\n}', [], True),
        (f'dynamic "b" {{\nfor_each = range({MAX_MADE + 1})\ncontent {{\na = 1\n}}\n}}', [], True),
        ('dynamic "c" {\nfor_each = var.unknown\ncontent {\na = 1\n}\n}', [], False),
        ('dynamic "b" {\nfor_each = [1]\ncontent {\na = 1\n}\n}\nb {\na = 2\n}', [1, 2], False),
        ('b {\na = 2\n}\ndynamic "b" {\nfor_each = [1]\ncontent {\na = 1\n}\n}', [2, 1], False),
    ],
)
def test_what_dynamic_blocks_make(body: str, expected: list[object], more: bool) -> None:
    assert blocks(body) == (expected, more)


def test_blocks_in_blocks_know_the_names_of_both() -> None:
    body = 'for_each = { p = 1 }\ndynamic "b" {\nfor_each = [5]\ncontent {\ndynamic "c" {\nfor_each = [7]\n'
    body += 'content {\na = "${each.key}${b.value}${c.value}"\n}\n}\n}\n}'
    one = resource(body).each()[0].inner("b")[0].inner("c")[0]
    assert one.argument("a").value == "p57"


def test_the_defaults_that_elements_rest_on() -> None:
    one = resource("for_each = var.caches\na = each.value.tls\nb = 1")
    assert [list(made.defaults("a")) for made in one.each()] == [["caches"], ["caches"]]
    assert list(one.each()[0].defaults("b")) == []


GROUPS = """\
locals {
  caches = {
    sessions = { tls = true, token = "sessions-Passw0rd-sessions" }
    pages    = { tls = false, token = null }
    drafts   = { tls = false, token = null }
  }
}

resource "aws_elasticache_replication_group" "this" {
  for_each                   = local.caches
  replication_group_id       = each.key
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  transit_encryption_enabled = each.value.tls
  auth_token                 = each.value.token
}
"""


def findings(text: str) -> list[str]:
    report = lint_sources([Source("main.tf", text, "terraform")], Files(), Options(ignore=("RL124", "RL637")))
    assert not report.errors
    assert "Passw0rd" not in "".join(one.message for one in report.findings)
    return [f"{one.line}:{one.column} {one.rule}" for one in report.findings]


def test_each_place_is_said_once() -> None:
    assert findings(GROUPS) == ["3:38 RL207", "14:32 RL122", "15:32 RL238"]
    assert findings(GROUPS.replace("local.caches", "var.caches")) == []
