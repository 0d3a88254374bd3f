"""Modules and root configurations as people write them, and all that is said about each."""

from __future__ import annotations

from pathlib import Path

import pytest

from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.source import Source
from tests.read.reading import Files
from tests.read.terraform import needed, refused

# A root configuration: everything spelled out.
ROOT = {
    "main.tf": """\
terraform {
  required_version = ">= 1.5.0"
  backend "s3" {
    bucket = "acme-terraform"
    key    = "prod/cache.tfstate"
  }
}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_elasticache_subnet_group" "cache" {
  name       = "cache"
  subnet_ids = ["subnet-0a", "subnet-0b"]
}

resource "aws_elasticache_replication_group" "cache" {
  replication_group_id       = "cache"
  description                = "Pages and sessions"
  engine                     = "redis"
  engine_version             = "7.0"
  node_type                  = "cache.r7g.large"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  subnet_group_name          = aws_elasticache_subnet_group.cache.name
  security_group_ids         = [aws_security_group.cache.id]
  at_rest_encryption_enabled = true
  transit_encryption_enabled = false # the VPC is private
}

output "endpoint" {
  value = aws_elasticache_replication_group.cache.primary_endpoint_address
}
""",
}

# The same done well, in several files.
SAFE = {
    "cache.tf": """\
resource "random_password" "cache" {
  length  = 64
  special = false
}

resource "aws_elasticache_replication_group" "cache" {
  replication_group_id       = "${local.name}-cache"
  description                = "Cache of ${local.name}"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = var.node_type
  num_cache_clusters         = var.environment == "prod" ? 3 : 1
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  auth_token                 = random_password.cache.result
  parameter_group_name       = aws_elasticache_parameter_group.cache.name

  log_delivery_configuration {
    destination      = aws_cloudwatch_log_group.cache.name
    destination_type = "cloudwatch-logs"
    log_format       = "json"
    log_type         = "slow-log"
  }

  lifecycle {
    ignore_changes = [num_cache_clusters]
  }
}

resource "aws_elasticache_parameter_group" "cache" {
  name   = "${local.name}-cache"
  family = "valkey8"

  parameter {
    name  = "maxmemory-policy"
    value = "allkeys-lru"
  }
}
""",
    "locals.tf": """\
locals {
  name = "${var.project}-${var.environment}"
}
""",
    "variables.tf": """\
variable "project" { default = "shop" }
variable "environment" { type = string }
variable "node_type" {
  type    = string
  default = "cache.t4g.small"
}
""",
}

# A published module: switches for everything, everything optional.
MODULE = {
    "modules/redis/main.tf": """\
locals {
  enabled                = var.enabled
  create_parameter_group = local.enabled && var.parameter_group_name == null
  password               = coalesce(var.auth_token, one(random_password.this[*].result))
  auth_token             = var.transit_encryption_enabled ? local.password : null
}

resource "random_password" "this" {
  count  = local.enabled && var.auth_token == null ? 1 : 0
  length = 32
}

resource "aws_elasticache_parameter_group" "default" {
  count  = local.create_parameter_group ? 1 : 0
  name   = module.label.id
  family = var.family

  dynamic "parameter" {
    for_each = var.parameter
    content {
      name  = parameter.value.name
      value = tostring(parameter.value.value)
    }
  }
}

resource "aws_elasticache_replication_group" "default" {
  count = local.enabled ? 1 : 0

  auth_token           = local.auth_token
  replication_group_id = var.replication_group_id == "" ? module.label.id : var.replication_group_id
  description          = coalesce(var.description, module.label.id)
  parameter_group_name = (
    local.create_parameter_group
    ? join("", aws_elasticache_parameter_group.default[*].name)
    : var.parameter_group_name
  )
  num_cache_clusters         = var.cluster_mode_enabled ? null : var.cluster_size
  at_rest_encryption_enabled = var.at_rest_encryption_enabled
  transit_encryption_enabled = var.transit_encryption_enabled || var.auth_token != null
  user_group_ids             = var.user_group_ids

  dynamic "log_delivery_configuration" {
    for_each = var.log_delivery_configuration
    content {
      destination      = lookup(log_delivery_configuration.value, "destination", null)
      destination_type = lookup(log_delivery_configuration.value, "destination_type", null)
    }
  }

  tags = module.label.tags
}
""",
    "modules/redis/variables.tf": """\
variable "enabled" {
  type    = bool
  default = true
}
variable "transit_encryption_enabled" {
  type        = bool
  default     = true
  description = <<-EOT
    Set `true` to enable encryption in transit. Forced `true` if `var.auth_token` is set.
    If this is enabled, use the following guide to access redis: ${"https://example.com"}
  EOT
}
variable "at_rest_encryption_enabled" {
  type    = bool
  default = false
}
variable "auth_token" {
  type    = string
  default = null
}
variable "user_group_ids" {
  type    = list(string)
  default = null
}
variable "family" {
  type    = string
  default = "redis7"
}
variable "parameter_group_name" {
  type    = string
  default = null
}
variable "parameter" {
  type    = list(object({ name = string, value = string }))
  default = []
}
variable "log_delivery_configuration" {
  type    = list(map(any))
  default = []
}
variable "cluster_mode_enabled" {
  type    = bool
  default = false
}
variable "cluster_size" {
  type    = number
  default = 1
}
""",
}

