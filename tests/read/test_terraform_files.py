"""`file` and `templatefile`: files of the tree, each character at its place there; and nothing outside of it."""

from __future__ import annotations

import pytest

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import reading
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.module import Module
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.told import told
from redislint.source import Source
from tests.read.reading import Files

MAIN = """\
variable "unknown" {}
locals {
  here = "${path.module}/conf"
  name = "cache"
}
"""
TEMPLATE = """\
port ${port}
%{ for name, on in users ~}
user ${name} ${on ? "on" : "off"}
%{ endfor ~}
%{ if tls }tls-port 6380%{ endif }
"""
FILES = {
    "a/b/conf/redis.conf": "maxmemory 1gb\n",
    "a/b/users.tpl": TEMPLATE,
    "a/b/nested.tpl": '${templatefile("users.tpl", {})}',
    "a/b/outer.tpl": "${local.name}",
    "a/b/broken.tpl": "%{ if x }",
    "a/b/binary": "\udcff",
    "redis.conf": "maxmemory 2gb\n",
}
NAMES = "{ port = 1, users = { z = false, a = true }, tls = true }"
FILLED = "port 1\nuser a on\nuser z off\ntls-port 6380\n"


def evaluated(expression: str) -> tuple[Evaluator, Placed]:
    text = f"{MAIN}locals {{\n  asked = {expression}\n}}\n"
    tree = Files()
    tree.texts = {**FILES, "a/b/main.tf": text}
    source = Source("a/b/main.tf", text, "terraform")
    module = Module(source, reading.parsed(source).body, tree)
    placed = module.local("asked")
    assert placed is not None
    return Evaluator(module), placed


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('file("${path.module}/conf/redis.conf")', "maxmemory 1gb\n"),
        ('file("${local.here}/redis.conf")', "maxmemory 1gb\n"),
        ('file("conf/redis.conf")', "maxmemory 1gb\n"),
        ('file("./conf/../conf/redis.conf")', "maxmemory 1gb\n"),
        ('upper(file("conf/redis.conf"))', "MAXMEMORY 1GB\n"),
        ('file("${path.module}/../../redis.conf")', "maxmemory 2gb\n"),
        ('file("${path.root}/conf/redis.conf")', UNKNOWN),
        ('file("${path.module}/missing")', UNKNOWN),
        ('file("/etc/passwd")', UNKNOWN),
        ('file("~/.aws/credentials")', UNKNOWN),
        ('file("../../../../etc/passwd")', UNKNOWN),
        ("file(var.unknown)", UNKNOWN),
        ("file()", UNKNOWN),
        ('file("binary")', UNKNOWN),
        ('fileexists("conf/redis.conf")', True),
        ('fileexists("conf/other.conf")', UNKNOWN),
        ('"${path.module}/conf"', UNKNOWN),
        (f'templatefile("users.tpl", {NAMES})', FILLED),
        (f'templatefile("${{path.module}}/users.tpl", {NAMES})', FILLED),
        ('templatefile("users.tpl", { port = 1 })', UNKNOWN),
        ('templatefile("users.tpl", var.unknown)', UNKNOWN),
        ('templatefile("users.tpl", [1])', UNKNOWN),
        ('templatefile("nested.tpl", {})', UNKNOWN),
        ('templatefile("outer.tpl", {})', UNKNOWN),
        ('try(templatefile("outer.tpl", {}), "else")', "else"),
        ('templatefile("broken.tpl", { x = true })', UNKNOWN),
        ('templatefile("missing.tpl", {})', UNKNOWN),
    ],
)
def test_files_of_the_tree(expression: str, expected: object) -> None:
    evaluator, placed = evaluated(expression)
    assert evaluator.value(placed) == expected


def test_a_text_stands_where_it_is_written() -> None:
    evaluator, placed = evaluated('file("${path.module}/conf/redis.conf")')
    found = told(placed, evaluator)
    assert found.text == "maxmemory 1gb\n"
    place = found.span(10, 13)
    assert (place.source.path, place.text) == ("a/b/conf/redis.conf", "1gb")


def test_a_filled_text_stands_in_its_template() -> None:
    evaluator, placed = evaluated(f'templatefile("users.tpl", {NAMES})')
    found = told(placed, evaluator)
    assert found.text == FILLED
    for word, written in (("port ", "port "), ("1", "${port}"), ("tls-port", "tls-port"), ("z", "${name}")):
        start = found.text.index(word)
        place = found.span(start, start + len(word))
        assert (place.source.path, place.text) == ("a/b/users.tpl", written)


def test_directives_are_told_as_they_are_evaluated() -> None:
    evaluator, placed = evaluated('<<-E\n  on\n  %{ for x in ["a", "b"] ~}\n  +${x}\n  %{ endfor ~}\n  ~*\n  E')
    found = told(placed, evaluator)
    assert found.text == evaluator.value(placed)
    assert found.span(found.text.index("~"), found.text.index("~") + 2).text == "~*"
    evaluator, placed = evaluated('"on %{ if var.unknown }+@all%{ endif } ~*"')
    assert told(placed, evaluator).text == "on ${} ~*"
