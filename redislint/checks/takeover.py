"""Whether a managed service goes on when a node or a zone of it fails."""

from __future__ import annotations

from collections.abc import Iterator

from redislint import writing
from redislint.checks.services import Said, Words, is_unknown, nodes, said
from redislint.finding import Fix, Hit, Severity
from redislint.model.instance import Instance
from redislint.typed import Final

_CACHE: Final = "cache"
_NOBODY: Final = "has nobody to take over when a node fails"

_OFF: Final[Words] = {
    "aws_elasticache_replication_group": "`automatic_failover_enabled` is not true",
    "aws_elasticache_cluster": "it is one node; a replication group can have replicas",
    "azurerm_redis_cache": "the SKU `Basic` is one node",
    "azurerm_managed_redis": "`high_availability_enabled` is false",
    "google_redis_instance": "the tier `BASIC` is one node",
    "google_redis_cluster": "`replica_count` is 0",
    "google_memorystore_instance": "`replica_count` is 0",
    "aws_memorydb_cluster": "`num_replicas_per_shard` is 0",
    "rediscloud_subscription_database": "`replication` is false",
    "rediscloud_essentials_database": "`replication` is false",
    "scaleway_redis_cluster": "`cluster_size` is 1",
    "oci_redis_redis_cluster": "`node_count` is 1",
    "aiven_valkey": "its plan is for one node",
    "aiven_redis": "its plan is for one node",
}
_ZONES: Final[Words] = {
    "aws_elasticache_replication_group": "`multi_az_enabled` is not true",
    "azurerm_redis_cache": "it names fewer than two `zones`",
    "google_redis_cluster": "its `zone_distribution_config` is `SINGLE_ZONE`",
    "google_memorystore_instance": "its `zone_distribution_config` is `SINGLE_ZONE`",
}
# Types whose provider refuses what cannot be (internal/service/elasticache/replication_group.go).
_STRICT: Final = ("aws_elasticache_replication_group",)


def no_failover(instance: Instance) -> Iterator[Hit]:
    """A managed service in which nobody takes over from a node, or nothing from a zone, that fails.

    What comes first is the cause of what comes after it, and so has to be known.  One node by itself is a choice, and
    often the right one: it is told of where the file's owner said that it matters.
    """
    off, zones = said(instance, "failover", False), said(instance, "multi-zone", False)
    alone = nodes(instance)
    if off is not None:
        is_refused = off.resource in _STRICT and said(instance, "multi-zone", True) is not None
        refused = ", and AWS refuses `multi_az_enabled` without" if is_refused else ""
        if is_refused or _matters(instance) or (alone is not None and int(alone.value) > 1):
            # With one node, or all in one zone, there would be more to do.
            is_all = alone is not None and int(alone.value) > 1 and zones is None
            what = f"{_NOBODY}: {off.told(_OFF, 'automatic failover is off')}{refused}"
            yield _hit(off, instance, what, fix=writing.flipped(off.span, safe=False) if is_all else None)
    elif is_unknown(instance, "failover"):
        return
    elif alone is not None and alone.value == 1:
        is_refused = alone.resource in _STRICT and said(instance, "failover", True) is not None
        refused = ", and AWS refuses `automatic_failover_enabled` with fewer than two" if is_refused else ""
        if is_refused or _matters(instance):
            yield _hit(alone, instance, f"{_NOBODY}: there is one node{refused}")
    elif zones is not None and (alone is not None or instance.replicas is None):
        what = zones.told(_ZONES, "its nodes are in one zone")
        what = f"may lose all its nodes when one zone fails: {what}"
        yield _hit(zones, instance, what, fix=writing.flipped(zones.span, safe=False))


def _matters(instance: Instance) -> bool:
    """Is it declared to be more than a cache, or where it runs?"""
    return bool(instance.environment) or instance.profile not in ("", _CACHE)


def _hit(found: Said, instance: Instance, what: str, fix: Fix | None = None) -> Hit:
    return Hit(
        found.span,
        key="failover",
        severity=Severity.INFO if instance.profile == _CACHE else found.level(Severity.WARNING),
        related=found.related,
        resource=found.resource,
        fix=fix,
        what=what + found.unless,
    )
