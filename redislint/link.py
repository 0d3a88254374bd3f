"""Instances joined by what they say of each other: includes, mounted files, ACL files, replicas and Sentinels.

Never by nearness: two files in one folder have nothing to do with each other until one names the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from redislint import declares
from redislint.access.gone import by_path
from redislint.declares import Declaration
from redislint.groups import deployments, in_projects
from redislint.join import is_file, joined, used
from redislint.model.change import Change, paired
from redislint.model.document import Document, Reading
from redislint.model.instance import Instance
from redislint.model.origin import CHART, COMMENT, CONFIGURATION, GIVEN, IMAGE, RESOURCE, Origin
from redislint.model.project import Project, with_members
from redislint.model.snapshot import Drift
from redislint.model.topology import Deployment
from redislint.options import Options
from redislint.servers import Server
from redislint.servers.directives import having
from redislint.typed import Final, NamedTuple

# References to what an instance's own settings are not read from, or is read with them.
_NO_PARTS: Final = frozenset(
    (
        "mount",
        "base",
        "compose",
        "project",
        "dockerfile",
        "environment",
        "systemd",
        "sysctl",
        "values",
        "chart",
        "release",
    )
)


class Whole(NamedTuple):
    """Everything that a run looks at."""

    documents: tuple[Document, ...]
    instances: tuple[Instance, ...]
    deployments: tuple[Deployment, ...]
    changes: tuple[Change, ...] = ()
    projects: tuple[Project, ...] = ()
    drifts: tuple[Drift, ...] = ()


def link(readings: Sequence[Reading], options: Options, launched: Collection[str] = ()) -> Whole:
    """Join what was read, file by file, into instances and deployments.

    `launched` names the files that a server is known to be started with: what they leave out has its default.
    """
    files = {reading.source.path: reading for reading in readings}
    written = in_projects([instance for reading in readings for instance in reading.instances])
    started = {*launched, *_built_in(written)}
    found = [joined(_launched(instance, started, options), files) for instance in _unclaimed(written)]
    # Only where files are mounted does joining tell of more that are claimed.
    said = {path: said for path, reading in files.items() if (said := declares.declared(reading)) is not None}
    instances = tuple(_declared(instance, options, said) for instance in _unclaimed(found))
    named = used(readings, (*written, *found))
    instances = tuple(
        one._replace(orphan=True)
        if is_file(one) and not named(one) and not _is_launched(one.anchor.source.path, started, options)
        else one
        for one in instances
    )
    # What an image or a unit starts is not asked of all versions: the one that it has takes the file's names.
    documents = tuple(
        one._replace(launched=_is_asked_for(one.source.path, launched, options))
        for one in _with_servers(readings, instances, options, said)
    )
    projects = (with_members(options.project, instances),) if options.project is not None else ()
    known = {one.ident: one for project in projects for one in project.declarations}
    return Whole(documents, instances, tuple(deployments(instances, known)), projects=projects)


def compared(whole: Whole, earlier: Whole | None) -> Whole:
    """The whole with what became of the instances of an earlier time, if there is one."""
    return whole if earlier is None else whole._replace(changes=tuple(paired(earlier.instances, whole.instances)))


def _built_in(instances: Iterable[Instance]) -> Iterator[str]:
    """The configuration files that the command of an image or a unit names."""
    for one in instances:
        if one.kind in ("dockerfile", "systemd"):
            yield from (part.path for part in one.references if part.role == "config" and part.path is not None)


def _launched(instance: Instance, launched: Collection[str], options: Options) -> Instance:
    is_target = instance.kind in ("redis-conf", "sentinel-conf")
    if is_target and _is_launched(instance.anchor.source.path, launched, options):
        return instance._replace(complete=True)
    return instance


def _is_asked_for(path: str, launched: Collection[str], options: Options) -> bool:
    """Is a server to be started with this very text, whichever it is?  An instance of a project has its own."""
    declared = options.declared(path)
    return path in launched or (declared.complete and not declared.instance)


def _is_launched(path: str, launched: Collection[str], options: Options) -> bool:
    """Is a server known to be started with this very file?"""
    return path in launched or options.declared(path).complete


def _unclaimed(instances: Sequence[Instance]) -> list[Instance]:
    """Those that are no mere file from which another of them is made; of files that include each other, the first."""
    services = {part.path for one in instances for part in one.references if part.role == "dockerfile"}
    # What a service builds is the service.
    instances = [one for one in instances if one.kind != "dockerfile" or one.anchor.source.path not in services]
    # What a kustomization takes in is what the kustomization makes of it.
    based = {part.path for one in instances for part in one.references if part.role == "base"}
    instances = [one for one in instances if (one.declared or one.anchor.source.path) not in based]
    parts = {id(one): _parts(one) for one in instances}
    # An image that is built with a file is no reason to judge the file by the image alone: it may be run in many ways.
    claimed = {path for one in instances if one.kind != "dockerfile" for path in parts[id(one)]}
    kept = [one for one in instances if not (one.anchor.source.path in claimed and is_file(one))]
    if len(kept) == len(instances):
        return kept
    files = {one.anchor.source.path: one for one in instances if is_file(one)}
    own = {id(one) for one in kept}
    reached: set[str] = set()
    for one in (*kept, *files.values()):
        path = one.anchor.source.path
        if id(one) not in own:
            if path in reached:
                continue
            kept.append(one)
        stack = [path, *parts[id(one)]]
        while stack:
            current = stack.pop()
            if current not in reached:
                reached.add(current)
                stack += parts[id(files[current])] if current in files else ()
    return kept


def _parts(instance: Instance) -> set[str]:
    """The other files that an instance is made from."""
    return {
        reference.path
        for reference in instance.references
        if reference.role not in _NO_PARTS
        and reference.path is not None
        and reference.path != instance.anchor.source.path
    }


def _declared(instance: Instance, options: Options, said: Mapping[str, Declaration]) -> Instance:
    """The instance with its version, environment and purpose: the run's, then the configuration's, then its own."""
    path = instance.declared or instance.anchor.source.path
    declared = options.declared(path)
    server, origin = _version(options, declared.server, instance.server, instance.origin or _origin(instance))
    if server is None:
        files = [path, *(one.path for one in instance.references if one.role == "config" and one.path is not None)]
        comment = next((said[one] for one in files if one in said), None)
        server, origin = (comment.server, Origin(COMMENT, comment.span)) if comment is not None else (None, origin)
    settings = instance.settings
    if server is not None and server.key in having("text-after-quote"):
        from redislint.startup.words import as_read_by

        settings = as_read_by(settings, server.key)
    return instance._replace(
        settings=settings,
        server=server,
        origin=origin,
        environment=declared.environment,
        profile=declared.profile,
        rpo=declared.rpo,
        member=declared.instance,
        target=declared.target,
        transport=declared.transport,
        admins=_admins(instance, options),
        today=options.today,
        build=declared.build or instance.build,
    )


def _admins(instance: Instance, options: Options) -> tuple[str, ...]:
    """Who is declared to administer: for the instance, and for the files that say who its users are."""
    paths = [instance.anchor.source.path, *(user.span.source.path for user in instance.users or ())]
    return tuple(dict.fromkeys(one for path in dict.fromkeys(paths) for one in options.declared(path).admins))


def _version(
    options: Options, configured: Server | None, own: Server | None, origin: Origin | None
) -> tuple[Server | None, Origin | None]:
    """The nearest version, and where it comes from, or would come from."""
    if options.server is not None:
        return options.server, Origin(GIVEN)
    if configured is not None:
        return configured, Origin(CONFIGURATION)
    return own, origin


def _origin(instance: Instance) -> Origin | None:
    """What a reader's version comes from where the reader does not say it."""
    if instance.managed is not None:
        return Origin(RESOURCE, instance.anchor)
    image = instance.image
    return Origin(IMAGE if image.written else CHART, image.span) if image is not None else None


