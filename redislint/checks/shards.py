"""Masters of a cluster and their replicas; groups that have no spare server at all."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.reach import number
from redislint.checks.services import nodes, said_of
from redislint.checks.values import is_replica
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import SERVER, Instance
from redislint.model.topology import Deployment
from redislint.typed import Final

_FEWEST: Final = 3
_STOPS: Final = ", and by default the whole cluster stops"
_KEPT: Final = ("store", "queue", "session")


def _known(fact: Fact[int] | None) -> int | None:
    return fact.value if fact is not None and fact.value is not UNKNOWN else None


def too_few_masters(instance: Instance) -> Iterator[Hit]:
    """A cluster with fewer than three masters."""
    masters = instance.workload.masters if instance.workload is not None else None
    number = _known(masters)
    if masters is None or number is None or not instance.setting("cluster-enabled").is_one_of("yes"):
        return
    if number < _FEWEST and masters.written:
        yield Hit(masters.span, key="cluster-nodes", masters=_counted(number))


def without_replicas(instance: Instance) -> Iterator[Hit]:
    """A cluster whose masters have no replicas."""
    if instance.managed is not None:
        yield from _bare_shards(instance)
    followers = instance.workload.followers if instance.workload is not None else None
    if (
        followers is None
        or not followers.written
        or followers.value != 0
        or not instance.setting("cluster-enabled").is_one_of("yes")
    ):
        return
    severity = Severity.INFO if instance.profile == "cache" else None
    yield Hit(followers.span, key="cluster-replicas", severity=severity, unless="", also=_STOPS)


def _bare_shards(instance: Instance) -> Iterator[Hit]:
    """The shards of a managed service, of which nobody says that the others stop with one of them."""
    shards, alone = said_of(instance, "shards"), nodes(instance)
    if shards is not None and int(shards.value) > 1 and alone is not None and alone.value == 1:
        alone = alone._replace(related=tuple(dict.fromkeys((*alone.related, *shards.related))))
        severity = Severity.INFO if instance.profile == "cache" else alone.level(Severity.WARNING)
        yield Hit(
            alone.span,
            key="cluster-replicas",
            severity=severity,
            related=alone.related,
            unless=alone.unless,
            also="",
        )


def _counted(number: int) -> str:
    return "1 master" if number == 1 else f"{number or 'no'} masters"


def alone(group: Deployment) -> Iterator[Hit]:
    """A single server that keeps what matters, in production."""
    if not group.complete or group.sentinels or len(group.instances) != 1:
        return
    one = group.instances[0]
    is_declared = one.environment == "prod" and one.profile in _KEPT
    if not is_declared or one.managed is not None or _known(one.replicas) != 1:
        return
    if is_replica(one) is False and one.setting("cluster-enabled").is_one_of("no"):
        yield Hit(one.anchor, key="replicaof", profile=one.profile)


def plain_service(group: Deployment) -> Iterator[Hit]:
    """A service that sends connections to a master and to its replicas alike."""
    leads: dict[tuple[str, int], list[tuple[str, bool]]] = {}
    places = {}
    for member in group.instances if group.kind == "kubernetes" else ():
        follows = is_replica(member)
        for lead in (member.workload.services or ()) if member.workload is not None and follows is not None else ():
            key = (lead.span.source.path, lead.span.start)
            leads.setdefault(key, []).append((member.name, bool(follows)))
            places[key] = lead
    for key, members in leads.items():
        lead = places[key]
        if lead.plain and {follows for _, follows in members} == {True, False}:
            master = next(name for name, follows in members if not follows)
            replica = next(name for name, follows in members if follows)
            anchors = [one.anchor for one in group.instances if one.name in (master, replica)]
            related = tuple(Related(anchor, "it leads here") for anchor in anchors)
            yield Hit(lead.span, key="service", related=related, service=lead.name, master=master, replica=replica)


def bus_closed(instance: Instance) -> Iterator[Hit]:
    """Nodes of a cluster that others reach by the port of clients, and not by that of the cluster's bus."""
    workload, enabled = instance.workload, instance.setting("cluster-enabled")
    if instance.role != SERVER or workload is None or not instance.complete or not enabled.is_one_of("yes"):
        return
    port = number(instance, "port")
    if not port or instance.setting("tls-cluster").is_one_of("yes"):
        return
    # Releases before 7.0 have no `cluster-port`.
    said = instance.setting("cluster-port")
    bus = number(instance, "cluster-port") or port + 10_000
    if said.written and said.args is None:
        return
    related = (Related(enabled.span, "it is a node of a cluster"),)
    if workload.admits is not None:
        ports = {fact.value: fact for fact in workload.admits}
        if port in ports and bus not in ports:
            what = (
                f"this policy lets in port {port} and not {bus}, on which the nodes of the cluster speak to each other"
            )
            yield Hit(ports[port].span, key="cluster-bus", related=related, what=what)
    elif instance.kind == "compose":
        yield from _unpublished(instance, port, bus, related)


def _unpublished(instance: Instance, port: int, own: int, related: tuple[Related, ...]) -> Iterator[Hit]:
    """A node that tells others a published port for clients, and one for the bus that is not published."""
    told, bus = number(instance, "cluster-announce-port"), number(instance, "cluster-announce-bus-port")
    address = instance.setting("cluster-announce-ip")
    if not told or bus is None or instance.ports is None:
        return
    if not address.written or address.value in (None, "", "127.0.0.1"):
        return
    bus = bus or own
    published = [one for one in instance.ports if one.container == port and one.seen == told and told != port]
    if published and all(one.seen != bus for one in instance.ports):
        what = f"others are told to speak to this node on port {bus} of {address.value}, which is not published"
        yield Hit(published[0].span, key="cluster-bus", related=related, what=what)
