"""What is written down of all of them."""

from __future__ import annotations

from tests.mutations import m

ROWS = (
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
