"""Outputs of modules in the tree, as their callers have them."""

from __future__ import annotations

import time

import pytest

from redislint import lint_text
from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.read import read
from redislint.read.terraform import reading
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.module import Module
from redislint.read.terraform.scope import Placed
from redislint.source import Source
from tests.read.reading import Files
from tests.timing import SLOW

NAMES = """\
variable "name" {
  default = "cache"
}
variable "tls" {}
variable "settings" {
  type    = object({ days = optional(number, 7) })
  default = {}
}
locals {
  full = "${var.name}-full"
}
output "name" {
  value = var.name
}
output "full" {
  value     = local.full
  sensitive = true
}
output "tls" {
  value = var.tls
}
output "days" {
  value = var.settings.days
}
output "whole" {
  value = { name = var.name, tags = ["a", var.name] }
}
output "id" {
  value = aws_vpc.this.id
}
output "published" {
  value = module.vpc.id
}
output "deeper" {
  value = module.inner.value
}
module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
}
module "inner" {
  source = "./inner"
  given  = local.full
}
"""
INNER = """\
variable "given" {}
output "value" {
  value = "${var.given}!"
}
"""


def value(expression: str, calling: str, **files: str) -> object:
    """What an expression comes to in a module that has these calls; of further files `a__b` is a/b.tf."""
    tree = Files()
    tree.texts = {"names/main.tf": NAMES, "names/inner/main.tf": INNER}
    tree.texts |= {f"{name.replace('__', '/')}.tf": text for name, text in files.items()}
    source = Source("main.tf", f"{calling}\nlocals {{\n  it = {expression}\n}}\n", "terraform")
    module = Module(source, reading.parsed(source).body, tree)
    placed = module.local("it")
    assert placed is not None
    return Evaluator(module).value(Placed(placed.node, source))


CALL = 'module "n" {\n  source = "./names"\n  %s\n}\n'


@pytest.mark.parametrize(
    ("expression", "arguments", "expected"),
    [
        ("module.n.name", "", "cache"),
        ("module.n.name", 'name = "carts"', "carts"),
        ("module.n.name", "name = local.shop", "carts"),
        ("module.n.name", "name = var.unknown", UNKNOWN),
        ("module.n.full", 'name = "carts"', "carts-full"),
        ('module.n["full"]', "", "cache-full"),
        ('"${module.n.full}:1"', "", "cache-full:1"),
        ("module.n.tls", "tls = true", True),
        ("module.n.tls", "", UNKNOWN),
        ("module.n.days", "settings = { days = 3 }", 3),
        ("module.n.days", "", 7),
        ("module.n.whole.tags[1]", "", "cache"),
        ("[for tag in module.n.whole.tags : upper(tag)]", "", ["A", "CACHE"]),
        ("module.n.id", "", UNKNOWN),
        ("module.n.published", "", UNKNOWN),
        ("module.n.missing", "", UNKNOWN),
        ("module.other.name", "", UNKNOWN),
        ("module.n.deeper", 'name = "x"', "x-full!"),
        ("module.n.name", "name = module.o.full", "other-full"),
        ("module.n[0].name", "count = 2\n  name = count.index", 0),
        ("module.n[1].name", "count = 2", "cache"),
        ("module.n[2].name", "count = 2", UNKNOWN),
        ("module.n[*].name", 'count = 2\n  name = "n-${count.index}"', ["n-0", "n-1"]),
        ("module.n[*].name", "count = 0", []),
        ("one(module.n[*].name)", "count = 0", None),
        ("module.n[0].name", "count = var.unknown", UNKNOWN),
        ('module.n["b"].name', 'for_each = toset(["a", "b"])\n  name = each.key', "b"),
        ("module.n[local.shop].name", 'for_each = toset(["carts", "b"])\n  name = each.key', "carts"),
        ("module.n[var.unknown].name", 'for_each = toset(["a", "b"])\n  name = each.key', UNKNOWN),
        (
            "{ for key, one in module.n : key => one.name }",
            'for_each = toset(["a", "b"])\n  name = each.key',
            {"a": "a", "b": "b"},
        ),
        ("module.n[var.unknown].name", "for_each = var.unknown", UNKNOWN),
        ("module.n.name", 'source = "terraform-aws-modules/vpc/aws"', UNKNOWN),
        ("module.n.name", 'source = "./nowhere"', UNKNOWN),
        ("module.n.name", "source = var.unknown", UNKNOWN),
    ],
)
def test_what_a_module_puts_out(expression: str, arguments: str, expected: object) -> None:
    others = 'variable "unknown" {}\nlocals {\n  shop = "carts"\n}\n'
    others += 'module "o" {\n  source = "./names"\n  name   = "other"\n}\n'
    call = CALL % arguments
    if arguments.startswith("source"):
        call = call.replace('  source = "./names"\n', "")
    assert value(expression, call + others) == expected


def test_calls_and_outputs_may_stand_in_other_files() -> None:
    more = 'output "other" {\n  value = var.name\n}\n'
    assert value("module.n.other", "", calls=CALL % 'name = "x"', names__outputs=more) == "x"


def test_what_overrides_an_output_counts() -> None:
    more = 'output "name" {\n  value = "another"\n}\n'
    assert value("module.n.name", CALL % "", names__override=more) == "another"


def test_a_file_that_cannot_be_parsed_puts_nothing_out() -> None:
    assert value("module.n.name", CALL % "", names__main="output {{{") is UNKNOWN


