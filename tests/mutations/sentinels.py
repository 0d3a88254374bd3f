"""Sentinels: how many, what they watch, how they are reached."""

from __future__ import annotations

from tests.mutations import m

MONITOR = "sentinel monitor stock 10.20.4.11 6379 2"
THIRD = """
  sentinel-3:
    <<: *redis
    command: [redis-sentinel, /etc/sentinel/sentinel.conf]
    volumes:
      - ./sentinel-3:/etc/sentinel
"""
KNOWN = (
    ("sentinel/compose/redis/redis.conf", "include /run/secrets/redis.conf", "masterauth {{ password }}"),
    *(
        (
            f"sentinel/compose/sentinel-{number}/sentinel.conf",
            "include /run/secrets/sentinel.conf",
            "requirepass {{ password }}\nsentinel auth-pass stock {{ password }}",
        )
        for number in (1, 2, 3)
    ),
)
WRITABLE = """              port: 26379
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          volumeMounts:
            - name: data
              mountPath: /data
"""
TLS = "tls-port 6379\ntls-cert-file /tls/redis.crt\ntls-key-file /tls/redis.key\ntls-ca-cert-file /tls/ca.crt\n"
WATCHED = tuple(
    (
        f"sentinel/compose/sentinel-{number}/sentinel.conf",
        "sentinel monitor stock redis-1 6379 2",
        "«sentinel monitor stock redis-1 6379 2»",
    )
    for number in (1, 2, 3)
)

ROWS = (
    m(
        "RL119",
        "sentinel/plain/node-1/sentinel.conf",
        "requirepass {{ vault_sentinel_password }}\n",
        "",
        ("sentinel/plain/node-1/sentinel.conf", "bind 10.20.4.11 127.0.0.1", "«bind 10.20.4.11 127.0.0.1»"),
    ),
    m(
        "RL119",
        "sentinel/compose/sentinel-1/sentinel.conf",
        "# Passwords: requirepass, sentinel sentinel-pass, sentinel auth-pass\ninclude /run/secrets/sentinel.conf\n",
        "sentinel auth-pass stock {{ password }}\n",
        (
            "sentinel/compose/docker-compose.yaml",
            "      - ./sentinel-1:/etc/sentinel\n",
            '      - ./sentinel-1:/etc/sentinel\n    ports:\n      - "«26379:26379»"\n',
        ),
    ),
    m(
        "RL120",
        "sentinel/plain/node-1/sentinel.conf",
        "tls-replication yes\n",
        "",
        (
            "sentinel/plain/node-1/sentinel.conf",
            "sentinel monitor stock 10.20.4.11 6379 2",
            "«sentinel monitor stock 10.20.4.11 6379 2»",
        ),
    ),
    m(
        "RL120",
        "sentinel/plain/node-2/sentinel.conf",
        "port 0\ntls-port 26379",
        "port 26379",
        ("sentinel/plain/node-2/sentinel.conf", "tls-replication yes", "tls-replication «yes»"),
    ),
    m("RL120", "sentinel/compose/redis/redis.conf", "port 6379", f"port 0\n{TLS}tls-replication yes", *KNOWN, *WATCHED),
    m(
        "RL610",
        "sentinel/helm/values.yaml",
        "replicas: 3",
        "replicas: 2",
        ("sentinel/helm/values.yaml", "quorum: 2", "quorum: «2»"),
        also="RL602",
    ),
    m(
        "RL610",
        "sentinel/compose/docker-compose.yaml",
        THIRD,
        "",
        ("sentinel/compose/sentinel-1/sentinel.conf", "monitor stock redis-1 6379 2", "«monitor stock redis-1 6379 2»"),
        *KNOWN,
        also="RL706",
    ),
    m("RL611", "sentinel/helm/values.yaml", "quorum: 2", "quorum: «4»"),
    m("RL611", "sentinel/compose/sentinel-1/sentinel.conf", "redis-1 6379 2", "redis-1 6379 «4»", *KNOWN, also="RL621"),
    m("RL612", "sentinel/helm/values.yaml", "quorum: 2", "quorum: «1»"),
    m(
        "RL612",
        "sentinel/plain/node-1/sentinel.conf",
        MONITOR,
        "sentinel monitor stock 10.20.4.11 6379 «1»",
        also="RL621",
    ),
    m("RL613", "sentinel/helm/values.yaml", "down-after-milliseconds: 10000", "down-after-milliseconds: «300»"),
    m(
        "RL613",
        "sentinel/plain/node-1/sentinel.conf",
        "down-after-milliseconds stock 10000",
        "down-after-milliseconds stock «300»",
        also="RL621",
    ),
    m(
        "RL613",
        "sentinel/compose/sentinel-1/sentinel.conf",
        "down-after-milliseconds stock 10000",
        "down-after-milliseconds stock «100»",
    ),
    m(
        "RL616",
        "sentinel/compose/docker-compose.yaml",
        "- ./sentinel-1:/etc/sentinel",
        "- «./sentinel-1:/etc/sentinel:ro»",
    ),
    m(
        "RL616",
        "sentinel/compose/docker-compose.yaml",
        "- ./sentinel-2:/etc/sentinel",
        "- «./sentinel-2/sentinel.conf:/etc/sentinel/sentinel.conf»",
    ),
    m(
        "RL618",
        "sentinel/plain/node-1/sentinel.conf",
        MONITOR,
        "sentinel «monitor stock 127.0.0.1 6379 2»\nsentinel known-replica stock 10.20.4.12 6379",
        also="RL621",
    ),
    m(
        "RL618",
        "sentinel/compose/sentinel-1/sentinel.conf",
        "monitor stock redis-1 6379 2",
        "«monitor stock localhost 6379 2»",
    ),
    m(
        "RL622",
        "cache/compose/docker-compose.yaml",
        "      - --tcp-keepalive\n",
        '      - --replicaof\n      - 10.0.0.1\n      - "6379"\n      - --tcp-keepalive\n',
        ("cache/compose/docker-compose.yaml", '"127.0.0.1:6379:6379"', '"«6380:6379»"'),
        also="RL114",
    ),
    m(
        "RL622",
        "sentinel/compose/sentinel-1/sentinel.conf",
        "sentinel announce-ip sentinel-1\n",
        "",
        (
            "sentinel/compose/sentinel-1/sentinel.conf",
            "monitor stock redis-1 6379 2",
            "«monitor stock 10.0.0.1 6379 5»",
        ),
        *KNOWN,
        also="RL621",
    ),
    m(
        "RL616",
        "sentinel/kubernetes/stock.yaml",
        WRITABLE,
        WRITABLE.replace(
            "- name: data\n              mountPath: /data", "- «name: config\n              mountPath: /data»"
        ),
    ),
)
