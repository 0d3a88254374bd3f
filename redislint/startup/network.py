"""What a server needs so that it can listen: somewhere to do so, each place once, and whole TLS settings."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.servers.addresses import packed
from redislint.servers.numbers import integer, leading
from redislint.servers.split import split
from redislint.startup.refusal import HAS_USERS, SINCE_70, STARTING, Refusal, seen_by
from redislint.typed import Final

_MOST_PORT: Final = 65535
# A server takes 16 addresses.
_MOST_ADDRESSES: Final = 16
_BUS: Final = 10_000


def nowhere(instance: Instance, line: str) -> Iterator[Refusal]:
    """No port, no TLS port, no Unix socket; or from 7.0 on no address to bind to."""
    port, bind = instance.setting("port"), instance.setting("bind")
    if port.written and _number(port, line) and not _is_empty(bind):
        return
    seen = seen_by(instance, line)
    port, tls, socket, bind = (seen.setting(name) for name in ("port", "tls-port", "unixsocket", "bind"))
    has_tls = line in HAS_USERS
    if not socket.is_one_of(""):
        return
    if _number(port, line) == 0 and (not has_tls or _number(tls, line) == 0):
        yield _refusal(instance, port, "port", "no port, no TLS port and no Unix socket is left to listen on")
    elif line in SINCE_70 and _is_empty(bind):
        yield _refusal(instance, bind, "bind", "there is no address to listen on, and no Unix socket")


def idle_binds(instance: Instance, line: str) -> Iterator[Setting]:
    """The `bind` lines that nothing is bound by: those before the last one, and all where there is no port to bind."""
    seen = seen_by(instance, line)
    ports = ("port", "tls-port") if line in HAS_USERS else ("port",)
    listens = any(_number(seen.setting(name), line) != 0 for name in ports)
    listens = listens or not seen.setting("cluster-enabled").is_one_of("no")
    bound = seen.setting("bind") if listens else None
    yield from (one for one in instance.settings if one.name == "bind" and one is not bound)


def conflicts(instance: Instance, line: str) -> Iterator[Refusal]:
    """One address, or one port, for two things."""
    bind, tls, bus = (instance.setting(name) for name in ("bind", "tls-port", "cluster-port"))
    twice = _taken([word.removeprefix("-") for word in _words(bind)[:_MOST_ADDRESSES]]) if bind.written else ""
    if twice and not any(one is bind for one in idle_binds(instance, line)):
        yield _refusal(instance, bind, "conflict", f"`{twice}` is taken already, by an address before it")
    if not tls.written and not bus.written:
        return
    seen = seen_by(instance, line)
    port = seen.setting("port")
    if line in HAS_USERS and tls.written and _number(tls, line) and _number(tls, line) == _number(port, line):
        yield _refusal(instance, tls, "conflict", "`port` and `tls-port` are the same port")
    enabled = seen.setting("cluster-enabled").is_one_of("yes")
    if (
        line in SINCE_70
        and enabled
        and bus.written
        and _number(bus, line)
        and _number(bus, line) == _number(port, line)
    ):
        yield _refusal(instance, bus, "conflict", "`port` and `cluster-port` are the same port")


def _taken(addresses: list[str]) -> str:
    """The first address that one before it, or one that stands for all, holds already; empty if there is none."""
    seen: set[bytes] = set()
    if len(addresses) < 2:
        return ""
    for text in addresses:
        address = packed(text)
        if address is None:
            continue
        all_of_them = bytes(len(address))
        same = {one for one in seen if len(one) == len(address)}
        if address in same or all_of_them in same or (address == all_of_them and same):
            return text
        seen.add(address)
    return ""


def bus_port(instance: Instance, line: str) -> Iterator[Refusal]:
    """A cluster whose bus would have a port beyond 65535, or no address."""
    seen = seen_by(instance, line)
    if not seen.setting("cluster-enabled").is_one_of("yes"):
        return
    bind = seen.setting("bind")
    if line in SINCE_70 and _is_empty(bind):
        yield _refusal(instance, bind, "bus", "the cluster bus has no address to listen on")
    by_tls = seen.setting("tls-cluster")
    if by_tls.written and by_tls.args is None:
        return
    uses_tls = line in HAS_USERS and by_tls.is_one_of("yes")
    port = seen.setting("tls-port" if uses_tls else "port")
    number = _number(port, line)
    bus = seen.setting("cluster-port")
    if number is None or number + _BUS <= _MOST_PORT:
        return
    if line not in SINCE_70 or _number(bus, line) == 0:
        detail = f"the cluster bus would listen on {number + _BUS}, and {_MOST_PORT} is the last port there is"
        yield _refusal(instance, port, "bus", detail)


def tls(instance: Instance, line: str) -> Iterator[Refusal]:
    """TLS that is switched on without a certificate, a key, or the authority that clients are checked against."""
    if line not in HAS_USERS:
        return
    seen = seen_by(instance, line)
    port = seen.setting("tls-port")
    others = [seen.setting(name) for name in ("tls-replication", "tls-cluster")]
    if any(one.written and one.args is None for one in (port, *others)):
        return
    on = [one for one in others if one.is_one_of("yes")]
    switch = port if port.written and _number(port, line) else on[0] if on else None
    if switch is None:
        return
    for name in ("tls-cert-file", "tls-key-file"):
        if seen.setting(name).is_one_of(""):
            yield _refusal(instance, switch, "tls", f"needs `{name}`")
    checks = bool(on) or seen.setting("tls-auth-clients").is_none_of("no")
    if checks and all(seen.setting(name).is_one_of("") for name in ("tls-ca-cert-file", "tls-ca-cert-dir")):
        why = "" if on else ", since `tls-auth-clients` is not `no`"
        yield _refusal(instance, switch, "tls", f"needs `tls-ca-cert-file` or `tls-ca-cert-dir`{why}")


def _refusal(instance: Instance, setting: Setting, code: str, detail: str) -> Refusal:
    order = next((index for index, one in enumerate(instance.settings) if one is setting), len(instance.settings))
    return Refusal(STARTING, order, code, setting.span, setting.name, detail, False)


def _number(setting: Setting, line: str) -> int | None:
    """A port; what is no number reads as 0 in 5.0, and is refused by itself in any other."""
    if setting.args is None or len(setting.args) != 1:
        return None
    exact = integer(setting.args[0])
    return leading(setting.args[0]) if exact is None and line == "redis@5.0" else exact


def _words(bind: Setting) -> tuple[str, ...]:
    args = bind.args or ()
    return split(args[0]) if len(args) == 1 else args


def _is_empty(bind: Setting) -> bool:
    return bind.written and bind.args is not None and not _words(bind)
