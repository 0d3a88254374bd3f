"""Instances joined by what they say of each other: includes, mounted files, ACL files, replicas and Sentinels.

Never by nearness: two files in one folder have nothing to do with each other until one names the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from redislint.model.acl import User
from redislint.model.document import Document, Reading
from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, Instance, Reference
from redislint.model.topology import Deployment
from redislint.options import Options
from redislint.servers import Server

# The server has no limit: a cycle ends in a crash.  What lies deeper here counts as unknown.
MAX_INCLUDE_DEPTH = 16
MAX_SETTINGS = 200_000


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that a run looks at."""

    documents: tuple[Document, ...]
    instances: tuple[Instance, ...]
    deployments: tuple[Deployment, ...]


def link(readings: Sequence[Reading], options: Options, launched: Collection[str] = ()) -> Whole:
    """Join what was read, file by file, into instances and deployments.

    `launched` names the files that a server is known to be started with: what they leave out has its default.
    """
    files = {reading.source.path: reading for reading in readings}
    claimed = _claimed(readings)
    instances = tuple(
        _declared(_joined(_launched(instance, launched), files), options)
        for reading in readings
        for instance in reading.instances
        if not (reading.source.path in claimed and instance.anchor.start == 0 and _is_file(instance))
    )
    documents = tuple(_with_servers(readings, instances, options))
    return Whole(documents, instances, tuple(_deployments(instances)))


def _launched(instance: Instance, launched: Collection[str]) -> Instance:
    is_target = instance.kind in ("redis-conf", "sentinel-conf") and instance.anchor.source.path in launched
    return replace(instance, complete=True) if is_target else instance


def _is_file(instance: Instance) -> bool:
    """Is the instance nothing but a configuration file, so that it is one with whoever uses the file?"""
    return instance.kind in ("redis-conf", "sentinel-conf", "users-acl")


def _claimed(readings: Iterable[Reading]) -> set[str]:
    """The files that another file's instance is made from."""
    return {
        reference.path
        for reading in readings
        for instance in reading.instances
        for reference in instance.references
        if reference.path is not None and reference.path != reading.source.path
    }


def _joined(instance: Instance, files: dict[str, Reading]) -> Instance:
    """The instance with the settings and users of the files that it names."""
    found: list[Setting] = []
    references: list[Reference] = list(instance.references)
    complete = instance.complete
    users: tuple[User, ...] | None = instance.users
    role = instance.role
    for reference in instance.references:
        if reference.role != "config":
            continue
        part = _file_instance(reference, files)
        if part is None:
            complete = False
            users = None
            continue
        settings, inner, known = _expanded(part, files, 0)
        found += settings
        references += inner
        complete = complete and known
        users = part.users if users == () else users
    own, inner, known = _expanded(instance, files, 0)
    found += own
    references += [reference for reference in inner if reference not in references]
    complete = complete and known
    users = _users(users, references, found, files)
    return replace(
        instance,
        settings=tuple(found),
        complete=complete,
        users=users,
        references=tuple(references),
        role=role,
    )


def _file_instance(reference: Reference, files: dict[str, Reading]) -> Instance | None:
    if reference.path is None or reference.path not in files:
        return None
    instances = files[reference.path].instances
    return instances[0] if len(instances) == 1 and _is_file(instances[0]) else None


def _expanded(instance: Instance, files: dict[str, Reading], depth: int) -> tuple[list[Setting], list[Reference], bool]:
    """The instance's settings with every include in its place; the references met; and whether all were known."""
    includes: dict[tuple[int, int], list[Reference]] = {}
    for reference in instance.references:
        if reference.role == "include":
            includes.setdefault((reference.span.start, reference.span.end), []).append(reference)
    settings: list[Setting] = []
    references = [reference for reference in instance.references if reference.role != "config"]
    known = not instance.partial
    for setting in instance.settings:
        settings.append(setting)
        if setting.name != "include":
            continue
        targets = _targets(setting, includes)
        if targets is None:
            known = False
            continue
        for target in targets:
            part = _file_instance(target, files)
            if part is None or depth >= MAX_INCLUDE_DEPTH or len(settings) > MAX_SETTINGS:
                known = False
                continue
            inner, further, whole = _expanded(part, files, depth + 1)
            settings += inner
            references += further
            known = known and whole
    return settings, references, known


def _targets(setting: Setting, includes: dict[tuple[int, int], list[Reference]]) -> list[Reference] | None:
    """The files that one include line names; None where that is not known.  A reference lies within its line."""
    for (start, end), references in includes.items():
        if setting.span.start <= start and end <= setting.span.end:
            return references
    return None


def _users(
    users: tuple[User, ...] | None,
    references: Iterable[Reference],
    settings: Sequence[Setting],
    files: dict[str, Reading],
) -> tuple[User, ...] | None:
    """The users of the ACL file, where one is used; None where it cannot be read."""
    aclfile = next((setting for setting in reversed(settings) if setting.name == "aclfile"), None)
    if aclfile is None or aclfile.is_one_of(""):
        return users
    for reference in references:
        if reference.role == "acl" and aclfile.span.start <= reference.span.start <= aclfile.span.end:
            part = _file_instance(reference, files)
            return part.users if part is not None else None
    return None


def _declared(instance: Instance, options: Options) -> Instance:
    """The instance with its version, environment and purpose: the command line, then the configuration, then its own."""
    declared = options.declared(instance.anchor.source.path)
    return replace(
        instance,
        server=options.server or declared.server or instance.server,
        environment=declared.environment,
        profile=declared.profile,
    )


def _with_servers(readings: Iterable[Reading], instances: Iterable[Instance], options: Options) -> Iterator[Document]:
    """The documents, each with the version of the server that reads it, where there is but one."""
    servers: dict[str, set[Server | None]] = {}
    for instance in instances:
        paths = {instance.anchor.source.path} if _is_file(instance) else set()
        paths |= {reference.path for reference in instance.references if reference.path is not None}
        for path in paths:
            servers.setdefault(path, set()).add(instance.server)
    for reading in readings:
        known = servers.get(reading.source.path, set())
        server = options.server or options.declared(reading.source.path).server
        if server is None and len(known) == 1:
            server = next(iter(known))
        for document in reading.documents:
            yield replace(document, server=server or document.server)
        if reading.problems:
            yield Document(reading.source, "", problems=reading.problems)


def _deployments(instances: Iterable[Instance]) -> Iterator[Deployment]:
    """The groups that readers named: a compose project, a release."""
    groups: dict[tuple[str, str], list[Instance]] = {}
    for instance in instances:
        if instance.group:
            groups.setdefault((instance.anchor.source.path, instance.group), []).append(instance)
    for (_, name), members in groups.items():
        servers = tuple(member for member in members if member.role != SENTINEL)
        sentinels = tuple(member for member in members if member.role == SENTINEL)
        yield Deployment(
            name=name,
            anchor=members[0].anchor,
            instances=servers,
            sentinels=sentinels,
            complete=all(member.replicas is not None for member in members),
        )
