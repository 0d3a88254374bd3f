"""Terraform: the instances, facts, parameters and secrets of resources as people write them."""

from __future__ import annotations

from typing import Any

import pytest

from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN, Fact, Setting
from redislint.model.instance import Instance
from redislint.read import read
from redislint.source import Source
from tests.read.reading import Files

GROUP = 'resource "aws_elasticache_replication_group" "this"'


def readings(files: dict[str, str], path: str = "main.tf") -> Reading:
    tree = Files()
    tree.texts = files
    return read(Source(path, files[path], "terraform"), tree)


def group(body: str, **files: str) -> Instance:
    """The one instance of a replication group with this body."""
    named = {f"{name}.tf": text for name, text in files.items()}
    found = readings({**named, "main.tf": f"{GROUP} {{\n{body}\n}}\n"})
    assert not found.problems
    (instance,) = found.instances
    return instance


def fact(instance: Instance, name: str) -> tuple[Any, str, bool]:
    """A fact's value, the text that it is blamed on, and whether it is written there."""
    assert instance.managed is not None
    found: Fact[Any] = instance.managed.facts[name]
    return found.value, found.span.text, found.written


def policy(instance: Instance) -> Setting:
    return instance.setting("maxmemory-policy")


@pytest.mark.parametrize(
    ("body", "value", "blamed"),
    [
        ("", "off", GROUP),
        ('engine = "valkey"', "off", GROUP),
        ("transit_encryption_enabled = true", "required", "true"),
        ('transit_encryption_enabled = "true"', "required", '"true"'),
        ("transit_encryption_enabled = (false)", "off", "(false)"),
        ("transit_encryption_enabled = null", "off", "null"),
        ("transit_encryption_enabled = var.x", UNKNOWN, "var.x"),
        ('transit_encryption_enabled = "maybe"', UNKNOWN, '"maybe"'),
        ('transit_encryption_enabled = true\ntransit_encryption_mode = "preferred"', "preferred", '"preferred"'),
        ('transit_encryption_enabled = true\ntransit_encryption_mode = "required"', "required", '"required"'),
        ("transit_encryption_enabled = true\ntransit_encryption_mode = null", "required", "true"),
        ("transit_encryption_enabled = true\ntransit_encryption_mode = var.x", UNKNOWN, "var.x"),
        ('transit_encryption_mode = "required"', "off", GROUP),
        ("global_replication_group_id = aws_x.y.id", UNKNOWN, GROUP),
        ("global_replication_group_id = aws_x.y.id\ntransit_encryption_enabled = false", "off", "false"),
        ("global_replication_group_id = null", "off", GROUP),
    ],
)
def test_encryption_in_transit(body: str, value: Any, blamed: str) -> None:
    assert fact(group(body), "transit-encryption") == (value, blamed, blamed != GROUP)


@pytest.mark.parametrize(
    ("body", "value", "blamed"),
    [
        ("", False, GROUP),
        ('auth_token = "x"', True, '"x"'),
        ('auth_token = ""', False, '""'),
        ("auth_token = null", False, "null"),
        ("auth_token = var.x", UNKNOWN, "var.x"),
        ("auth_token = random_password.x.result", UNKNOWN, "random_password.x.result"),
        ("user_group_ids = [aws_x.y.id]", True, "[aws_x.y.id]"),
        ("user_group_ids = []", False, "[]"),
        ("user_group_ids = var.x", UNKNOWN, "var.x"),
        ("auth_token = null\nuser_group_ids = [aws_x.y.id]", True, "[aws_x.y.id]"),
        ("auth_token = var.x\nuser_group_ids = []", UNKNOWN, "var.x"),
        ('auth_token = var.x ? "a" : null', UNKNOWN, 'var.x ? "a" : null'),
        ("global_replication_group_id = aws_x.y.id", UNKNOWN, GROUP),
    ],
)
def test_auth(body: str, value: Any, blamed: str) -> None:
    assert fact(group(body), "auth") == (value, blamed, blamed != GROUP)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("", False),
        ('engine = "redis"', False),
        ('engine = "valkey"', True),
        ("engine = var.x", UNKNOWN),
        ('engine = "valkey"\nat_rest_encryption_enabled = false', False),
        ("at_rest_encryption_enabled = true", True),
        ('at_rest_encryption_enabled = "true"', True),
        ("at_rest_encryption_enabled = var.x", UNKNOWN),
        ("global_replication_group_id = aws_x.y.id", UNKNOWN),
    ],
)
def test_encryption_at_rest(body: str, value: Any) -> None:
    assert fact(group(body), "at-rest-encryption")[0] is value


