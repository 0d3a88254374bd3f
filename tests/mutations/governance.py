"""What is written down of all of them."""

from __future__ import annotations

from tests.mutations import m

MASTER = "store/compose/master/redis.conf"
DECLARED = tuple(
    ("store/.redislint.yaml", f"  baskets{part}:", f"  «baskets{part}»:")
    for part in ("", "-compose", "-chart", "-cloud")
)
EXPORTER = "image: oliver006/redis_exporter:v1.80.1-alpine"

ROWS = (
    m(
        "RL901",
        "session/environments/stage/redis.conf",
        "maxmemory 512mb",
        "maxmemory 512mb\n«notify-keyspace-events Ex»",
    ),
    m(
        "RL901",
        "cache/environments/stage/docker-compose.yaml",
        "--maxmemory-policy\n      - allkeys-lfu",
        "«--maxmemory-policy\n      - allkeys-lru»",
    ),
    m("RL902", "store/plain/redis-2/redis.conf", "timeout 0", "«timeout 600»"),
    m(
        "RL902",
        "cluster/plain/node-5/redis.conf",
        "client-output-buffer-limit pubsub 32mb 8mb 60",
        "«client-output-buffer-limit pubsub 64mb 8mb 60»",
    ),
    m(
        "RL902",
        "store/compose/docker-compose.yaml",
        '--replicaof, master, "6379"]',
        '--replicaof, master, "6379", «--databases, "32»"]',
        (MASTER, "include /run/secrets/redis.conf", "masterauth {{ password }}"),
    ),
    m(
        "RL902",
        "store/compose/replica/users.acl",
        "user app on",
        "user «app» on",
        ("store/compose/replica/users.acl", "+@transaction ", ""),
    ),
    m(
        "RL902",
        "sentinel/kubernetes/stock.yaml",
        '--replicaof, stock, "6379", ',
        '--replicaof, stock, "6379", «--databases, "32»", ',
    ),
    m("RL911", "cache/plain/redis.conf", "slowlog-max-len 512", "slowlog-max-len «16»"),
    m("RL912", "cache/plain/redis.conf", "latency-monitor-threshold 100", "latency-monitor-threshold «0»"),
    m("RL912", "cache/compose/docker-compose.yaml", '- "100"', '- "«0»"'),
    m("RL912", "queue/helm/values.yaml", "latency-monitor-threshold 100", "latency-monitor-threshold «0»"),
    m("RL915", "store/helm/values.yaml", "metrics:\n    enabled: true", "metrics:\n    enabled: «false»"),
    m(
        "RL915",
        "store/compose/docker-compose.yaml",
        EXPORTER,
        "image: nginx/nginx-prometheus-exporter:1.5.1",
        ("store/compose/docker-compose.yaml", "  master:\n    <<", "  «master»:\n    <<"),
    ),
    m("RL918", "sentinel/plain/node-1/sentinel.conf", "deny-scripts-reconfig yes", "«deny-scripts-reconfig no»"),
    m("RL931", "store/.redislint.yaml", "reviewed: 2026-10-20", "reviewed: «2026-07-20»"),
    m("RL931", "queue/.redislint.yaml", "reviewed: 2026-10-20", "reviewed: «2026-09-01»"),
    m("RL932", "store/.redislint.yaml", "docs/drills.md", "«docs/drill.md»"),
    m(
        "RL932",
        "queue/.redislint.yaml",
        'evidence: docs/handbook.md, owner: "@shop/data", ',
        "evidence: docs/handbook.md, ",
        ("queue/.redislint.yaml", '"1.1"', '«"1.1"»'),
    ),
    m("RL935", "store/.redislint.yaml", "rto: 15m\n", "", *DECLARED),
    m("RL910", "cache/plain/redis.conf", "slowlog-log-slower-than 10000", "slowlog-log-slower-than «-1»"),
    m("RL910", "store/helm/values.yaml", "slowlog-log-slower-than 10000", "slowlog-log-slower-than «-1»"),
    m("RL910", "store/terraform/main.tf", '"10000"', '«"-1"»'),
    m(
        "RL934",
        "cache/plain/redis.conf",
        "tcp-keepalive 300",
        "# redislint: ignore[«RL516»] the load balancer sees to it\ntcp-keepalive 300",
    ),
    m(
        "RL934",
        "sentinel/compose/docker-compose.yaml",
        "ignore[sentinels-share-failure-domain]",
        "ignore[«sentinels-share-failure-domains»]",
        also="RL617",
    ),
    m(
        "RL934",
        "store/terraform/main.tf",
        "transit_encryption_enabled = true",
        "transit_encryption_enabled = true # redislint: ignore[«RL122»] inside the VPC",
    ),
)
