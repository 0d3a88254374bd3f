"""Who may log in."""

from __future__ import annotations

from tests.mutations import m

APP = "#de5a3c002c7448d28555f7d39b367c724bb4f2ed2bc8bf0bb857f9b3ffe05b84"
OPS = "#01703e9fb018fb79766fc9f6f5a496481e396859cbd1ba671ab43d9f6ea7a51d"
SECRET = "kT9zQ2mWx7Lr4Vb8"
MASTERAUTH = "masterauth {{ vault_redis_replica_password }}"

ROWS = (
    m("RL201", "cache/plain/redis.conf", "aclfile users.acl\n", "", ("cache/plain/redis.conf", "# Pages", "«»# Pages")),
    m("RL201", "session/plain/redis.conf", "user default off", "«user default on nopass ~* &* +@all»"),
    m(
        "RL201",
        "cache/plain/users.acl",
        "user default off\n",
        "",
        ("cache/plain/redis.conf", "aclfile users.acl", "«aclfile users.acl»"),
    ),
    m(
        "RL201",
        "cache/compose/docker-compose.yaml",
        "      - --aclfile\n      - /etc/redis/users.acl\n",
        "",
        ("cache/compose/docker-compose.yaml", "  cache:\n", "  «cache»:\n"),
    ),
    m("RL201", "store/helm/values.yaml", "  auth:\n", "  auth:\n    «enabled: false»\n"),
    m(
        "RL202",
        "cache/plain/users.acl",
        "user default off\n",
        "",
        ("cache/plain/redis.conf", "aclfile users.acl", "aclfile users.acl\n«requirepass {{ password }}»"),
    ),
    m(
        "RL202",
        "store/compose/master/users.acl",
        "user default off\n",
        "",
        ("store/compose/master/redis.conf", "port 6379", "port 6379\n«requirepass {{ password }}»"),
    ),
    m(
        "RL203",
        "session/plain/redis.conf",
        "user default off",
        f"«requirepass {SECRET}»\nuser default off",
        also="RL207",
    ),
    m(
        "RL203",
        "sentinel/plain/node-1/redis.conf",
        "user default off",
        "user default on nopass ~* &* +@all\n«requirepass {{ password }}»",
    ),
    m(
        "RL204",
        "cache/plain/users.acl",
        "user exporter on #9b975c6b4ed0e07bf2538e1a409a76a743a4fe2f079aacb92e2d54440145d623",
        "user exporter on «nopass»",
    ),
    m("RL204", "session/plain/redis.conf", f"user app on {APP}", "user app on «nopass»"),
    m("RL204", "store/terraform/main.tf", 'type = "iam"', 'type = «"no-password-required"»'),
    m("RL204", "cluster/compose/conf/users.acl", f"user app on {APP}", "user app on «nopass»"),
    m("RL205", "cache/plain/users.acl", APP, f"{APP} «nopass»"),
    m("RL205", "session/plain/redis.conf", "+ping +hello", "+ping +hello «resetpass»", also="RL026"),
    m("RL205", "queue/compose/acl/users.acl", APP, f"{APP} «nopass»"),
    m("RL206", "session/plain/redis.conf", APP, "«#5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8»"),
    m("RL206", "cache/plain/users.acl", APP, "«>cache»"),
    m(
        "RL206",
        "sentinel/plain/node-1/sentinel.conf",
        "requirepass {{ vault_sentinel_password }}",
        "requirepass «sentinel»",
    ),
    m(
        "RL206",
        "store/helm/values.yaml",
        "    existingSecret: shop-store\n    existingSecretPasswordKey: password",
        "    password: «changeme»",
    ),
    m("RL206", "queue/terraform/main.tf", "var.auth_token", '«"password12345678"»'),
    m("RL207", "store/plain/redis-1/redis.conf", MASTERAUTH, f"masterauth «{SECRET}»"),
    m(
        "RL207",
        "sentinel/plain/node-1/sentinel.conf",
        "requirepass {{ vault_sentinel_password }}",
        f"requirepass «{SECRET}»",
    ),
    m("RL207", "cache/plain/users.acl", APP, f"«>{SECRET}»"),
    m(
        "RL207",
        "queue/helm/values.yaml",
        "    existingSecret: shop-queue\n    existingSecretPasswordKey: password",
        f"    password: «{SECRET}»",
    ),
    m("RL207", "queue/terraform/main.tf", "var.auth_token", f'«"{SECRET}"»'),
    m("RL207", "cache/compose/acl/users.acl", OPS, f"«>{SECRET}»"),
    m(
        "RL208",
        "session/compose/docker-compose.yaml",
        "--appendonly yes",
        "--appendonly yes «--masterauth ${PASSWORD}»",
    ),
    m(
        "RL208",
        "cache/plain/redis.service",
        "/etc/redis/redis.conf",
        "/etc/redis/redis.conf «--requirepass ${PASSWORD}»",
    ),
    m(
        "RL208",
        "shop/deploy/k8s/sessions.yaml",
        "--requirepass, $(REDIS_PASSWORD)]",
        f"«--requirepass, {SECRET}»]",
        also="RL207",
    ),
    m(
        "RL203",
        "cluster/compose/conf/redis.conf",
        "aclfile /etc/redis/users.acl",
        "user default on nopass ~* &* +@all\n«requirepass {{ password }}»",
        also="",
    ),
)
