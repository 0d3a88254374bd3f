"""What a file must name to be parsed: found in its bytes, since most files of a tree are about something else.

A test holds this to the tables of providers.
"""

from __future__ import annotations

from redislint.typed import Final

# Types of resources that are about Redis or Valkey, and nothing else.
RESOURCES: Final = (
    b"aiven_redis",
    b"aiven_valkey",
    b"alicloud_kvstore_",
    b"aws_elasticache_",
    b"aws_memorydb_",
    b"azurerm_managed_redis",
    b"azurerm_redis_",
    b"google_memorystore_",
    b"google_redis_",
    b"oci_redis_",
    b"rediscloud_",
    b"scaleway_redis_",
    b"tencentcloud_redis_",
    b"upstash_redis_",
    b"yandex_mdb_redis_",
)
# Others, with what besides makes them so: an engine's name, or a port of Redis.
_WITH: Final = (
    ((b"digitalocean_database_", b"ibm_database", b"ovh_cloud_project_database"), (b"redis", b"valkey")),
    ((b"azapi_resource",), (b"Microsoft.Cache/", b"microsoft.cache/")),
    (
        (
            b"aws_security_group",
            b"aws_vpc_security_group_ingress_rule",
            b"azurerm_network_security_",
            b"google_compute_firewall",
            b"yandex_vpc_security_group",
        ),
        (b"6379", b"6380"),
    ),
)
# A file that speaks to redislint: what is found about a resource may lie at a variable's default in another file.
_US: Final = b"redislint"


def tells(data: bytes) -> bool:
    """Is there anything in a file that is of interest?"""
    if _US in data or any(word in data for word in RESOURCES):
        return True
    return any(any(one in data for one in words) and any(one in data for one in also) for words, also in _WITH)
