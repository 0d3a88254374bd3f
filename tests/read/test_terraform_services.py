"""Services of every provider: the facts of an example as one would write it, with their values and places."""

from __future__ import annotations

from typing import Any

import pytest

from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.source import Source
from tests.read.test_terraform import readings

# The place of what is not written: the resource's header.
HEADER = "(header)"


def one(text: str, **files: str) -> Instance:
    """The first instance of a file."""
    found = readings({"main.tf": text, **{f"{name}.tf": body for name, body in files.items()}})
    assert not found.problems
    return found.instances[0]


def facts(instance: Instance) -> dict[str, tuple[Any, str]]:
    """Every fact with its value, and the text that it is blamed on."""
    assert instance.managed is not None
    header = instance.anchor.text
    return {
        name: (fact.value, HEADER if fact.span.text == header and not fact.written else fact.span.text)
        for name, fact in instance.managed.facts.items()
    }


def settings(instance: Instance) -> list[tuple[str, str | None, str]]:
    """Every setting with its value, and the text that it is blamed on."""
    return [
        (setting.name, setting.value, setting.value_span.text if setting.written else HEADER)
        for setting in instance.settings
    ]


def secrets(reading: Reading) -> list[str]:
    return sorted({span.text for span in reading.secrets})


AZURE = """\
resource "azurerm_redis_cache" "this" {
  sku_name                      = "Premium"
  minimum_tls_version           = "1.0"
  non_ssl_port_enabled          = true
  public_network_access_enabled = true
  zones                         = ["1", "2"]
  shard_count                   = 2
  replicas_per_primary          = 2
  redis_version                 = "4"

  redis_configuration {
    authentication_enabled        = false
    maxmemory_policy              = "allkeys-lru"
    notify_keyspace_events        = "KEA"
    rdb_backup_enabled            = true
    rdb_storage_connection_string = "AccountKey=abc"
  }

  patch_schedule {
    day_of_week = "Sunday"
  }
}
"""
MANAGED = """\
resource "azurerm_managed_redis" "this" {
  sku_name                  = "Balanced_B3"
  high_availability_enabled = false
  public_network_access     = "Disabled"

  default_database {
    client_protocol                               = "Plaintext"
    eviction_policy                               = "NoEviction"
    persistence_append_only_file_backup_frequency = "1s"
  }

  customer_managed_key {
    key_vault_key_id = azurerm_key_vault_key.this.id
  }
}
"""
GOOGLE = """\
resource "google_redis_instance" "this" {
  tier                    = "STANDARD_HA"
  redis_version           = "REDIS_7_0"
  auth_enabled            = true
  transit_encryption_mode = "SERVER_AUTHENTICATION"
  customer_managed_key    = google_kms_crypto_key.this.id
  redis_configs = {
    maxmemory-policy         = "allkeys-lru"
    "notify-keyspace-events" = "Ex"
    activedefrag             = var.defrag
  }

  persistence_config {
    persistence_mode = "RDB"
  }
  maintenance_policy {
    weekly_maintenance_window {
      day = "SUNDAY"
    }
  }
  lifecycle {
    prevent_destroy = true
  }
}
"""
CLUSTER = """\
resource "google_redis_cluster" "this" {
  shard_count                 = 3
  replica_count               = 1
  authorization_mode          = "AUTH_MODE_IAM_AUTH"
  transit_encryption_mode     = "TRANSIT_ENCRYPTION_MODE_DISABLED"
  deletion_protection_enabled = false

  zone_distribution_config {
    mode = "SINGLE_ZONE"
  }
  persistence_config {
    mode = "AOF"
  }
  automated_backup_config {
    retention = "604800s"
  }
}
"""
MEMORYSTORE = """\
resource "google_memorystore_instance" "this" {
  shard_count             = 1
  engine_version          = "VALKEY_8_0"
  authorization_mode      = "AUTH_DISABLED"
  transit_encryption_mode = "SERVER_AUTHENTICATION"
  engine_configs          = { maxmemory-policy = "volatile-ttl" }
}
"""
MEMORYDB = """\
resource "aws_memorydb_cluster" "this" {
  acl_name                 = "app"
  engine                   = "valkey"
  engine_version           = "7.2"
  tls_enabled              = false
  num_replicas_per_shard   = 0
  num_shards               = 2
  snapshot_retention_limit = 7
  final_snapshot_name      = "last"
  kms_key_arn              = aws_kms_key.this.arn
  maintenance_window       = "sun:23:00-mon:01:30"
}
"""
SERVERLESS = """\
resource "aws_elasticache_serverless_cache" "this" {
  engine               = "valkey"
  major_engine_version = "8"
}
"""
GROUP = """\
resource "aws_elasticache_replication_group" "this" {
  engine                     = "redis"
  automatic_failover_enabled = true
  multi_az_enabled           = true
  num_node_groups            = 3
  snapshot_retention_limit   = 5
  final_snapshot_identifier  = "last"
  auto_minor_version_upgrade = false
  apply_immediately          = true
  maintenance_window         = "sun:05:00-sun:09:00"
  kms_key_id                 = "arn:aws:kms:x"

  log_delivery_configuration {
    log_type = "slow-log"
  }
}
"""
CLOUD = """\
resource "rediscloud_subscription" "this" {
  public_endpoint_access = false
  cloud_provider {
    region {
      multiple_availability_zones = true
    }
  }
  maintenance_windows {
    mode = "manual"
  }
}
resource "rediscloud_subscription_database" "this" {
  subscription_id  = rediscloud_subscription.this.id
  enable_tls       = true
  replication      = false
  data_persistence = "aof-every-write"
  data_eviction    = "noeviction"
  password         = "correct-horse"
}
"""
ESSENTIALS = """\
resource "rediscloud_essentials_database" "this" {
  source_ips       = ["10.0.0.0/8", "0.0.0.0/0"]
  data_persistence = "snapshot-every-1-hour"
  replication      = true
}
"""
UPSTASH = """\
resource "upstash_redis_database" "this" {
  region       = "eu-west-1"
  ip_allowlist = ["203.0.113.7/32"]
}
"""
OCEAN = """\
resource "digitalocean_database_cluster" "this" {
  engine          = "valkey"
  version         = "8"
  node_count      = 2
  eviction_policy = "allkeys_lru"
}
resource "digitalocean_database_valkey_config" "this" {
  cluster_id  = digitalocean_database_cluster.this.id
  ssl         = false
  persistence = "off"
  timeout     = 90
}
"""
AIVEN = """\
resource "aiven_valkey" "this" {
  plan                    = "business-4"
  termination_protection  = true
  maintenance_window_dow  = "monday"

  valkey_user_config {
    valkey_version          = "8.1"
    valkey_ssl              = false
    valkey_maxmemory_policy = "allkeys-lru"
    ip_filter_string        = ["198.51.100.0/24", "::/0"]
  }
}
"""
SCALEWAY = """\
resource "scaleway_redis_cluster" "this" {
  version      = "7.0.5"
  cluster_size = 1
  password     = "correct-horse"
  settings     = { "maxclients" = "1000" }
  acl {
    ip = "0.0.0.0/0"
  }
}
"""
ALICLOUD = """\
resource "alicloud_kvstore_instance" "this" {
  engine_version = "5.0"
  vpc_auth_mode  = "Close"
  ssl_enable     = "Disable"
  security_ips   = ["0.0.0.0/0"]
  node_type      = "STAND_ALONE"
  config         = { appendonly = "yes" }
  instance_release_protection = true
}
resource "alicloud_kvstore_connection" "this" {
  instance_id = alicloud_kvstore_instance.this.id
}
"""
TENCENT = """\
resource "tencentcloud_redis_instance" "this" {
  type_id            = 9
  redis_shard_num    = 3
  redis_replicas_num = 2
  no_auth            = true
  wan_address_switch = "open"
}
resource "tencentcloud_redis_ssl" "this" {
  instance_id = tencentcloud_redis_instance.this.id
  ssl_config  = "disabled"
}
"""
IBM = """\
resource "ibm_database" "this" {
  service           = "databases-for-redis"
  version           = "7.2"
  service_endpoints = "public-and-private"
  adminpassword     = "correct-horse"
  configuration     = jsonencode({ "maxmemory-policy" = "noeviction" })

  users {
    name     = "app"
    password = "battery-staple"
  }
}
"""
OVH = """\
resource "ovh_cloud_project_database" "this" {
  engine  = "valkey"
  version = "8.0"
  nodes {
    region = "GRA"
  }
  nodes {
    region = "GRA"
  }
  ip_restrictions {
    ip = "192.0.2.0/24"
  }
  ip_restrictions {
    ip = "0.0.0.0/0"
  }
}
"""
YANDEX = """\
resource "yandex_mdb_redis_cluster" "this" {
  tls_enabled         = true
  persistence_mode    = "OFF"
  deletion_protection = true
  config {
    version          = "7.2-valkey"
    password         = "correct-horse"
    maxmemory_policy = "ALLKEYS_LRU"
    timeout          = 100
  }
  host {
    zone = "ru-central1-a"
  }
  host {
    zone             = "ru-central1-b"
    assign_public_ip = true
  }
  maintenance_window {
    type = "ANYTIME"
  }
}
"""
YANDEX_V2 = """\
resource "yandex_mdb_redis_cluster_v2" "this" {
  config = {
    version                   = "8.1-valkey"
    password                  = "correct-horse"
    backup_retain_period_days = 14
  }
  hosts = {
    one = { zone = "ru-central1-a" }
    two = { zone = "ru-central1-b" }
  }
}
"""
ORACLE = """\
resource "oci_redis_redis_cluster" "this" {
  node_count       = 3
  software_version = "VALKEY_7_2"
  cluster_mode     = "NONSHARDED"
}
"""
HOSTS = YANDEX_V2[YANDEX_V2.index("hosts = ") + len("hosts = ") :].removesuffix("\n}\n")
ENTERPRISE = """\
resource "azurerm_redis_enterprise_database" "this" {
  client_protocol = "PLAINTEXT"
  eviction_policy = "VolatileTTL"
}
"""