# A module whose defaults are the mistake.
OPEN_MODULE = {
    "modules/cache/main.tf": """\
resource "aws_elasticache_replication_group" "this" {
  replication_group_id       = var.name
  description                = var.name
  transit_encryption_enabled = var.transit_encryption_enabled
  auth_token                 = var.auth_token != "" ? var.auth_token : null
}
""",
    "modules/cache/variables.tf": """\
variable "name" {}
variable "transit_encryption_enabled" {
  default = "false"
}
variable "auth_token" {
  default = ""
}
""",
}

# One resource for many caches.
MANY = {
    "main.tf": """\
locals {
  caches = {
    sessions = { tls = true, nodes = 2 }
    pages    = { tls = false, nodes = 1 }
  }
}

resource "aws_elasticache_replication_group" "this" {
  for_each = local.caches

  replication_group_id       = "shop-${each.key}"
  description                = title(each.key)
  num_cache_clusters         = each.value.nodes
  transit_encryption_enabled = each.value.tls
  auth_token                 = each.value.tls ? random_password.this[each.key].result : null
}
""",
}

# The values of an environment, which every run reads.
TFVARS = {
    "main.tf": """\
variable "tls" {
  type    = bool
  default = true
}
variable "redis_auth_token" {
  type = string
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id       = "shop"
  description                = "shop"
  transit_encryption_enabled = var.tls
  auth_token                 = var.redis_auth_token
}
""",
    "terraform.tfvars": 'tls = false\nredis_auth_token = "Tr0ub4dor&3-and-more"\n',
}

# Written in 2017.
OLD = {
    "redis.tf": """\
resource "aws_elasticache_replication_group" "redis" {
  replication_group_id          = "${var.name}"
  replication_group_description = "${var.name}"
  number_cache_clusters         = "${var.count_nodes}"
  automatic_failover_enabled    = "${var.count_nodes > 1}"
  parameter_group_name          = "${aws_elasticache_parameter_group.redis.name}"
  at_rest_encryption_enabled    = "true"
  transit_encryption_enabled    = "true"
  auth_token                    = "${var.auth_token}"
}

resource "aws_elasticache_parameter_group" "redis" {
  name   = "${var.name}"
  family = "redis5.0"

  parameter {
    name  = "maxmemory-policy"
    value = "alkeys-lru"
  }
}

variable "name" {}
variable "auth_token" {}
variable "count_nodes" { default = 2 }
""",
}

