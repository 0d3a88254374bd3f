"""Replication, Sentinel, cluster."""

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
# What nobody has seen is in no file: everything is at hand, and passwords are filled in.
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
PASSWORD = ("cluster/compose/conf/redis.conf", "include /run/secrets/redis.conf", "masterauth {{ password }}")

# The end of the Sentinel's container.
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
OPERATED = """---
apiVersion: redis.redis.opstreelabs.in/v1beta2
kind: RedisCluster
metadata:
  name: stock
spec:
  clusterSize: «2»
---
apiVersion: policy/v1"""

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
    m("RL609", "sentinel/compose/docker-compose.yaml", 'redis-1, "6379", --replica-announce-ip, redis-2]', 'redis-1, "6379", --replica-priority, "«0»"]',
      ("sentinel/compose/docker-compose.yaml", 'redis-1, "6379", --replica-announce-ip, redis-3]', 'redis-1, "6379", --replica-priority, "0"]'), *KNOWN, also="RL619"),
    m("RL609", "sentinel/helm/values.yaml", "appendfsync: everysec", "replica-priority: «0»"),
    m("RL610", "sentinel/helm/values.yaml", "replicas: 3", "replicas: 2", ("sentinel/helm/values.yaml", "quorum: 2", "quorum: «2»"), also="RL602"),
    m("RL610", "sentinel/compose/docker-compose.yaml", THIRD, "", ("sentinel/compose/sentinel-1/sentinel.conf", "monitor stock redis-1 6379 2", "«monitor stock redis-1 6379 2»"), *KNOWN, also="RL706"),
    m("RL611", "sentinel/helm/values.yaml", "quorum: 2", "quorum: «4»"),
    m("RL611", "sentinel/compose/sentinel-1/sentinel.conf", "redis-1 6379 2", "redis-1 6379 «4»", *KNOWN, also="RL621"),
    m("RL612", "sentinel/helm/values.yaml", "quorum: 2", "quorum: «1»"),
    m("RL612", "sentinel/plain/node-1/sentinel.conf", MONITOR, "sentinel monitor stock 10.20.4.11 6379 «1»", also="RL621"),
    m("RL613", "sentinel/helm/values.yaml", "down-after-milliseconds: 10000", "down-after-milliseconds: «300»"),
    m("RL613", "sentinel/plain/node-1/sentinel.conf", "down-after-milliseconds stock 10000", "down-after-milliseconds stock «300»", also="RL621"),
    m("RL613", "sentinel/compose/sentinel-1/sentinel.conf", "down-after-milliseconds stock 10000", "down-after-milliseconds stock «100»"),
    m("RL616", "sentinel/compose/docker-compose.yaml", "- ./sentinel-1:/etc/sentinel", "- «./sentinel-1:/etc/sentinel:ro»"),
    m("RL616", "sentinel/compose/docker-compose.yaml", "- ./sentinel-2:/etc/sentinel", "- «./sentinel-2/sentinel.conf:/etc/sentinel/sentinel.conf»"),
    m("RL618", "sentinel/plain/node-1/sentinel.conf", MONITOR, "sentinel «monitor stock 127.0.0.1 6379 2»\nsentinel known-replica stock 10.20.4.12 6379"),
    m("RL618", "sentinel/compose/sentinel-1/sentinel.conf", "monitor stock redis-1 6379 2", "«monitor stock localhost 6379 2»"),
    m("RL622", "cache/compose/docker-compose.yaml", "      - --tcp-keepalive\n", '      - --replicaof\n      - 10.0.0.1\n      - "6379"\n      - --tcp-keepalive\n', ("cache/compose/docker-compose.yaml", '"127.0.0.1:6379:6379"', '"«6380:6379»"'), also="RL114"),
    m("RL622", "sentinel/compose/sentinel-1/sentinel.conf", "sentinel announce-ip sentinel-1\n", "", ("sentinel/compose/sentinel-1/sentinel.conf", "monitor stock redis-1 6379 2", "«monitor stock 10.0.0.1 6379 5»"), *KNOWN, also="RL621"),
    m("RL623", "cluster/helm/values.yaml", "nodes: 6", "nodes: «4»"),
    m("RL627", "cluster/compose/docker-compose.yaml", "      - node-1:/data\n", '      - node-1:/data\n    ports:\n      - "«7001:6379»"\n      - "17001:16379"\n', PASSWORD, also="RL114 RL118"),
    m("RL628", "cluster/compose/docker-compose.yaml", "      - node-1:/data\n", '      - node-1:/data\n    command: [redis-server, /etc/redis/redis.conf, --cluster-announce-ip, 192.0.2.10, --cluster-announce-port, "7001"]\n    ports:\n      - "«7001:6379»"\n', PASSWORD, also="RL114"),
    m("RL630", "cluster/helm/values.yaml", "  persistence:\n", "  persistence:\n    enabled: «false»\n", also="RL414"),
    m("RL616", "sentinel/kubernetes/stock.yaml", WRITABLE, WRITABLE.replace("- name: data\n              mountPath: /data", "- «name: config\n              mountPath: /data»")),
    m("RL623", "cluster/helm/values.yaml", "nodes: 6\n    replicas: 1", "nodes: «2»\n    replicas: 0", also="RL624"),
    m("RL623", "cluster/kubernetes/orders.yaml", "---\napiVersion: policy/v1", OPERATED, also="RL201 RL630"),
    m("RL627", "cluster/compose/docker-compose.yaml", "      - node-2:/data\n", '      - node-2:/data\n    ports:\n      - "«10.0.1.5:7002:6379»"\n', PASSWORD, also="RL106"),
    m("RL627", "cluster/kubernetes/orders.yaml", "  type: ClusterIP\n  clusterIP: None\n", "  type: «NodePort»\n", ("cluster/kubernetes/orders.yaml", "        - podSelector:\n            matchLabels:\n              app: shop\n", "        - ipBlock:\n            cidr: 0.0.0.0/0\n"), also="RL115"),
    m("RL628", "cluster/kubernetes/orders.yaml", "        - port: 6379\n        - port: 16379\n", "        - «port: 6379»\n"),
    m("RL630", "cluster/kubernetes/orders.yaml", "            - name: data\n              mountPath: /data\n", "", ("cluster/kubernetes/orders.yaml", "- name: redis\n          image", "- name: «redis»\n          image"), also="RL414"),
)
