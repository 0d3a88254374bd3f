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
_NO_BACKUP: Final[Words] = {
    "aws_elasticache_replication_group": "`snapshot_retention_limit` is 0",
    "aws_elasticache_cluster": "`snapshot_retention_limit` is 0",
    "aws_elasticache_serverless_cache": "`snapshot_retention_limit` is 0",
    "aws_memorydb_cluster": "`snapshot_retention_limit` is 0",
    "azurerm_redis_cache": "`rdb_backup_enabled` is not true",
    "google_redis_instance": "its `persistence_mode` is `DISABLED`",
    "google_redis_cluster": "there is no `automated_backup_config`",
    "google_memorystore_instance": "there is no `automated_backup_config`",
}


def unencrypted(instance: Instance) -> Iterator[Hit]:
    """A managed service that writes data to disk as it is; of little weight in a cache."""
    found = said(instance, "at-rest-encryption", False)
    if found is None:
        return
    what = found.told(_UNENCRYPTED, "encryption at rest is off")
    yield Hit(
        found.span,
        key="at-rest-encryption",
        severity=_level(found, instance),
        related=found.related,
        resource=found.resource,
        what=what + found.unless,
    )


def service_key(instance: Instance) -> Iterator[Hit]:
    """Data that is encrypted with the service's key, and not with one of one's own."""
    found, at_rest = said(instance, "customer-key", False), said(instance, "at-rest-encryption", False)
    if found is not None and at_rest is None:
        yield Hit(
            found.span,
            key="customer-key",
            related=found.related,
            resource=found.resource,
            unless=found.unless,
        )


def no_backups(instance: Instance) -> Iterator[Hit]:
    """A managed service of which no backup is kept."""
    found = said(instance, "backups", 0)
    if found is None:
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
    """A managed service whose data goes with its resource: nothing keeps Terraform from it, and no snapshot is left."""
    found = said(instance, "deletion-protection", False)
    last = said(instance, "final-backup", False)
    if found is None or (last is None and not is_silent(instance, "final-backup")):
        return
    related = (*found.related, *(last.related if last is not None else ()))
    yield Hit(
        found.span,
        key="deletion-protection",
        severity=Severity.INFO if related else None,
        related=related,
        profile=instance.profile or "service",
        what="nothing holds Terraform back" + (", and no last snapshot is taken" if last is not None else ""),
        unless=" unless a variable is set" if related else "",
    )


def _level(found: Said, instance: Instance) -> Severity | None:
    return Severity.INFO if instance.profile == _CACHE else found.level(Severity.WARNING)
