"""Containers of ECS's task definitions that are a text of JSON: here, in a heredoc, or in another file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.document import Reading
from redislint.model.instance import Instance
from redislint.read import read
from redislint.source import Source
from tests.read.reading import Files

JSON = """\
[
  {
    "name": "cache",
    "image": "redis:7.2.4",
    "memory": 512,
    "command": ["redis-server", "--maxmemory", "1gb", "--requirepass", "pass\\u0077ord-of-cache"],
    "environment": [{"name": "X", "value": "y"}],
    "secrets": [{"name": "REDIS_PASSWORD", "valueFrom": "arn"}]
  }
]
"""
TASK = """\
variable "memory" {{}}
variable "image" {{}}
resource "aws_ecs_task_definition" "redis" {{
  family                = "redis"
  container_definitions = {}
}}
"""


def reading(definitions: str, **files: str) -> Reading:
    tree = Files()
    tree.texts = {name.replace("__", "."): text for name, text in files.items()}
    return read(Source("main.tf", TASK.format(definitions), "terraform"), tree)


def only(found: Reading) -> Instance:
    (one,) = found.instances
    return one


def place(found: Instance, name: str) -> tuple[str, str]:
    span = found.setting(name).value_span
    return span.source.path, span.text


@pytest.mark.parametrize(
    ("definitions", "files", "path"),
    [
        (f"<<EOT\n{JSON}EOT", {}, "main.tf"),
        (f"<<-EOT\n{JSON}  EOT", {}, "main.tf"),
        (json.dumps(JSON), {}, "main.tf"),
        (json.dumps(JSON).replace("7.2.4", "${local.tag}") + '\n}\nlocals {\n  tag = "7.2.4"', {}, "main.tf"),
        ("local.json\n}\nlocals {\n  json = " + json.dumps(JSON), {}, "main.tf"),
        ('file("redis.json")', {"redis__json": JSON}, "redis.json"),
        ('file("${path.module}/redis.json")', {"redis__json": JSON}, "redis.json"),
        ('templatefile("redis.json", {})', {"redis__json": JSON}, "redis.json"),
        ('templatefile("redis.tpl", { tag = "7.2.4" })', {"redis__tpl": JSON.replace("7.2.4", "${tag}")}, "redis.tpl"),
    ],
)
def test_containers_in_a_text(definitions: str, files: dict[str, str], path: str) -> None:
    found = reading(definitions, **files)
    one = only(found)
    assert place(one, "maxmemory") == (path, "1gb")
    assert str(one.server) == "redis 7.2.4"
    assert one.memory_limit is not None
    assert (one.memory_limit.value, one.memory_limit.span.text) == (512 * 1024**2, "512")
    assert one.anchor.source.path == path
    assert one.setting("requirepass").value == "password-of-cache"
    secrets = {span.text for span in found.secrets}
    assert any(text.startswith("pass") and text.endswith("ord-of-cache") for text in secrets)


@pytest.mark.parametrize("memory", ["${var.memory}", "${var.memory + 1}", "%{ if var.memory }1%{ endif }"])
def test_what_is_not_known_may_stand_in_place_of_a_number(memory: str) -> None:
    one = only(reading(f"<<EOT\n{JSON.replace('512', memory).replace('redis:7.2.4', '${var.image}')}EOT"))
    assert place(one, "maxmemory") == ("main.tf", "1gb")
    assert one.memory_limit is None
    assert one.server is None


@pytest.mark.parametrize(
    "definitions",
    [
        '"redis"',
        '"[redis"',
        '"[{"',
        '"[]"',
        '"[1, null, \\"redis\\", []]"',
        '"{\\"image\\": \\"redis:7\\"}"',
        'file("redis.json")',
        'file("../redis.json")',
        'templatefile("redis.json", var.memory)',
        "var.memory",
        "data.template_file.redis.rendered",
        "<<EOT\n[%{ for one in var.memory }{}%{ endfor }]\nEOT",
        "<<EOT\n${var.memory}\nEOT",
    ],
)
def test_what_is_no_such_text(definitions: str) -> None:
    found = reading(definitions)
    assert not found.instances
    assert not found.problems


@given(st.text(st.characters(codec="utf-8", exclude_characters="$%"), min_size=1, max_size=30), st.booleans())
def test_every_text_is_what_it_is_in_an_expression(word: str, is_escaped: bool) -> None:
    text = json.dumps([{"image": "redis:7.2.4", "command": ["redis-server", "--dir", word]}], ensure_ascii=is_escaped)
    if "\ud800" <= max(word) <= "\udfff" or not word.isprintable():
        return
    in_text = only(reading(json.dumps(text, ensure_ascii=False))).setting("dir")
    written = json.dumps(word, ensure_ascii=False)
    listed = f'jsonencode([{{ image = "redis:7.2.4", command = ["redis-server", "--dir", {written}] }}])'
    assert in_text.args == only(reading(listed)).setting("dir").args
