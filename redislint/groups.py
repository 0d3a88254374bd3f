"""Instances that belong together: those that a reader put into one group, and those that name each other's address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from redislint.model.instance import SENTINEL, Instance
from redislint.model.topology import Deployment
from redislint.typed import Final

# Each machine has these for itself: that two files name them says nothing.
_LOCAL: Final = re.compile(r"127\.|::1$|localhost$|0\.0\.0\.0$|::$|\*$")

Address = tuple[str, str]


def deployments(instances: Iterable[Instance]) -> Iterator[Deployment]:
    """The groups that readers named, a compose project or a release; then those that name an address.

    A master and its replicas and Sentinels are joined where they all name one address that a single server binds or
    announces; a Sentinel that names none of the servers at hand, or a server that names the user it replicates as, is
    a group by itself.
    """
    groups: dict[tuple[str, str], list[Instance]] = {}
    alone: list[Instance] = []
    for instance in instances:
        if instance.group:
            path = _project(instance) or instance.anchor.source.path
            groups.setdefault((path, instance.group), []).append(instance)
        else:
            alone.append(instance)
    yield from _by_address(alone)
    for (_, name), members in groups.items():
        yield Deployment(
            name=name,
            anchor=members[0].anchor,
            instances=tuple(member for member in members if member.role != SENTINEL),
            sentinels=tuple(member for member in members if member.role == SENTINEL),
            complete=all(member.replicas is not None for member in members),
        )


def in_projects(instances: Iterable[Instance]) -> list[Instance]:
    """Each service once: as part of the project that includes its file, not of that file alone."""
    found = list(instances)
    taken = {_place(one) for one in found if _project(one) is not None}
    return [one for one in found if _place(one) not in taken or _project(one) is not None] if taken else found


def _project(instance: Instance) -> str | None:
    """The compose file whose project a service of another file belongs to."""
    return next((one.path for one in instance.references if one.role == "project"), None)


def _place(instance: Instance) -> tuple[str, int]:
    return instance.anchor.source.path, instance.anchor.start


def _by_address(instances: Iterable[Instance]) -> Iterator[Deployment]:
    known = list(instances)
    owners: dict[Address, list[Instance]] = {}
    named: dict[Address, list[Instance]] = {}
    for instance in known:
        for address in dict.fromkeys(_own(instance)) if instance.role != SENTINEL else ():
            owners.setdefault(address, []).append(instance)
        for address in dict.fromkeys(_others(instance)):
            named.setdefault(address, []).append(instance)
    joined: set[int] = set()
    for address, naming in named.items():
        masters = owners.get(address, [])
        if len(masters) == 1:
            yield _group(":".join(address), [masters[0], *(one for one in naming if one is not masters[0])])
            joined |= {id(one) for one in (masters[0], *naming)}
    for instance in known:
        names_user = instance.role != SENTINEL and bool(instance.all("masteruser"))
        if id(instance) not in joined and (instance.role == SENTINEL or names_user):
            yield _group(instance.name, [instance])


def _group(name: str, members: list[Instance]) -> Deployment:
    servers = tuple(one for one in members if one.role != SENTINEL)
    sentinels = tuple(one for one in members if one.role == SENTINEL)
    return Deployment(name, (sentinels or servers)[0].anchor, servers, sentinels)


def _own(instance: Instance) -> Iterator[Address]:
    """The addresses that a server binds or announces, but for those that every machine has."""
    port, tls = instance.setting("port"), instance.setting("tls-port")
    ports = [one.value for one in (port, tls) if one.value not in (None, "", "0")]
    for name in ("bind", "replica-announce-ip"):
        for word in instance.setting(name).args or ():
            host = word.removeprefix("-").lower()
            if host and not _LOCAL.match(host):
                yield from ((host, one) for one in ports if one is not None)


def _others(instance: Instance) -> Iterator[Address]:
    """The addresses of the masters that an instance follows or watches."""
    for line in instance.all("sentinel"):
        if line.args is not None and len(line.args) == 5 and line.args[0].lower() == "monitor":
            yield line.args[2].lower(), line.args[3]
    follows = instance.setting("replicaof")
    if follows.args is not None and len(follows.args) == 2:
        yield follows.args[0].lower(), follows.args[1]
