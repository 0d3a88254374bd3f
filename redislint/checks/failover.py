"""A master with its replicas, as their number and their settings fit together: before a failover, and after it."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.counting import Replicas, replicas
from redislint.checks.memory import in_words
from redislint.checks.peers import followers, watched
from redislint.checks.values import memory_bytes, whole
from redislint.finding import Hit, Related, Severity
from redislint.model.instance import Instance
from redislint.model.topology import Deployment
from redislint.typed import Final

_NEEDED: Final = "min-replicas-to-write"
# Data that take long to copy in full, and a backlog that soon forgets.
_LARGE: Final = 1 << 30
_SHORT: Final = 32 << 20


def _watched(group: Deployment) -> list[Instance]:
    """The masters that Sentinels watch, each once."""
    return list({id(one.master): one.master for one in watched(group)}.values())


def _followed(group: Deployment) -> list[Instance]:
    """The masters that replicas follow, each once."""
    return list({id(one.master): one.master for one in followers(group)}.values())


def unguarded(group: Deployment) -> Iterator[Hit]:
    """A master that goes on taking writes while it is cut off from its replicas, which Sentinels fail over to.

    With fewer than two replicas the guard would stop the master as soon as one is away.
    """
    for master in _watched(group):
        found, needed = replicas(group, master), master.setting(_NEEDED)
        if found.least > 1 and needed.is_one_of("0"):
            at = needed.value_span if needed.written else master.anchor
            yield Hit(at, key=_NEEDED, related=_places(found), node=master.name, replicas=found.least)


def unsatisfiable(group: Deployment) -> Iterator[Hit]:
    """More replicas needed for a write than there are; or all of them.

    Where Sentinels may make any of them the master, each has to fit.
    """
    watching = {id(one) for one in _watched(group)}
    for master in _followed(group):
        found = replicas(group, master)
        for one in (master, *(found.known if id(master) in watching else ())):
            needed, lag = one.setting(_NEEDED), one.setting("min-replicas-max-lag")
            least = whole(needed)
            if found.total and least and least >= found.total and needed.written and whole(lag):
                too_many = least > found.total
                when = "every write" if too_many else "writes as soon as one replica is away"
                severity = None if too_many else Severity.WARNING
                count = "1 replica" if found.total == 1 else f"{found.total} replicas"
                yield Hit(needed, key=_NEEDED, related=_places(found), severity=severity, replicas=count, when=when)


def _places(found: Replicas) -> tuple[Related, ...]:
    return tuple(Related(one.setting("replicaof").span, "a replica") for one in found.known)


def no_candidate(group: Deployment) -> Iterator[Hit]:
    """All replicas of a master that Sentinels watch are set never to become master."""
    for master in _watched(group):
        found = replicas(group, master)
        at_hand = found.total is not None and found.total == found.least
        barred = [_bar(one) for one in found.known]
        if found.known and at_hand and None not in barred:
            first = found.known[0].setting(barred[0] or "")
            others = [one.setting(name or "") for one, name in zip(found.known[1:], barred[1:], strict=True)]
            related = tuple(Related(other.span, "another of its replicas") for other in others)
            yield Hit(first, related=related, node=master.name)


def _bar(instance: Instance) -> str | None:
    """What keeps a replica from becoming master: Sentinels pass it over, or never hear of it."""
    if instance.setting("replica-priority").is_one_of("0"):
        return "replica-priority"
    return "replica-announced" if instance.setting("replica-announced").is_one_of("no") else None


def short_backlog(group: Deployment) -> Iterator[Hit]:
    """A master of much data that keeps little of what was written for replicas that come back."""
    for master in _followed(group):
        backlog, data = master.setting("repl-backlog-size"), master.setting("maxmemory")
        size, most = memory_bytes(backlog), memory_bytes(data)
        if size is not None and most is not None and size < _SHORT and most >= _LARGE:
            at = backlog.value_span if backlog.written else master.anchor
            related = (Related(data.span, "what is copied in full else"),)
            yield Hit(at, key=backlog.name, related=related, size=in_words(size), data=in_words(most))
