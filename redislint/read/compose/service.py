"""One service of a compose file, as an instance of Redis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from redislint.model.acl import User
from redislint.model.document import Document
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import SENTINEL, SERVER, Instance, Port, Reference
from redislint.model.workload import Inlet, Workload
from redislint.read import argv
from redislint.read.argv import CommandLine
from redislint.read.compose import build, command, limits, start
from redislint.read.compose.collectors import Collectors
from redislint.read.compose.named import named, working_folder
from redislint.read.compose.ports import published
from redislint.read.compose.variables import env_files, variables
from redislint.read.compose.volumes import entries, mounts, storage, workload_volumes
from redislint.read.compose.waiting import waiting
from redislint.read.compose.workload import completed, workload
from redislint.read.conf import SENTINEL_DEFAULTS
from redislint.read.dockerfile import copied, pairs
from redislint.read.environment import Environment, by_name
from redislint.read.launch import may_start_server
from redislint.read.yaml import Node
from redislint.servers import images
from redislint.source import Span, Tree
from redislint.typed import NamedTuple


class Project(NamedTuple):
    """What the services of one document share.

    path     the file that it begins with
    tree     the files around it
    group    their name as a group
    overlay  the file is laid over another one, which says more of its services
    files    the other files of the tree that its services are made from
    collectors  what in it collects metrics
    dialled     where services are told to find others, by the name of those
    """

    document: Node
    path: str
    tree: Tree
    group: str
    overlay: bool
    files: tuple[str, ...] = ()
    collectors: Collectors = Collectors()
    dialled: Mapping[str, tuple[Inlet, ...]] = MappingProxyType({})


class Service:
    """A service's key and value, and what they come to."""

    def __init__(self, key: Node, node: Node, project: Project) -> None:
        self.key = key
        self.node = node
        self.project = project
        self.entries = entries(node, project.document)
        found = build.image_of(node, project.tree)
        self.dockerfile = found[0] if found is not None else ""
        self.built = found[1] if found is not None else None
        self.mounts = mounts(self.entries, pairs(self.built) if self.built is not None else ())
        self.reference = start.reference(node, self.built)
        named = self.reference or start.name(node, self.built)
        self.image = images.find(named) if named else None
        self.server = images.server(self.reference) if self.reference else None
        entry = start.entrypoint(node, self.built)
        self.is_implied = not entry or command.is_own(entry)
        self.words = [*(entry[1:] if command.is_own(entry) else entry), *start.command(node, self.built)]
        self.line = self._line()
        below = self.built.environment if self.built is not None else ()
        given, is_known = env_files(node, project.tree) if self.is_ours else ([], False)
        self.env_files = tuple(dict.fromkeys(place.source.path for _, place, _ in given))
        is_known = is_known and node.get("extends") is None
        self.environment = Environment(by_name((*below, *given, *variables(node))), is_known, self.image)
        self.secrets: tuple[Span, ...] = (*self.environment.secrets, *(self.line.secrets if self.line else ()))

    def _line(self) -> CommandLine | None:
        """What the command starts, if it starts a server."""
        if not self.words:
            return None
        implied = self.image is not None and self.is_implied
        return argv.parse(self.words, implied=implied, server=self.server)

    @property
    def is_ours(self) -> bool:
        """Does the service run Redis, by its command or its image?  A command may also run redis-cli in the image."""
        if self.line is not None:
            return True
        return self.image is not None and (not self.words or may_start_server(self.words))

    def documents(self) -> Iterator[Document]:
        """The command line, as a text of its own."""
        if self.line is not None and (self.line.settings or self.line.problems):
            source = self.words[0].span.source.root
            if source.kind == "dockerfile":
                # It is a text of the Dockerfile's, which is read by itself.
                return
            users, problems = tuple(self.line.users), tuple(self.line.problems)
            yield Document(source, "argv", tuple(self.line.settings), users, problems, self.server)

    def instance(self) -> Instance:
        """The service as an instance; the configuration file that it names is joined to it later."""
        is_sentinel = (self.line is not None and self.line.sentinel) or (self.image is not None and self.image.sentinel)
        defaults = dict(self.image.defaults) if self.image is not None else {}
        anchor = self.key.span
        return Instance(
            anchor=anchor,
            kind=self.node.file.source.kind,
            name=self.key.text,
            role=SENTINEL if is_sentinel else SERVER,
            settings=(*self.environment.settings, *(one for line in self._lines() for one in line.settings)),
            complete=self._is_complete(),
            partial=any(line.partial for line in self._lines()),
            server=self.server,
            defaults=defaults | (SENTINEL_DEFAULTS if is_sentinel else {}),
            users=self._users(),
            references=tuple(self._references()),
            mounts=self.mounts.pairs,
            group=self.project.group,
            image=self._image(),
            memory_limit=limits.memory(self.node),
            ports=self._ports(),
            restarts=limits.restarts(self.node, anchor),
            replicas=limits.replicas(self.node, anchor),
            storage=storage(self.node, self.entries, self.image is not None and self.image.volume, anchor),
            workload=self._workload(),
            build="distro" if self.built is not None and self.built.distro and self.image is None else "",
        )

    def _workload(self) -> Workload:
        is_whole = not self.project.overlay and self.node.get("extends") is None
        volumes = workload_volumes(self.entries, self.project.document, self.project.tree)
        declared = self.project.document.get("volumes")
        keeps = declared is not None and bool(declared.items())
        found = workload(self.node, self.key.span, self.words, self.environment, volumes, is_whole, keeps)
        name = self.key.text
        inlets = tuple(one for one in self.project.dialled.get(name, ()) if one.name != name)
        found = found._replace(awaited=waiting(self.project.document, name), inlets=inlets)
        if is_whole:
            collectors = self.project.collectors
            found = found._replace(metrics=collectors.fact(self.key.span), monitor=collectors.monitor)
        return found if self.built is None else completed(found, self.built, copied(self.built, self.project.tree))

    def _lines(self) -> list[CommandLine]:
        """The command line, and what a variable adds to its end."""
        return [line for line in (self.line, self.environment.line) if line is not None]

    def _users(self) -> tuple[User, ...] | None:
        if self.line is not None:
            return tuple(self.line.users) if self.line.users_known else None
        return () if self._is_complete() else None

    def _references(self) -> Iterator[Reference]:
        """The configuration file that the command names, and whatever is mounted for that one to name."""
        if self.line is not None:
            yield from named(self.line, working_folder(self.node, self.image), self._file)
        elif not self.words and self.image is not None and self.image.config:
            path = self._file(self.image.config)
            if path is not None:
                yield Reference("config", path, self.key.span, self.image.config)
        for path in self.project.files:
            yield Reference("compose", path, self.key.span)
        if self.key.file.source.path != self.project.path:
            yield Reference("project", self.project.path, self.key.span)
        for path in self.env_files:
            yield Reference("environment", path, self.key.span)
        if self.dockerfile:
            yield Reference("dockerfile", self.dockerfile, self.key.span)
        for target, _ in self.mounts.pairs:
            path = self._file(target) if target.endswith((".conf", ".acl")) else None
            if path is not None:
                yield Reference("mount", path, self.key.span)

    def _file(self, inside: str) -> str | None:
        """The path in the tree of a file in the container, if there is such a file."""
        path = self.mounts.path(inside)
        return path if path is not None and self.project.tree.read(path) is not None else None

    def _is_complete(self) -> bool:
        """Are these settings all that there are?  Not so where a script starts the server, or the image has a file."""
        if self.project.overlay or self.node.get("extends") is not None:
            return False
        if self.image is None:
            return False
        is_plain = self.image.plain
        if self.line is None:
            # What an image's own configuration file says is not known, unless another one is mounted there.
            is_bare = is_plain and (not self.image.config or self._file(self.image.config) is not None)
            return not self.words and (is_bare or self._is_scripted())
        return is_plain and not self.line.partial and not self.line.stdin

    def _is_scripted(self) -> bool:
        """Does the image's own script write the whole configuration, from variables that are all known?"""
        folders = self.image.files if self.image is not None else ()
        targets = [target for target, _ in self.mounts.pairs] + self.mounts.elsewhere
        is_added = any(target.startswith(folder) for target in targets for folder in folders)
        return self.environment.settled and not is_added

    def _image(self) -> Fact[str] | None:
        """The image; not where it is built here, and its name is only given to it."""
        if self.built is not None and self.built.image is not None:
            return Fact(self.reference or UNKNOWN, self.built.image.span)
        image = self.node.get("image")
        if image is None or self.node.get("build") is not None:
            return None
        place = image.inner("compose").span(0, len(image.text))
        return Fact(self.reference or UNKNOWN, place)

    def _ports(self) -> tuple[Port, ...] | None:
        """What is published, but for what its image listens on for something else than Redis."""
        others = self.image.other_ports if self.image is not None else frozenset()
        return published(self.node, self.project.document, others)
