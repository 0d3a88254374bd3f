"""Sentinels: who may command them, and how they speak to servers and to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.auth import default_user_open
from redislint.checks.peers import monitors, watched
from redislint.checks.reach import door, is_loopback, is_protected, is_reachable, number
from redislint.finding import Hit, Related, Severity
from redislint.model.instance import SENTINEL, Instance
from redislint.model.topology import Deployment
from redislint.typed import Final

# An address, or a name of three parts and more that is none of a cluster's own.
_OF_HOSTS: Final = r"[\d.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*|(?:[\w-]+\.){2,}(?!local$)[\w-]+"


def open_sentinel(instance: Instance) -> Iterator[Hit]:
    """A Sentinel that other machines reach, and that asks none of them for a password."""
    if instance.role != SENTINEL or default_user_open(instance) is not True:
        return
    if is_protected(instance) is False and is_reachable(instance) is True:
        at, what = door(instance, instance.setting("port"))
        hosts = [line.args[2] for line in monitors(instance) if line.args is not None]
        # A published port is a fact.  A file may be for a host, or for a container whose port nobody publishes.
        is_likely = instance.kind != "sentinel-conf" or any(map(_is_of_hosts, hosts))
        severity = None if is_likely else Severity.INFO
        yield Hit(at, key="requirepass", severity=severity, what=what.replace("the server", "the Sentinel"))


def _is_of_hosts(host: str) -> bool:
    """Is this an address of a network of hosts: no loopback, and no name such as containers have (`redis-0.redis`)?"""
    return re.fullmatch(_OF_HOSTS, host) is not None and not is_loopback(host)


def mismatched(group: Deployment) -> Iterator[Hit]:
    """A Sentinel whose links are encrypted at one end only: to its master, or to the other Sentinels."""
    for sentinel in group.sentinels:
        setting, port = sentinel.setting("tls-replication"), sentinel.setting("port")
        is_plain = number(sentinel, "tls-port") == 0 and bool(number(sentinel, "port"))
        if is_plain and setting.written and setting.is_one_of("yes"):
            related = (Related(port.span, "the port without TLS that it tells others of"),) if port.written else ()
            why = "dials other Sentinels with TLS, and none of them can dial it: it has no `tls-port`"
            yield Hit(setting, key="tls-replication", related=related, why=why)
    for watch in watched(group):
        setting, secure = watch.sentinel.setting("tls-replication"), watch.master.setting("tls-port")
        if number(watch.master, "port") == 0 and number(watch.master, "tls-port") and setting.is_one_of("no"):
            related = (Related(secure.span, "the master takes connections with TLS alone"),)
            why = f"dials `{watch.name}` without TLS, which its port takes for an error"
            yield Hit(watch.line.span, key="tls-replication", related=related, why=why)
