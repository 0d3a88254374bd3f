"""Servers and Sentinels that name each other: who follows whom, who watches whom, and as which user."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.access.login import Login, login
from redislint.checks.auth import default_user_open
from redislint.model.acl import User
from redislint.model.addresses import own
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.model.topology import Deployment
from redislint.source import Span
from redislint.startup.refusal import is_whole
from redislint.typed import NamedTuple


class Following(NamedTuple):
    """A replica with the master that it names, and the line that names it."""

    replica: Instance
    master: Instance
    line: Setting


class Watching(NamedTuple):
    """A Sentinel with a master that it watches, and the line that names it; `name` is the master's name there."""

    sentinel: Instance
    master: Instance
    line: Setting
    name: str

    def said(self, kind: str) -> tuple[Setting, tuple[str, ...]] | None:
        """The last line `sentinel KIND NAME ...` about this master; its words end where they are not known."""
        found = [
            (line, line.head)
            for line in self.sentinel.all("sentinel")
            if line.head[:1] and line.head[0].lower() == kind and line.head[1:2] == (self.name,)
        ]
        return found[-1] if found else None

    def is_told(self, *kinds: str) -> bool:
        """Are all of the Sentinel's lines of these kinds known?"""
        return is_told(self.sentinel, *kinds)


def is_told(sentinel: Instance, *kinds: str) -> bool:
    """Are all of a Sentinel's lines `sentinel KIND ...` known, and is there no include that may lead to others?"""
    lines = sentinel.all("sentinel")
    return is_whole(sentinel, "sentinel", *kinds) and not any(
        line.args is None and line.may_begin(*kinds) for line in lines
    )


def followers(group: Deployment) -> Iterator[Following]:
    """The replicas of a group whose masters are in it."""
    for replica in group.instances:
        line = replica.setting("replicaof")
        if line.written and line.args is not None and len(line.args) == 2:
            master = member(group, line.args[0], line.args[1])
            if master is not None and master is not replica:
                yield Following(replica, master, line)


def watched(group: Deployment) -> Iterator[Watching]:
    """The masters of a group that its Sentinels watch."""
    for sentinel in group.sentinels:
        for line in monitors(sentinel):
            name, host, port = (line.args or ())[1:4]
            master = member(group, host, port)
            if master is not None:
                yield Watching(sentinel, master, line, name)


def monitors(sentinel: Instance) -> Iterator[Setting]:
    """A Sentinel's whole lines `sentinel monitor NAME HOST PORT QUORUM`, as far as they are known."""
    for line in sentinel.all("sentinel"):
        if line.args is not None and len(line.args) == 5 and line.args[0].lower() == "monitor":
            yield line


def member(group: Deployment, host: str, port: str) -> Instance | None:
    """The member that an address means: a service by its name, else the one server that binds or announces it."""
    if group.instances and group.instances[0].group:
        return next((one for one in group.instances if is_called(one, host, group.name) and _listens(one, port)), None)
    found = [one for one in group.instances if (host.lower(), port) in own(one)]
    return found[0] if len(found) == 1 else None


def is_called(instance: Instance, host: str, namespace: str) -> bool:
    """Does a host name mean this member: by a name of its own, or in Kubernetes as the one pod of its set?

    `redis`, `redis.shop`, `redis.shop.svc.cluster.local` are a service; `redis-0.redis` and so on a pod.
    """
    others = instance.workload.names if instance.workload is not None else None
    if host == instance.name or instance.kind != "kubernetes":
        return host == instance.name or host in (others or ())
    first, *rest = host.lower().split(".")
    if first == instance.name:
        return rest[0] == namespace
    is_only = instance.replicas is not None and instance.replicas.value == 1
    return first == f"{instance.name}-0" and is_only and (len(rest) < 2 or rest[1] == namespace)


def _listens(instance: Instance, port: str) -> bool:
    return any(instance.setting(name).is_one_of(port) for name in ("port", "tls-port"))


class Account(NamedTuple):
    """A user of a server by name, or the default user with what `requirepass` says.

    place    what makes the user, for a message
    enabled  may it log in?  `nopass`: with any password
    """

    place: Span
    enabled: bool
    nopass: bool
    passwords: Login | str
    user: User | None

    def takes(self, password: str) -> bool | None:
        """Does it log in with this password?  None where its own are not known."""
        if isinstance(self.passwords, str):
            return self.passwords == password
        if not all(one.known for one in self.passwords.passwords):
            return None
        return self.passwords.takes(password)


def account(instance: Instance, name: str) -> Account | bool | None:
    """A user of a server; False if it surely has no such user, None if that is not known."""
    if instance.users is None:
        return None
    line = next((user for user in reversed(instance.users) if user.name == name), None)
    if line is not None:
        found = login(line)
        return None if found is None else Account(line.name_span, found.enabled, found.nopass, found, line)
    if name != "default":
        return False if instance.complete or instance.users else None
    is_open = default_user_open(instance)
    requirepass = instance.setting("requirepass")
    if is_open is None or requirepass.value is None:
        return None
    return Account(requirepass.span, True, is_open, "" if is_open else requirepass.value, None)
