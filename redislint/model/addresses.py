"""Addresses that servers and Sentinels name: their own, and those of the masters that they follow or watch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.model.instance import Instance
from redislint.typed import Final

# Each machine has these for itself: that two files name them says nothing.
_LOCAL: Final = re.compile(r"127\.|::1$|localhost$|0\.0\.0\.0$|::$|\*$")
_NUMERIC: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*")

Address = tuple[str, str]


def is_local(host: str) -> bool:
    """Does each machine have this host for itself?"""
    return _LOCAL.match(host.lower()) is not None


def is_numeric(host: str) -> bool:
    """Is this an address, and no name?"""
    return _NUMERIC.fullmatch(host.lower()) is not None


def own(instance: Instance) -> Iterator[Address]:
    """The addresses that a server binds or announces, but for those that every machine has."""
    port, tls = instance.setting("port"), instance.setting("tls-port")
    ports = [one.value for one in (port, tls) if one.value not in (None, "", "0")]
    for name in ("bind", "replica-announce-ip"):
        for word in instance.setting(name).args or ():
            host = word.removeprefix("-").lower()
            if host and not is_local(host):
                yield from ((host, one) for one in ports if one is not None)


def others(instance: Instance) -> Iterator[Address]:
    """The addresses of the masters that an instance follows or watches."""
    for line in instance.all("sentinel"):
        if line.args is not None and len(line.args) == 5 and line.args[0].lower() == "monitor":
            yield line.args[2].lower(), line.args[3]
    follows = instance.setting("replicaof")
    if follows.args is not None and len(follows.args) == 2:
        yield follows.args[0].lower(), follows.args[1]
