"""Servers and Sentinels in containers, which tell others of addresses that lead nowhere beyond their own network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.counting import lines
from redislint.checks.peers import is_told, watched
from redislint.checks.reach import is_loopback, number
from redislint.finding import Hit, Related, Severity
from redislint.model.addresses import is_local, is_numeric
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance, Port
from redislint.model.topology import Deployment
from redislint.typed import Final

_DOCKERS: Final = re.compile(r"172\.(?:1[6-9]|2[0-9]|3[01])\.")


def unannounced(group: Deployment) -> Iterator[Hit]:
    """What nobody reaches from outside: a Sentinel with peers there, a replica, or a master with clients there."""
    members = (*group.instances, *group.sentinels)
    names = [one.workload.names if one.workload is not None else None for one in members]
    # Where one of them has an address of the project's own network, an address may be that of another container.
    if None not in names and not any(is_numeric(name) for own in names for name in own or ()):
        yield from _sentinels(group)
        yield from _replicas(group)
    yield from _masters(group)


def _sentinels(group: Deployment) -> Iterator[Hit]:
    """Sentinels of a master elsewhere that are too few for its quorum, so that others are elsewhere too."""
    for sentinel in group.sentinels:
        if (
            not _is_apart(sentinel)
            or not is_told(sentinel, "monitor", "announce-ip")
            or any(lines(sentinel, "announce-ip", 2))
        ):
            continue
        for line, (_, name, host, _, quorum) in lines(sentinel, "monitor", 5):
            here = _copies(group, name)
            is_short = here is not None and quorum.isdecimal() and len(quorum) < 5 and int(quorum) > here
            if _is_far(host) and is_short:
                what = f"the other Sentinels of `{name}` are told the address of this container, and do not reach it"
                yield Hit(line, key="sentinel announce-ip", what=what)


def _copies(group: Deployment, name: str) -> int | None:
    """How many of a group's Sentinels watch a master; None where that is not certain."""
    total = 0
    for sentinel in group.sentinels:
        if any(args[1] == name for _, args in lines(sentinel, "monitor", 5)) or not sentinel.complete:
            copies = sentinel.replicas
            if copies is None or copies.value is UNKNOWN:
                return None
            total += copies.value
    return total if group.complete else None


def _replicas(group: Deployment) -> Iterator[Hit]:
    """Replicas of a master elsewhere, published under another number."""
    for one in group.instances:
        line = one.setting("replicaof")
        if line.args is None or len(line.args) != 2 or not _is_far(line.args[0]):
            continue
        port = _moved(one) if one.setting("replica-announce-port").is_one_of("0") else None
        if line.written and port is not None:
            what = f"its master, and whoever asks that for replicas, takes this one to listen on port {port.container}"
            related = (Related(line.span, "the master is elsewhere"),)
            yield Hit(port.span, key="replica-announce-port", related=related, what=what)


def _masters(group: Deployment) -> Iterator[Hit]:
    """Masters that a Sentinel tells clients outside of, published under another number than it tells."""
    for watch in watched(group):
        is_named = not is_numeric(watch.line.args[2]) if watch.line.args else False
        ports = [port for port in watch.sentinel.ports or () if port.host is not None and not is_loopback(port.host)]
        asked = [port for port in ports if number(watch.sentinel, "port") == port.container]
        moved = _moved(watch.master)
        if is_named and asked and moved is not None and _is_apart(watch.sentinel):
            what = f"a client outside that asks Sentinel is sent to this container's address and port {moved.container}"
            related = (Related(asked[0].span, "Sentinel answers outside"),)
            severity = Severity.WARNING
            yield Hit(moved.span, key="sentinel monitor", related=related, severity=severity, what=what)


def _is_far(host: str) -> bool:
    """Is this the address of another machine?  Docker gives its own networks addresses from 172.16.0.0/12."""
    return is_numeric(host) and not is_local(host) and _DOCKERS.match(host) is None


def _is_apart(instance: Instance) -> bool:
    """Has its container a network of its own?"""
    network = instance.workload.host_network if instance.workload is not None else None
    return network is not None and network.value is False and instance.ports is not None


def _moved(instance: Instance) -> Port | None:
    """The clients' port where it is published to other machines, under another number."""
    inside = number(instance, "port")
    if not _is_apart(instance) or not inside:
        return None
    for port in instance.ports or ():
        is_public = port.host is not None and not is_loopback(port.host)
        if is_public and port.container == inside and port.outside not in (None, port.container):
            return port
    return None
