"""What users may do."""

from __future__ import annotations

from tests.mutations import m

MAY = "-@all +@read +@write +@connection +@transaction -@dangerous -@scripting"
CLOUD = "-@all +@read +@write +@connection -@dangerous -@scripting"
SESSION = "~session:* resetchannels -@all +get +set +getex +del +unlink +expire +ttl +ping +hello"

ROWS = (
    m("RL211", "cache/plain/users.acl", MAY, "«+@all»"),
    m("RL211", "session/plain/redis.conf", SESSION, "~session:* &* «+@all»"),
    m("RL211", "store/terraform/main.tf", CLOUD, "«+@all»"),
    m(
        "RL212",
        "cache/plain/users.acl",
        "+@write +@connection +@transaction -@dangerous",
        "«+@write» +@connection +@transaction",
        also="RL309 RL313",
    ),
    m(
        "RL212",
        "cluster/compose/conf/users.acl",
        "+@write +@connection +@transaction -@dangerous",
        "«+@write» +@connection +@transaction",
        also="RL309 RL313",
    ),
    m(
        "RL212",
        "cluster/terraform/main.tf",
        "+@write +@connection -@dangerous",
        "«+@write» +@connection",
        also="RL309 RL313",
    ),
    m("RL213", "cache/plain/users.acl", "-@scripting", "-@scripting «+@all»", also="RL211"),
    m("RL213", "session/plain/redis.conf", SESSION, "~session:* &session:* -flushall «+@all»", also="RL211"),
    m("RL213", "store/terraform/main.tf", "-@scripting", "-@scripting «+@all»", also="RL211"),
    m("RL214", "cache/plain/users.acl", MAY, "+@all «-@admin»", also="RL317"),
    m("RL214", "session/plain/redis.conf", SESSION, "~session:* &session:* +@all «-@admin»", also="RL317"),
    m("RL216", "cache/plain/users.acl", MAY, f"{MAY} («+@all» ~pages:*)"),
    m("RL216", "session/plain/redis.conf", SESSION, f"{SESSION} («+@all» &pages:* ~pages:*)"),
    m("RL217", "cache/plain/users.acl", "~cache:*", "«~*»"),
    m("RL217", "session/plain/redis.conf", "~session:*", "«~*»"),
    m("RL217", "cluster/terraform/main.tf", "~orders:*", "«~*»"),
    m("RL217", "store/compose/master/users.acl", "~store:*", "«allkeys»", also="RL902"),
    m("RL220", "cache/plain/users.acl", "&cache:* -@all", "resetchannels -@all «+@pubsub»"),
    m("RL220", "session/plain/redis.conf", "+ping +hello", "+ping +hello «+subscribe»"),
    m(
        "RL223",
        "session/plain/redis.conf",
        SESSION,
        "~session:* &session:* +@all «-config|set»",
        ("session/.redislint.yaml", "redis@7.4.11", "redis@6.2.24"),
        also="RL032 RL211 RL708",
    ),
    m(
        "RL223",
        "cache/plain/users.acl",
        MAY,
        "+@all «-config|set»",
        ("cache/.redislint.yaml", "redis@8.2.10", "redis@6.2.24"),
        also="RL211 RL708",
    ),
)
