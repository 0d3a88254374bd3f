"""Servers that follow themselves, or each other, so that there is no master."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.peers import member
from redislint.checks.reach import is_loopback, number
from redislint.finding import Hit, Related
from redislint.model.addresses import own
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.model.topology import Deployment


def no_master(group: Deployment) -> Iterator[Hit]:
    """A server that follows itself; or servers that follow each other in a circle, told of once."""
    told: set[int] = set()
    for instance in group.instances:
        circle = _circle(group, instance)
        if circle and not any(id(one) in told for one in circle):
            told |= {id(one) for one in circle}
            # Each of them is the master of a group, and the first of all is told of in all.
            first = min(range(len(circle)), key=lambda number: _place(circle[number]))
            circle = circle[first:] + circle[:first]
            names = " and ".join(f"`{one.name}`" for one in circle)
            how = f"{names} follow each other" if len(circle) > 1 else f"{names} follows itself"
            related = tuple(Related(one.setting("replicaof").span, "and this one") for one in circle[1:])
            yield Hit(circle[0].setting("replicaof"), related=related, how=how)


def _place(instance: Instance) -> tuple[str, int]:
    return instance.anchor.source.path, instance.anchor.start


def _circle(group: Deployment, start: Instance) -> list[Instance]:
    """The servers from one on, each followed by the one before it, that lead back to it; none if they do not."""
    found = [start]
    while len(found) <= len(group.instances):
        following = _master(group, found[-1])
        if following is start:
            return found
        if following is None or any(following is one for one in found):
            return []
        found.append(following)
    return []


def _master(group: Deployment, instance: Instance) -> Instance | None:
    """The member that one follows, itself included; None where it is elsewhere, or not known."""
    line = instance.setting("replicaof")
    if not line.written or line.args is None or len(line.args) != 2:
        return None
    host, port = line.args[0].lower(), line.args[1]
    if _is_itself(instance, host, port):
        return instance
    if instance.kind == "kubernetes":
        # A service may lead to others than the pods that it is named after.
        return None
    if instance.group:
        return member(group, line.args[0], port)
    owners = [one for one in group.instances if (host, port) in own(one)]
    return owners[0] if len(owners) == 1 else None


def _is_itself(instance: Instance, host: str, port: str) -> bool:
    """Does an address certainly lead back to where it is named: on this machine, or to a pod of this set?"""
    if port not in (str(number(instance, "port") or ""), str(number(instance, "tls-port") or "")):
        return False
    if is_loopback(host):
        return _listens_at_home(instance)
    pod = re.fullmatch(rf"{re.escape(instance.name.lower())}-(\d{{1,4}})(\.[a-z0-9.-]*)?", host)
    workload, copies = instance.workload, instance.replicas
    if pod is None or instance.kind != "kubernetes" or workload is None or workload.kind != "StatefulSet":
        return False
    return copies is not None and copies.value is not UNKNOWN and int(pod[1]) < copies.value


def _listens_at_home(instance: Instance) -> bool:
    """Is the server itself what answers on the loopback address of where it runs?"""
    network = instance.workload.host_network if instance.workload is not None else None
    if instance.workload is not None and (network is None or network.value is not False or instance.ports is None):
        return False
    bind = instance.setting("bind")
    if not bind.written:
        return instance.complete
    words = " ".join(bind.args or ()).split()
    return any(is_loopback(word.removeprefix("-")) or word in ("*", "0.0.0.0", "::") for word in words)  # noqa: S104
