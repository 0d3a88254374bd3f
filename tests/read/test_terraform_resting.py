"""On which variables' own defaults a fact rests that blocks say, and what one file takes from another."""

from __future__ import annotations

import pytest

from redislint.finding import Finding
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.source import Source
from tests.read.reading import Files
from tests.read.test_terraform import readings
from tests.read.test_terraform_calls import called, fact, group

VARIABLES = """\
variable "open" { default = ["0.0.0.0/0"] }
variable "none" { default = [] }
variable "plain" { default = false }
variable "port" { default = 6379 }
variable "asked" { type = list(string) }
"""
GROUP = """\
resource "aws_security_group" "this" {{
  {first}
  {second}
}}
"""
INGRESS = (
    'ingress {{\n    from_port = 6379\n    to_port = {port}\n    protocol = "tcp"\n    cidr_blocks = {ranges}\n  }}'
)
MAKING = """\
dynamic "ingress" {{
    for_each = {of}
    content {{
      from_port   = 6379
      to_port     = 6379
      protocol    = "tcp"
      cidr_blocks = {ranges}
    }}
  }}"""
AIVEN = """\
resource "aiven_valkey" "this" {{
  valkey_user_config {{
    valkey_ssl = {ssl}
    {rest}
  }}
}}
"""
ALLOWED = 'dynamic "ip_filter_object" {\n for_each = var.open\n content {\n network = ip_filter_object.value\n }\n }'


def resting(text: str, name: str) -> list[str]:
    """The variables that a fact of the first instance rests on."""
    found = readings({"main.tf": text, "variables.tf": VARIABLES})
    assert not found.problems
    managed = found.instances[0].managed
    assert managed is not None
    assert name in managed.facts
    return sorted(managed.defaults.get(name, {}))


def only(rule: str, files: dict[str, str]) -> Finding:
    """The only finding of a rule in a module."""
    tree = Files()
    tree.texts = files
    sources = [Source(path, text, "terraform") for path, text in files.items()]
    (found,) = lint_sources(sources, tree, Options(select=(rule,))).findings
    return found


@pytest.mark.parametrize(
    ("first", "second", "variables"),
    [
        (INGRESS.format(port="6379", ranges='["0.0.0.0/0"]'), "", []),
        (INGRESS.format(port="6379", ranges="var.open"), "", ["open"]),
        (INGRESS.format(port="var.port", ranges='["::/0"]'), "", ["port"]),
        (MAKING.format(of="var.open", ranges="[ingress.value]"), "", ["open"]),
        (MAKING.format(of="var.plain ? [] : [1]", ranges='["0.0.0.0/0"]'), "", ["plain"]),
        (MAKING.format(of="[1]", ranges='["0.0.0.0/0"]'), "", []),
        # Another rule has no say in it.
        (INGRESS.format(port="6379", ranges="var.none"), INGRESS.format(port="6379", ranges='["::/0"]'), []),
    ],
)
def test_a_rule_of_a_firewall(first: str, second: str, variables: list[str]) -> None:
    assert resting(GROUP.format(first=first, second=second), "open-ranges") == variables


@pytest.mark.parametrize(
    ("ssl", "rest", "name", "variables"),
    [
        ("var.plain", "", "transit-encryption", ["plain"]),
        ("false", "", "transit-encryption", []),
        ("false", "ip_filter_string = var.open", "open-ranges", ["open"]),
        ("false", 'ip_filter_string = ["0.0.0.0/0"]', "open-ranges", []),
        ("false", ALLOWED, "open-ranges", ["open"]),
    ],
)
def test_an_argument_of_a_block(ssl: str, rest: str, name: str, variables: list[str]) -> None:
    assert resting(AIVEN.format(ssl=ssl, rest=rest), name) == variables


@pytest.mark.parametrize(("of", "variables"), [("var.none", ["none"]), ("var.plain ? [1] : []", ["plain"]), ("[]", [])])
def test_a_block_that_a_default_leaves_out(of: str, variables: list[str]) -> None:
    """That nothing is kept on disk is what the default of a variable comes to."""
    made = f'dynamic "persistence_config" {{\n  for_each = {of}\n  content {{\n  persistence_mode = "RDB"\n  }}\n}}\n'
    text = f'resource "google_redis_instance" "this" {{\n  memory_size_gb = 1\n  {made}}}\n'
    assert resting(text, "persistence") == variables


