"""The version, the role and the replicas of a running server against those that are declared."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.drifted import is_server
from redislint.checks.drifting import number
from redislint.finding import Hit, Severity
from redislint.model.snapshot import Drift
from redislint.servers import Server


def drifted(drift: Drift) -> Iterator[Hit]:
    """What a server is, where something else is declared."""
    yield from _version(drift)
    if is_server(drift):
        yield from _role(drift)
        yield from _replicas(drift)


def _version(drift: Drift) -> Iterator[Hit]:
    declared, live = drift.instance.server, drift.snapshot.server
    if declared is None or live is None or _is_met(declared, live):
        return
    origin = drift.instance.origin
    at = origin.span if origin is not None and origin.span is not None else drift.instance.anchor
    yield _hit(drift, "version", Hit(at, what=f"runs {live}, and {declared} is declared"))


def _is_met(declared: Server, live: Server) -> bool:
    """A line alone is met by all of its releases."""
    return declared.key == live.key and (not declared.patch or not live.patch or declared.patch == live.patch)


def _role(drift: Drift) -> Iterator[Hit]:
    """After a failover it is another: that is what failovers are for."""
    replicaof = drift.instance.setting("replicaof")
    role = drift.snapshot.info.get("role", "")
    if drift.instance.replicas is not None or replicaof.args is None or role not in ("master", "slave"):
        return
    is_replica = replicaof.written and not replicaof.is_one_of("no one", "")
    if is_replica and role == "master":
        what = "is a master, and declared to be a replica: there was a failover, or REPLICAOF NO ONE"
        yield _hit(drift, "role", Hit(replicaof.value_span, severity=Severity.INFO, what=what))
    elif not is_replica and role == "slave" and drift.instance.complete:
        at = replicaof.value_span if replicaof.written else drift.instance.anchor
        what = "is a replica, and declared to be a master: there was a failover, or REPLICAOF"
        yield _hit(drift, "role", Hit(at, severity=Severity.INFO, what=what))


def _replicas(drift: Drift) -> Iterator[Hit]:
    """A master that fewer replicas follow than are declared."""
    said, info = drift.replicas, drift.snapshot.info
    live, declared = number(info.get("connected_slaves", "")), number(said.value) if said is not None else None
    if said is None or live is None or declared is None or info.get("role") != "master":
        return
    if live < declared:
        what = f"has {live} replica{'' if live == 1 else 's'} connected, and {declared} are declared"
        yield _hit(drift, "replicas", Hit(said.span, what=what))


def _hit(drift: Drift, key: str, hit: Hit) -> Hit:
    hit.key = f"{drift.snapshot.node}:{key}"
    hit.values["node"] = drift.snapshot.node or "the server"
    return hit