@pytest.mark.parametrize(
    "calls",
    [
        'module "n" {\n  source = "./names"\n  name = module.n.name\n}\n',
        CALL % "name = module.m.name" + CALL.replace('"n"', '"m"') % "name = module.n.name",
        'module "n" {\n  source = "./names"\n  name = local.it\n}\n',
        'module "n" {\n  source = "./self"\n}\n',
        'module "n" {\n  source = "./"\n}\noutput "name" {\n  value = module.n.name\n}\n',
        'module "n" {\n  source = "./names"\n  count = length(module.n)\n}\n',
    ],
)
def test_what_goes_round_is_not_known(calls: str) -> None:
    myself = 'module "n" {\n  source = "../self"\n}\noutput "name" {\n  value = module.n.name\n}\n'
    assert value("module.n.name", calls, self__main=myself) is UNKNOWN


def test_modules_within_each_other() -> None:
    link = CALL.replace("./names", "../l%d") % (0, "x = upper(var.x)")
    link = link.replace("l0", "l%d") + 'variable "x" {}\noutput "v" {\n  value = module.n.v\n}\n'
    files = {f"l{index}__main": link % (index + 1) for index in range(3)}
    files["l3__main"] = 'variable "x" {}\noutput "v" {\n  value = "${var.x}!"\n}\n'
    assert value("module.n.v", 'module "n" {\n  source = "./l0"\n  x = "a"\n}\n', **files) == "A!"


def test_no_chain_of_modules_is_too_long_or_takes_long() -> None:
    def link(index: int, times: int) -> str:
        said = " ".join(f"${{module.m{call}.v}}" for call in range(times))
        calls = "".join(
            f'module "m{call}" {{\n  source = "../l{index + 1}"\n  x = "{call}"\n}}\n' for call in range(times)
        )
        return f'{calls}variable "x" {{}}\noutput "v" {{\n  value = "{said}"\n}}\n'

    for times, length in ((1, 60), (8, 20)):
        files = {f"l{index}__main": link(index, times) for index in range(length)}
        start = time.process_time()
        assert value("module.n.v", 'module "n" {\n  source = "./l0"\n  x = 1\n}\n', **files) is UNKNOWN
        assert time.process_time() - start < SLOW


def test_no_nesting_of_expressions_and_modules_is_too_deep() -> None:
    nested = "[" * 25 + "%s" + "]" * 25
    link = (
        'module "n" {{\n  source = "../l{next}"\n  x = {x}\n}}\nvariable "x" {{}}\noutput "v" {{\n  value = {v}\n}}\n'
    )
    files = {
        f"l{index}__main": link.format(next=index + 1, x=nested % "var.x", v=nested % "module.n.v")
        for index in range(20)
    }
    rules = "module.n.v" + "[0]" * 25
    user = (
        f'resource "aws_elasticache_user" "x" {{\n  user_name = "x"\n  user_id = "x"\n  access_string = {rules}\n}}\n'
    )
    assert read_with(user + CALL.replace("./names", "./l0") % "x = 1", **files).instances == ()


# --- places ---------------------------------------------------------------------------------------------------------


def read_with(text: str, **files: str) -> Reading:
    tree = Files()
    tree.texts = {f"{name.replace('__', '/')}.tf": other for name, other in files.items()}
    return read(Source("main.tf", text, "terraform"), tree)


USER = """\
module "rules" {
  source = "./rules"
  prefix = "shop"
}
resource "aws_elasticache_user" "app" {
  user_id       = "app"
  user_name     = "app"
  engine        = "redis"
  access_string = module.rules.app
  passwords     = [module.rules.word]
}
"""
RULES = """\
variable "prefix" {}
output "app" {
  value = "on ~${var.prefix}:* +@all"
}
output "word" {
  value = "secret-of-app"
}
"""


def test_a_password_that_a_module_puts_out_is_shown_where_it_is_written() -> None:
    found = read_with(USER, rules__main=RULES)
    (document,) = found.documents
    (user,) = document.users
    assert [token.text for token in user.tokens] == [">secret-of-app", "on", "~shop:*", "+@all"]
    assert (user.tokens[0].span.source.path, user.tokens[0].span.text) == ("rules/main.tf", '"secret-of-app"')
    assert [(token.span.source.path, token.span.text) for token in user.tokens[1:]] == [
        ("rules/main.tf", '"on ~${var.prefix}:* +@all"')
    ] * 3
    assert "secret-of-app" in {span.text for span in found.secrets}


def test_a_resource_is_blamed_where_it_takes_the_output() -> None:
    group = """\
module "settings" {
  source = "./settings"
  tls    = %s
}
variable "tls" {
  default = false
}
resource "aws_elasticache_replication_group" "carts" {
  description                = "carts"
  engine                     = "redis"
  transit_encryption_enabled = module.settings.tls
}
"""
    settings = 'variable "tls" {}\noutput "tls" {\n  value = var.tls\n}\n'

    def said(tls: str) -> list[tuple[str, int, str, int]]:
        found = lint_text(group % tls, kind="terraform", files={"settings/main.tf": settings})
        return [(str(one.severity), one.line, one.path, len(one.related)) for one in found if one.rule == "RL122"]

    assert [place[1:3] for place in said("false")] == [(11, "<text>")]
    assert said("true") == []
    # Who uses this as a module may set the variable, so that it is of less weight.
    assert said("var.tls")[0][0] != said("false")[0][0]
