"""What Sentinels are told of a master: how long it may be silent, how a failover goes on, and where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint import writing
from redislint.checks.containers import is_direct
from redislint.checks.counting import lines, replicas
from redislint.checks.peers import followers, is_told, watched
from redislint.checks.reach import is_loopback
from redislint.checks.values import whole
from redislint.finding import Fix, Hit, Related, Severity
from redislint.model.addresses import is_numeric
from redislint.model.facts import UNKNOWN, Setting
from redislint.model.instance import SENTINEL, Instance
from redislint.model.topology import Deployment
from redislint.source import Span
from redislint.typed import Final

# Milliseconds within which a healthy server may be silent: for a fork, a slow command, a full disk.
_BUSY: Final = 2_000
_BLINK: Final = 500
_MINUTE: Final = 60_000
# What a fix writes for less, and for more, than these.
_SOON: Final = 5_000
_LATE: Final = 30_000
# What an election alone may take, and the time after which a second failover is out of reach of anybody who waits.
_ELECTION: Final = 10_000
_PATIENCE: Final = 600_000
# The lines that say which names a Sentinel is given, looks up and tells.
_NAMING: Final = ("monitor", "resolve-hostnames", "announce-hostnames")


def _timers(sentinel: Instance, kind: str) -> Iterator[tuple[Setting, str, int, Span]]:
    """The lines `sentinel KIND NAME NUMBER` that count, the last of each master, with the place of the number."""
    found = {args[1]: (line, args) for line, args in lines(sentinel, kind, 3)}
    for name, (line, args) in found.items():
        value = whole(line._replace(args=args[2:]))
        if value is not None:
            yield line, name, value, _last(line, args[2])


def _last(line: Setting, word: str) -> Span:
    """The place of the last word of a line."""
    span = line.value_span
    return Span(span.source, span.end - len(word), span.end) if span.text.endswith(word) else span


def _written(at: Span, old: int, new: int) -> Fix | None:
    """A fix that writes another number."""
    edit = writing.rewritten(at, str(old), str(new))
    return Fix(f"write `{new}`", (edit,), safe=False) if edit is not None else None


def down_after(instance: Instance) -> Iterator[Hit]:
    """A `down-after-milliseconds` within which a server may be busy, or after which everybody has noticed."""
    if instance.role != SENTINEL:
        return
    kind = "down-after-milliseconds"
    for _, name, time, at in _timers(instance, kind):
        if time < _BUSY:
            severity = Severity.ERROR if time < _BLINK else None
            why = "a master that is busy for that long, with a fork or a slow command, is failed over"
            fix = _written(at, time, _SOON)
            yield Hit(at, key=f"sentinel {kind} {name}", severity=severity, fix=fix, master=name, time=time, why=why)
        elif time > _MINUTE:
            why = "that long a master is gone before any Sentinel says so"
            fix = _written(at, time, _LATE)
            yield Hit(at, key=f"sentinel {kind} {name}", fix=fix, master=name, time=time, why=why)


def failover_timeout(instance: Instance) -> Iterator[Hit]:
    """A `failover-timeout` that cuts failovers short, or keeps the next one waiting."""
    if instance.role != SENTINEL:
        return
    kind = "failover-timeout"
    for _, name, time, at in _timers(instance, kind):
        if time < _ELECTION:
            why = "an election may take 10 s, and a failover that is not done within this time is given up"
            yield Hit(at, key=f"sentinel {kind} {name}", master=name, time=time, why=why)
        elif time > _PATIENCE:
            why = f"after a failover that did not succeed, the next one is tried {2 * time // 60_000} minutes later"
            yield Hit(at, key=f"sentinel {kind} {name}", master=name, time=time, why=why)


def parallel_syncs(group: Deployment) -> Iterator[Hit]:
    """All replicas may be busy with copying at once."""
    for watch in watched(group):
        found = replicas(group, watch.master)
        for _, name, number, at in _timers(watch.sentinel, "parallel-syncs"):
            total = found.total
            if name == watch.name and total is not None and found.least > 1 and total <= number:
                key, fix = f"sentinel parallel-syncs {name}", _written(at, number, 1)
                yield Hit(at, key=key, fix=fix, master=name, number=number, replicas=total)


def loopback(group: Deployment) -> Iterator[Hit]:
    """A master on the loopback address, for Sentinels or servers that are elsewhere than it."""
    for sentinel in group.sentinels:
        for line, (_, name, host, _, _) in lines(sentinel, "monitor", 5):
            found = _elsewhere(sentinel, name) if is_loopback(host) else None
            if found is not None:
                why, related = found
                yield Hit(line, key=f"sentinel monitor {name}", related=related, master=name, host=host, why=why)


def _elsewhere(sentinel: Instance, name: str) -> tuple[str, tuple[Related, ...]] | None:
    """What says that others than this machine, or container, have to reach the master; None if nothing does."""
    for kind, words in (("known-sentinel", 5), ("known-replica", 4), ("known-slave", 4), ("announce-ip", 2)):
        for line, args in lines(sentinel, kind, words):
            if words == 2 or args[1] == name:
                host = args[-1] if words == 2 else args[2]
                if not is_loopback(host):
                    return "for whoever is told, that is another machine", (Related(line.span, "one elsewhere"),)
    workload, copies = sentinel.workload, sentinel.replicas
    network = workload.host_network if workload is not None else None
    if workload is None or network is None or network.value is not False or sentinel.ports is None:
        return None
    if workload.kind == "service":
        is_alone = is_direct(workload) or (workload.command == () and sentinel.complete)
        return ("in its container there is only the Sentinel", ()) if is_alone else None
    is_many = copies is not None and copies.value is not UNKNOWN and copies.value > 1
    return ("each pod takes that for itself", ()) if is_many else None


def addresses_only(group: Deployment) -> Iterator[Hit]:
    """A Sentinel that is given a host name and tells addresses; or that tells names of servers that do not tell theirs.

    Addresses of virtual machines stay as they are; those of containers change.
    """
    for sentinel in group.sentinels:
        resolve, announce = _switch(sentinel, "resolve-hostnames"), _switch(sentinel, "announce-hostnames")
        named = [args for _, args in lines(sentinel, "monitor", 5) if _changes(sentinel, args[2])]
        if resolve is None or not _is_on(resolve) or not named or not is_told(sentinel, *_NAMING):
            continue
        is_container = sentinel.kind in ("compose", "kubernetes")
        if announce is None or not _is_on(announce):
            severity = None if is_container else Severity.INFO
            why = f"looks `{named[0][2]}` up and from then on knows and tells its address alone"
            yield Hit(resolve.value_span, key="sentinel announce-hostnames", severity=severity, why=why)
        elif is_container:
            yield from _nameless(group, sentinel)


def _changes(sentinel: Instance, host: str) -> bool:
    """May the address change that a name stands for?  In Kubernetes a pod's does, and a service's does not."""
    if sentinel.kind == "kubernetes":
        return re.fullmatch(r"[a-z0-9-]{1,63}-\d{1,4}(\.[a-z0-9.-]*)?", host.lower()) is not None
    return not is_numeric(host)


def _nameless(group: Deployment, sentinel: Instance) -> Iterator[Hit]:
    """The replicas that a Sentinel knows by their addresses though it tells names."""
    masters = [watch.master for watch in watched(group) if watch.sentinel is sentinel]
    for one in followers(group):
        is_watched = any(one.master is master for master in masters)
        if is_watched and one.replica.setting("replica-announce-ip").is_one_of(""):
            why = f"knows the replica `{one.replica.name}` by its address, for want of `replica-announce-ip`"
            yield Hit(one.line.span, key="replica-announce-ip", why=why)


def _switch(sentinel: Instance, kind: str) -> Setting | None:
    """The last line `sentinel KIND yes` or `no`."""
    return next((line for line, _ in reversed(list(lines(sentinel, kind, 2)))), None)


def _is_on(line: Setting) -> bool:
    return line.args is not None and line.args[1].lower() == "yes"
