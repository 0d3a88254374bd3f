"""Persistence: what is left after a restart."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.values import is_persistent, is_rdb_on
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN, Setting
from redislint.model.instance import SERVER, Instance
from redislint.model.topology import Deployment
from redislint.source import Span


def _blame(instance: Instance) -> Setting | Span:
    """The line that turns persistence off, or the instance where none does."""
    for name in ("save", "appendonly"):
        setting = instance.setting(name)
        if setting.written and setting.is_known:
            return setting
    return instance.anchor


def nothing_kept(instance: Instance) -> Iterator[Hit]:
    """A server that keeps nothing on disk."""
    if instance.role == SERVER and instance.managed is None and is_persistent(instance) is False:
        yield Hit(_blame(instance), key="save", profile=instance.profile or "store")


def empty_master(group: Deployment) -> Iterator[Hit]:
    """A master that keeps nothing, restarts by itself, and has replicas that will copy the emptiness."""
    for master in group.instances:
        restarts = master.restarts
        if restarts is None or restarts.value is not True or master.setting("replicaof").written:
            continue
        replicas = tuple(_replicas_of(master, group))
        if not replicas or is_persistent(master) is not False:
            continue
        related = tuple(Related(place, "a replica copies its master, empty or not") for place in replicas)
        yield Hit(_blame(master), key="save", related=related, master=master.name, replicas=len(replicas))


def _replicas_of(master: Instance, group: Deployment) -> Iterator[Span]:
    """Where the group's other members say that they follow this master."""
    for other in group.instances:
        replicaof = other.setting("replicaof")
        if other is not master and replicaof.written and replicaof.args and replicaof.args[0] == master.name:
            if other.replicas is None or other.replicas.value is UNKNOWN or other.replicas.value > 0:
                yield replicaof.value_span


def silent_snapshot_failure(instance: Instance) -> Iterator[Hit]:
    """Writes go on although snapshots fail; less grave beside an append-only file."""
    setting = instance.setting("stop-writes-on-bgsave-error")
    if not setting.written or not setting.is_one_of("no") or is_rdb_on(instance) is not True:
        return
    aof = instance.setting("appendonly").is_one_of("yes")
    yield Hit(setting, severity=Severity.INFO if aof else None)