def _with_servers(
    readings: Iterable[Reading], instances: Iterable[Instance], options: Options, said: Mapping[str, Declaration]
) -> Iterator[Document]:
    """The documents, each with the version of the server that reads it, where there is but one."""
    read: dict[str, dict[Server | None, Origin | None]] = {}
    taken = by_path(instances)
    own = {(one.anchor.source.path, one.server): one.origin for one in instances}
    for instance in instances:
        paths = {instance.anchor.source.path} if is_file(instance) else set()
        paths |= {reference.path for reference in instance.references if reference.path is not None}
        for path in paths:
            read.setdefault(path, {}).setdefault(instance.server, instance.origin)
    for reading in readings:
        path = reading.source.path
        known = read.get(path, {})
        only = next(iter(known.items())) if len(known) == 1 else (None, None)
        server, origin = _version(options, options.declared(path).server, *only)
        if server is None and not known and path in said:
            server, origin = said[path].server, Origin(COMMENT, said[path].span)
        for document in reading.documents:
            found = (server, origin) if server is not None else (document.server, own.get((path, document.server)))
            declared = options.declared(path)
            yield _as_read(
                document._replace(
                    server=found[0],
                    origin=found[1],
                    admins=declared.admins,
                    profile=declared.profile,
                    gone=taken.get(path, document.gone),
                )
            )
        if reading.problems:
            yield Document(reading.source, "", problems=reading.problems)


def _as_read(document: Document) -> Document:
    """A document with the words that its server reads, where these are not those of all others."""
    if document.server is None or document.server.key not in having("text-after-quote"):
        return document
    from redislint.startup.words import document_for

    return document_for(document, document.server.key)
