"""Passwords between servers, and those of clouds."""

from __future__ import annotations

from tests.mutations import m

SECRET = "kT9zQ2mWx7Lr4Vb8"
MASTERAUTH = "masterauth {{ vault_redis_replica_password }}"

ROWS = (
    m(
        "RL232",
        "sentinel/plain/node-2/redis.conf",
        MASTERAUTH + "\n",
        "",
        ("sentinel/plain/node-2/redis.conf", "replicaof 10.20.4.11 6379", "«replicaof 10.20.4.11 6379»"),
    ),
    m(
        "RL232",
        "sentinel/plain/node-1/redis.conf",
        MASTERAUTH + "\n",
        "",
        ("sentinel/plain/node-1/redis.conf", "user default off", "user «default» off"),
    ),
    m(
        "RL232",
        "store/compose/replica/redis.conf",
        "include /run/secrets/redis.conf\n",
        "",
        ("store/compose/docker-compose.yaml", '--replicaof, master, "6379"', '«--replicaof, master, "6379»"'),
    ),
    m("RL233", "sentinel/plain/node-2/redis.conf", MASTERAUTH, f"«masterauth {SECRET}»", also="RL207"),
    m(
        "RL233",
        "store/compose/replica/redis.conf",
        "include /run/secrets/redis.conf",
        f"«masterauth {SECRET}»",
        also="RL207",
    ),
    m(
        "RL234",
        "sentinel/plain/node-1/sentinel.conf",
        "sentinel auth-pass stock {{ vault_redis_sentinel_password }}\n",
        "",
        (
            "sentinel/plain/node-1/sentinel.conf",
            "sentinel monitor stock 10.20.4.11 6379 2",
            "sentinel «monitor stock 10.20.4.11 6379 2»",
        ),
    ),
    m(
        "RL234",
        "sentinel/compose/sentinel-1/sentinel.conf",
        "include /run/secrets/sentinel.conf\n",
        "",
        ("sentinel/compose/sentinel-1/sentinel.conf", "monitor stock redis-1 6379 2", "«monitor stock redis-1 6379 2»"),
    ),
    m(
        "RL235",
        "sentinel/plain/node-1/sentinel.conf",
        "sentinel auth-pass stock {{ vault_redis_sentinel_password }}",
        f"«sentinel auth-pass stock {SECRET}»",
        also="RL207",
    ),
    m(
        "RL235",
        "sentinel/compose/sentinel-1/sentinel.conf",
        "include /run/secrets/sentinel.conf\n",
        f"requirepass {{{{ password }}}}\n«sentinel auth-pass stock {SECRET}»\n",
        also="RL207",
    ),
    m("RL237", "cluster/terraform/main.tf", "aws_memorydb_acl.orders.name", '«"open-access"»'),
    m(
        "RL237",
        "store/terraform/main.tf",
        'user_name     = "app"',
        'user_name     = "default"',
        ("store/terraform/main.tf", 'type = "iam"', 'type = «"no-password-required"»'),
    ),
    m(
        "RL238",
        "queue/terraform/main.tf",
        "  auth_token                 = var.auth_token\n",
        "",
        (
            "queue/terraform/main.tf",
            'resource "aws_elasticache_replication_group" "queue"',
            '«resource "aws_elasticache_replication_group" "queue"»',
        ),
    ),
    m("RL238", "sentinel/terraform/google.tf", "auth_enabled            = true", "auth_enabled            = «false»"),
    m(
        "RL238",
        "session/terraform/main.tf",
        "authentication_enabled          = true",
        "authentication_enabled          = «false»",
    ),
)
