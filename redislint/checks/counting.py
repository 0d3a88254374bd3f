"""How many Sentinels and replicas a master has, where that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.peers import followers, is_called, watched
from redislint.model.facts import UNKNOWN, Setting
from redislint.model.instance import Instance
from redislint.model.topology import Deployment
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# The name of another member of a group, as against an address or a host elsewhere.
_MEMBER: Final = re.compile(r"[A-Za-z][\w-]*")


class Watch(NamedTuple):
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


class Count(NamedTuple):
    """A master's Sentinels, where it is certain how many there are."""

    watches: tuple[Watch, ...]
    total: int


def lines(sentinel: Instance, kind: str, words: int) -> Iterator[tuple[Setting, tuple[str, ...]]]:
    """The lines `sentinel KIND ...` of so many words."""
    for line in sentinel.all("sentinel"):
        if line.args is not None and len(line.args) == words and line.args[0].lower() == kind:
            yield line, line.args


def watches(sentinel: Instance) -> Iterator[Watch]:
    """The masters that a Sentinel watches."""
    for line, (_, master, host, _, quorum) in lines(sentinel, "monitor", 5):
        # A Sentinel is known by the id at the end of the line (one without is ignored); its address may change.
        peers = {args[4] for _, args in lines(sentinel, "known-sentinel", 5) if args[1] == master}
        yield Watch(line, master, host, quorum, len(peers), _copies(sentinel))


def counts(group: Deployment) -> Iterator[Count]:
    """Each watched master with the number of its Sentinels; nothing in development, where one may do.

    A Sentinel that has run has written down its peers.  Else only a group that is known whole may be counted, and
    only where the master is one of its members: the Sentinels of a master elsewhere may be elsewhere too.
    """
    said = [line for sentinel in group.sentinels for line in sentinel.all("sentinel")]
    unknown = any(line.args is None and line.may_begin("monitor", "known-sentinel") for line in said)
    if unknown or any(sentinel.environment == "dev" for sentinel in group.sentinels):
        return
    by_master: dict[str, list[Watch]] = {}
    for sentinel in group.sentinels:
        for watch in watches(sentinel):
            by_master.setdefault(watch.master, []).append(watch)
    is_whole = group.complete and all(one.complete for one in (*group.sentinels, *group.instances))
    for found in by_master.values():
        peers = max(watch.peers for watch in found)
        copies = [watch.copies for watch in found if watch.copies is not None]
        is_local = _is_local(group, found[0].host)
        if len(copies) == len(found) and (peers or (is_whole and is_local)):
            yield Count(tuple(found), max(peers + 1, sum(copies)))


def _is_local(group: Deployment, host: str) -> bool:
    """Is a host one of the group's, as far as its name says, or by an address that one of them is given?"""
    return _MEMBER.fullmatch(host) is not None or any(is_called(one, host, group.name) for one in group.instances)


class Replicas(NamedTuple):
    """The replicas of a master: those at hand, how many they are at least, and how many in all; None if not certain."""

    known: tuple[Instance, ...]
    least: int
    total: int | None


def replicas(group: Deployment, master: Instance) -> Replicas:
    """The replicas of one of a group's servers.

    All are known where the whole group is, or where a Sentinel has written down those that it has seen.
    """
    following = list(followers(group))
    known = tuple(one.replica for one in following if one.master is master)
    copies = [_copies(one) for one in known]
    least = sum(one or 0 for one in copies)
    if None in copies or _copies(master) != 1:
        return Replicas(known, least, None)
    seen = _seen(group, master)
    if seen is None:
        return Replicas(known, least, None)
    followed = sum(one.setting("replicaof").written for one in group.instances)
    is_whole = group.complete and all(one.complete for one in (*group.sentinels, *group.instances))
    if is_whole and followed == len(following):
        return Replicas(known, least, least)
    # What a Sentinel has written down may be there no more, or twice, under an address that it had before.
    return Replicas(known, least, max(seen, least) if seen else None)


def _copies(instance: Instance) -> int | None:
    """How many servers an instance stands for."""
    if instance.replicas is None:
        return 1
    return None if instance.replicas.value is UNKNOWN else instance.replicas.value


def _seen(group: Deployment, master: Instance) -> int | None:
    """The most replicas that a Sentinel has written down for a master; None where a line of one's is not known."""
    most = 0
    for watch in watched(group):
        if watch.master is master:
            if not watch.is_told("known-replica", "known-slave"):
                return None
            found = {
                args[2:]
                for kind in ("known-replica", "known-slave")
                for _, args in lines(watch.sentinel, kind, 4)
                if args[1] == watch.name
            }
            most = max(most, len(found))
    return most
