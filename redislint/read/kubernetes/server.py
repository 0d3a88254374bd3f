"""A container that runs Redis, with all that it reads, as an instance."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.acl import User
from redislint.model.document import Document
from redislint.model.facts import UNKNOWN, Fact, Setting
from redislint.model.instance import SENTINEL, SERVER, Instance, Reference
from redislint.read.conf import SENTINEL_DEFAULTS
from redislint.read.kubernetes.configuration import Configuration
from redislint.read.kubernetes.container import Container
from redislint.read.kubernetes.mounts import Mounts
from redislint.read.kubernetes.objects import scalar
from redislint.read.kubernetes.pods import replicas, restarts
from redislint.read.kubernetes.quantities import amount, whole
from redislint.read.kubernetes.scheduling import scaler
from redislint.read.kubernetes.services import policy, published
from redislint.read.kubernetes.variables import configmaps, environment, filled
from redislint.read.kubernetes.workload import placed, workload
from redislint.read.secret import is_likely
from redislint.source import Span
from redislint.typed import Final

# Where the images write, and where their entrypoints go before they start the server.
_DATA: Final = ("/data", "/bitnami/redis/data", "/bitnami/valkey/data")
_LASTING: Final = frozenset({"claim", "host", "network"})


class Server:
    """A container that runs Redis, with the texts that it reads."""

    def __init__(self, container: Container, name: str, group: str) -> None:
        self.container, self.name, self.group = container, name, group
        node, pods = container.node, container.pods
        self.mounts = Mounts(node, pods, container.around)
        self.environment = environment(node, self.mounts, container.image, pods.overlay)
        self.lines = [line for line in (container.line, self.environment.line) if line is not None]
        self.is_sentinel = any(line.sentinel for line in self.lines) or (
            container.image is not None and container.image.sentinel
        )
        folder = scalar(node, "workingDir") or _DATA[0]
        language = "sentinel-conf" if self.is_sentinel else "redis-conf"
        self.configuration = Configuration(self.mounts, folder, language, container.server)
        self._own = tuple(filled(self._written(), self.environment))
        self._read()

    def _written(self) -> list[Setting]:
        return [*self.environment.settings, *(one for line in self.lines for one in line.settings)]

    def _read(self) -> None:
        line = self.container.line
        if line is not None and line.config is not None:
            self.configuration.start(line.config.text, line.config.span, known=line.config.known, copied=line.copied)
        self.configuration.take(self._own)
        self.configuration.acl_file(self.configuration.settings)

    @property
    def secrets(self) -> tuple[Span, ...]:
        """The places of literal secrets, in whichever file."""
        # A variable may be called anything, and hold a password all the same.
        passed = [one.value_span for one in self._own if not one.spelling.startswith("-") and is_likely(one.name)]
        said = [span for line in self.lines for span in line.secrets]
        return (*self.environment.secrets, *said, *self.configuration.secrets, *passed)

    def documents(self) -> Iterator[Document]:
        """The command line as a text of its own, and the texts of manifests that no other reading has."""
        line = self.container.line
        source = self.container.node.file.source.root
        if line is not None and (line.settings or line.problems):
            users, problems = tuple(line.users), tuple(line.problems)
            yield Document(source, "argv", tuple(line.settings), users, problems, self.container.server)
        yield from (one for one in self.configuration.documents if one.source.root is source.root)

    def instance(self) -> Instance:
        """The container as an instance."""
        container, pods = self.container, self.container.pods
        anchor, image = container.anchor, container.image
        defaults = dict(image.defaults) if image is not None else {}
        scaled = scaler(pods, container.around)
        copies = replicas(pods, anchor, scaled=scaled is not None)
        return Instance(
            anchor=anchor,
            kind="kubernetes",
            name=self.name,
            role=SENTINEL if self.is_sentinel else SERVER,
            settings=tuple(self.configuration.settings),
            complete=self._is_complete(),
            partial=self.configuration.partial or any(line.partial for line in self.lines),
            server=container.server,
            defaults=defaults | (SENTINEL_DEFAULTS if self.is_sentinel else {}),
            users=self._users(),
            mounts=self.mounts.pairs(),
            group=self.group,
            image=self._image(),
            memory_limit=self._memory(),
            ports=published(pods, container.node, container.around),
            restarts=restarts(pods, anchor),
            replicas=copies,
            storage=self._storage(),
            workload=placed(
                workload(pods, container.node, anchor, container.words, self.environment, self.mounts),
                container,
                copies,
                scaled,
            )._replace(
                policy=policy(pods, container.node, container.around),
            ),
            references=tuple(self._references()),
            configmaps=(*self.configuration.configmaps, *configmaps(container.node, self.mounts)),
        )

    def _references(self) -> Iterator[Reference]:
        """What the configuration names; and the files beside this one that say something of it."""
        yield from self.configuration.references
        source = self.container.node.file.source
        for path in sorted((self.container.around.used | self.configuration.files) - {source.path}):
            yield Reference("mount", path, self.container.anchor)

    def _users(self) -> tuple[User, ...] | None:
        found = self.configuration.users
        if self.container.line is None:
            return found if self._is_complete() else None
        for line in self.lines:
            found = None if found is None or not line.users_known else (*found, *line.users)
        return found

    def _is_complete(self) -> bool:
        """Are these settings all that there are?  Not so where a script starts the server, or the image has a file."""
        container, line = self.container, self.container.line
        image = container.image
        is_missing = any(one.role == "config" and one.path is None for one in self.configuration.references)
        if container.pods.overlay or container.is_replaced or self.configuration.partial or is_missing:
            return False
        is_plain = image is not None and image.plain
        if line is None:
            return not container.words and (is_plain or self._is_scripted())
        return is_plain and not line.partial and not line.stdin

    def _is_scripted(self) -> bool:
        """Does the image's own script write the whole configuration, from variables that are all known?"""
        image = self.container.image
        folders = image.files if image is not None else ()
        is_added = any(mount.volume.path.startswith(folder) for mount in self.mounts.all for folder in folders)
        return self.environment.settled and not is_added

    def _image(self) -> Fact[str] | None:
        node = self.container.node.get("image")
        if node is None or node.kind != "scalar":
            return None
        inner = node.inner("kubernetes")
        known = self.container.reference and not self.container.is_replaced
        return Fact(self.container.reference if known else UNKNOWN, inner.span(0, len(inner.text)))

    def _memory(self) -> Fact[int] | None:
        found = whole(amount(self.container.node.at("resources.limits.memory")))
        if self.container.pods.overlay:
            return Fact(UNKNOWN, self.container.anchor if found is None else found.span)
        return found

    def _storage(self) -> Fact[bool]:
        """Does what it writes outlast the pod?"""
        named = [one.value for one in self.configuration.settings if one.name == "dir"]
        folder = named[-1] if named else None
        mounts = [self.mounts.mount(one) for one in ((folder,) if folder else _DATA)]
        found = [mount.volume for mount in mounts if mount is not None]
        anchor = self.container.anchor
        if not self.mounts.known or (named and not folder) or any(one.source == "unknown" for one in found):
            return Fact(UNKNOWN, anchor, written=False)
        if any(one.source in _LASTING for one in found):
            return Fact(True, anchor, written=False)
        # It may write elsewhere than where it is taken to.
        lasts = any(mount.volume.source in _LASTING for mount in self.mounts.all)
        return Fact(UNKNOWN if lasts or self.container.image is None else False, anchor, written=False)
