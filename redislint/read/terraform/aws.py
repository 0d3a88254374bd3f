"""ElastiCache and MemoryDB: what their resources say of the Redis or Valkey that they make.

Defaults are those of Terraform's AWS provider (5.x and 6.x), and those of the service's API where the provider sends
nothing: encryption in transit is off unless asked for, encryption at rest is off for Redis and on for Valkey.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from redislint import servers
from redislint.model.facts import UNKNOWN, Fact, Unknown
from redislint.read.terraform.resource import Argument, Resource
from redislint.servers import Server
from redislint.typed import Any, Final, NamedTuple

Facts = dict[str, Fact[str | bool | int]]

_ENGINES: Final = ("redis", "valkey")
_VERSION: Final = ("engine", "engine_version")
_TRANSIT: Final = ("transit_encryption_enabled", "transit_encryption_mode")


class Service(NamedTuple):
    """What a resource says of the service, without its parameters.

    `asks` names the argument with the password; `rests_on` has by fact the arguments that decide it.
    """

    server: Server | None
    facts: Facts
    replicas: Fact[int] | None
    asks: str = ""
    rests_on: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def replication_group(resource: Resource) -> Service | None:
    """aws_elasticache_replication_group: a primary and its replicas, or shards of them."""
    # A secondary of a global datastore takes from the primary what it does not say itself.
    inherits = not resource.argument("global_replication_group_id").is_absent
    engine = resource.argument("engine")
    name = engine.text if not engine.is_absent else UNKNOWN if inherits else "redis"
    if name is not UNKNOWN and name not in _ENGINES:
        return None
    facts: Facts = {
        "transit-encryption": _transit(resource, inherits),
        "auth": _auth(resource, inherits),
        "at-rest-encryption": _at_rest(resource, UNKNOWN if inherits or name is UNKNOWN else name == "valkey"),
        "engine-version": _version(name, resource),
    }
    is_said = not resource.argument("transit_encryption_enabled").is_absent
    rests_on = {
        "transit-encryption": _TRANSIT if is_said else (*_TRANSIT, "global_replication_group_id"),
        "auth": ("auth_token", "user_group_ids", "global_replication_group_id"),
        "engine-version": _VERSION,
    }
    return Service(_server(name, resource), facts, _nodes(resource, inherits), "auth_token", rests_on)


def cluster(resource: Resource) -> Service | None:
    """aws_elasticache_cluster: one node without authentication and encryption at rest, or Memcached.

    In a replication group it has all from the group, which says it.
    """
    name = resource.argument("engine").text
    if name not in _ENGINES or not resource.argument("replication_group_id").is_absent:
        return None
    facts: Facts = {
        "transit-encryption": _transit(resource, inherits=False),
        "auth": Fact(False, resource.anchor, written=False),
        "at-rest-encryption": Fact(False, resource.anchor, written=False),
        "engine-version": _version(name, resource),
    }
    kind = ("engine", "replication_group_id")
    rests_on = {"transit-encryption": (*_TRANSIT, *kind), "auth": kind, "engine-version": _VERSION}
    replicas = _count(resource.argument("num_cache_nodes"), 1)
    return Service(_server(name, resource), facts, replicas, rests_on=rests_on)


def serverless_cache(resource: Resource) -> Service | None:
    """aws_elasticache_serverless_cache, or Memcached: nothing of it is looked at but its users."""
    return Service(None, {}, None) if resource.argument("engine").text in _ENGINES else None


def memorydb_cluster(resource: Resource) -> Service | None:
    """aws_memorydb_cluster: an ACL lets its users in, and `open-access` everybody."""
    name = resource.argument("acl_name")
    return Service(None, {"acl": _fact(name, name.text)}, None)


RESOURCES: Final[Mapping[str, Callable[[Resource], Service | None]]] = {
    "aws_elasticache_replication_group": replication_group,
    "aws_elasticache_cluster": cluster,
    "aws_elasticache_serverless_cache": serverless_cache,
    "aws_memorydb_cluster": memorydb_cluster,
}


def _server(engine: str | Unknown, resource: Resource) -> Server | None:
    version = resource.argument("engine_version").text
    if engine is UNKNOWN or version is UNKNOWN or not re.fullmatch(r"\d+\.\d+(\.\d+)?", version):
        return None
    try:
        return servers.parse(f"{engine}@{version}")
    except ValueError:  # ElastiCache has versions of its own, such as 7.1.
        return None


def _version(engine: str | Unknown, resource: Resource) -> Fact[Any]:
    """The engine and the service's own number, such as `redis 5.0.6`; upstream's are others."""
    version = resource.argument("engine_version")
    known = engine is not UNKNOWN and version.text is not UNKNOWN and not version.is_absent
    return _fact(version, f"{engine} {version.text}" if known else UNKNOWN)


def _fact(argument: Argument, value: Any) -> Fact[Any]:
    return Fact(value, argument.span, argument.written)


def _transit(resource: Resource, inherits: bool) -> Fact[Any]:
    enabled, mode = resource.argument("transit_encryption_enabled"), resource.argument("transit_encryption_mode")
    if enabled.is_absent:
        return _fact(enabled, UNKNOWN if inherits else "off")
    if enabled.truth is not True:
        return _fact(enabled, UNKNOWN if enabled.truth is UNKNOWN else "off")
    if mode.is_absent:
        return _fact(enabled, "required")
    return _fact(mode, mode.text if mode.text in ("preferred", "required") else UNKNOWN)


def _auth(resource: Resource, inherits: bool) -> Fact[Any]:
    """A token or a user group; an empty token and an empty list of groups are none."""
    token, users = resource.argument("auth_token"), resource.argument("user_group_ids")
    asked = [_is_set(argument) for argument in (token, users)]
    at = next((argument for argument in (token, users) if argument.written), token)
    for argument, is_set in zip((token, users), asked, strict=True):
        if is_set is True:
            return _fact(argument, True)
    return _fact(at, UNKNOWN if UNKNOWN in asked or inherits else False)


def _is_set(argument: Argument) -> bool | Unknown:
    if argument.is_absent:
        return False
    return len(argument.value) > 0 if isinstance(argument.value, (str, list)) else UNKNOWN


def _at_rest(resource: Resource, default: bool | Unknown) -> Fact[Any]:
    enabled = resource.argument("at_rest_encryption_enabled")
    return _fact(enabled, default if enabled.is_absent else enabled.truth)


def _nodes(resource: Resource, inherits: bool) -> Fact[int]:
    """How many nodes hold the same data: the primary and its replicas."""
    for name in ("num_cache_clusters", "number_cache_clusters"):
        argument = resource.argument(name)
        if not argument.is_absent:
            return _count(argument, 1)
    blocks = [resource, *resource.inner("cluster_mode")]
    for block in blocks:
        argument = block.argument("replicas_per_node_group")
        if not argument.is_absent:
            number = argument.number
            return Fact(UNKNOWN if number is UNKNOWN else number + 1, argument.span)
    is_plain = len(blocks) == 1 and resource.argument("num_node_groups").is_absent and not inherits
    return Fact(1 if is_plain else UNKNOWN, resource.anchor, written=False)


def _count(argument: Argument, default: int) -> Fact[int]:
    return Fact(default if argument.is_absent else argument.number, argument.span, argument.written)
