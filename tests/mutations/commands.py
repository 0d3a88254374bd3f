"""Commands that reach further than an application should."""

from __future__ import annotations

from tests.mutations import m
from tests.mutations.rights import CLOUD, MAY, SESSION

SAVED = "appendfsync everysec"

ROWS = (
    m("RL302", "sentinel/plain/node-1/redis.conf", "timeout 0", 'rename-command «CONFIG ""»', also="RL301"),
    m(
        "RL302",
        "sentinel/compose/redis/redis.conf",
        "port 6379",
        'port 6379\nrename-command «SLAVEOF ""»',
        also="RL301",
    ),
    m("RL305", "cache/plain/redis.conf", "enable-debug-command no", "enable-debug-command «yes»"),
    m("RL305", "store/compose/master/redis.conf", "enable-debug-command no", "enable-debug-command «yes»"),
    m("RL305", "store/helm/values.yaml", SAVED, f"{SAVED}\n    enable-debug-command «yes»"),
    m("RL306", "cache/plain/redis.conf", "enable-module-command no", "enable-module-command «yes»"),
    m("RL306", "store/compose/master/redis.conf", "enable-module-command no", "enable-module-command «local»"),
    m("RL306", "queue/helm/values.yaml", SAVED, f"{SAVED}\n    enable-module-command «yes»"),
    m("RL307", "cache/plain/redis.conf", "enable-protected-configs no", "enable-protected-configs «yes»"),
    m("RL307", "cluster/helm/values.yaml", SAVED, f"{SAVED}\n      enable-protected-configs «yes»"),
    m("RL309", "cache/plain/users.acl", MAY, "-@all «+@read»"),
    m("RL309", "session/plain/redis.conf", SESSION, f"{SESSION} «+keys»"),
    m("RL309", "cluster/terraform/main.tf", CLOUD, "-@all «+@read»"),
    m("RL310", "cache/plain/users.acl", MAY, f"{MAY} «+config»"),
    m("RL310", "session/plain/redis.conf", SESSION, f"{SESSION} «+config|set»"),
    m("RL310", "store/compose/master/users.acl", MAY, f"{MAY} «+config|set»", also="RL902"),
    m("RL311", "cache/plain/users.acl", MAY, f"{MAY} «+acl|setuser»"),
    m("RL311", "session/plain/redis.conf", SESSION, f"{SESSION} «+acl»"),
    m(
        "RL312",
        "cache/plain/users.acl",
        MAY,
        f"{MAY} «+eval»",
        ("cache/.redislint.yaml", "redis@8.2.10", "redis@8.2.1"),
        also="RL704",
    ),
    m(
        "RL312",
        "session/plain/redis.conf",
        SESSION,
        f"{SESSION} «+eval»",
        ("session/.redislint.yaml", "redis@7.4.11", "redis@7.4.2"),
        also="RL704",
    ),
    m("RL316", "store/plain/redis-1/redis.conf", "dir /var/lib/redis", "dir «/var/spool/cron»"),
    m("RL316", "queue/plain/redis.conf", "dir /var/lib/redis", "dir /var/lib/redis\ndbfilename «authorized_keys»"),
    m("RL316", "store/helm/values.yaml", SAVED, f"{SAVED}\n    dbfilename «shell.php»"),
    m(
        "RL317",
        "cache/plain/users.acl",
        "+@write +@connection +@transaction -@dangerous -@scripting",
        "«+@write» +@connection +@transaction -@dangerous",
    ),
    m("RL317", "session/plain/redis.conf", SESSION, f"{SESSION} «+function|load»"),
    m(
        "RL317",
        "store/terraform/main.tf",
        "+@write +@connection -@dangerous -@scripting",
        "«+@write» +@connection -@dangerous",
    ),
)
