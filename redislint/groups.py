"""Instances that belong together: those that a reader put into one group, and those that name each other's address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from redislint.model.addresses import Address, is_local, is_numeric, others, own
from redislint.model.instance import SENTINEL, Instance
from redislint.model.project import Declaration
from redislint.model.topology import Deployment
from redislint.typed import Final

_NONE: Final[Mapping[str, Declaration]] = MappingProxyType({})


def deployments(instances: Iterable[Instance], declared: Mapping[str, Declaration] = _NONE) -> Iterator[Deployment]:
    """The groups that are declared; those that readers named, a compose project or a release; those of an address.

    A master and its replicas and Sentinels are joined where they all name one address that a single server binds or
    announces; Sentinels alone where they name one address that is a number.  A Sentinel that names none of the servers
    at hand, or a server that names a master or the user it replicates as, is a group by itself.  Of a declared group
    all members are known where it has as many replicas and Sentinels as are declared.
    """
    groups: dict[tuple[str, str], list[Instance]] = {}
    alone: list[Instance] = []
    instances = list(instances)
    together = _together(instances, declared)
    for instance in instances:
        if instance.member in together:
            together[instance.member].append(instance)
        elif instance.group:
            path = _project(instance) or instance.anchor.source.path
            groups.setdefault((path, instance.group), []).append(instance)
        else:
            alone.append(instance)
    for ident, joined in together.items():
        yield _declared(declared[ident], joined)
    yield from _by_address(alone)
    for (_, name), members in groups.items():
        yield Deployment(
            name=name,
            anchor=members[0].anchor,
            instances=tuple(member for member in members if member.role != SENTINEL),
            sentinels=tuple(member for member in members if member.role == SENTINEL),
            complete=all(member.replicas is not None for member in members),
        )


def _together(instances: Iterable[Instance], declared: Mapping[str, Declaration]) -> dict[str, list[Instance]]:
    """Room for the declared instances that are more than one server, none of which a reader has put into a group."""
    found: dict[str, list[Instance]] = {}
    for one in instances:
        if one.member in declared:
            found.setdefault(one.member, []).append(one)
    return {ident: [] for ident, members in found.items() if len(members) > 1 and not any(one.group for one in members)}


def _declared(declaration: Declaration, members: list[Instance]) -> Deployment:
    group = _group(declaration.ident, members)
    replicas, sentinels = declaration.value("replicas"), declaration.value("sentinels")
    is_whole = (
        not declaration.external
        and replicas != ""
        and len(group.instances) == int(replicas) + 1
        and len(group.sentinels) == int(sentinels or 0)
    )
    return group._replace(complete=is_whole)


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
        for address in dict.fromkeys(own(instance)) if instance.role != SENTINEL else ():
            owners.setdefault(address, []).append(instance)
        for address in dict.fromkeys(others(instance)):
            named.setdefault(address, []).append(instance)
    joined: set[int] = set()
    for address, naming in named.items():
        masters = owners.get(address, [])
        if len(masters) == 1:
            yield _group(":".join(address), [masters[0], *(one for one in naming if one is not masters[0])])
            joined |= {id(one) for one in (masters[0], *naming)}
            continue
        watching = [one for one in naming if one.role == SENTINEL]
        if not masters and len(watching) > 1 and is_numeric(address[0]) and not is_local(address[0]):
            yield _group(":".join(address), watching)
            joined |= {id(one) for one in watching}
    for instance in known:
        names_peer = bool(instance.directives & {"masteruser", "replicaof"})
        if id(instance) not in joined and (instance.role == SENTINEL or names_peer):
            yield _group(instance.name, [instance])


def _group(name: str, members: list[Instance]) -> Deployment:
    servers = tuple(one for one in members if one.role != SENTINEL)
    sentinels = tuple(one for one in members if one.role == SENTINEL)
    return Deployment(name, (sentinels or servers)[0].anchor, servers, sentinels)
