"""What a running server says of its own state that somebody should know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from redislint.checks.drifted import is_server, place
from redislint.checks.drifting import number
from redislint.checks.objectives import seconds
from redislint.finding import Hit, Severity
from redislint.model.snapshot import Drift
from redislint.typed import Final, NamedTuple

_MEGABYTE: Final = 1024 * 1024
# Shares and sizes from which on memory is worth a word.
_FRAGMENTED: Final = 1.5
_WORTH_IT: Final = 512 * _MEGABYTE
_FULL: Final = 0.85
# Of a server that is not even half full, nothing is evicted soon.
_HALF: Final = 0.5
# What exists nowhere else must not be evicted.
_KEPT: Final = ("store", "queue")
_FAILED: Final = "fail"


class _Fact(NamedTuple):
    """A fact: the field of INFO that tells it, and what it says; nothing where all is well."""

    field: str
    says: Callable[[Drift, str], str]
    severity: Severity = Severity.WARNING


def risks(drift: Drift) -> Iterator[Hit]:
    """What is wrong with a server now, or has been since it was started."""
    for fact in _FACTS:
        value = drift.snapshot.info.get(fact.field)
        text = fact.says(drift, value) if value is not None else ""
        if text:
            yield _hit(drift, fact.field, text, fact.severity)
    for line in drift.snapshot.cluster or ():
        words = line.split(" ")
        if len(words) > 2 and _FAILED in words[2].split(","):
            address = words[1].partition("@")[0]
            yield Hit(
                drift.snapshot.line(line),
                key=f"{drift.snapshot.node}:{words[0]}",
                severity=Severity.ERROR,
                node=_named(drift),
                fact=f"the cluster holds its node {address} to have failed",
            )


def without_ttls(drift: Drift) -> Iterator[Hit]:
    """A policy that evicts only keys with a TTL, where few have one and memory is getting full."""
    policy, used, most = _config(drift, "maxmemory-policy"), _number(drift, "used_memory"), _maxmemory(drift)
    if not policy.startswith("volatile-") or not most or used is None or used <= _HALF * most:
        return
    keys, expires = _keys(drift)
    if keys and expires < _HALF * keys:
        yield Hit(
            place(drift.running.setting("maxmemory-policy"), drift.running),
            key=f"{drift.snapshot.node}:maxmemory-policy",
            severity=Severity.WARNING if expires else Severity.ERROR,
            node=_named(drift),
            policy=policy,
            share=f"{100 * expires // keys} %" if expires else "none",
            used=f"{100 * used // most} %",
        )


def _hit(drift: Drift, field: str, text: str, severity: Severity) -> Hit:
    at = drift.snapshot.place("info", field)
    return Hit(at, key=f"{drift.snapshot.node}:{field}", severity=severity, node=_named(drift), fact=text)


def _named(drift: Drift) -> str:
    return drift.snapshot.node or "the server"


def _config(drift: Drift, name: str) -> str:
    """A value of CONFIG GET; what INFO says of it where that was not answered."""
    config = drift.snapshot.config or {}
    return config.get(name) or drift.snapshot.info.get(name.replace("-", "_"), "")


def _number(drift: Drift, field: str) -> int | None:
    return number(drift.snapshot.info.get(field, ""))


def _maxmemory(drift: Drift) -> int:
    return number(_config(drift, "maxmemory")) or 0


def _keys(drift: Drift) -> tuple[int, int]:
    """How many keys there are in all databases, and how many of them have a TTL: `db0:keys=10,expires=2,avg_ttl=0`."""
    keys = expires = 0
    for name, value in drift.snapshot.info.items():
        if name.startswith("db") and name[2:].isdecimal():
            said = dict(part.partition("=")[::2] for part in value.split(","))
            keys += number(said.get("keys", "")) or 0
            expires += number(said.get("expires", "")) or 0
    return keys, expires


def _failing(what: str) -> Callable[[Drift, str], str]:
    return lambda _, value: what if value == "err" else ""


def _counted(what: str) -> Callable[[Drift, str], str]:
    def says(drift: Drift, value: str) -> str:
        days = _number(drift, "uptime_in_days")
        since = "" if days is None else f" since it was started {days} day{'' if days == 1 else 's'} ago"
        return f"{value} {what}{since}" if number(value) else ""

    return says


def _evicted(drift: Drift, value: str) -> str:
    if drift.instance.profile not in _KEPT:
        return ""
    return _counted(f"keys were evicted from what is declared to be a {drift.instance.profile}")(drift, value)


def _link(_: Drift, value: str) -> str:
    return "its link to the master is down" if value == "down" else ""


def _fragmentation(drift: Drift, value: str) -> str:
    used = _number(drift, "used_memory") or 0
    try:
        ratio = float(value)
    except ValueError:
        return ""
    if not _FRAGMENTED < ratio < float("inf") or used < _WORTH_IT:
        return ""
    return f"memory is fragmented: it takes {ratio:.2f} times the {used // _MEGABYTE} MB that are used"


def _full(drift: Drift, _: str) -> str:
    """Only where writes fail when it is full: what evicts is meant to be full."""
    used, most = _number(drift, "used_memory"), _maxmemory(drift)
    if used is None or not most or used <= _FULL * most or _config(drift, "maxmemory-policy") != "noeviction":
        return ""
    return f"{100 * used // most} % of `maxmemory` is used, and writes fail when it is full (`noeviction`)"


def _unsaved(drift: Drift, value: str) -> str:
    """Writes that no file has for longer than is declared to be borne."""
    allowed, saved = seconds(drift.instance.rpo), _number(drift, "rdb_last_save_time")
    if allowed is None or saved is None or drift.snapshot.info.get("aof_enabled") != "0" or not number(value):
        return ""
    try:
        taken = datetime.fromisoformat(drift.snapshot.captured)
    except ValueError:
        return ""
    age = int(taken.timestamp()) - saved if taken.tzinfo is not None else 0
    if age <= allowed:
        return ""
    return f"{value} writes are in no file since {age} s, and no more than {drift.instance.rpo} may be lost (`rpo`)"


def _of_server(says: Callable[[Drift, str], str]) -> Callable[[Drift, str], str]:
    return lambda drift, value: says(drift, value) if is_server(drift) else ""


_FACTS: Final = (
    _Fact("rdb_last_bgsave_status", _failing("the last RDB snapshot could not be saved"), Severity.ERROR),
    _Fact("aof_last_write_status", _failing("the append-only file could not be written"), Severity.ERROR),
    _Fact("aof_last_bgrewrite_status", _failing("the append-only file could not be rewritten")),
    _Fact("master_link_status", _link),
    _Fact("rdb_changes_since_last_save", _unsaved),
    _Fact("rejected_connections", _counted("connections were turned away at `maxclients`")),
    _Fact("evicted_keys", _evicted),
    _Fact("mem_fragmentation_ratio", _of_server(_fragmentation)),
    _Fact("used_memory", _of_server(_full)),
    _Fact("acl_access_denied_auth", _counted("logins failed"), Severity.INFO),
)
