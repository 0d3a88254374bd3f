"""The grammar agrees with terraform on what is a file of its language."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from redislint.read.terraform import check, hcl
from redislint.read.terraform.wrong import Wrong
from redislint.source import Source
from tests.read.terraform import needed, refused

FILE = """\
# A cache
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}

locals {
  name = "${var.project}-${terraform.workspace}" // trailing
  tags = merge(var.tags, { Name = local.name, (var.key) = "x", "quoted" : 1 })
  azs  = [for i, az in data.aws_availability_zones.all.names : az if i < 3]
  map  = { for k, v in var.groups : k => v... if v != null && !v.off }
  one  = var.list[0].id.0.name
  all  = concat(aws_subnet.this[*].id, aws_subnet.that.*.id)
  sum  = 1 + 2 * -3 % 4 >= 5 ? "a" : (true || false ? null : 1.5e3)
  fun  = provider::aws::arn_parse(join(",", concat([1, 2], var.x...)))
  text = <<-EOT
    hello ${var.name}
    %{if var.x}yes%{else}no%{endif}
  EOT
  doc = <<EOF
plain $${not} %%{code}
EOF
}

variable "größe" {
  type = object({
    a = optional(string, "x")
    b = list(number)
  })
  default = {
    a = "b"
    b = []
  }
  validation {
    condition     = length(var.größe.b) < 3
    error_message = "Too \\"many\\"."
  }
}

/* A block
   comment */