@pytest.mark.parametrize(
    ("body", "server"),
    [
        ("", None),
        ('engine_version = "7.0"', "redis@7.0"),
        ('engine_version = "7.1"', None),
        ('engine_version = "6.x"', None),
        ('engine_version = "5.0.6"', "redis@5.0"),
        ('engine = "valkey"\nengine_version = "8.0"', "valkey@8.0"),
        ('engine = "valkey"\nengine_version = 7.2', "valkey@7.2"),
        ('engine = "valkey"\nengine_version = var.x', None),
        ('engine = var.x\nengine_version = "7.0"', None),
    ],
)
def test_server(body: str, server: str | None) -> None:
    found = group(body).server
    assert (found.key if found is not None else None) == server


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("", 1),
        ("num_cache_clusters = 3", 3),
        ("number_cache_clusters = 2", 2),
        ("num_cache_clusters = var.x", UNKNOWN),
        ("num_node_groups = 3", UNKNOWN),
        ("num_node_groups = 3\nreplicas_per_node_group = 2", 3),
        ("cluster_mode {\n  num_node_groups = 2\n  replicas_per_node_group = 1\n}", 2),
        ("cluster_mode {\n  num_node_groups = 2\n}", UNKNOWN),
        ("replicas_per_node_group = var.x", UNKNOWN),
        ("global_replication_group_id = aws_x.y.id", UNKNOWN),
    ],
)
def test_replicas(body: str, count: Any) -> None:
    found = group(body).replicas
    assert found is not None
    assert found.value == count


def test_an_instance_is_never_complete() -> None:
    """The service sets memory, addresses and persistence itself."""
    instance = group("")
    assert (instance.kind, instance.name, instance.group) == (
        "terraform",
        "aws_elasticache_replication_group.this",
        ".",
    )
    assert not instance.complete
    assert instance.users is None
    assert instance.ports is None
    assert instance.setting("maxmemory").args is None
    assert instance.setting("save").args is None


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("count = 0", 0),
        ("count = false ? 1 : 0", 0),
        ("count = 1", 1),
        ("count = var.x", 1),
        ("for_each = {}", 0),
        ("for_each = toset([])", 0),
        ("for_each = var.x", 1),
        ("for_each = { a = {} }\nreplication_group_id = each.key", 1),
        ('engine = "memcached"', 0),
        ("engine = var.x", 1),
    ],
)
def test_how_many(body: str, count: int) -> None:
    assert len(readings({"main.tf": f"{GROUP} {{\n{body}\n}}\n"}).instances) == count


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ('engine = "redis"', 1),
        ('engine = "valkey"', 1),
        ('engine = "memcached"', 0),
        ("engine = var.x", 0),
        ("", 0),
        ('engine = "redis"\nreplication_group_id = null', 1),
        ('engine = "redis"\nreplication_group_id = "x"', 0),
        ("replication_group_id = aws_x.y.id", 0),
    ],
)
def test_clusters(body: str, count: int) -> None:
    found = readings({"main.tf": f'resource "aws_elasticache_cluster" "this" {{\n{body}\n}}\n'}).instances
    assert len(found) == count
    for instance in found:
        assert fact(instance, "auth")[0] is False
        assert fact(instance, "transit-encryption")[0] == "off"
        assert fact(instance, "at-rest-encryption")[0] is False


PARAMETERS = """\
resource "aws_elasticache_parameter_group" "this" {
  name   = "shop"
  family = "redis7"

  parameter {
    name  = "maxmemory-policy"
    value = "allkeys-lru"
  }
  parameter {
    value = 300
    name  = "timeout"
  }
  parameter {
    name  = "reserved-memory-percent"
    value = var.reserved
  }
}
"""


