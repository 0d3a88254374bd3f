"""How replication is set in one server: who writes to it, its timers, its guard against lost writes, and its copies."""

from __future__ import annotations

from collections.abc import Iterator

from redislint import writing
from redislint.checks.values import is_replica, memory_bytes, whole
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN, Setting
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

# Pings that may go missing before a link is given up.
_PINGS: Final = 3
# Pings that a fix has room for; the defaults are 60 and 10 seconds.
_ROOM: Final = 6
# What becomes of the old data while a replica loads a copy straight from the network.
_LOADS: Final = {
    "swapdb": "memory holds the old data and the new at once while a replica loads",
    "flush-before-load": "a replica drops its data before the new copy has come",
    "flushdb": "a replica drops its data before the new copy has come",
}


def writable_replica(instance: Instance) -> Iterator[Hit]:
    """`replica-read-only no`; graver on an instance that is a replica as written.

    In cluster mode a replica sends whoever writes to its master, whatever this says.
    """
    setting, cluster = instance.setting("replica-read-only"), instance.setting("cluster-enabled")
    may_be_cluster = cluster.written and not cluster.is_one_of("no")
    if instance.role != SERVER or may_be_cluster or not setting.written or not setting.is_one_of("no"):
        return
    yield Hit(setting, severity=None if is_replica(instance) else Severity.WARNING)


def lag_guard(instance: Instance) -> Iterator[Hit]:
    """A `min-replicas-max-lag` that switches the guard off, or that the replicas' own pace does not fit.

    0 is off.  Replicas report once a second, and lags are whole seconds.
    """
    needed, lag = instance.setting("min-replicas-to-write"), instance.setting("min-replicas-max-lag")
    number, most = whole(needed), whole(lag)
    if instance.role != SERVER or not number or most is None or most > 1:
        return
    off = f"switches `{needed.spelling} {number}` off"
    tight = "is no more than the second between two reports of a replica: one that is late stops writes"
    yield Hit(lag, related=(Related(needed.span, "what it is for"),), why=tight if most else off)


def timeout_and_ping(instance: Instance) -> Iterator[Hit]:
    """A `repl-timeout` that a few pings do not fit into."""
    timeout, period = instance.setting("repl-timeout"), instance.setting("repl-ping-replica-period")
    most, every = whole(timeout), whole(period)
    if instance.role != SERVER or not most or not every or most >= _PINGS * every:
        return
    at, other = (timeout, period) if timeout.written else (period, timeout)
    why = "replicas give up a master that is merely idle" if most <= every else "one late ping cuts replicas off"
    related = (Related(other.span, f"`{other.spelling} {other.value}`"),) if other.written else ()
    severity = None if most <= every else Severity.WARNING
    fix = writing.rewrite(at, str(_ROOM * every if at is timeout else max(1, most // _ROOM)), safe=False)
    yield Hit(at, key="repl-timeout", related=related, severity=severity, fix=fix, timeout=most, period=every, why=why)


def stale_answers(instance: Instance) -> Iterator[Hit]:
    """A replica that answers while it has no link to its master; one of a cache that does not."""
    setting = instance.setting("replica-serve-stale-data")
    if instance.role != SERVER or is_replica(instance) is not True:
        return
    if instance.profile == "cache":
        if setting.is_one_of("no"):
            yield _answering(instance, setting, "while its master is away, it refuses reads that a cache could answer")
    elif setting.is_one_of("yes"):
        yield _answering(instance, setting, "until its first copy has come, it answers as if there were no keys")


def _answering(instance: Instance, setting: Setting, why: str) -> Hit:
    at = setting.value_span if setting.written else instance.setting("replicaof").span
    return Hit(at, key="replica-serve-stale-data", setting=setting.spelling, value=setting.value, why=why)


def loads_from_network(instance: Instance) -> Iterator[Hit]:
    """`repl-diskless-load` in a way that takes twice the memory, or drops the old data first."""
    setting = instance.setting("repl-diskless-load")
    value = (setting.value or "").lower()
    if instance.role != SERVER or not setting.written or value not in _LOADS:
        return
    if value != "swapdb" or not _may_fit_twice(instance):
        yield Hit(setting, why=_LOADS[value])


def _may_fit_twice(instance: Instance) -> bool:
    """Has the container room for all data twice, or may it have?  Of a machine's memory nothing is known."""
    size, limit = memory_bytes(instance.setting("maxmemory")), instance.memory_limit
    if limit is None:
        return False
    return limit.value is UNKNOWN or size is None or (size > 0 and limit.value >= 2 * size)
