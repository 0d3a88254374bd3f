"""Who can reach a server over TCP: the ports it listens on, the addresses it binds, and what is published of them.

Every answer has three values: True, False, and None where the text does not settle it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from redislint.model.facts import Setting
from redislint.model.instance import Instance, Port
from redislint.source import Span
from redislint.typed import Final

_LOOPBACK: Final = re.compile(r"(::ffff:)?127(\.\d+){1,3}|::1|0:0:0:0:0:0:0:1|localhost(\.localdomain)?")
# An address, and not a name that has yet to be looked up.
_ADDRESS: Final = re.compile(r"[*]|::[*]|[0-9][0-9.]*|[0-9a-f]*:[0-9a-f:.]*(%\w+)?")
_EVERYWHERE: Final = frozenset({"", "*", "0.0.0.0", "::", "[::]", "0"})  # noqa: S104 (only compared with)


def every(*answers: bool | None) -> bool | None:
    """Do all of these hold?  False if one is known not to, whatever is unknown."""
    if False in answers:
        return False
    return None if None in answers else True


def is_loopback(address: str) -> bool:
    """Does this address stay within the host?"""
    return _LOOPBACK.fullmatch(address.strip("[]").lower()) is not None


def is_every_interface(host: str) -> bool:
    """Does this host of a published port stand for all of the machine's addresses?"""
    return host in _EVERYWHERE


def number(instance: Instance, name: str) -> int | None:
    """The port that a directive names, such as `port` or `tls-port`, 0 for none; None if that is not known."""
    setting = instance.setting(name)
    if setting.args is None:
        # Redis 5.0 has no `tls-port`, and so no default for it.
        return 0 if name == "tls-port" and instance.complete and not setting.written else None
    text = setting.value or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def is_bound_beyond_loopback(instance: Instance) -> bool | None:
    """Does it bind an address that other machines may reach?  Without a `bind` line, servers listen everywhere."""
    setting = instance.setting("bind")
    args = setting.args
    if not setting.written:
        if not instance.complete:
            return None
        args = instance.defaults.get("bind")
        if args is None:
            return True
    addresses = [address.removeprefix("-").lower() for address in " ".join(args or ()).split()]
    if any(_ADDRESS.fullmatch(address) and not is_loopback(address) for address in addresses):
        return True
    return False if addresses and all(is_loopback(address) for address in addresses) else None


def has_own_bind(instance: Instance) -> bool | None:
    """Does its configuration, or that of its image, hold a `bind` line?"""
    if instance.setting("bind").written or "bind" in instance.defaults:
        return True
    return False if instance.complete else None


def is_protected(instance: Instance) -> bool | None:
    """Does protected mode turn other machines away from an instance without a password?

    Up to 6.2 any `bind` line switches it off; from 7.0, and in every Valkey, it rests on the password alone.
    """
    mode = instance.setting("protected-mode")
    if not mode.is_one_of("yes"):
        return False if mode.is_one_of("no") else None
    bind = has_own_bind(instance)
    if bind is False:
        return True
    server = instance.server
    if server is None:
        return None
    if server.engine != "redis" or int(server.line.partition(".")[0]) >= 7:
        return True
    return False if bind else None


def published(instance: Instance, numbers: Iterable[int | None]) -> Port | bool | None:
    """The first port that is published to other machines for one of these ports inside; else False or None."""
    wanted = set(numbers)
    if instance.ports is None:
        return None
    for port in instance.ports:
        is_meant = True if port.container in wanted else None if None in wanted else False
        is_public = None if port.host is None else not is_loopback(port.host)
        answer = every(is_meant, is_public)
        if answer is not False:
            return port if answer else None
    return False


def is_reachable(instance: Instance, *names: str) -> bool | None:
    """Can other machines connect to the ports of these directives (all, if none is named)?

    On a host, or in its network, what is bound decides; of a container, only what is published can be reached.
    """
    numbers = [number(instance, name) for name in names or ("port", "tls-port")]
    listening = True if any(numbers) else None if None in numbers else False
    bound = is_bound_beyond_loopback(instance)
    if instance.is_hosted or (instance.kind == "compose" and shares_host(instance)):
        return every(listening, bound)
    found = published(instance, [one for one in numbers if one != 0])
    return every(listening, bound, True if isinstance(found, Port) else found)


def shares_host(instance: Instance) -> bool:
    """Is its container known to share the network of its host?"""
    network = instance.workload.host_network if instance.workload is not None else None
    return network is not None and network.value is True


def door(instance: Instance, otherwise: Setting) -> tuple[Span, str]:
    """The place that lets other machines in, and what it does; `otherwise` is blamed where there is no `bind`."""
    port = published(instance, (number(instance, "port"), number(instance, "tls-port")))
    if isinstance(port, Port):
        beyond = " beyond the cluster" if instance.kind in ("helm-values", "kubernetes") else ""
        return port.span, f"port {port.seen} is published{beyond}"
    network = instance.workload.host_network if instance.workload is not None and not instance.is_hosted else None
    if network is not None and network.value is True:
        return network.span, "the container shares the network of its host"
    bind = instance.setting("bind")
    if bind.written:
        return bind.span, f"`{bind.spelling} {bind.value}` lets other machines in"
    return (otherwise.span if otherwise.written else instance.anchor), "without `bind` the server listens everywhere"
