"""Replicas and Sentinels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from redislint.finding import Edit, Fix, Hit, Severity
from redislint.model.facts import UNKNOWN, Setting
from redislint.model.instance import Instance
from redislint.model.topology import Deployment
from redislint.source import Span


def writable_replica(instance: Instance) -> Iterator[Hit]:
    """`replica-read-only no`; graver on an instance that is a replica as written."""
    setting = instance.setting("replica-read-only")
    if not setting.written or not setting.is_one_of("no"):
        return
    is_replica = instance.setting("replicaof").written
    fix = Fix("write `yes`", (Edit(setting.value_span, "yes"),), safe=True)
    yield Hit(setting, fix=fix, severity=None if is_replica else Severity.WARNING)


@dataclass(frozen=True, slots=True)
class _Watch:
    """A master as one Sentinel watches it; `count` Sentinels are this one."""

    master: str
    quorum: int | None
    place: Span
    count: int | None
    peers: int


def _watches(group: Deployment) -> Iterator[_Watch]:
    for sentinel in group.sentinels:
        lines = sentinel.all("sentinel")
        peers = Counter(
            line.args[1] for line in lines if line.args and len(line.args) > 2 and line.args[0] == "known-sentinel"
        )
        for line in lines:
            if line.args and len(line.args) == 5 and line.args[0].lower() == "monitor":
                quorum = int(line.args[4]) if line.args[4].isdecimal() else None
                place = _last_word(line, line.args[4])
                yield _Watch(line.args[1], quorum, place, _copies(sentinel), peers[line.args[1]])


def _copies(sentinel: Instance) -> int | None:
    if sentinel.replicas is None:
        return 1
    return None if sentinel.replicas.value is UNKNOWN else sentinel.replicas.value


def _last_word(line: Setting, word: str) -> Span:
    span = line.value_span
    return Span(span.source, span.end - len(word), span.end) if span.text.endswith(word) else span


def _counted(group: Deployment) -> Iterator[tuple[_Watch, int]]:
    """Each watched master with the number of its Sentinels, where that is certain.

    A Sentinel that has run has written down its peers.  Else only a group that is known whole may be counted.
    """
    by_master: dict[str, list[_Watch]] = {}
    for watch in _watches(group):
        by_master.setdefault(watch.master, []).append(watch)
    for watches in by_master.values():
        peers = max(watch.peers for watch in watches)
        counts = [watch.count for watch in watches]
        if peers:
            total = peers + 1
        elif group.complete and None not in counts:
            total = sum(count for count in counts if count is not None)
        else:
            continue
        for watch in watches:
            yield watch, total


def too_few_sentinels(group: Deployment) -> Iterator[Hit]:
    """Fewer than three Sentinels for a master, or an even number of them."""
    for watch, total in _counted(group):
        if total < 3 or total % 2 == 0:
            severity = Severity.INFO if total >= 3 else None
            yield Hit(
                watch.place, key=f"sentinel monitor {watch.master}", severity=severity, count=total, master=watch.master
            )


def unreachable_quorum(group: Deployment) -> Iterator[Hit]:
    """A quorum larger than the number of Sentinels."""
    for watch, total in _counted(group):
        if watch.quorum is not None and watch.quorum > total:
            yield Hit(
                watch.place,
                key=f"sentinel monitor {watch.master}",
                quorum=watch.quorum,
                count=total,
                master=watch.master,
                majority=total // 2 + 1,
            )