# Single nodes, and one that belongs to a group.
CLUSTERS = {
    "main.tf": """\
resource "aws_elasticache_cluster" "redis" {
  cluster_id           = "redis"
  engine               = "redis"
  node_type            = "cache.t3.micro"
  num_cache_nodes      = 1
  parameter_group_name = "default.redis7"
}

resource "aws_elasticache_cluster" "memcached" {
  cluster_id           = "memcached"
  engine               = "memcached"
  node_type            = "cache.t3.micro"
  num_cache_nodes      = 2
  parameter_group_name = "default.memcached1.6"
}

resource "aws_elasticache_cluster" "replica" {
  count                = 1
  cluster_id           = "replica-${count.index}"
  replication_group_id = aws_elasticache_replication_group.main.id
}
""",
}

# A global datastore: the secondary inherits.
GLOBAL = {
    "main.tf": """\
resource "aws_elasticache_global_replication_group" "this" {
  global_replication_group_id_suffix = "shop"
  primary_replication_group_id       = aws_elasticache_replication_group.primary.id
}

resource "aws_elasticache_replication_group" "primary" {
  replication_group_id       = "shop-east"
  description                = "primary"
  engine                     = "redis"
  node_type                  = "cache.r6g.large"
  transit_encryption_enabled = true
  user_group_ids             = [aws_elasticache_user_group.shop.user_group_id]
}

resource "aws_elasticache_replication_group" "secondary" {
  provider                    = aws.west
  replication_group_id        = "shop-west"
  description                 = "secondary"
  global_replication_group_id = aws_elasticache_global_replication_group.this.global_replication_group_id
  num_cache_clusters          = 1
}
""",
}

# Secrets where they should not be.
SECRETS = {
    "main.tf": """\
resource "aws_elasticache_replication_group" "a" {
  replication_group_id       = "a"
  description                = "a"
  transit_encryption_enabled = true
  auth_token                 = "Xk39fjP0qLw8ZrT5vB2n"
}

resource "aws_elasticache_replication_group" "b" {
  replication_group_id       = "b"
  description                = "b"
  transit_encryption_enabled = true
  auth_token                 = var.token
}

resource "aws_elasticache_replication_group" "c" {
  replication_group_id       = "c"
  description                = "c"
  transit_encryption_enabled = true
  # redislint: ignore[RL207] rotated at once
  auth_token = "Qw39fjP0qLw8ZrT5vB2n"
}
""",
    "variables.tf": """\
variable "token" {
  type      = string
  sensitive = true
  default   = "Zz39fjP0qLw8ZrT5vB2n"
}
""",
}

# A live group on its way to TLS; and one that is switched off.
MOVING = {
    "main.tf": """\
variable "legacy" {
  type    = bool
  default = false
}

resource "aws_elasticache_replication_group" "moving" {
  replication_group_id       = "moving"
  description                = "moving"
  engine_version             = "7.1"
  transit_encryption_enabled = true
  transit_encryption_mode    = "preferred"
  user_group_ids             = ["shop"]
}

resource "aws_elasticache_replication_group" "legacy" {
  count                = var.legacy ? 1 : 0
  replication_group_id = "legacy"
  description          = "legacy"
}
""",
}

# Every parameter of the family redis7, at its default.
DEFAULTS = """\
acllog-max-len 128
activedefrag yes
active-defrag-cycle-max 75
active-defrag-ignore-bytes 104857600
active-expire-effort 1
client-output-buffer-limit-normal-hard-limit 0
client-output-buffer-limit-pubsub-soft-seconds 60
close-on-replica-write yes
cluster-allow-reads-when-down no
cluster-enabled yes
cluster-require-full-coverage no
databases 16
hash-max-listpack-entries 512
hll-sparse-max-bytes 3000
latency-tracking yes
lazyfree-lazy-user-del yes
lfu-decay-time 1
list-max-listpack-size -2
maxmemory-policy volatile-lru
maxmemory-samples 3
min-replicas-to-write 0
notify-keyspace-events
proto-max-bulk-len 536870912
rename-commands
repl-backlog-size 1048576
reserved-memory-percent 25
slowlog-log-slower-than 10000
stream-node-max-bytes 4096
tcp-keepalive 300
timeout 0
tracking-table-max-keys 1000000
"""