EXAMPLES: dict[str, tuple[str, dict[str, tuple[Any, str]], Any, str | None, list[tuple[str, str | None, str]]]] = {
    "azurerm_redis_cache": (
        AZURE,
        {
            "transit-encryption": ("preferred", "true"),
            "minimum-tls": ("1.0", '"1.0"'),
            "auth": (False, "false"),
            "public-endpoint": (True, "true"),
            "failover": (True, '"Premium"'),
            "multi-zone": (True, '["1", "2"]'),
            "shards": (2, "2"),
            "persistence": ("rdb", "true"),
            "maintenance-window": (True, "patch_schedule"),
            "engine-version": ("redis 4", '"4"'),
        },
        3,
        None,
        [("maxmemory-policy", "allkeys-lru", '"allkeys-lru"'), ("notify-keyspace-events", "KEA", '"KEA"')],
    ),
    "azurerm_managed_redis": (
        MANAGED,
        {
            "transit-encryption": ("off", '"Plaintext"'),
            "auth": (True, HEADER),
            "public-endpoint": (False, '"Disabled"'),
            "customer-key": (True, "customer_managed_key"),
            "failover": (False, "false"),
            "persistence": ("aof", '"1s"'),
        },
        1,
        None,
        [("maxmemory-policy", "noeviction", '"NoEviction"')],
    ),
    "azurerm_redis_enterprise_database": (
        ENTERPRISE,
        {"transit-encryption": ("off", '"PLAINTEXT"'), "auth": (True, HEADER)},
        None,
        None,
        [("maxmemory-policy", "volatile-ttl", '"VolatileTTL"')],
    ),
    "google_redis_instance": (
        GOOGLE,
        {
            "transit-encryption": ("required", '"SERVER_AUTHENTICATION"'),
            "auth": (True, "true"),
            "at-rest-encryption": (True, HEADER),
            "customer-key": (True, "google_kms_crypto_key.this.id"),
            "public-endpoint": (False, HEADER),
            "failover": (True, '"STANDARD_HA"'),
            "multi-zone": (True, '"STANDARD_HA"'),
            "persistence": ("rdb", '"RDB"'),
            "maintenance-window": (True, "weekly_maintenance_window"),
            "engine-version": ("redis 7.0", '"REDIS_7_0"'),
            "deletion-protection": (True, "true"),
        },
        2,
        "redis@7.0",
        [
            ("maxmemory-policy", "allkeys-lru", '"allkeys-lru"'),
            ("notify-keyspace-events", "Ex", '"Ex"'),
            ("activedefrag", None, "var.defrag"),
        ],
    ),
    "google_redis_cluster": (
        CLUSTER,
        {
            "transit-encryption": ("off", '"TRANSIT_ENCRYPTION_MODE_DISABLED"'),
            "auth": (True, '"AUTH_MODE_IAM_AUTH"'),
            "at-rest-encryption": (True, HEADER),
            "customer-key": (False, HEADER),
            "public-endpoint": (False, HEADER),
            "failover": (True, "1"),
            "multi-zone": (False, '"SINGLE_ZONE"'),
            "shards": (3, "3"),
            "persistence": ("aof", '"AOF"'),
            "backups": (7, '"604800s"'),
            "maintenance-window": (False, HEADER),
            "deletion-protection": (False, "false"),
        },
        2,
        None,
        [("maxmemory-policy", "volatile-lru", HEADER)],
    ),
    "google_memorystore_instance": (
        MEMORYSTORE,
        {
            "transit-encryption": ("required", '"SERVER_AUTHENTICATION"'),
            "auth": (False, '"AUTH_DISABLED"'),
            "at-rest-encryption": (True, HEADER),
            "customer-key": (False, HEADER),
            "public-endpoint": (False, HEADER),
            "failover": (False, HEADER),
            "multi-zone": (True, HEADER),
            "shards": (1, "1"),
            "persistence": (UNKNOWN, HEADER),
            "backups": (0, HEADER),
            "maintenance-window": (False, HEADER),
            "deletion-protection": (True, HEADER),
            "engine-version": ("valkey 8.0", '"VALKEY_8_0"'),
        },
        1,
        "valkey@8.0",
        [("maxmemory-policy", "volatile-ttl", '"volatile-ttl"')],
    ),
    "aws_elasticache_replication_group": (
        GROUP,
        {
            "transit-encryption": ("off", HEADER),
            "auth": (False, HEADER),
            "at-rest-encryption": (False, HEADER),
            "customer-key": (True, '"arn:aws:kms:x"'),
            "failover": (True, "true"),
            "multi-zone": (True, "true"),
            "shards": (3, "3"),
            "backups": (5, "5"),
            "final-backup": (True, '"last"'),
            "minor-upgrades": (False, "false"),
            "maintenance-window": (True, '"sun:05:00-sun:09:00"'),
            "applies-immediately": (True, "true"),
            "logs": (True, "log_delivery_configuration"),
            "engine-version": (UNKNOWN, HEADER),
        },
        UNKNOWN,
        None,
        [("maxmemory-policy", "volatile-lru", HEADER)],
    ),
    "aws_elasticache_serverless_cache": (
        SERVERLESS,
        {
            "transit-encryption": ("required", HEADER),
            "auth": (False, HEADER),
            "at-rest-encryption": (True, HEADER),
            "customer-key": (False, HEADER),
            "failover": (True, HEADER),
            "multi-zone": (True, HEADER),
            "backups": (UNKNOWN, HEADER),
            "engine-version": ("valkey 8", '"8"'),
        },
        None,
        None,
        [],
    ),
    "aws_memorydb_cluster": (
        MEMORYDB,
        {
            "acl": ("app", '"app"'),
            "transit-encryption": ("off", "false"),
            "at-rest-encryption": (True, HEADER),
            "customer-key": (True, "aws_kms_key.this.arn"),
            "failover": (False, "0"),
            "multi-zone": (False, "0"),
            "shards": (2, "2"),
            "backups": (7, "7"),
            "final-backup": (True, '"last"'),
            "minor-upgrades": (True, HEADER),
            "maintenance-window": (True, '"sun:23:00-mon:01:30"'),
            "engine-version": ("valkey 7.2", '"7.2"'),
        },
        1,
        "valkey@7.2",
        [],
    ),
    "rediscloud_subscription_database": (
        CLOUD,
        {
            "transit-encryption": ("required", "true"),
            "auth": (True, HEADER),
            "public-endpoint": (False, "false"),
            "open-ranges": (False, HEADER),
            "customer-key": (False, 'resource "rediscloud_subscription" "this"'),
            "failover": (False, "false"),
            "multi-zone": (True, "true"),
            "persistence": ("aof", '"aof-every-write"'),
            "backups": (0, HEADER),
            "maintenance-window": (True, '"manual"'),
            "engine-version": (UNKNOWN, HEADER),
        },
        1,
        None,
        [("requirepass", "correct-horse", '"correct-horse"'), ("maxmemory-policy", "noeviction", '"noeviction"')],
    ),
    "rediscloud_essentials_database": (
        ESSENTIALS,
        {
            "auth": (True, HEADER),
            "open-ranges": ("0.0.0.0/0", '"0.0.0.0/0"'),
            "failover": (True, "true"),
            "persistence": ("rdb", '"snapshot-every-1-hour"'),
            "engine-version": (UNKNOWN, HEADER),
        },
        2,
        None,
        [("maxmemory-policy", "volatile-lru", HEADER)],
    ),
    "upstash_redis_database": (
        UPSTASH,
        {
            "transit-encryption": ("required", HEADER),
            "auth": (True, HEADER),
            "public-endpoint": (UNKNOWN, '["203.0.113.7/32"]'),
            "open-ranges": (False, '"203.0.113.7/32"'),
        },
        None,
        None,
        [],
    ),
    "digitalocean_database_cluster": (
        OCEAN,
        {
            "transit-encryption": ("preferred", "false"),
            "auth": (True, HEADER),
            "public-endpoint": (True, HEADER),
            "failover": (True, "2"),
            "persistence": ("none", '"off"'),
            "maintenance-window": (False, HEADER),
            "engine-version": ("valkey 8", '"8"'),
        },
        2,
        None,
        [("maxmemory-policy", "allkeys-lru", '"allkeys_lru"'), ("timeout", "90", "90")],
    ),
    "aiven_valkey": (
        AIVEN,
        {
            "transit-encryption": ("preferred", "false"),
            "auth": (True, HEADER),
            "public-endpoint": (UNKNOWN, '["198.51.100.0/24", "::/0"]'),
            "open-ranges": ("::/0", '"::/0"'),
            "customer-key": (False, HEADER),
            "deletion-protection": (True, "true"),
            "maintenance-window": (True, '"monday"'),
            "engine-version": ("valkey 8.1", '"8.1"'),
        },
        None,
        "valkey@8.1",
        [("timeout", "300", HEADER), ("maxmemory-policy", "allkeys-lru", '"allkeys-lru"')],
    ),
    "scaleway_redis_cluster": (
        SCALEWAY,
        {
            "transit-encryption": ("off", HEADER),
            "auth": (True, HEADER),
            "public-endpoint": (UNKNOWN, "acl"),
            "open-ranges": ("0.0.0.0/0", '"0.0.0.0/0"'),
            "failover": (False, "1"),
            "engine-version": ("redis 7.0.5", '"7.0.5"'),
        },
        1,
        "redis@7.0",
        [("requirepass", "correct-horse", '"correct-horse"'), ("maxclients", "1000", '"1000"')],
    ),
    "alicloud_kvstore_instance": (
        ALICLOUD,
        {
            "transit-encryption": ("off", '"Disable"'),
            "auth": (False, '"Close"'),
            "customer-key": (False, HEADER),
            "public-endpoint": (True, 'resource "alicloud_kvstore_connection" "this"'),
            "open-ranges": ("0.0.0.0/0", '"0.0.0.0/0"'),
            "failover": (False, '"STAND_ALONE"'),
            "multi-zone": (False, HEADER),
            "deletion-protection": (True, "true"),
            "maintenance-window": (False, HEADER),
            "engine-version": ("redis 5.0", '"5.0"'),
        },
        None,
        "redis@5.0",
        [("appendonly", "yes", '"yes"')],
    ),
    "tencentcloud_redis_instance": (
        TENCENT,
        {
            "transit-encryption": ("off", '"disabled"'),
            "auth": (False, "true"),
            "public-endpoint": (True, '"open"'),
            "shards": (3, "3"),
            "maintenance-window": (False, HEADER),
            "engine-version": ("redis 5.0", "9"),
        },
        3,
        "redis@5.0",
        [],
    ),
    "ibm_database": (
        IBM,
        {
            "public-endpoint": (True, '"public-and-private"'),
            "customer-key": (False, HEADER),
            "deletion-protection": (False, HEADER),
            "engine-version": ("redis 7.2", '"7.2"'),
        },
        None,
        "redis@7.2",
        [("requirepass", "correct-horse", '"correct-horse"'), ("maxmemory-policy", "noeviction", '"noeviction"')],
    ),
    "ovh_cloud_project_database": (
        OVH,
        {
            "open-ranges": ("0.0.0.0/0", '"0.0.0.0/0"'),
            "failover": (True, "nodes"),
            "deletion-protection": (False, HEADER),
            "engine-version": ("valkey 8.0", '"8.0"'),
        },
        2,
        "valkey@8.0",
        [],
    ),
    "yandex_mdb_redis_cluster": (
        YANDEX,
        {
            "transit-encryption": ("required", "true"),
            "auth": (True, HEADER),
            "public-endpoint": (True, "true"),
            "customer-key": (False, HEADER),
            "persistence": ("none", '"OFF"'),
            "backups": (7, HEADER),
            "deletion-protection": (True, "true"),
            "maintenance-window": (False, '"ANYTIME"'),
            "engine-version": ("valkey 7.2", '"7.2-valkey"'),
        },
        2,
        "valkey@7.2",
        [
            ("requirepass", "correct-horse", '"correct-horse"'),
            ("maxmemory-policy", "allkeys-lru", '"ALLKEYS_LRU"'),
            ("timeout", "100", "100"),
        ],
    ),
    "yandex_mdb_redis_cluster_v2": (
        YANDEX_V2,
        {
            "transit-encryption": ("off", HEADER),
            "auth": (True, HEADER),
            "public-endpoint": (UNKNOWN, HOSTS),
            "customer-key": (False, HEADER),
            "backups": (14, "14"),
            "deletion-protection": (False, HEADER),
            "maintenance-window": (False, HEADER),
            "engine-version": ("valkey 8.1", '"8.1-valkey"'),
        },
        2,
        "valkey@8.1",
        [("requirepass", "correct-horse", '"correct-horse"')],
    ),
    "oci_redis_redis_cluster": (
        ORACLE,
        {
            "public-endpoint": (False, HEADER),
            "failover": (UNKNOWN, "3"),
            "shards": (1, HEADER),
            "engine-version": ("valkey 7.2", '"VALKEY_7_2"'),
        },
        3,
        "valkey@7.2",
        [],
    ),
}