resource "aws_elasticache_replication_group" "this" {
  count                = var.create ? 1 : 0
  replication_group_id = "${local.name}-${lower("REDIS")}"
  auth_token           = random_password.token.result
  security_group_ids = [
    aws_security_group.redis.id,
  ]

  dynamic "log_delivery_configuration" {
    for_each = { for v in var.logs : v.type => v }
    content {
      destination = log_delivery_configuration.value["dest"]
    }
  }
  lifecycle { ignore_changes = [auth_token] }
  timeouts {}
}
"""

VALID = [
    FILE,
    FILE.replace("\n", "\r\n"),
    "",
    "\n\n",
    "# only a comment",
    "\ufeffa = 1\n",
    "a = 1",
    "a {}\n",
    "a { b = 1 }\n",
    'a "b" c "d-e" {\n}\n',
    "a = {\n\n  b = 1\n\n  # c\n  d = 2, e = 3\n}\n",
    "a = { b = 1, }\n",
    "a = [\n  # nothing\n]\n",
    "a = f(\n)\n",
    "a = (\n  b\n  ? c\n  : d\n)\n",
    "a = b.c.0\n",
    "a = b[0][1].c\n",
    "a = !(b == c) && -d < 1\n",
    "a = <<E\nE\n",
    "a = <<-E\n  x\n\n  E  \nb = 1\n",
    "a = [<<E\nx\nE\n, 1]\n",
    'a = "${<<E\nx\nE\n}"\n',
    'a = "$${b} %%{c} $$ %% $ %"\n',
    'a = "${"nested ${"deep"}"}"\n',
    'a = "${ {b = 1}.b }"\n',
    'a = "\\u00e9 \\U0001F600 \\\\"\n',
    "a = { for = 1 }.for\n".replace("for = 1", '"for" = 1'),
    "a = [for x in y : if]\n",
    "a = [for in, if in in : in + if if if]\n",
    "a = [for for in for : for]\n",
    "a = b[for]\n",
    "a = { for k, v in b : k => v }\n",
    "a = {\n  for k, v in b : k => v\n}\n",
    "a = { in = 1, if = 2 }\n",
    "a = core::upper(b)\n",
    "a = f(b...)\n",
    "a = 1 /* b */\n",
    "a = 1 /* b\n c */\n",
    "für = 1\n",
    "_a-b = c-d\n",
    "a = b.*.c\n",
    "a = 1e5\n",
    "a = 1 - 1\n",
    "a = 1-1\n",
    "a = b ? c : d ? e : f\n",
    "a = [1, 2][*]\n",
    "a = f(x).y[0]\n",
    'a = "%{ if b }c%{ else }d%{ endif }"\n',
    'a = "%{ for k, v in b ~} ${~ k ~} %{~ endfor }"\n',
    "a = <<E\n%{ for b in c }\n%{ if b }${b}%{ endif }\n%{ endfor }\nE\n",
    "a = <<E\n${<<E\nx\nE\n}\nE\n",
    "a = <<-E\n  ${[\n E\n]}\n E\n",
    'a = "${b\n}"\n',
]
INVALID = [
    "a\n",
    "a =\n",
    "a = \n1\n",
    "a = 1 b = 2\n",
    "a = 1, b = 2\n",
    "a\n{\n}\n",
    "a { b = 1\n}\n",
    "a {\n b = 1 }\n",
    "a { b {} }\n",
    "a { b = 1, c = 2 }\n",
    "a {\n",
    "}\n",
    "a = [1 2]\n",
    "a = [,]\n",
    "a = f(,)\n",
    "a = f(1 2)\n",
    "a = f(b...,)\n",
    "a = (1\n",
    "a = 1)\n",
    'a = "b\n',
    'a = "b\nc"\n',
    'a = "\\d"\n',
    'a = "\\u12"\n',
    'a = "${b"\n',
    'a = "b" "c"\n',
    "a = <<E\nx\n",
    "a = <<E x\nE\n",
    "a = 1 /* b\n",
    "a = 'b'\n",
    "a = @b\n",
    "a = b & c\n",
    "a = 1 +\n2\n",
    "a = b.\n",
    "a = b.0.1\n",
    "a = .5\n",
    "a = 5.\n",
    "a = b ? c\n",
    "a = { b = 1 c = 2 }\n",
    "a = { b }\n",
    "a = { b =\n1 }\n",
    "a = { for = 1 }\n",
    "a = [for x y : z]\n",
    "a = { for k, v in b : v }\n",
    "a = 1\rb = 2\n",
    "1 = a\n",
    '"a" = 1\n',
    'a "b${c}" {\n}\n',
    "a = b[]\n",
    "a = ==\n",
    "a = 1\na = 2\n",
    'a = "%{ if b }c"\n',
    'a = "%{ else }"\n',
    'a = "%{ endfor }"\n',
    'a = "%{ if b }%{ else }%{ else }%{ endif }"\n',
    'a = "%{ for b }%{ endfor }"\n',
    'a = "%{ for b in c }%{ endif }"\n',
    'a = "%{ b }"\n',
    'a = "%{ endif b }"\n',
    'a = "${}"\n',
    'a = "${b c}"\n',
    'a = "${b.}"\n',
    'a = "${"%{ if b }"}"\n',
    "a = <<E\n${b\nE\n",
    'a = [for x in y : "${z z}"]\n',
]


def verdict(text: str) -> int | None:
    """The line in which something is wrong with a text; None if nothing is."""
    source = Source("main.tf", text, "terraform")
    try:
        file = hcl.parse(text)
        check.templates(file.body, source)
    except Wrong as wrong:
        return source.position(wrong.offset)[0]
    stack = [file.body]
    while stack:
        body = stack.pop()
        if body.repeated:
            return source.position(body.repeated[0].start)[0]
        stack += [block.body for block in body.blocks]
    return None


@pytest.mark.parametrize("text", VALID)
def test_valid_texts_are_read(text: str) -> None:
    assert verdict(text) is None


@pytest.mark.parametrize("text", INVALID)
def test_invalid_texts_are_refused(text: str) -> None:
    assert verdict(text) is not None


def test_terraform_agrees_with_both_lists(tmp_path: Path) -> None:
    needed()
    found = refused(tmp_path / "texts", [*VALID, *INVALID])
    assert sorted(found) == list(range(len(VALID), len(VALID) + len(INVALID)))


# What an edit puts in: signs of the language, and words of it.
PIECES = st.sampled_from(
    '{ } [ ] ( ) " ${ }" = == , : ? . * ... ! - # // /* */ \\ %{ $ <<EOT\n \n a 1 1.5 "x" null => :: && ~ é EOT .0'
    " [*] .* \t | @ \n}\n < >= / % \r\n".split(" ")
) | st.sampled_from([" ", "for ", " in ", " if ", "x = 1", "a b"])
EDITS = st.tuples(st.integers(0, len(FILE) - 1), st.integers(0, 6), st.just("") | PIECES)


def edited(edits: list[tuple[int, int, str]]) -> str:
    text = FILE
    for place, length, piece in edits:
        text = text[:place] + piece + text[place + length :]
    return text


MUTANTS = st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=40, max_size=40)


# A failure is as clear without shrinking, which would run terraform for minutes.
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(mutants=MUTANTS)
def test_terraform_agrees_on_mutants(tmp_path: Path, mutants: list[list[tuple[int, int, str]]]) -> None:
    """Nothing that terraform takes is refused; and what it refuses is, nearly always, and mostly at the same line."""
    needed()
    texts = [edited(edits) for edits in mutants]
    found = refused(tmp_path / "texts", texts)
    taken = {index: verdict(text) for index, text in enumerate(texts)}
    assert [texts[index] for index, ours in taken.items() if ours is not None and index not in found] == []
    missed = [(found[index], texts[index]) for index in found if taken[index] is None]
    assert len(missed) <= len(found) / 33, missed
    elsewhere = [(found[index], taken[index], texts[index]) for index in found if taken[index] != found[index][1]]
    assert len(elsewhere) <= len(found) / 5, elsewhere
