"""What a cluster or a host lets in: services to the outside, network policies, the host's own network."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.auth import default_user_open
from redislint.checks.binding import every_interface
from redislint.checks.reach import is_bound_beyond_loopback, is_every_interface, number
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

_BUS: Final = 10_000
_CLUSTERS: Final = ("helm-values", "kubernetes")


def public_service(instance: Instance) -> Iterator[Hit]:
    """A service that lets in whoever reaches the cluster from without."""
    ours = {number(instance, name) for name in ("port", "tls-port")} - {0, None}
    for port in instance.ports or ():
        if port.host != "" or port.container not in ours:
            continue
        if port.by == "LoadBalancer":
            what = "the load balancer takes connections from every address: no source ranges, and not internal"
            yield Hit(port.span, key="service", what=what)
        elif port.by == "NodePort":
            what = "a NodePort is open on every node of the cluster, to whoever reaches one of them"
            yield Hit(port.span, key="service", severity=Severity.WARNING, what=what)


def open_policy(instance: Instance) -> Iterator[Hit]:
    """A NetworkPolicy that lets in every pod, or one that is switched off."""
    policy = instance.workload.policy if instance.workload is not None else None
    if policy is None or policy.value is UNKNOWN or policy.value == "closed":
        return
    if policy.value == "none" and not policy.written:
        # Nobody has thought of it in these values; a policy of another chart or manifest may well be there.
        return
    if policy.value == "none":
        why = "the chart makes no NetworkPolicy"
    elif instance.kind == "helm-values":
        why = "the chart's NetworkPolicy lets in every pod" + ("" if policy.written else " by default")
    else:
        why = "this NetworkPolicy has a rule that lets in everybody"
    yield Hit(policy.span, key="network policy", why=why)


def host_network(instance: Instance) -> Iterator[Hit]:
    """A container that shares its host's network, and listens on more than loopback there."""
    network = instance.workload.host_network if instance.workload is not None else None
    if instance.role != SERVER or network is None or network.value is not True:
        return
    ports = [number(instance, name) for name in ("port", "tls-port")]
    if not any(ports) or is_bound_beyond_loopback(instance) is not True:
        return
    severity = Severity.INFO if default_user_open(instance) is False else None
    in_cluster = instance.kind in _CLUSTERS
    yield Hit(
        network.span,
        key="host network",
        severity=severity,
        who="pod" if in_cluster else "container",
        host="node" if in_cluster else "host",
        port=" and ".join(str(port) for port in ports if port),
        past="no NetworkPolicy applies to it" if in_cluster else "any process of the host can take its port",
    )


def cluster_bus(instance: Instance) -> Iterator[Hit]:
    """The bus of a cluster's node, which asks nobody for a password, open to all of a host's addresses."""
    enabled, port = instance.setting("cluster-enabled"), number(instance, "port")
    if instance.role != SERVER or not enabled.is_one_of("yes") or not instance.setting("tls-cluster").is_one_of("no"):
        return
    own = instance.setting("cluster-port")
    bus = number(instance, "cluster-port") if own.written else None if port is None else port + _BUS
    if own.written and bus == 0 and port is not None:
        bus = port + _BUS
    if not bus:
        return
    related = (Related(enabled.span, "it is a node of a cluster"),)
    for one in instance.ports or ():
        if one.container == bus and one.host is not None and is_every_interface(one.host):
            yield Hit(one.span, key=f"port {bus}", related=related, port=one.seen, cause=one.span)
    found = every_interface(instance) if instance.kind == "redis-conf" else None
    if found is not None:
        yield Hit(found[0], key="cluster bus", related=related, port=bus)