@pytest.mark.parametrize("type_", EXAMPLES)
def test_a_service(type_: str) -> None:
    text, said, replicas, server, directives = EXAMPLES[type_]
    (instance,) = [found for found in readings({"main.tf": text}).instances if found.name == f"{type_}.this"]
    assert facts(instance) == said
    assert (instance.replicas.value if instance.replicas is not None else None) == replicas
    assert (instance.server.key if instance.server is not None else None) == server
    assert settings(instance) == directives
    assert not instance.complete


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (AZURE, ["AccountKey=abc"]),
        (CLOUD, ["correct-horse"]),
        (SCALEWAY, ["correct-horse"]),
        (IBM, ["battery-staple", "correct-horse"]),
        (YANDEX, ["correct-horse"]),
    ],
)
def test_what_is_secret(text: str, hidden: list[str]) -> None:
    assert secrets(readings({"main.tf": text})) == hidden


@pytest.mark.parametrize(
    ("type_", "body", "expected"),
    [
        (
            "azurerm_redis_cache",
            "",
            {"transit-encryption": "required", "auth": True, "public-endpoint": True, "failover": None, "shards": 1},
        ),
        ("azurerm_redis_cache", 'subnet_id = "x"', {"public-endpoint": False}),
        ("azurerm_redis_cache", "public_network_access_enabled = var.open", {"public-endpoint": UNKNOWN}),
        ("azurerm_redis_cache", "public_network_access_enabled = null", {"public-endpoint": True}),
        ("azurerm_redis_cache", 'sku_name = "Basic"', {"failover": False, "multi-zone": False}),
        ("azurerm_redis_cache", "sku_name = var.sku", {"failover": UNKNOWN, "persistence": "none"}),
        ("azurerm_redis_cache", "zones = []", {"multi-zone": False}),
        (
            "azurerm_redis_cache",
            "redis_configuration {\n aof_backup_enabled = true\n rdb_backup_enabled = true\n}",
            {"persistence": "both"},
        ),
        (
            "azurerm_redis_cache",
            "redis_configuration {\n aof_backup_enabled = var.x\n}",
            {"persistence": UNKNOWN, "auth": True},
        ),
        (
            "azurerm_redis_cache",
            'dynamic "redis_configuration" {\n for_each = var.x\n content {}\n}',
            {"persistence": UNKNOWN, "auth": UNKNOWN},
        ),
        ("azurerm_managed_redis", "", {"public-endpoint": True, "failover": True, "transit-encryption": None}),
        ("azurerm_managed_redis", "default_database {}", {"transit-encryption": "required", "persistence": "none"}),
        ("google_redis_instance", "", {"auth": False, "transit-encryption": "off", "deletion-protection": None}),
        ("google_redis_instance", "auth_enabled = var.x", {"auth": UNKNOWN}),
        ("google_redis_instance", "auth_enabled = null", {"auth": False}),
        ("google_redis_instance", 'transit_encryption_mode = "SOMETHING"', {"transit-encryption": UNKNOWN}),
        ("google_redis_instance", 'deletion_policy = "PREVENT"', {"deletion-protection": True}),
        ("google_redis_cluster", "shard_count = 1", {"auth": False, "failover": False, "deletion-protection": UNKNOWN}),
        ("google_redis_cluster", 'acl_policy = "x"', {"auth": UNKNOWN}),
        ("google_memorystore_instance", "", {"auth": UNKNOWN, "transit-encryption": UNKNOWN}),
        (
            "aws_memorydb_cluster",
            "num_replicas_per_shard = var.x",
            {"failover": UNKNOWN, "transit-encryption": "required"},
        ),
        ("aws_elasticache_serverless_cache", 'engine = "redis"\nuser_group_id = "x"', {"auth": True}),
        ("aws_elasticache_serverless_cache", 'engine = "redis"\nuser_group_id = var.x', {"auth": UNKNOWN}),
        ("rediscloud_subscription_database", "", {"transit-encryption": "off", "open-ranges": "0.0.0.0/0"}),
        (
            "rediscloud_subscription_database",
            "subscription_id = var.x",
            {"open-ranges": UNKNOWN, "multi-zone": UNKNOWN},
        ),
        ("rediscloud_subscription_database", 'source_ips = ["10.0.0.0/8"]', {"open-ranges": False}),
        ("rediscloud_subscription_database", "source_ips = var.x", {"open-ranges": UNKNOWN}),
        ("upstash_redis_database", "", {"open-ranges": "0.0.0.0/0", "public-endpoint": True}),
        ("upstash_redis_database", "tls = false", {"transit-encryption": UNKNOWN}),
        ("aiven_valkey", "", {"open-ranges": "0.0.0.0/0", "public-endpoint": True, "deletion-protection": False}),
        ("aiven_valkey", "project_vpc_id = aiven_project_vpc.x.id", {"open-ranges": None, "public-endpoint": UNKNOWN}),
        ("scaleway_redis_cluster", "private_network {}", {"public-endpoint": False}),
        ("scaleway_redis_cluster", "", {"public-endpoint": True, "failover": None}),
        ("alicloud_kvstore_instance", "", {"auth": True, "public-endpoint": False, "transit-encryption": None}),
        ("tencentcloud_redis_instance", "", {"auth": True, "public-endpoint": False, "transit-encryption": None}),
        ("yandex_mdb_redis_cluster", "", {"transit-encryption": "off", "public-endpoint": False}),
    ],
)
def test_defaults_and_what_is_not_known(type_: str, body: str, expected: dict[str, Any]) -> None:
    """A variable without a default is unknown, null is absent; None: nothing is said of it."""
    found = facts(one(f'resource "{type_}" "this" {{\n{body}\n}}\n'))
    assert {name: found[name][0] if name in found else None for name in expected} == expected