def parameter_group(lines: str) -> str:
    pairs = [line.partition(" ")[::2] for line in lines.splitlines()]
    blocks = "".join(f'  parameter {{\n    name  = "{name}"\n    value = "{value}"\n  }}\n' for name, value in pairs)
    return f'resource "aws_elasticache_parameter_group" "x" {{\n  name   = "x"\n  family = "redis7"\n{blocks}}}\n'


# A slip of the pen among good files.
BROKEN = {
    "main.tf": """\
resource "aws_elasticache_replication_group" "this" {
  replication_group_id       = "shop
  description                = "shop"
  transit_encryption_enabled = true
}
""",
    "other.tf": """\
resource "aws_elasticache_replication_group" "other" {
  replication_group_id       = "other"
  description                = "other"
  transit_encryption_enabled = true
  transit_encryption_enabled = true
  auth_token                 = random_password.other.result
}
""",
}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (ROOT, ["main.tf:18:1 RL238", "main.tf:18:1 RL637", "main.tf:29:32 RL122"]),
        (SAFE, []),
        (
            MODULE,
            [
                "modules/redis/main.tf:39:32 RL124",
            ],
        ),
        (
            OPEN_MODULE,
            [
                "modules/cache/main.tf:1:1 RL124",
                "modules/cache/main.tf:4:32 RL122",
                "modules/cache/main.tf:5:32 RL238",
            ],
        ),
        (MANY, ["main.tf:8:1 RL124", "main.tf:8:1 RL637", "main.tf:14:32 RL122", "main.tf:15:32 RL238"]),
        (
            TFVARS,
            [
                "main.tf:9:1 RL124",
                "main.tf:12:32 RL122",
                "main.tf:13:32 RL238",
                "terraform.tfvars:2:20 RL207",
            ],
        ),
        (OLD, ["redis.tf:1:1 RL637", "redis.tf:18:13 RL005"]),
        (
            CLUSTERS,
            ["main.tf:1:1 RL122", "main.tf:1:1 RL238"],
        ),
        (
            GLOBAL,
            ["main.tf:6:1 RL124"],
        ),
        (
            SECRETS,
            [
                "main.tf:1:1 RL124",
                "main.tf:5:32 RL207",
                "main.tf:8:1 RL124",
                "main.tf:15:1 RL124",
                "variables.tf:4:15 RL207",
            ],
        ),
        (MOVING, ["main.tf:6:1 RL124", "main.tf:11:32 RL122"]),
        ({"main.tf": parameter_group(DEFAULTS)}, []),
        (
            {"main.tf": parameter_group("maxmemory-policy lru\ntimeout -1")},
            ["main.tf:6:13 RL005", "main.tf:10:13 RL005"],
        ),
        (
            BROKEN,
            [
                "main.tf:2:32 RL000",
                "other.tf:1:1 RL124",
                "other.tf:5:3 RL006",
            ],
        ),
    ],
    ids=[
        "root",
        "safe",
        "module",
        "open",
        "many",
        "tfvars",
        "old",
        "clusters",
        "global",
        "secrets",
        "moving",
        "all",
        "bad",
        "broken",
    ],
)
def test_projects(files: dict[str, str], expected: list[str]) -> None:
    tree = Files()
    tree.texts = files
    sources = [Source(path, text, "terraform") for path, text in files.items() if path.endswith(".tf")]
    report = lint_sources(sources, tree, Options())
    assert not report.errors
    assert [f"{one.path}:{one.line}:{one.column} {one.rule}" for one in report.findings] == expected
    for one in report.findings:
        assert "39fjP0qLw8ZrT5vB2n" not in f"{one.message}{one.advice}"
    assert all(span.source.path == path for path, spans in report.secrets.items() for span in spans)


def test_projects_are_terraform(tmp_path: Path) -> None:
    needed()
    projects = (ROOT, SAFE, MODULE, OPEN_MODULE, MANY, TFVARS, OLD, CLUSTERS, GLOBAL, SECRETS, MOVING)
    texts = [text for project in projects for text in project.values()]
    assert refused(tmp_path / "texts", [*texts, parameter_group(DEFAULTS)]) == {}
