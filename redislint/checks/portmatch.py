"""Ports: those that a server listens on, and those at which the rest of its group expects it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from redislint.checks.peers import is_called, monitors
from redislint.checks.probeport import REDIS, asked
from redislint.checks.reach import number
from redislint.finding import Hit, Related, Severity
from redislint.model.addresses import own
from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, Instance
from redislint.model.topology import Deployment
from redislint.source import Span
from redislint.typed import Final, NamedTuple

_USUAL: Final = {SENTINEL: 26379}
_BUS: Final = 10_000
# What a port is called that is a server's, and no exporter's.
_CALLED: Final = r"(?:(?:tcp|http|tls)-)?(?:redis|valkey|sentinel)(?:-(?:tcp|tls|port|server|client|sentinel))?|client"
_SERVERS: Final = r"(?:redis|valkey|keydb)-(?:server|sentinel)\b"


class _Use(NamedTuple):
    """A port that something counts on: where, how it is told, and what else the same thing counts on.

    `sure`: it is surely meant for the server, whatever its number
    """

    port: int
    at: Span
    what: str
    owner: str
    sure: bool = False
    severity: Severity | None = None


def mismatched(group: Deployment) -> Iterator[Hit]:
    """What counts on a port that the server does not listen on."""
    members = (*group.instances, *group.sentinels)
    for one in members:
        listening = _together([one, *(other for other in members if _shares(one, other))])
        # That a server listens on nothing at all is a matter of its own.
        is_deaf = not listening and not one.setting("unixsocket").written
        if listening is None or is_deaf or _runs_several(one):
            continue
        uses = list(_uses(one))
        for use in uses:
            if use.port not in listening and _is_meant(use, uses, listening, one):
                yield _hit(one, use)
    yield from _named(group)


def _listening(one: Instance) -> set[int] | None:
    """The ports that it listens on, its cluster bus among them; None where they are not known."""
    ports = [number(one, name) for name in ("port", "tls-port")]
    if None in ports:
        return None
    found = {port for port in ports if port}
    bus = number(one, "cluster-port") if one.setting("cluster-port").written else 0
    if bus is None:
        return None
    return found | {port + _BUS for port in found} | ({bus} if bus else set())


def _together(members: Sequence[Instance]) -> set[int] | None:
    """The ports that several listen on in one network; None where they are not all known."""
    found: set[int] = set()
    for one in members:
        ports = _listening(one)
        # A service that shares another one's network has no ports of its own.
        if ports is None or (one.kind == "compose" and one.ports is None):
            return None
        found |= ports
    return found


def _shares(one: Instance, other: Instance) -> bool:
    """Are these two containers of one pod, which have one network?"""
    pod, inner, _ = one.name.partition("/")
    return one is not other and bool(inner) and other.name.partition("/")[:2] == (pod, inner)


def _runs_several(one: Instance) -> bool:
    """Does a script start more than one server in the container?"""
    command = one.workload.command if one.workload is not None else None
    return command is not None and len(re.findall(_SERVERS, " ".join(command))) > 1


def _usual(one: Instance) -> int:
    return _USUAL.get(one.role, REDIS)


def _is_meant(use: _Use, uses: Sequence[_Use], listening: set[int], one: Instance) -> bool:
    """Is a port surely meant for the server: by its kind, its name, or as the usual one?

    Where the same thing also counts on a port that the server has, another one may well be somebody else's.
    """
    if use.sure:
        return True
    others = [other.port for other in uses if other.owner == use.owner and other.port in listening]
    return use.port == _usual(one) and not others


def _uses(one: Instance) -> Iterator[_Use]:
    for port in one.ports or () if one.kind == "compose" else ():
        what = f"the published port leads to {port.container}"
        yield _Use(port.container, port.span, what, "ports")
    workload = one.workload
    if workload is None:
        return
    for inlet in workload.inlets:
        is_called_so = re.fullmatch(_CALLED, inlet.said) is not None
        if inlet.by == "container":
            what = f"`containerPort` says {inlet.port}"
            yield _Use(inlet.port, inlet.span, what, "container", severity=Severity.WARNING)
        elif inlet.by == "service":
            what = f"the Service `{inlet.name}` leads to {inlet.port}"
            yield _Use(inlet.port, inlet.span, what, f"service {inlet.name}", is_called_so)
        elif inlet.by == "probe":
            yield _Use(inlet.port, inlet.span, f"the {inlet.name} probe asks at {inlet.port}", "probe")
        else:
            what = f"`{inlet.name}` is told to reach it at {inlet.port}" + (f" (`{inlet.said}`)" if inlet.said else "")
            yield _Use(inlet.port, inlet.span, what, f"client {inlet.name}", sure=True)
    for probe in workload.probes or ():
        port_asked = asked(probe.words or ())
        if port_asked is not None:
            what = f"the {'health check' if probe.kind == 'health' else f'{probe.kind} probe'} asks at {port_asked}"
            yield _Use(port_asked, probe.span, what, f"probe {probe.kind}", sure=True)


def _named(group: Deployment) -> Iterator[Hit]:
    """Sentinels and replicas that name a member of their group, and a port that it does not have."""
    for sentinel in group.sentinels:
        for line in monitors(sentinel):
            yield from _dialled(group, sentinel, line, (line.args or ())[2:4])
    for replica in group.instances:
        line = replica.setting("replicaof")
        if line.written and line.args is not None and len(line.args) == 2:
            yield from _dialled(group, replica, line, line.args)


def _dialled(group: Deployment, client: Instance, line: Setting, address: Sequence[str]) -> Iterator[Hit]:
    host, port = address
    called = [one for one in group.instances if one is not client and _is_at(one, host, group)]
    if not called or not re.fullmatch(r"[0-9]{1,5}", port):
        return
    known = [_listening(one) for one in called]
    announced = {number(one, "replica-announce-port") for one in called}
    if None in announced or int(port) in announced or any(ports is None or int(port) in ports for ports in known):
        return
    name = "sentinel monitor" if line.name == "sentinel" else line.spelling
    use = _Use(int(port), _word(line, host, port), f"`{name}` of `{client.name}` names {port}", "peer", sure=True)
    yield _hit(called[0], use)


def _is_at(one: Instance, host: str, group: Deployment) -> bool:
    """Does a host mean this member: by its name in a project, or by an address that it binds itself?

    What a Service of Kubernetes is called may lead from one port to another.
    """
    if one.kind == "compose":
        return is_called(one, host, group.name)
    return not one.group and any(host.lower() == address for address, _ in own(one))


def _word(line: Setting, host: str, port: str) -> Span:
    """The place of the port behind the host; that of all arguments where it is written in another way."""
    span = line.value_span
    found = re.search(rf"(?<!\S){re.escape(host)}[ \t]+(?P<port>{port})(?!\S)", span.text)
    return (
        span if found is None else Span(span.source, span.start + found.start("port"), span.start + found.end("port"))
    )


def _hit(one: Instance, use: _Use) -> Hit:
    ports = [number(one, name) for name in ("port", "tls-port")]
    own_ports = " and ".join(str(port) for port in ports if port)
    settings = [one.setting(name) for name in ("port", "tls-port")]
    related = tuple(Related(it.span, f"it listens on {it.value}") for it in settings if it.written and it.value != "0")
    return Hit(
        use.at,
        key=f"port {use.owner}",
        severity=use.severity,
        related=related,
        instance=one.name,
        listens=f"listens on {own_ports}" if own_ports else "listens on no port",
        what=use.what,
    )