@pytest.mark.parametrize(
    ("type_", "body", "count"),
    [
        ("digitalocean_database_cluster", 'engine = "pg" # not redis', 0),
        ("digitalocean_database_cluster", "engine = var.redis", 0),
        ("ovh_cloud_project_database", 'engine = "kafka" # not valkey', 0),
        ("ibm_database", 'service = "databases-for-etcd" # redis', 0),
        ("ibm_database", 'service = "databases-for-valkey"', 1),
        ("alicloud_kvstore_instance", 'instance_type = "Memcache"', 0),
        ("alicloud_kvstore_instance", "instance_type = var.x", 1),
        ("tencentcloud_redis_instance", "type_id = 200", 0),
        ("rediscloud_subscription_database", 'protocol = "memcached"', 0),
        ("azapi_resource", 'type = "Microsoft.Storage/x@2024-01-01" # Microsoft.Cache/redis', 0),
    ],
)
def test_what_is_no_redis(type_: str, body: str, count: int) -> None:
    assert len(readings({"main.tf": f'resource "{type_}" "this" {{\n{body}\n}}\n'}).instances) == count


def test_blame_in_another_file() -> None:
    """A configuration that stands beside the cluster has its own place."""
    files = {"config": OCEAN.partition("}\n")[2]}
    instance = one(OCEAN.partition("}\n")[0] + "}\n", **files)
    assert instance.managed is not None
    assert instance.managed.facts["transit-encryption"].span.source.path == "config.tf"
    assert [setting.span.source.path for setting in instance.settings] == ["main.tf", "config.tf"]


