"""Versions and images."""

from __future__ import annotations

from tests.mutations import m

CACHE = "redis:8.2.10-alpine@sha256:6b5e3a0f7c1d2e4f8a9b0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5"
VALKEY = "valkey/valkey:9.1.2-alpine@sha256:2a1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5061728394a5b6c7d8e9f"

SESSIONS = "redis:7.4.11-alpine@sha256:3b1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5061728394a5b6c7d8e9f"
STOCK = "redis:8.6.7-alpine@sha256:1f0b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5061728394a5b6c7d8e9f"

ROWS = (
    m("RL701", "cache/compose/docker-compose.yaml", CACHE, "«redis:alpine»"),
    m("RL701", "cache/helm/values.yaml", "tag: 8.2.10", "tag: «latest»"),
    m("RL701", "shop/deploy/k8s/sessions.yaml", CACHE, "«redis:latest»"),
    m("RL701", "shop/limiter/Dockerfile", "FROM redis:${REDIS_TAG}", "FROM «redis»"),
    m("RL703", "cache/compose/docker-compose.yaml", CACHE, "«redis:7.0.15»", also="RL704"),
    m("RL703", "cache/helm/values.yaml", "tag: 8.2.10", "tag: «7.0.15»", also="RL704"),
    m("RL703", "queue/terraform/main.tf", '"7.1"', '«"5.0.6"»'),
    m("RL704", "cache/compose/docker-compose.yaml", CACHE, "«redis:8.2.1»"),
    m("RL704", "cache/helm/values.yaml", "tag: 8.2.10", "tag: «8.2.1»"),
    m("RL708", "cache/plain/redis.conf", "tcp-keepalive 300", "«tls-auth-clients-user» CN"),
    m(
        "RL708",
        "session/helm/values.yaml",
        "repl-backlog-size 64mb",
        "repl-backlog-size 64mb\n    «tls-auth-clients-user» CN",
    ),
    m("RL709", "store/plain/redis-2/redis.conf", "replica-read-only yes", "«slave-read-only» yes"),
    m(
        "RL709",
        "store/helm/values.yaml",
        "repl-backlog-size 128mb",
        "repl-backlog-size 128mb\n    «slave-read-only» yes",
    ),
    m(
        "RL714",
        "session/compose/docker-compose.yaml",
        f"  sessions-replica:\n    image: {SESSIONS}",
        "  sessions-replica:\n    image: «redis:7.2.16»",
    ),
    m(
        "RL714",
        "store/compose/docker-compose.yaml",
        "  replica:\n    <<: *redis\n",
        "  replica:\n    <<: *redis\n    image: «redis:8.2.10»\n",
    ),
    m(
        "RL715",
        "cache/helm/values.yaml",
        "    registry: registry.example.com\n    repository: bitnami/redis\n",
        "    registry: docker.io\n    repository: «bitnami/redis»\n",
    ),
    m("RL715", "queue/compose/compose.yaml", VALKEY, "«bitnami/valkey:9.1.2»", also="RL414"),
    m("RL715", "shop/deploy/k8s/sessions.yaml", CACHE, "«bitnami/redis:7.4.2»", also="RL414"),
    m(
        "RL714",
        "sentinel/kubernetes/stock.yaml",
        f"{STOCK}\n          args: [/etc/redis/redis.conf, --replicaof",
        "«redis:8.2.10»\n          args: [/etc/redis/redis.conf, --replicaof",
    ),
)