def test_a_parameter_group() -> None:
    found = readings({"main.tf": PARAMETERS})
    (instance,) = found.instances
    assert instance.name == "aws_elasticache_parameter_group.this"
    assert instance.managed is not None
    assert [(name, fact.value) for name, fact in instance.managed.facts.items()] == [("family", "redis7")]
    assert [(one.name, one.args, one.span.text, one.value_span.text) for one in instance.settings] == [
        (
            "maxmemory-policy",
            ("allkeys-lru",),
            'name  = "maxmemory-policy"\n    value = "allkeys-lru"',
            '"allkeys-lru"',
        ),
        ("timeout", ("300",), 'value = 300\n    name  = "timeout"', "300"),
        (
            "reserved-memory-percent",
            None,
            'name  = "reserved-memory-percent"\n    value = var.reserved',
            "var.reserved",
        ),
    ]
    (document,) = found.documents
    assert (document.kind, document.language) == ("terraform", "redis-conf")
    assert document.server is not None
    assert document.server.key == "redis@7.0"
    assert [one.name for one in document.settings] == ["maxmemory-policy", "timeout"]


@pytest.mark.parametrize("family", ['"memcached1.6"', "var.x", "null"])
def test_parameter_groups_of_other_families(family: str) -> None:
    found = readings({"main.tf": PARAMETERS.replace('"redis7"', family)})
    assert not found.instances
    assert not found.documents


@pytest.mark.parametrize(
    ("family", "server"),
    [("redis5.0", "redis@5.0"), ("redis6.x", None), ("redis4.0", None), ("valkey7", "valkey@7.2"), ("valkey8", None)],
)
def test_families(family: str, server: str | None) -> None:
    (document,) = readings({"main.tf": PARAMETERS.replace("redis7", family)}).documents
    assert (document.server.key if document.server is not None else None) == server


@pytest.mark.parametrize(
    ("body", "args", "written"),
    [
        ("", ("volatile-lru",), False),
        ("parameter_group_name = null", ("volatile-lru",), False),
        ('parameter_group_name = "default.redis7"', ("volatile-lru",), False),
        ('parameter_group_name = "default.redis7.cluster.on"', ("volatile-lru",), False),
        ("parameter_group_name = aws_elasticache_parameter_group.this.name", ("allkeys-lru",), True),
        ("parameter_group_name = aws_elasticache_parameter_group.this[0].id", ("allkeys-lru",), True),
        ('parameter_group_name = join("", aws_elasticache_parameter_group.this[*].name)', ("allkeys-lru",), True),
        ('parameter_group_name = "shop"', ("allkeys-lru",), True),
        ('parameter_group_name = "${"shop"}"', ("allkeys-lru",), True),
        ('parameter_group_name = "elsewhere"', None, False),
        ("parameter_group_name = var.x", None, False),
        ("parameter_group_name = aws_elasticache_parameter_group.other.name", None, False),
        ("parameter_group_name = aws_elasticache_parameter_group.this.family", None, False),
    ],
)
def test_the_parameters_that_a_group_uses(body: str, args: tuple[str, ...] | None, written: bool) -> None:
    """Of this file or of another one of the module; the service's own default is not the server's."""
    for files in ({"parameters": PARAMETERS}, {"z": PARAMETERS}):
        found = policy(group(body, **files))
        assert (found.args, found.written) == (args, written)
        assert found.span.source.path == (f"{next(iter(files))}.tf" if written else "main.tf")
    both = readings({"main.tf": f"{GROUP} {{\n{body}\n}}\n{PARAMETERS}"}).instances
    assert [policy(one).args for one in both] == [args, ("allkeys-lru",)]


def test_a_group_without_a_policy_has_the_default() -> None:
    parameters = PARAMETERS.replace("maxmemory-policy", "maxmemory-samples")
    instance = group("parameter_group_name = aws_elasticache_parameter_group.this.name", p=parameters)
    assert policy(instance).args == ("volatile-lru",)
    assert policy(instance).span.text == GROUP
    assert not instance.partial


@pytest.mark.parametrize(
    ("made", "partial"),
    [
        ('dynamic "parameter" {\n  for_each = var.x\n  content {\n    name = parameter.value.name\n  }\n}', True),
        ('dynamic "parameter" {\n  for_each = []\n  content {\n    name = parameter.value.name\n  }\n}', False),
        ('dynamic "other" {\n  for_each = var.x\n  content {}\n}', False),
        ("parameter {\n  name = var.x\n  value = 1\n}", True),
        ('parameter {\n  name = "timeout"\n}', True),
    ],
)
def test_parameters_that_are_not_all_known(made: str, partial: bool) -> None:
    parameters = f'resource "aws_elasticache_parameter_group" "this" {{\nname = "p"\nfamily = "redis7"\n{made}\n}}\n'
    instance = group("parameter_group_name = aws_elasticache_parameter_group.this.name", p=parameters)
    assert instance.partial is partial
    assert policy(instance).args == (None if partial else ("volatile-lru",))