def test_defaults_of_variables() -> None:
    instance = one(AZURE.replace("= true", "= var.plain"), v='variable "plain" {\n  default = true\n}\n')
    assert instance.managed is not None
    assert [*instance.managed.defaults["transit-encryption"]] == ["plain"]
    assert facts(instance)["transit-encryption"] == ("preferred", "var.plain")


def test_values_that_terraform_leaves_alone() -> None:
    """What something else sets later has no default."""
    body = "lifecycle {\n  ignore_changes = [minimum_tls_version, shard_count]\n}\nshard_count = 2"
    found = facts(one(f'resource "azurerm_redis_cache" "this" {{\n{body}\n}}\n'))
    assert (found["minimum-tls"][0], found["shards"][0]) == (UNKNOWN, 2)


AZAPI = """\
resource "azapi_resource" "this" {
  type = "%s"
  body = %s
}
"""


@pytest.mark.parametrize("written", ["{ properties = { %s } }", "jsonencode({ properties = { %s } })"])
def test_azures_own_description(written: str) -> None:
    body = (
        written % 'enableNonSslPort = true, redisConfiguration = { authnotrequired = "true", maxmemory-policy = "x" }'
    )
    instance = one(AZAPI % ("Microsoft.Cache/redis@2024-11-01", body))
    found = facts(instance)
    assert found["transit-encryption"] == ("preferred", "true")
    assert found["auth"] == (False, '"true"')
    assert found["shards"] == (1, HEADER)
    assert settings(instance) == [("maxmemory-policy", "x", '"x"')]


