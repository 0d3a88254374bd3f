"""What a file must name to be parsed: found in its bytes, since most files of a tree are about something else.

A test holds this to the tables of providers.
"""

from __future__ import annotations

import re
from functools import lru_cache

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

# What Terragrunt calls a module from.
TERRAGRUNT: Final = "terragrunt.hcl"
# Resources that may hold anything, and what the file of one of interest names as well.
INNER: Final = ("helm_release", "kubernetes_", "kubectl_manifest", "docker_container", "aws_ecs_task_definition")
_HOLDERS: Final = tuple(one.encode() for one in INNER)
_OURS: Final = rb"(?i:redis|valkey|keydb|sentinel)"
# What `terraform show -json` begins with, and how much of it is looked at.
_PLAN: Final = r'\ufeff?\s*+\{[^{}]*?"format_version"\s*+:\s*+"[0-9.]+"'
_HEAD: Final = 200
# Words of the addresses of published modules that may be known, or of which one may wonder why they are not checked.
_PUBLISHED: Final = r"elasticache|memory-?db|memorystore|redis|valkey"
# Where a module is called from, as a block or as JSON.
_SOURCE: Final = r'(?m:(?:^|[{,])[ \t]*+"?source"?[ \t]*+[=:][ \t]*+"'
_CALLS_LOCAL: Final = rf'{_SOURCE}(\.\.?(?:/[^"\n]*+)?)")'
_CALLS_PUBLISHED: Final = rf'{_SOURCE}[^."\n][^"\n]*?(?:{_PUBLISHED}))'


def tells(data: bytes) -> bool:
    """Is there anything in a file that is of interest in itself?"""
    if _US in data or any(word in data for word in RESOURCES):
        return True
    return any(any(one in data for one in words) and any(one in data for one in also) for words, also in _WITH)


def is_of_interest(data: bytes) -> bool:
    """Is there anything in a file that is of interest, or a resource that may hold something of ours?"""
    return tells(data) or (any(word in data for word in _HOLDERS) and re.search(_OURS, data) is not None)


def calls(data: bytes) -> bool:
    """Does a file seem to call a module that lies in the tree, or is published and known?"""
    if b"module" not in data:
        return False
    text = data.decode("utf-8", "replace")
    return may_lead(text) or calls_published(text)


@lru_cache(maxsize=1024)
def is_telling(text: str) -> bool:
    """`is_of_interest`, of a text."""
    return is_of_interest(text.encode("utf-8", "surrogatepass"))


def may_lead(text: str) -> bool:
    """Does a file seem to call a module that lies in the tree?"""
    return "module" in text and re.search(_CALLS_LOCAL, text) is not None


def called(data: bytes) -> set[str]:
    """The paths of the modules that a file seems to call, from its own folder."""
    return set(re.findall(_CALLS_LOCAL, data.decode("utf-8", "surrogateescape")))


def is_published(source: str) -> bool:
    """May a module of a registry or of Git, by its address, be one that is known?"""
    return re.search(_PUBLISHED, source) is not None


def calls_published(text: str) -> bool:
    """Does a file seem to call such a module?"""
    return "module" in text and re.search(_CALLS_PUBLISHED, text) is not None


def is_plan(text: str) -> bool:
    """Is a text what `terraform show -json` writes, of a plan or a state?"""
    return re.match(_PLAN, text[:_HEAD]) is not None


def has_plan(data: bytes) -> bool:
    """Is a file such a text, with anything of interest in it?"""
    return is_plan(data[:_HEAD].decode("utf-8", "replace")) and is_of_interest(data)
