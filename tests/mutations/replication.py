"""Replicas of a master."""

from __future__ import annotations

from tests.mutations import m
from tests.mutations.sentinels import KNOWN

ROWS = (
    m("RL601", "sentinel/plain/node-1/redis.conf", "min-replicas-to-write 1", "min-replicas-to-write «0»"),
    m("RL601", "sentinel/helm/values.yaml", "min-replicas-to-write: 1", "min-replicas-to-write: «0»"),
    m("RL602", "sentinel/helm/values.yaml", "min-replicas-to-write: 1", "min-replicas-to-write: «3»"),
    m("RL602", "sentinel/compose/redis/redis.conf", "min-replicas-to-write 1", "min-replicas-to-write «3»", *KNOWN),
    m("RL602", "store/helm/values.yaml", "min-replicas-to-write 1", "min-replicas-to-write «3»"),
    m("RL605", "store/plain/redis-1/redis.conf", "repl-timeout 60", "repl-timeout «10»"),
    m("RL605", "store/helm/values.yaml", "tcp-keepalive 300", "repl-timeout «5»"),
    m("RL606", "store/plain/redis-2/redis.conf", "replica-read-only yes", "replica-read-only «no»"),
    m("RL606", "store/compose/replica/redis.conf", "port 6379", "port 6379\nreplica-read-only «no»"),
    m(
        "RL609",
        "sentinel/compose/docker-compose.yaml",
        'redis-1, "6379", --replica-announce-ip, redis-2]',
        'redis-1, "6379", --replica-priority, "«0»"]',
        (
            "sentinel/compose/docker-compose.yaml",
            'redis-1, "6379", --replica-announce-ip, redis-3]',
            'redis-1, "6379", --replica-priority, "0"]',
        ),
        *KNOWN,
        also="RL619",
    ),
    m("RL609", "sentinel/helm/values.yaml", "appendfsync: everysec", "replica-priority: «0»"),
)
