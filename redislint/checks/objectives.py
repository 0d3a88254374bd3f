"""What may be lost when a machine fails, as declared, against what the configuration may lose."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.services import is_unknown, nodes, said, said_of
from redislint.checks.values import is_rdb_on
from redislint.finding import Hit, Severity
from redislint.model.facts import Setting
from redislint.model.instance import SERVER, Instance
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# The most that an append-only file may lack, in seconds, by `appendfsync`: a sync may take as long as the pause before
# it, and the kernel writes out by itself what is 30 seconds old (`vm.dirty_expire_centisecs`).
SYNCED: Final = {"always": 0, "everysec": 2, "no": 30}
# Services that keep data in memory alone, but for their backups, which are made once a day (ElastiCache User Guide,
# "Data persistence" and "Scheduling automatic backups"; Memorystore for Redis Cluster and Valkey, "Backups").
_IN_MEMORY: Final = ("aws_elasticache_replication_group", "aws_elasticache_cluster")
_DAY: Final = 86_400
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class _Loss(NamedTuple):
    """How many seconds of writes may be lost, None for all of them; by which setting, and its place."""

    seconds: int | None
    by: str
    at: Setting | Span


def seconds(duration: str) -> int | None:
    """A declared time (`5m`) in seconds; None where nothing is declared."""
    return int(duration[:-1]) * _UNITS[duration[-1]] if duration else None


def missed(instance: Instance) -> Iterator[Hit]:
    """A configuration that may lose more than is declared to be borne."""
    allowed = seconds(instance.rpo)
    if allowed is None or instance.role != SERVER:
        return
    if instance.managed is not None:
        yield from _by_service(instance, allowed)
        return
    loss = _loss(instance)
    if loss is not None and (loss.seconds is None or loss.seconds > allowed):
        window = "everything" if loss.seconds is None else f"the writes of up to {_in_words(loss.seconds)}"
        yield Hit(loss.at, key="rpo", rpo=instance.rpo, window=window, by=loss.by)


def _by_service(instance: Instance, allowed: int) -> Iterator[Hit]:
    """A managed service of one node that keeps nothing on disk: what was written after the last backup goes with it.

    Where there are more of them, another one takes over.
    """
    alone, kept, backups = nodes(instance), said(instance, "persistence", "none"), said_of(instance, "backups")
    in_memory = kept is not None or (instance.managed is not None and instance.managed.resource in _IN_MEMORY)
    is_open = is_unknown(instance, "backups") or (backups is not None and not isinstance(backups.value, int))
    if alone is None or alone.value != 1 or not in_memory or is_open:
        return
    is_daily = backups is not None and backups.value != 0
    if is_daily and allowed >= _DAY:
        return
    found = [one for one in (backups, kept, alone) if one is not None]
    related = tuple(dict.fromkeys(one for each in found for one in each.related))
    what = "backups are made once a day" if is_daily else "there is no backup"
    yield Hit(
        found[0].span,
        key="rpo",
        severity=Severity.INFO if related else None,
        related=related,
        rpo=instance.rpo,
        window="the writes of up to 24 h" if is_daily else "everything",
        by=f"its one node keeps nothing on disk, and {what}{' unless a variable is set' if related else ''}",
    )


def _loss(instance: Instance) -> _Loss | None:
    """The most that may be lost; None where it is not known."""
    appendonly = instance.setting("appendonly")
    if appendonly.is_one_of("yes"):
        sync = instance.setting("appendfsync")
        longest = SYNCED.get((sync.value or "").lower())
        at = sync if sync.written else appendonly
        return None if longest is None else _Loss(longest, f"`appendfsync {sync.value}`", at)
    snapshots = is_rdb_on(instance)
    if snapshots is None or not appendonly.is_one_of("no"):
        return None
    if not snapshots:
        return _Loss(None, "nothing is kept on disk", _place(appendonly))
    return _by_snapshots(instance)


def _by_snapshots(instance: Instance) -> _Loss | None:
    """Up to the longest of the save points may pass before a write is in a snapshot."""
    # Few declare what may be lost.
    from redislint.checks.savepoints import points

    lines = instance.all("save")
    found = points(instance)
    if any(line.args is None for line in lines) or (lines and not found):
        return None
    if found:
        longest = max(found, key=lambda point: point.seconds)
        by = f"few writes wait for `save {longest.seconds} {longest.changes}`"
        return _Loss(longest.seconds, by, longest.line)
    words = (instance.setting("save").value or "").split()
    return _Loss(max(map(int, words[::2])), "by the default save points", instance.anchor) if words else None


def _place(appendonly: Setting) -> Setting | Span:
    return appendonly if appendonly.written else appendonly.span


def _in_words(count: int) -> str:
    for unit, size in (("h", 3600), ("min", 60)):
        if count >= size and count % size == 0:
            return f"{count // size} {unit}"
    return f"{count} s"