def test_a_firewall_of_a_default_weighs_less() -> None:
    text = GROUP.format(first=INGRESS.format(port="6379", ranges="var.open"), second="")
    finding = only("RL116", {"main.tf": text, "variables.tf": VARIABLES})
    assert finding.severity == "warning"
    assert finding.message == (
        "unless a variable is set, `aws_security_group` lets every address (0.0.0.0/0) reach port 6379"
    )
    assert [one.message for one in finding.related] == ["`var.open` has its default"]


CHOOSING = """\
resource "aws_elasticache_replication_group" "this" {
  description                = "x"
  transit_encryption_enabled = var.tls
  auth_token                 = var.tls ? var.token : null
}
variable "tls" { type = bool }
variable "token" { default = null }
"""


def token(reading_of: str) -> tuple[object, str, str]:
    """What the module that chooses says of `auth`, with the file and the text to blame."""
    instance: Instance = group(called(main=reading_of, modules__redis__main=CHOOSING), "module.shop")
    return fact(instance, "auth")


def test_a_test_that_is_not_known_has_no_say() -> None:
    """Without a token there is none, whether TLS is on or not; who calls decided on TLS alone."""
    root = 'variable "tls" {{ type = bool }}\nmodule "shop" {{\n  source = "./modules/redis"\n  tls = var.tls\n{}}}\n'
    line = "var.tls ? var.token : null"
    assert token(root.format("")) == (False, "modules/redis/main.tf", line)
    assert token(root.format("  token = null\n")) == (False, "main.tf", "null")


DEPLOYMENT = """\
resource "kubernetes_deployment" "redis" {
  metadata {
    name = "redis"
  }
  spec {
    template {
      spec {
        container {
          name  = "redis"
          image = %s
        }
      }
    }
  }
}
"""
IMAGE = '  default = "redis:7.2.4"\n'


@pytest.mark.parametrize("path", ["main.tf", "variables.tf"])
def test_what_stands_in_another_file(path: str) -> None:
    """It is blamed on what takes it from there, not on the whole resource."""
    files = {"main.tf": DEPLOYMENT % "var.image"}
    files[path] = files.get(path, "") + f'variable "image" {{\n{IMAGE}}}\n'
    found = only("RL704", files).span
    assert (found.source.path, found.text) == ("main.tf", "var.image" if path == "variables.tf" else "redis:7.2.4")


SHARDS = """\
resource "aws_memorydb_cluster" "this" {
  node_type              = "db.t4g.small"
  num_shards             = 3
  num_replicas_per_shard = %s
}
variable "replicas" { default = 0 }
"""
NODE = """\
resource "aws_elasticache_cluster" "this" {
  engine                   = "redis"
  num_cache_nodes          = 1
  snapshot_retention_limit = 5
}
"""
OLD = """\
resource "aws_elasticache_replication_group" "this" {
  description    = "x"
  engine_version = var.release
}
variable "release" { default = "5.0.6" }
"""


@pytest.mark.parametrize(
    ("rule", "text", "message"),
    [
        (
            "RL624",
            SHARDS % "0",
            "no master of this cluster has a replica: when one fails, nobody takes its part of the keys",
        ),
        (
            "RL624",
            SHARDS % "var.replicas",
            (
                "no master of this cluster has a replica unless a variable is set: "
                "when one fails, nobody takes its part of the keys"
            ),
        ),
        (
            "RL124",
            NODE,
            (
                "`aws_elasticache_cluster` writes snapshots to disk unencrypted: "
                "it cannot encrypt them; a replication group can"
            ),
        ),
        (
            "RL703",
            OLD,
            (
                "unless a variable is set, redis 5.0.6 (by its `engine_version`) is out of standard support "
                "since 2026-01-31, and is billed as extended support until 2029-01-31"
            ),
        ),
    ],
)
def test_what_is_said_of_it(rule: str, text: str, message: str) -> None:
    assert only(rule, {"main.tf": text}).message == message
