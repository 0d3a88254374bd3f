"""What the internet reaches of a managed service, and of the machines that a firewall guards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.services import Said, Words, fact, is_silent, said, said_of
from redislint.finding import Hit, Severity
from redislint.model.instance import Instance
from redislint.typed import Final

# The buses of clusters whose nodes have the usual ports; the ports of clients and of Sentinels.
_BUS: Final = (16379, 16380)
_CLIENTS: Final = (6379, 6380, 26379)
_PORTS: Final = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
_EVERY: Final = (0, 65_535)

_PUBLIC: Final[Words] = {
    "azurerm_redis_cache": "`public_network_access_enabled` is not false",
    "azurerm_managed_redis": "`public_network_access` is not `Disabled`",
    "rediscloud_subscription": "`public_endpoint_access` is not false",
    "rediscloud_subscription_database": "`source_ips` does not say who may connect",
    "scaleway_redis_cluster": "it has no `private_network`, and no `acl` says who may connect",
    "upstash_redis_database": "`ip_allowlist` does not say who may connect",
}


def open_to_all(instance: Instance) -> Iterator[Hit]:
    """An allow list, firewall or security group that lets everybody at a service, or at a port of Redis."""
    found = _opening(instance)
    if found is not None:
        ports = fact(instance, "ports")
        unless = "unless a variable is set, " if found.related else ""
        what = "connect" if ports is None else f"reach {_in_words(ports.value)}"
        yield Hit(
            found.span,
            key="open-ranges",
            severity=found.level(Severity.ERROR),
            related=found.related,
            what=f"{unless}`{found.resource}` lets every address ({found.value}) {what}",
        )


def public(instance: Instance) -> Iterator[Hit]:
    """A managed service with an address that the internet reaches, where nobody says who may connect."""
    found, ranges = said(instance, "public-endpoint", True), said_of(instance, "open-ranges")
    is_default = ranges is not None and ranges.value is not False and not ranges.written
    if found is None or not (is_silent(instance, "open-ranges") or is_default):
        return
    yield Hit(
        found.span,
        key="public-endpoint",
        severity=found.level(Severity.WARNING),
        related=found.related,
        resource=found.resource,
        what=found.told(_PUBLIC, "its address is public, and nothing says who may connect") + found.unless,
    )


def _opening(instance: Instance) -> Said | None:
    """The range that lets everybody in; None where there is none, or no address for anybody to connect to.

    A range that nobody wrote is but another side of the public address.
    """
    found = said_of(instance, "open-ranges")
    is_closed = said(instance, "public-endpoint", False) is not None
    is_told = found is not None and (found.written or is_silent(instance, "public-endpoint"))
    return found if found is not None and is_told and isinstance(found.value, str) and not is_closed else None


def _bounds(value: object) -> tuple[int, int] | None:
    """The first and the last port of `6379`, `6379-6380` or `all`; None for anything else."""
    if value == "all":
        return _EVERY
    match = _PORTS.fullmatch(value) if isinstance(value, str) else None
    return (int(match[1]), int(match[2] or match[1])) if match is not None else None


def _in_words(value: object) -> str:
    """The ports of a firewall's rule, and what listens there."""
    low, high = _bounds(value) or _EVERY
    if (low, high) == _EVERY:
        return "every port, Redis's among them"
    ports = f"port {low}" if low == high else f"ports {low} to {high}"
    is_bus = any(low <= port <= high for port in _BUS) and not any(low <= port <= high for port in _CLIENTS)
    return f"{ports}: the bus of a cluster, which asks nobody for a password" if is_bus else ports
