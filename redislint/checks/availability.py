"""Replicas and Sentinels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.values import is_replica
from redislint.finding import Edit, Fix, Hit, Related, Severity
from redislint.model.facts import UNKNOWN, Setting
from redislint.model.instance import SERVER, Instance
from redislint.model.topology import Deployment
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# More Sentinels than a quorum of so many digits nobody has.
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
# The name of another member of a group, as against an address or a host elsewhere.
_MEMBER: Final = re.compile(r"[A-Za-z][\w-]*")


def writable_replica(instance: Instance) -> Iterator[Hit]:
    """`replica-read-only no`; graver on an instance that is a replica as written.

    In cluster mode a replica sends whoever writes to its master, whatever this says.
    """
    setting, cluster = instance.setting("replica-read-only"), instance.setting("cluster-enabled")
    may_be_cluster = cluster.written and not cluster.is_one_of("no")
    if instance.role != SERVER or may_be_cluster or not setting.written or not setting.is_one_of("no"):
        return
    fix = None
    if setting.value_span.text.lower() == "no":
        fix = Fix("write `yes`", (Edit(setting.value_span, "yes"),), safe=True)
    yield Hit(setting, fix=fix, severity=None if is_replica(instance) else Severity.WARNING)


class _Watch(NamedTuple):
    """A master as one Sentinel watches it.

    `line` is its `sentinel monitor`; `peers` are the other Sentinels that it has written down by itself; `copies` says
    how many Sentinels are this one.
    """

    line: Setting
    master: str
    host: str
    quorum: str
    peers: int
    copies: int | None

    @property
    def quorum_span(self) -> Span:
        """The quorum, the last word of the line."""
        span = self.line.value_span
        return Span(span.source, span.end - len(self.quorum), span.end) if span.text.endswith(self.quorum) else span


class _Count(NamedTuple):
    """A master's Sentinels, where it is certain how many there are."""

    watches: tuple[_Watch, ...]
    total: int


def _lines(sentinel: Instance, kind: str, words: int) -> Iterator[tuple[Setting, tuple[str, ...]]]:
    """The lines `sentinel KIND ...` of so many words."""
    for line in sentinel.all("sentinel"):
        if line.args is not None and len(line.args) == words and line.args[0].lower() == kind:
            yield line, line.args


def _watches(sentinel: Instance) -> Iterator[_Watch]:
    copies: int | None = 1
    if sentinel.replicas is not None:
        copies = None if sentinel.replicas.value is UNKNOWN else sentinel.replicas.value
    for line, (_, master, host, _, quorum) in _lines(sentinel, "monitor", 5):
        # A Sentinel is known by the id at the end of the line (one without is ignored); its address may change.
        peers = {args[4] for _, args in _lines(sentinel, "known-sentinel", 5) if args[1] == master}
        yield _Watch(line, master, host, quorum, len(peers), copies)


def _counts(group: Deployment) -> Iterator[_Count]:
    """Each watched master with the number of its Sentinels; nothing in development, where one may do.

    A Sentinel that has run has written down its peers.  Else only a group that is known whole may be counted, and
    only where the master is one of its members: the Sentinels of a master elsewhere may be elsewhere too.
    """
    unknown = any(line.args is None for sentinel in group.sentinels for line in sentinel.all("sentinel"))
    if unknown or any(sentinel.environment == "dev" for sentinel in group.sentinels):
        return
    by_master: dict[str, list[_Watch]] = {}
    for sentinel in group.sentinels:
        for watch in _watches(sentinel):
            by_master.setdefault(watch.master, []).append(watch)
    is_whole = group.complete and all(one.complete for one in (*group.sentinels, *group.instances))
    for watches in by_master.values():
        peers = max(watch.peers for watch in watches)
        copies = [watch.copies for watch in watches if watch.copies is not None]
        is_local = _MEMBER.fullmatch(watches[0].host) is not None
        if len(copies) == len(watches) and (peers or (is_whole and is_local)):
            yield _Count(tuple(watches), max(peers + 1, sum(copies)))


def too_few_sentinels(group: Deployment) -> Iterator[Hit]:
    """Fewer than three Sentinels for a master, or an even number of them."""
    for count in _counts(group):
        if count.total < 3 or count.total % 2 == 0:
            first, *others = count.watches
            yield Hit(
                first.line,
                key=f"sentinel monitor {first.master}",
                severity=Severity.INFO if count.total >= 3 else None,
                related=tuple(Related(other.line.span, "another of its Sentinels") for other in others),
                master=first.master,
                sentinels=_sentinels(count.total),
                why=_why(count.total),
            )


def _sentinels(total: int) -> str:
    return "1 Sentinel" if total == 1 else f"{total} Sentinels"


def _why(total: int) -> str:
    if total > 2:
        return f"they survive no more failures than {total - 1} would"
    if total == 2:
        return "when one of them fails, the other is no majority, and no failover happens"
    return "when it fails, nothing watches the master, and no failover happens"


def unreachable_quorum(group: Deployment) -> Iterator[Hit]:
    """A quorum larger than the number of Sentinels."""
    for count in _counts(group):
        for watch in count.watches:
            if _NUMBER.fullmatch(watch.quorum) and int(watch.quorum) > count.total:
                yield Hit(
                    watch.quorum_span,
                    key=f"sentinel monitor {watch.master}",
                    master=watch.master,
                    quorum=watch.quorum,
                    sentinels=_sentinels(count.total),
                )
