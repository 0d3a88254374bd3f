"""Address ranges."""

from __future__ import annotations

import ipaddress

from redislint.read.terraform.functions.function import Function, whole
from redislint.read.terraform.reals import Beyond, Number
from redislint.read.terraform.types import NUMBER, STRING, List, Value
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(prefix: str) -> Network:
    address, slash, length = prefix.partition("/")
    if not slash or not length.isascii() or not length.isdecimal():
        raise Refused
    try:
        return ipaddress.ip_network(prefix, strict=False)
    except ValueError:
        if any(part[:1] == "0" for part in address.split(".")) or len(length) > 3:
            # Terraform still reads these as people once did.
            raise Beyond from None
        raise Refused from None


def _host(prefix: str, number: Number) -> str:
    network = _network(prefix)
    index = whole(number)
    if not -network.num_addresses <= index < network.num_addresses:
        raise Refused
    return str(network[index])


def _netmask(prefix: str) -> str:
    network = _network(prefix)
    if isinstance(network, ipaddress.IPv6Network):
        raise Refused
    return str(network.netmask)


def _longer(network: Network, bits: int) -> int:
    """The length of a prefix that is longer by so many bits."""
    length = network.prefixlen + bits
    if bits < 0 or length > network.max_prefixlen:
        raise Refused
    return length


def _subnet(prefix: str, bits: Number, number: Number) -> str:
    network = _network(prefix)
    length, index = _longer(network, whole(bits)), whole(number)
    if index < 0 or index >> whole(bits):
        raise Refused
    return _written(network, int(network.network_address) + (index << (network.max_prefixlen - length)), length)


def _written(network: Network, address: int, length: int) -> str:
    kind = ipaddress.IPv4Address if network.version == 4 else ipaddress.IPv6Address
    return f"{kind(address)}/{length}"


def _subnets(prefix: str, *bits: Number) -> Value:
    network = _network(prefix)
    at, end = int(network.network_address), int(network.broadcast_address) + 1
    found: list[Any] = []
    for more in bits:
        if not 1 <= whole(more) <= 32:
            raise Refused
        length = _longer(network, whole(more))
        size = 1 << (network.max_prefixlen - length)
        at = -(-at // size) * size
        if at + size > end:
            raise Refused
        found.append(_written(network, at, length))
        at += size
    return List(found, STRING)


FUNCTIONS: Final = {
    "cidrhost": Function(_host, (STRING, NUMBER)),
    "cidrnetmask": Function(_netmask, (STRING,)),
    "cidrsubnet": Function(_subnet, (STRING, NUMBER, NUMBER)),
    "cidrsubnets": Function(_subnets, (STRING,), NUMBER),
}
