"""Who reaches the server, and how."""

from __future__ import annotations

from tests.mutations import m
from tests.mutations.sentinels import TLS

SG = 'cidr_blocks = ["10.20.0.0/16"]'


ROWS = (
    m(
        "RL101",
        "cache/plain/redis.conf",
        "aclfile users.acl\n",
        "",
        ("cache/plain/redis.conf", "protected-mode yes", "protected-mode no"),
        ("cache/plain/redis.conf", "bind 10.20.0.11 127.0.0.1", "«bind 10.20.0.11 127.0.0.1»"),
    ),
    m(
        "RL101",
        "cache/compose/docker-compose.yaml",
        "      - --aclfile\n      - /etc/redis/users.acl\n",
        "",
        ("cache/compose/docker-compose.yaml", '"127.0.0.1:6379:6379"', '"«6379:6379»"'),
    ),
    m(
        "RL103",
        "cache/plain/redis.conf",
        "protected-mode yes",
        "protected-mode «no»",
        ("cache/plain/redis.conf", "aclfile users.acl\n", ""),
        ("cache/plain/redis.conf", "bind 10.20.0.11 127.0.0.1", "bind 127.0.0.1"),
        also="RL201",
    ),
    m(
        "RL103",
        "queue/plain/redis.conf",
        "protected-mode yes",
        "protected-mode «no»",
        ("queue/plain/redis.conf", "aclfile /etc/redis/users.acl\n", ""),
        ("queue/plain/redis.conf", "bind 10.20.2.11 127.0.0.1", "bind 127.0.0.1"),
        also="RL201",
    ),
    m(
        "RL104",
        "session/plain/redis.conf",
        "user default off\n",
        "",
        ("session/.redislint.yaml", "    server: redis@7.4.11", "    profile: session"),
        ("session/plain/redis.conf", "bind 10.20.3.11 127.0.0.1", "«bind 10.20.3.11 127.0.0.1»"),
        also="RL706",
    ),
    m("RL105", "cache/plain/redis.conf", "port 0\n", "«port 6378»\n"),
    m("RL105", "queue/plain/redis.conf", "port 0\n", "«port 6380»\n"),
    m(
        "RL106",
        "cache/plain/redis.conf",
        "port 0\ntls-port 6379\n",
        "port 6379\n",
        ("cache/plain/redis.conf", "bind 10.20.0.11 127.0.0.1", "«bind 10.20.0.11 127.0.0.1»"),
    ),
    m("RL106", "cache/compose/docker-compose.yaml", '"127.0.0.1:6379:6379"', '"«10.0.1.5:6379:6379»"'),
    m("RL107", "store/plain/redis-2/redis.conf", "tls-replication yes", "tls-replication «no»"),
    m(
        "RL107",
        "store/plain/redis-3/redis.conf",
        "tls-replication yes\n",
        "",
        ("store/plain/redis-3/redis.conf", "replicaof 10.20.1.11 6379", "«replicaof 10.20.1.11 6379»"),
    ),
    m("RL108", "cluster/plain/node-1/redis.conf", "tls-cluster yes", "tls-cluster «no»"),
    m(
        "RL108",
        "cluster/compose/conf/redis.conf",
        "port 6379",
        f"port 0\n{TLS}tls-cluster «no»",
    ),
    m("RL110", "cache/plain/redis.conf", '"TLSv1.2 TLSv1.3"', '«"TLSv1.1 TLSv1.2"»'),
    m(
        "RL110",
        "session/terraform/main.tf",
        'minimum_tls_version           = "1.2"',
        'minimum_tls_version           = «"1.0"»',
    ),
    m("RL110", "store/helm/values.yaml", "tcp-keepalive 300", 'tls-protocols «"TLSv1 TLSv1.2"»'),
    m("RL113", "cache/plain/redis.conf", "unixsocketperm 770", "unixsocketperm «777»"),
    m("RL113", "queue/plain/redis.conf", "timeout 0", "unixsocket /run/valkey/valkey.sock\nunixsocketperm «0666»"),
    m("RL114", "cache/compose/docker-compose.yaml", '"127.0.0.1:6379:6379"', '"«6379:6379»"'),
    m(
        "RL114",
        "queue/compose/compose.yaml",
        "    mem_limit: 2g",
        '    ports:\n      - "«0.0.0.0:6380:6379»"\n    mem_limit: 2g',
    ),
    m("RL115", "shop/deploy/k8s/config.yaml", "  clusterIP: None", "  type: «LoadBalancer»"),
    m(
        "RL115",
        "sentinel/helm/values.yaml",
        "  replicas: 3\n",
        "  replicas: 3\n  haproxy:\n    enabled: true\n    service:\n      type: «LoadBalancer»\n",
    ),
    m("RL116", "cache/terraform/main.tf", SG, 'cidr_blocks = [«"0.0.0.0/0"»]'),
    m(
        "RL116",
        "store/terraform/main.tf",
        'referenced_security_group_id = "sg-0f1e2d3c"',
        'cidr_ipv6                    = «"::/0"»',
    ),
    m(
        "RL122",
        "cache/terraform/main.tf",
        "transit_encryption_enabled = true",
        "transit_encryption_enabled = «false»",
        also="RL238",
    ),
    m("RL122", "cluster/terraform/main.tf", "= true", "= «false»"),
    m(
        "RL122",
        "sentinel/terraform/google.tf",
        'transit_encryption_mode = "SERVER_AUTHENTICATION"',
        'transit_encryption_mode = «"DISABLED"»',
    ),
    m(
        "RL122",
        "session/terraform/main.tf",
        "non_ssl_port_enabled          = false",
        "non_ssl_port_enabled          = «true»",
    ),
    m(
        "RL104",
        "cache/plain/redis.conf",
        "aclfile users.acl\n",
        "",
        ("cache/.redislint.yaml", "    server: redis@8.2.10", "    profile: cache"),
        ("cache/plain/redis.conf", "bind 10.20.0.11 127.0.0.1", "«bind 10.20.0.11 127.0.0.1»"),
        also="RL706",
    ),
    m("RL105", "store/helm/values.yaml", "tcp-keepalive 300", "«port 6380»"),
    m(
        "RL105",
        "cache/compose/docker-compose.yaml",
        "      - --aclfile\n",
        "      - «--tls-port\n"
        '      - "6380»"\n'
        "      - --tls-cert-file\n"
        "      - /tls/redis.crt\n"
        "      - --tls-key-file\n"
        "      - /tls/redis.key\n"
        "      - --tls-ca-cert-file\n"
        "      - /tls/ca.crt\n"
        "      - --aclfile\n",
        ("cache/compose/docker-compose.yaml", '"127.0.0.1:6379:6379"', '"10.0.1.5:6379:6379"'),
    ),
    m("RL107", "store/compose/replica/redis.conf", "port 6379", f"port 0\n{TLS}tls-replication «no»"),
)