def test_azures_own_description_of_databases() -> None:
    body = '{ properties = { clientProtocol = "Plaintext", evictionPolicy = var.policy } }'
    instance = one(AZAPI % ("Microsoft.Cache/redisEnterprise/databases@2024-10-01", body))
    assert facts(instance)["transit-encryption"] == ("off", '"Plaintext"')
    assert settings(instance) == [("maxmemory-policy", None, "var.policy")]
    unknown = one(AZAPI % ("Microsoft.Cache/redisEnterprise/databases@2024-10-01", "var.body"))
    assert facts(unknown)["transit-encryption"][0] is UNKNOWN


def test_a_body_in_json() -> None:
    body = '<<EOT\n{"properties": {"enableNonSslPort": true}}\nEOT'
    found = facts(one(AZAPI % ("Microsoft.Cache/redis@2024-11-01", body)))
    assert found["transit-encryption"][0] == "preferred"
    broken = facts(one(AZAPI % ("Microsoft.Cache/redis@2024-11-01", body.replace("true}}", "true"))))
    assert broken["transit-encryption"][0] is UNKNOWN


def test_the_engine_of_a_global_group() -> None:
    text = """\
resource "aws_elasticache_global_replication_group" "this" {
  primary_replication_group_id = aws_elasticache_replication_group.primary.id
  engine_version               = "5.0.6"
}
resource "aws_elasticache_replication_group" "primary" {
}
"""
    found = readings({"main.tf": text}).instances
    versions = {one.name.partition(".")[0]: facts(one)["engine-version"] for one in found}
    assert versions["aws_elasticache_global_replication_group"] == ("redis 5.0.6", '"5.0.6"')