def secret_texts(found: Reading) -> list[tuple[str, str]]:
    return sorted({(span.source.path, span.text) for span in found.secrets})


@pytest.mark.parametrize(
    ("files", "args", "at", "secrets"),
    [
        ({}, ("hunter2",), 'main.tf:"hunter2"', ["main.tf:hunter2"]),
        ({"TOKEN": '"a\\"b"'}, ('a"b',), 'main.tf:"a\\"b"', ['main.tf:a\\"b']),
        ({"TOKEN": "<<EOT\n  hunter2\nEOT"}, ("  hunter2\n",), "main.tf:<<EOT\n  hunter2\nEOT", ["main.tf:hunter2"]),
        ({"TOKEN": '"${"hunter2"}"'}, ("hunter2",), 'main.tf:"hunter2"', ["main.tf:hunter2"]),
        ({"TOKEN": 'sensitive("hunter2")'}, ("hunter2",), 'main.tf:"hunter2"', ["main.tf:hunter2"]),
        (
            {"TOKEN": "var.token", "v.tf": 'variable "token" {\n  default = "hunter2"\n}\n'},
            ("hunter2",),
            'v.tf:"hunter2"',
            ["v.tf:hunter2"],
        ),
        (
            {"TOKEN": "local.x", "v.tf": 'locals {\n  x = var.y\n}\nvariable "y" {\n  default = "hunter2"\n}\n'},
            ("hunter2",),
            'v.tf:"hunter2"',
            ["v.tf:hunter2"],
        ),
        (
            {"TOKEN": "var.y", "v.tf": 'variable "y" {}\n', "terraform.tfvars": 'y = "hunter2"\n'},
            ("hunter2",),
            'terraform.tfvars:"hunter2"',
            ["terraform.tfvars:hunter2"],
        ),
        (
            {"TOKEN": '"p-${local.x}"', "v.tf": 'locals {\n  x = "hunter2"\n}\n'},
            ("p-hunter2",),
            'main.tf:"p-${local.x}"',
            ["main.tf:p-${local.x}", "v.tf:hunter2"],
        ),
        ({"TOKEN": 'var.x ? "hunter2" : null'}, None, 'main.tf:var.x ? "hunter2" : null', ["main.tf:hunter2"]),
        ({"TOKEN": "var.x"}, None, "main.tf:var.x", []),
        ({"TOKEN": "random_password.x.result"}, None, "main.tf:random_password.x.result", []),
        ({"TOKEN": '"${var.x}"'}, None, 'main.tf:"${var.x}"', []),
    ],
)
def test_tokens(files: dict[str, str], args: tuple[str, ...] | None, at: str, secrets: list[str]) -> None:
    """A password stands where it is written, and there it is a secret."""
    token = files.get("TOKEN", '"hunter2"')
    others = {name: text for name, text in files.items() if name != "TOKEN"}
    found = readings({**others, "main.tf": f"{GROUP} {{\n  auth_token = {token}\n}}\n"})
    (instance,) = found.instances
    (password,) = instance.all("requirepass")
    assert (password.args, password.spelling, password.written) == (args, "auth_token", True)
    assert f"{password.value_span.source.path}:{password.value_span.text}" == at
    assert [f"{path}:{text}" for path, text in secret_texts(found)] == secrets


@pytest.mark.parametrize("token", ['""', "null", 'false ? "x" : null'])
def test_no_token(token: str) -> None:
    assert group(f"auth_token = {token}").all("requirepass") == ()


