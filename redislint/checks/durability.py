"""Persistence: what is left after a restart."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.values import is_persistent, is_rdb_on, is_replica
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN, Setting
from redislint.model.instance import SERVER, Instance
from redislint.model.topology import Deployment
from redislint.source import Span
from redislint.typed import Final

_CACHE: Final = "cache"
# What an instance is for, where all may be lost: a cache is filled again, and who had a session logs in again.
_EXPENDABLE: Final = (_CACHE, "session")


def _blame(instance: Instance) -> Setting | Span:
    """The line that turns persistence off, or the instance where none does."""
    for name in ("save", "appendonly"):
        setting = instance.setting(name)
        if setting.written and setting.is_known:
            is_empty = setting.value_span.start == setting.value_span.end
            return _name_of(setting) if is_empty else setting
    return instance.anchor


def _name_of(setting: Setting) -> Span:
    """The directive's name: what there is to see of `["--save", ""]`, where the value is nothing between two quotes."""
    span = setting.span
    return Span(span.source, span.start, min(span.start + len(setting.spelling), span.end))


def nothing_kept(instance: Instance) -> Iterator[Hit]:
    """A server that keeps nothing on disk, though it is no cache, nor a replica that copies all from its master."""
    if instance.managed is not None and instance.profile not in _EXPENDABLE:
        from redislint.checks.safekeeping import not_persistent

        yield from not_persistent(instance)
    replicaof = instance.setting("replicaof")
    follows = replicaof.written and not replicaof.is_one_of("no one")
    is_kept_elsewhere = instance.role != SERVER or instance.managed is not None or follows
    if not is_kept_elsewhere and instance.profile not in _EXPENDABLE and is_persistent(instance) is False:
        profile = instance.profile or "store"
        yield Hit(_blame(instance), key="save", profile=profile, when="after every restart")


def empty_master(group: Deployment) -> Iterator[Hit]:
    """A master that keeps nothing, restarts by itself, and has replicas that will copy the emptiness.

    Less grave in a cache, which only has to be filled again.
    """
    for master in group.instances:
        if master.restarts is None or master.restarts.value is not True or is_replica(master) is not False:
            continue
        replicas = tuple(_replicas_of(master, group))
        if replicas and is_persistent(master) is False:
            related = tuple(Related(place, "this replica copies its master, empty or not") for place in replicas)
            severity = Severity.WARNING if master.profile == _CACHE else None
            yield Hit(_blame(master), key="save", related=related, severity=severity, master=master.name)


def _replicas_of(master: Instance, group: Deployment) -> Iterator[Span]:
    """Where the group's other members say that they follow this master."""
    for other in group.instances:
        replicaof = other.setting("replicaof")
        copies = 1 if other.replicas is None else other.replicas.value
        is_there = copies is not UNKNOWN and copies > 0
        if is_there and is_replica(other) and replicaof.args and replicaof.args[0] == master.name:
            yield replicaof.value_span


def unsynced_log(instance: Instance) -> Iterator[Hit]:
    """An append-only file that the server never syncs to disk."""
    setting = instance.setting("appendfsync")
    if instance.setting("appendonly").is_one_of("yes") and setting.is_one_of("no"):
        yield Hit(setting, severity=Severity.INFO if instance.profile == _CACHE else None)


def silent_snapshot_failure(instance: Instance) -> Iterator[Hit]:
    """Writes go on although snapshots fail; less grave beside an append-only file, or in a cache."""
    setting = instance.setting("stop-writes-on-bgsave-error")
    if setting.is_one_of("no") and is_rdb_on(instance) is True:
        is_minor = instance.profile == _CACHE or instance.setting("appendonly").is_one_of("yes")
        yield Hit(setting, severity=Severity.INFO if is_minor else None)
