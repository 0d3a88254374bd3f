"""Load balancers of services of type LoadBalancer: those that are known to stay within a private network."""

from __future__ import annotations

import re
from collections.abc import Iterable

from redislint.typed import Final

# How AWS, Google, Azure, Oracle, DigitalOcean, Alibaba and Tailscale call one that the internet does not reach, in an
# annotation's name or its value, or in a class.
_INSIDE: Final = ("internal", "intranet", "tailscale")
# An address of RFC 1918, RFC 6598 or RFC 4193, as MetalLB and its kin are given.
_PRIVATE: Final = (
    r"10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:"
)


def is_inside(annotations: Iterable[tuple[str, str]], address: str, group: str) -> bool:
    """Does a load balancer stay inside, by its annotations, its `loadBalancerIP` or its `loadBalancerClass`?"""
    pairs = [(name.lower(), value.strip().lower()) for name, value in annotations]
    is_named = any(
        (value != "false" and any(word in f"{name} {value}" for word in _INSIDE)) or _is_private(value)
        for name, value in pairs
    )
    return is_named or _is_private(address) or any(word in group.lower() for word in _INSIDE)


def _is_private(address: str) -> bool:
    return re.match(_PRIVATE, address.lower()) is not None
