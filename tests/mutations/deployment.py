"""Containers, charts, clouds."""

from __future__ import annotations

from tests.mutations import m

PROBE = """          readinessProbe:
            tcpSocket:
              port: redis
"""
LIVENESS = """          livenessProbe:
            exec:
              command: «[sh, -c, "redis-cli ping | grep PONG"]»
            initialDelaySeconds: 1
            periodSeconds: 1
            failureThreshold: 1
"""
STARTUP = """          startupProbe:
            exec:
              command: [sh, -c, "redis-cli ping | grep -q PONG"]
            periodSeconds: 10
            failureThreshold: 60
"""

ALIVE = """livenessProbe:
            periodSeconds: 2
            exec:
              command: «[sh, -c, "redis-cli ping | grep -q PONG"]»"""

ROWS = (
    m("RL801", "store/compose/master/redis.conf", "dir /data", "dir /data\ndaemonize «yes»"),
    m("RL801", "shop/deploy/k8s/config.yaml", "appendonly yes", "appendonly yes\n    daemonize «yes»"),
    m("RL804", "store/compose/master/redis.conf", 'logfile ""', "logfile «/var/log/redis.log»"),
    m("RL804", "shop/deploy/k8s/config.yaml", "appendonly yes", "appendonly yes\n    logfile «/tmp/redis.log»"),
    m(
        "RL805",
        "cache/compose/docker-compose.yaml",
        '["CMD-SHELL", "redis-cli -u redis://127.0.0.1:6379 ping | grep -qE \'PONG|NOAUTH\'"]',
        '«["CMD", "redis-cli", "ping"]»',
    ),
    m("RL805", "session/compose/docker-compose.yaml", "redis-cli ping | grep -qE 'PONG|NOAUTH'", "«redis-cli ping»"),
    m(
        "RL806",
        "shop/deploy/k8s/sessions.yaml",
        PROBE,
        LIVENESS,
        ("shop/deploy/k8s/config.yaml", "160mb", "1600mb"),
        (
            "shop/deploy/k8s/sessions.yaml",
            "memory: 256Mi\n            limits:\n              memory: 256Mi",
            "memory: 4Gi\n            limits:\n              memory: 4Gi",
        ),
    ),
    m(
        "RL810",
        "shop/deploy/k8s/sessions.yaml",
        "kind: StatefulSet",
        "kind: Deployment",
        (
            "shop/deploy/k8s/sessions.yaml",
            "- name: data\n              mountPath: /data",
            "- «name: data\n              mountPath: /data»",
        ),
    ),
    m(
        "RL817",
        "shop/deploy/k8s/config.yaml",
        "appendonly yes",
        "appendonly yes\n    masterauth «kT9zQ2mWx7Lr4Vb8»",
        ("shop/.redislint.yaml", "server:", "ignore: [RL207]\nserver:"),
    ),
    m(
        "RL817",
        "store/helm/values.yaml",
        "tcp-keepalive 300",
        "masterauth «kT9zQ2mWx7Lr4Vb8»",
        ("store/.redislint.yaml", "environment:", "ignore: [RL207]\nenvironment:"),
    ),
    m(
        "RL818",
        "store/compose/docker-compose.yaml",
        "    command: [redis-server, /etc/redis/redis.conf]\n",
        "",
        ("store/compose/docker-compose.yaml", "- ./master:/etc/redis", "- «./master:/etc/redis»"),
        also="RL201 RL228 RL416 RL418 RL706 RL912",
    ),
    m(
        "RL818",
        "session/compose/docker-compose.yaml",
        "redis-server /etc/redis/redis.conf",
        "redis-server «/etc/redis.conf»",
    ),
    m(
        "RL819",
        "cache/compose/docker-compose.yaml",
        "      - --maxmemory\n      - 700mb\n",
        "",
        (
            "cache/compose/docker-compose.yaml",
            "    mem_limit: 1g",
            "    environment:\n      REDIS_MAXMEMORY: «700mb»\n    mem_limit: 1g",
        ),
        also="RL423",
    ),
    m(
        "RL819",
        "cache/compose/docker-compose.yaml",
        "      - --aclfile\n      - /etc/redis/users.acl\n",
        "",
        (
            "cache/compose/docker-compose.yaml",
            "    mem_limit: 1g",
            "    environment:\n      - REDIS_PASSWORD=«${PASSWORD}»\n    mem_limit: 1g",
        ),
        also="RL201",
    ),
    m(
        "RL824",
        "sentinel/helm/values.yaml",
        "  existingSecret: shop-stock\n",
        "",
        ("sentinel/helm/values.yaml", "  auth: true\n  authKey", "  auth: «true»\n  authKey"),
    ),
    m(
        "RL824",
        "session/helm/values.yaml",
        "architecture: replication",
        "architecture: «standalone»\n  sentinel:\n    enabled: true",
        also="RL633",
    ),
    m(
        "RL805",
        "cluster/kubernetes/orders.yaml",
        'readinessProbe:\n            exec:\n              command: [sh, -c, "redis-cli ping | grep -q PONG"]',
        "readinessProbe:\n            exec:\n              command: «[redis-cli, ping]»",
    ),
    m(
        "RL806",
        "cluster/kubernetes/orders.yaml",
        STARTUP,
        "",
        (
            "cluster/kubernetes/orders.yaml",
            'livenessProbe:\n            exec:\n              command: [sh, -c, "redis-cli ping | grep -q PONG"]',
            ALIVE,
        ),
    ),
    m(
        "RL806",
        "store/helm/values.yaml",
        "  master:\n",
        "  master:\n"
        "    customLivenessProbe:\n"
        "      exec:\n"
        '        command: «[sh, -c, "redis-cli ping | grep PONG"]»\n'
        "      initialDelaySeconds: 0\n"
        "      periodSeconds: 2\n"
        "      failureThreshold: 3\n",
    ),
    m(
        "RL810",
        "sentinel/kubernetes/stock.yaml",
        "kind: StatefulSet",
        "kind: Deployment",
        (
            "sentinel/kubernetes/stock.yaml",
            "- name: data\n              mountPath: /data",
            "- «name: data\n              mountPath: /data»",
        ),
    ),
    m(
        "RL818",
        "cluster/kubernetes/orders.yaml",
        "args: [/etc/redis/redis.conf, ",
        "args: [",
        (
            "cluster/kubernetes/orders.yaml",
            "- name: config\n              mountPath: /etc/redis",
            "- «name: config\n              mountPath: /etc/redis»",
        ),
        also="RL416 RL418 RL912",
    ),
    m(
        "RL819",
        "cluster/kubernetes/orders.yaml",
        "          env:\n",
        '          env:\n            - name: REDIS_TLS_ENABLED\n              value: "«yes»"\n',
    ),
)