@pytest.mark.parametrize(
    ("configs", "partial", "directives"),
    [
        ("{}", False, [("maxmemory-policy", "volatile-lru", HEADER)]),
        ("null", False, [("maxmemory-policy", "volatile-lru", HEADER)]),
        ("var.x", True, []),
        ('{ (var.x) = "1" }', True, []),
        ('merge({ maxmemory-policy = "noeviction" }, {})', False, [("maxmemory-policy", "noeviction", None)]),
        ("{ timeout = 5 }", False, [("maxmemory-policy", "volatile-lru", HEADER), ("timeout", "5", "5")]),
        ("local.configs", False, [("maxmemory-policy", "allkeys-lfu", '"allkeys-lfu"')]),
    ],
)
def test_maps_of_directives(configs: str, partial: bool, directives: list[tuple[str, str, str | None]]) -> None:
    others = 'locals {\n  configs = { maxmemory-policy = "allkeys-lfu" }\n}\n'
    instance = one(f'resource "google_redis_instance" "this" {{\n  redis_configs = {configs}\n}}\n', l=others)
    whole = f"{configs}"
    assert instance.partial is partial
    assert settings(instance) == [(name, value, at or whole) for name, value, at in directives]


def test_a_text_of_its_directives() -> None:
    """What the service takes is read as a configuration, so that values are checked as everywhere."""
    (document,) = readings({"main.tf": GOOGLE}).documents
    assert (document.language, [one.name for one in document.settings]) == (
        "redis-conf",
        ["maxmemory-policy", "notify-keyspace-events", "activedefrag"],
    )
    assert isinstance(document.source, Source)


def test_the_parameters_of_memorydb() -> None:
    """Its families have a name before them, and its default group says nothing of the policy here."""
    text = """\
resource "aws_memorydb_cluster" "this" {
  acl_name             = "app"
  parameter_group_name = aws_memorydb_parameter_group.this.name
}
resource "aws_memorydb_parameter_group" "this" {
  name   = "app"
  family = "memorydb_redis7"
  parameter {
    name  = "maxmemory-policy"
    value = "allkeys-lru"
  }
}
"""
    reading = readings({"main.tf": text})
    cluster, group = reading.instances
    assert settings(cluster) == settings(group) == [("maxmemory-policy", "allkeys-lru", '"allkeys-lru"')]
    (document,) = reading.documents
    assert document.server is not None
    assert document.server.key == "redis@7.0"
    assert settings(one(text.replace("= aws_memorydb_parameter_group.this.name", "= null"))) == []
