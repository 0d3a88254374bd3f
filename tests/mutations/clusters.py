"""Nodes of a cluster."""

from __future__ import annotations

from tests.mutations import m

PASSWORD = ("cluster/compose/conf/redis.conf", "include /run/secrets/redis.conf", "masterauth {{ password }}")
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
    m("RL623", "cluster/helm/values.yaml", "nodes: 6", "nodes: «4»"),
    m(
        "RL627",
        "cluster/compose/docker-compose.yaml",
        "      - node-1:/data\n",
        '      - node-1:/data\n    ports:\n      - "«7001:6379»"\n      - "17001:16379"\n',
        PASSWORD,
        also="RL114 RL118",
    ),
    m(
        "RL628",
        "cluster/compose/docker-compose.yaml",
        "      - node-1:/data\n",
        "      - node-1:/data\n"
        "    command: >-\n"
        "      redis-server /etc/redis/redis.conf\n"
        "      --cluster-announce-ip 192.0.2.10 --cluster-announce-port 7001\n"
        "    ports:\n"
        '      - "«7001:6379»"\n',
        PASSWORD,
        also="RL114",
    ),
    m("RL630", "cluster/helm/values.yaml", "  persistence:\n", "  persistence:\n    enabled: «false»\n", also="RL414"),
    m("RL623", "cluster/helm/values.yaml", "nodes: 6\n    replicas: 1", "nodes: «2»\n    replicas: 0", also="RL624"),
    m("RL623", "cluster/kubernetes/orders.yaml", "---\napiVersion: policy/v1", OPERATED, also="RL201 RL630"),
    m(
        "RL627",
        "cluster/compose/docker-compose.yaml",
        "      - node-2:/data\n",
        '      - node-2:/data\n    ports:\n      - "«10.0.1.5:7002:6379»"\n',
        PASSWORD,
        also="RL106",
    ),
    m(
        "RL627",
        "cluster/kubernetes/orders.yaml",
        "  type: ClusterIP\n  clusterIP: None\n",
        "  type: «NodePort»\n",
        (
            "cluster/kubernetes/orders.yaml",
            "    - name: redis\n      port: 6379\n",
            "    - name: redis\n      port: 6379\n      nodePort: 30679\n",
        ),
        (
            "cluster/kubernetes/orders.yaml",
            "        - podSelector:\n            matchLabels:\n              app: shop\n",
            "        - ipBlock:\n            cidr: 0.0.0.0/0\n",
        ),
        also="RL115 RL117 RL118",
    ),
    m(
        "RL628",
        "cluster/kubernetes/orders.yaml",
        "        - port: 6379\n        - port: 16379\n",
        "        - «port: 6379»\n",
    ),
    m(
        "RL630",
        "cluster/kubernetes/orders.yaml",
        "            - name: data\n              mountPath: /data\n",
        "",
        ("cluster/kubernetes/orders.yaml", "- name: redis\n          image", "- name: «redis»\n          image"),
        also="RL414",
    ),
)
