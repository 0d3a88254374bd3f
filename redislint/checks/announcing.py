"""Addresses that servers tell others of, as against those that others reach them by."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.reach import is_loopback
from redislint.finding import Hit, Related
from redislint.model.facts import UNKNOWN, Setting
from redislint.model.instance import SERVER, Instance, Port
from redislint.typed import Final

# Any of these says that somebody has thought of it.
_TOLD: Final = (
    "cluster-announce-ip",
    "cluster-announce-hostname",
    "cluster-announce-port",
    "cluster-announce-tls-port",
)


def cluster_unannounced(instance: Instance) -> Iterator[Hit]:
    """A node whose port is published under another number, and that tells clients its own."""
    enabled, workload = instance.setting("cluster-enabled"), instance.workload
    if instance.role != SERVER or not enabled.written or not enabled.is_one_of("yes") or not instance.complete:
        return
    network = workload.host_network if workload is not None else None
    is_told = any(instance.setting(name).written for name in _TOLD)
    if workload is None or network is None or network.value is UNKNOWN or network.value or is_told:
        return
    number = instance.setting("port")
    for port in instance.ports or ():
        if _is_moved(port, number):
            related = (Related(enabled.span, "it is a node of a cluster"),)
            yield Hit(port.span, key="cluster-announce-port", related=related, inside=port.container, outside=port.seen)


def _is_moved(port: Port, number: Setting) -> bool:
    """Is the clients' port published to others under another number?"""
    if port.host is None or is_loopback(port.host) or not number.is_one_of(str(port.container)):
        return False
    return port.outside is not None and port.outside != port.container
