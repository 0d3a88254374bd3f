"""Redis Enterprise: RedisEnterpriseCluster and RedisEnterpriseDatabase, whose servers read no redis.conf.

Source: RedisLabs/redis-enterprise-k8s-docs, redis_enterprise_cluster_api.md and redis_enterprise_database_api.md: three
nodes where none are said, an odd number of them, and `persistentSpec.enabled` for a volume each.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import Fact
from redislint.model.instance import Managed
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object
from redislint.read.kubernetes.operators.resource import Resource, count, is_on
from redislint.typed import Final

_CLUSTER: Final = "RedisEnterpriseCluster"
_DATABASE: Final = "RedisEnterpriseDatabase"
_LOGS: Final = ("aofEverySecond", "aofAlways")
_NAMES: Final = {"noEviction": "noeviction"}


def resources(found: Object, around: Around) -> Iterator[Resource]:
    """A cluster of nodes, on which databases are; or a database."""
    if found.kind == _CLUSTER:
        yield _cluster(found, around)
    elif found.kind == _DATABASE:
        yield _database(found, around)


def _cluster(found: Object, around: Around) -> Resource:
    one = Resource(found, around)
    spec = one.spec
    one.managed, one.partial, one.users = Managed(_CLUSTER, {}), True, None
    one.replicas = count(spec, "nodes", 3, one.anchor)
    one.limits = spec.at("redisEnterpriseNodeResources.limits")
    switch = spec.at("persistentSpec.enabled")
    if switch is not None and switch.is_known:
        one.storage = Fact(is_on(spec, "persistentSpec.enabled"), switch.span)
    license_key = spec.get("license")
    if license_key is not None and license_key.kind == "scalar":
        one.secrets.append(license_key.span)
    return one


def _database(found: Object, around: Around) -> Resource:
    one = Resource(found, around)
    one.managed = Managed(_DATABASE, {})
    policy, kept = one.spec.get("evictionPolicy"), one.spec.get("persistence")
    if policy is not None:
        value = _NAMES.get(policy.text, policy.text) if policy.is_known else None
        one.set("maxmemory-policy", value, policy, "evictionPolicy")
    if kept is not None:
        one.set("appendonly", ("yes" if kept.text in _LOGS else "no") if kept.is_known else None, kept, "persistence")
    return one
