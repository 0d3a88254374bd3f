"""A Redis as declared: its settings, users, and what surrounds it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from redislint import servers
from redislint.model.acl import User
from redislint.model.facts import UNKNOWN, Fact, Setting
from redislint.model.origin import Origin
from redislint.source import Span
from redislint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from redislint.model.workload import Workload

SERVER = "server"
SENTINEL = "sentinel"
# Kinds of files that are for servers on machines, where what is bound decides who gets in.
_HOSTED = ("redis-conf", "sentinel-conf", "systemd", "ansible")


class Reference(NamedTuple):
    """Another file that an instance is made from.

    `role` is `config` (the configuration file), `acl`, `include`, `users` for an ACL file that is written from what the
    instance's own file says of users, `text` for a manifest that holds the configuration file's text, `project` for the
    compose file whose project a service of another file belongs to, `base` for a manifest that is here as a
    kustomization makes it, `values` for a file of values that a release names, `chart` for the chart's own, `release`
    for the file that declares it, or `mount` for a file that is there for whoever names it; `path` is a path in the
    tree (POSIX, relative to the root), or None where the file is not in it or its name is not known; `span` is where it
    is named; `written` is an absolute path as it is written there.
    """

    role: str
    path: str | None
    span: Span
    written: str = ""


class Port(NamedTuple):
    """A port published to the outside.

    `host` is the address it is published on (`` for every interface), None if unknown; `container` the port inside, and
    `outside` the one it is published as, None if it is the same, not known, or any.  `by` is what publishes it in a
    cluster: `LoadBalancer`, `internal` for one of a private network, `NodePort`, `externalIPs`, `hostPort` or
    `hostNetwork`.
    """

    host: str | None
    container: int
    span: Span
    outside: int | None = None
    by: str = ""

    @property
    def seen(self) -> int:
        """The number that others connect to, as far as it is known."""
        return self.container if self.outside is None else self.outside


class Managed(NamedTuple):
    """What a cloud resource says of a managed Redis: the resource's type, and facts by our own names.

    Names in use: `transit-encryption` ("required", "preferred", "off"), `auth` (bool), `at-rest-encryption` (bool),
    `engine-version` (`redis 5.0.6`, by the service's own numbers), `acl` (the name of MemoryDB's), `default-user`
    ("open": ElastiCache's own, which is on and asks for no password), `family` (of a parameter group), and those of
    `servers/providers.py`.
    `defaults` has by fact (the number of nodes is `replicas`) the variables on whose own defaults it rests, each with
    the place that declares it; `notes` by a place that is blamed what else has to do with it where a module is called,
    each with a sentence that says so.
    `service` is its name in the data about ends of support (`aws-elasticache`), empty where there is none.
    """

    resource: str
    facts: Mapping[str, Fact[str | bool | int]]
    defaults: Mapping[str, Mapping[str, Span]] = MappingProxyType({})
    service: str = ""
    notes: Mapping[Span, tuple[tuple[Span, str], ...]] = MappingProxyType({})


class _Fields(NamedTuple):
    anchor: Span
    kind: str
    name: str
    role: str = SERVER
    settings: tuple[Setting, ...] = ()
    complete: bool = False
    partial: bool = False
    server: servers.Server | None = None
    defaults: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    users: tuple[User, ...] | None = ()
    references: tuple[Reference, ...] = ()
    mounts: tuple[tuple[str, str], ...] = ()
    group: str = ""
    profile: str = ""
    environment: str = ""
    image: Fact[str] | None = None
    beside: tuple[tuple[str, Fact[str]], ...] = ()
    memory_limit: Fact[int] | None = None
    ports: tuple[Port, ...] | None = None
    restarts: Fact[bool] | None = None
    replicas: Fact[int] | None = None
    managed: Managed | None = None
    storage: Fact[bool] | None = None
    stock: bool = False
    workload: Workload | None = None
    configmaps: tuple[Span, ...] = ()
    below: frozenset[str] | None = None
    origin: Origin | None = None
    admins: tuple[str, ...] = ()
    today: str = ""
    build: str = ""
    rpo: str = ""
    declared: str = ""
    member: str = ""
    tried: tuple[str, ...] = ()
    target: servers.Server | None = None
    transport: str = ""
    orphan: bool = False


class Instance(_Fields):
    """One Redis or Sentinel, or one set of equal replicas of it; what is looked up in its settings is kept beside them.

    anchor    the place of what is nowhere written: the file's start, the service's key, the resource's header
    kind      the kind of the file that declares it: `redis-conf`, `compose`, `terraform`, ...
    settings  in the order in which the server reads them; the last one wins unless the directive accumulates
    complete  whether the settings are all there are, so that what is absent has its default
    partial   whether some of its text cannot be read as settings (template lines): then it is never complete
    defaults  defaults of the image, chart or service, where they differ from the server's own
    group     the compose project, release or module that it belongs to
    profile   cache, store, queue or session; environment: dev, stage or prod; both "" when nobody declared them
    users     None where they cannot be known (an ACL file that is not in the tree)
    configmaps  the places of the texts and values that it reads from ConfigMaps
    below     all files below the server's working directory; None where that is not known
    mounts    paths where the server runs and the paths in the tree that are mounted there, the most special first
    origin    where the server's version comes from, or would come from
    admins    users, or patterns of their names, that are declared to administer
    today     the day that it is judged on, such as 2026-11-23; empty for the day of the data
    storage   does what it writes outlast its container?  None where the format does not say
    beside    the images of containers that its chart starts beside it, by what the values call each
    stock     whether it is what a chart comes with, its own values.yaml: what is nowhere written there nobody chose
    workload  the container that it runs in; None where the format declares none
    rpo       how much it may lose when its machine fails, as time (`5m`), as declared; "" when nobody said
    build     who built the server, as declared: `distro`, `upstream`, or "" when nobody said
    tried     all images that a job runs with in turn, of which `image` is the newest; none where it is but one
    member    the declared instance that it belongs to: `sessions`, or `sessions/prod` in one of its environments
    target    the version that it is declared to be upgraded to
    transport  what is declared to protect its connections: `native-tls`, `mesh`, `sidecar`, `private-link`,
              `plaintext-accepted`; "" when nobody said
    orphan    is it a mere configuration file, which nothing names that a reader reads, and nobody declares?
    declared  the path of the file that declares it, where that is not the anchor's: a kustomization
    """

    @property
    def is_hosted(self) -> bool:
        """Does it run on a machine, and not in a container or a service?"""
        return self.kind in _HOSTED

    @cached_property
    def directives(self) -> frozenset[str]:
        """The names of the directives that are set."""
        return frozenset(setting.name for setting in self.settings)

    @cached_property
    def _looked_up(self) -> dict[str, Setting]:
        """What `setting` answers, by name: at first the last line of each directive that is set."""
        return {setting.name: setting for setting in self.settings}

    def setting(self, name: str) -> Setting:
        """The directive's value: as last written; else its default if that is certain; else unknown."""
        found = self._looked_up.get(name)
        if found is None:
            found = self._looked_up[name] = Setting(name, self._default(name), self.anchor, self.anchor, name, False)
        return found

    def _default(self, name: str) -> tuple[str, ...] | None:
        """The words of a directive's default; None where it is not certain."""
        if not self.complete:
            return None
        args = self.defaults.get(name)
        return args if args is not None else servers.default(name, self.server)

    def all(self, name: str) -> tuple[Setting, ...]:
        """Every line of a directive that accumulates (`save`, `user`, `rename-command`, `include`, `sentinel`)."""
        if name not in self.directives:
            return ()
        return tuple(setting for setting in self.settings if setting.name == name)


__all__ = ["SENTINEL", "SERVER", "UNKNOWN", "Instance", "Managed", "Port", "Reference"]
