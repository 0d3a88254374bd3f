"""What becomes of the data of a managed service: on its disks, in backups, and when the resource goes."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.services import Said, Words, is_silent, said
from redislint.finding import Hit, Severity
from redislint.model.instance import Instance
from redislint.typed import Final

_CACHE: Final = "cache"

_UNENCRYPTED: Final[Words] = {
    "aws_elasticache_cluster": "it cannot encrypt them; a replication group can",
    "aws_elasticache_replication_group": "`at_rest_encryption_enabled` is not true, and can only be set on a new group",
    "alicloud_kvstore_instance": "`tde_status` is not `Enabled`",
}
# What has one node, so that there is nobody to send a snapshot to.
_ALONE: Final = ("aws_elasticache_cluster",)
_NO_BACKUP: Final[Words] = {
    "aws_elasticache_replication_group": "`snapshot_retention_limit` is 0",
    "aws_elasticache_cluster": "`snapshot_retention_limit` is 0",
    "aws_elasticache_serverless_cache": "`snapshot_retention_limit` is 0",
    "aws_memorydb_cluster": "`snapshot_retention_limit` is 0",
    "rediscloud_subscription_database": "there is no `remote_backup`",
    "google_redis_cluster": "there is no `automated_backup_config`",
    "google_memorystore_instance": "there is no `automated_backup_config`",
}


def unencrypted(instance: Instance) -> Iterator[Hit]:
    """A managed service that writes data to disk as it is; of little weight in a cache.

    One node of which no snapshots are taken has nothing to write.
    """
    found = said(instance, "at-rest-encryption", False)
    if found is None or (found.resource in _ALONE and said(instance, "backups", 0) is not None):
        return
    what = found.told(_UNENCRYPTED, "encryption at rest is off")
    yield Hit(
        found.span,
        key="at-rest-encryption",
        severity=_level(found, instance),
        related=found.related,
        resource=found.resource,
        written="snapshots" if found.resource in _ALONE else "snapshots and what it sends to new replicas",
        what=what,
        unless=found.unless,
    )


def service_key(instance: Instance) -> Iterator[Hit]:
    """Data that is encrypted with the service's key, and not with one of one's own."""
    found, at_rest = said(instance, "customer-key", False), said(instance, "at-rest-encryption", True)
    if found is not None and (at_rest is not None or is_silent(instance, "at-rest-encryption")):
        yield Hit(
            found.span,
            key="customer-key",
            related=found.related,
            resource=found.resource,
            unless=found.unless,
        )


def not_persistent(instance: Instance) -> Iterator[Hit]:
    """A managed service that could keep its data on disk and does not, and of which there is no backup either."""
    found = said(instance, "persistence", "none")
    if found is not None and _is_none(instance):
        yield Hit(
            found.span,
            key="persistence",
            severity=found.level(Severity.ERROR),
            related=found.related,
            profile=instance.profile or "store",
            when=f"when its nodes fail or are replaced{found.unless}",
        )


def _is_none(instance: Instance) -> bool:
    """Are backups known not to be kept, or is there no such thing?"""
    return is_silent(instance, "backups") or said(instance, "backups", 0) is not None


def no_backups(instance: Instance) -> Iterator[Hit]:
    """A managed service of which no backup is kept."""
    found = said(instance, "backups", 0)
    if found is None or instance.profile == _CACHE:
        return
    yield Hit(
        found.span,
        key="backups",
        severity=found.level(Severity.WARNING),
        related=found.related,
        profile=instance.profile or "service",
        what=found.told(_NO_BACKUP, "backups are off") + found.unless,
    )


def lost_with_it(instance: Instance) -> Iterator[Hit]:
    """A managed service whose data goes with its resource: nothing keeps Terraform from it, and no snapshot is left.

    Services of neither are passed over.
    """
    guard, last = said(instance, "deletion-protection", False), said(instance, "final-backup", False)
    found = guard or last
    if (
        instance.profile == _CACHE
        or found is None
        or not _is_off(instance, "deletion-protection")
        or not _is_off(instance, "final-backup")
    ):
        return
    related = tuple(dict.fromkeys((*(guard.related if guard else ()), *(last.related if last else ()))))
    yield Hit(
        found.span,
        key="deletion-protection",
        severity=Severity.INFO if related else None,
        related=related,
        profile=instance.profile or "service",
        what="nothing holds Terraform back" + (", and no last snapshot is taken" if last is not None else ""),
        unless=" unless a variable is set" if related else "",
    )


def _is_off(instance: Instance, name: str) -> bool:
    """Is a safeguard known to be off, or one that the service does not have?"""
    return is_silent(instance, name) or said(instance, name, False) is not None


def _level(found: Said, instance: Instance) -> Severity | None:
    return Severity.INFO if instance.profile == _CACHE else found.level(Severity.WARNING)