def test_other_secrets_of_the_file() -> None:
    """They may stand beside what is reported."""
    text = f"""\
{GROUP} {{
  description = "visible"
}}
resource "aws_db_instance" "this" {{
  password = "one"
  name     = "visible"
}}
resource "aws_elasticache_user" "this" {{
  passwords = ["two", "three-${{var.x}}"]
  tags      = {{ db_password = "four", team = "visible" }}
}}
variable "redis_secret" {{
  description = "visible"
  default     = "five"
}}
locals {{
  api_token = var.x ? "six" : ("seven")
  nothing_secret = "${{var.x}}"
  config = [{{ "private_key" = <<EOT
eight
EOT
  }}]
}}
"""
    found = secret_texts(readings({"main.tf": text}))
    assert [text for _, text in found] == ["eight", "five", "four", "one", "seven", "six", "three-${var.x}", "two"]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('auth_token = "hunter2', "auth_token"),
        ('  default = "hunter2" "x"', "  default"),
        ('  "hunter2, "x"', ""),
        ('  engine = "redis" "x"', '  engine = "redis" "x"'),
    ],
)
def test_what_cannot_be_read_shows_no_secret(line: str, shown: str) -> None:
    found = readings({"main.tf": f"{GROUP} {{\n{line}\n}}\n"})
    (problem,) = found.problems
    text = problem.span.source.line(2)
    for span in found.secrets:
        text = text.replace(span.text, "")
    assert (problem.kind, problem.span.position[0], text) == ("unreadable", 2, shown)
    assert not found.instances


def test_repeated_arguments() -> None:
    found = readings({"main.tf": f"{GROUP} {{\n  engine = 1\n  x {{\n    a = 1\n    a = 2\n  }}\n  engine = 2\n}}\n"})
    assert [(one.kind, one.span.position, one.span.text) for one in found.problems] == [
        ("duplicate-key", (5, 5), "a"),
        ("duplicate-key", (7, 3), "engine"),
    ]


def test_comments_of_a_file_that_speaks_to_redislint() -> None:
    text = f"# redislint: ignore[RL122] x\n{GROUP} {{ // one\n  engine = 1 /* two */ # three\n}}\n"
    found = readings({"main.tf": text})
    assert [span.text for span in found.comments] == ["# redislint: ignore[RL122] x", "// one", "/* two */", "# three"]
    assert readings({"main.tf": text.replace("redislint", "")}).comments == ()
    alone = readings({"main.tf": 'variable "x" {} # redislint: ignore[RL207] y\n'})
    assert [span.text for span in alone.comments] == ["# redislint: ignore[RL207] y"]


def test_a_file_of_no_interest_is_not_parsed() -> None:
    found = readings({"main.tf": "this is = no { Terraform"})
    assert found == Reading(found.source)


def test_override_files() -> None:
    files = {
        "main.tf": f'{GROUP} {{\n  engine = "redis"\n  transit_encryption_enabled = false\n}}\n',
        "main_override.tf": f"{GROUP} {{\n  transit_encryption_enabled = true\n}}\n",
    }
    (instance,) = readings(files).instances
    value, _, _ = fact(instance, "transit-encryption")
    assert value == "required"
    assert not readings(files, "main_override.tf").instances


def test_windows_files() -> None:
    text = f"\ufeff{GROUP} {{\r\n  transit_encryption_enabled = false\r\n}}\r\n"
    (instance,) = readings({"main.tf": text}).instances
    assert instance.anchor.position == (1, 1)
    assert fact(instance, "transit-encryption")[:2] == ("off", "false")


def test_the_same_label_in_other_files_is_theirs() -> None:
    files = {"main.tf": f"{GROUP} {{\n}}\n", "other.tf": GROUP.replace("this", "that") + " {\n}\n"}
    (mine,) = readings(files).instances
    (theirs,) = readings(files, "other.tf").instances
    assert (mine.name, theirs.name) == (
        "aws_elasticache_replication_group.this",
        "aws_elasticache_replication_group.that",
    )


def test_a_label_that_is_declared_twice() -> None:
    with_tls = f"{GROUP} {{\n  transit_encryption_enabled = true\n}}\n"
    files = {"a.tf": f"{GROUP} {{\n}}\n", "b.tf": with_tls, "c.tf": f"{GROUP} {{\n}}\n{with_tls}"}
    found = [fact(one, "transit-encryption") for path in files for one in readings(files, path).instances]
    assert found == [("off", GROUP, False), ("required", "true", True), ("off", GROUP, False)]
    changed = {**files, "override.tf": with_tls.replace("true", "false")}
    values = [fact(one, "transit-encryption")[:2] for path in files for one in readings(changed, path).instances]
    assert values == [("off", "false")] * 3
