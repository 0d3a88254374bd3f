"""Instances as files tell of them, in the groups that a configuration can declare: those whose files are apart."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from redislint.access.people import people
from redislint.checks.values import ALL_KEYS, EVICTING, is_persistent
from redislint.groups import deployments
from redislint.model.instance import SENTINEL, SERVER, Instance
from redislint.typed import Final, NamedTuple

# References to files that say how an instance is configured, and those of them that are no mere parts.
_PARTS: Final = frozenset(("config", "acl", "include", "users", "text", "values"))
_WHOLE: Final = frozenset(("config", "acl", "values"))
# Names of files that say nothing of what is in them.
_COMMON: Final = re.compile(r"(?i)(?:docker-?)?compose.*|values.*|main|redis|valkey|users|dockerfile|.*\.tf")
_FILES: Final = ("redis-conf", "sentinel-conf", "users-acl", "dockerfile", "systemd", "ansible")
# Words of a path that are names of environments.
_ENVIRONMENTS: Final = {
    "prod": r"prod|production|live",
    "stage": r"stage|staging|preprod|uat",
    "dev": r"dev|develop|development|local|test|ci",
}
# Patterns of keys that are told; one with anything else in it is quoted wrongly, or is none.
_PATTERN: Final = r"[\w:.*?{}-]{1,100}"
_MOST: Final = 10


class Group(NamedTuple):
    """What one entry under `instances` can speak of.

    files    the paths that declare it, relative to the root; `also` are those that another entry names
    members  its servers and Sentinels
    """

    name: str
    files: tuple[str, ...]
    members: tuple[Instance, ...]
    also: tuple[str, ...] = ()

    @property
    def servers(self) -> list[Instance]:
        """Its servers."""
        return [one for one in self.members if one.role == SERVER]

    @property
    def sentinels(self) -> list[Instance]:
        """Its Sentinels."""
        return [one for one in self.members if one.role == SENTINEL]

    def versions(self) -> list[str]:
        """The versions that files say, in the words of a configuration."""
        return sorted(
            {
                f"{one.server.engine}@{one.server.patch or one.server.line}"
                for one in self.members
                if one.server is not None
            }
        )

    def environment(self) -> str:
        """The environment that names of folders and files suggest; empty for none, or for several."""
        words = {word for path in self.files for word in re.split(r"[/._-]", path.lower())}
        found = [name for name, pattern in _ENVIRONMENTS.items() if any(re.fullmatch(pattern, one) for one in words)]
        return found[0] if len(found) == 1 else ""

    def purposes(self) -> dict[str, tuple[str, ...]]:
        """What settings say of its purpose, and the profiles that it speaks for."""
        return dict(one for member in self.servers for one in _purposes(member))

    def profile(self) -> str:
        """The profile that most speaks for; empty where nothing does, or as much for another."""
        counts: dict[str, int] = {}
        for profile in (one for profiles in self.purposes().values() for one in profiles):
            counts[profile] = counts.get(profile, 0) + 1
        best = [profile for profile, count in counts.items() if count == max(counts.values())]
        return best[0] if len(best) == 1 else ""

    def patterns(self) -> list[str]:
        """Patterns of keys that users may use, but for all keys."""
        found: dict[str, None] = {}
        for person in (it for one in self.servers if one.users for it in people(one).persons):
            for part, _ in person.held.parts() if person.held is not None else ():
                keys = (key for key, _ in part.keys if re.fullmatch(_PATTERN, key))
                found.update(dict.fromkeys(key for key in keys if key.strip("*")))
        return sorted(found)[:_MOST]


def groups(instances: Sequence[Instance], is_ours: Callable[[str], bool]) -> list[Group]:
    """The instances of a run, by the files that declare them, which are told by `is_ours`.

    One file can be part of one entry alone: all that it declares is one group.
    """
    known = [one for one in instances if is_ours(_path(one))]
    leaders = {_path(one): _path(one) for one in known}

    def leader(path: str) -> str:
        while leaders[path] != path:
            path = leaders[path]
        return path

    for first, second in _together(known):
        if first in leaders and second in leaders:
            leaders[leader(second)] = leader(first)
    members: dict[str, list[Instance]] = {}
    for one in known:
        members.setdefault(leader(_path(one)), []).append(one)
    return list(_named(members.values(), is_ours))


def _path(one: Instance) -> str:
    """The file by which a configuration knows an instance."""
    return one.declared or one.anchor.source.path


def _together(known: Iterable[Instance]) -> Iterator[tuple[str, str]]:
    """Pairs of files that belong together: one names the other, or their instances name one address."""
    known = list(known)
    for one in known:
        for reference in one.references:
            if reference.path is not None and reference.role in _PARTS:
                yield _path(one), reference.path
    for group in deployments(known):
        members = (*group.instances, *group.sentinels)
        yield from ((_path(members[0]), _path(one)) for one in members[1:])


def _named(found: Iterable[Sequence[Instance]], is_ours: Callable[[str], bool]) -> Iterator[Group]:
    taken: set[str] = {_path(one) for members in found for one in members}
    names: set[str] = set()
    for members in found:
        own = dict.fromkeys(_path(one) for one in members)
        parts = dict.fromkeys(
            it.path
            for one in members
            for it in one.references
            if it.role in _WHOLE and it.path is not None and it.path not in own and is_ours(it.path)
        )
        also = tuple(path for path in parts if path in taken)
        files = (*own, *(path for path in parts if path not in taken))
        taken.update(files)
        name = _unique(_name(members, next(iter(own))), names)
        names.add(name)
        yield Group(name, files, tuple(members), also)


def _name(members: Sequence[Instance], path: str) -> str:
    """What to call a group: as its one member, else by its file, or the folder of a file that is called as all are."""
    names = {_own_name(one) for one in members}
    if len(names) == 1 and (only := names.pop()):
        return only
    folder, file = posixpath.split(path)
    stem = file.partition(".")[0]
    inner = posixpath.basename(folder)
    return inner if inner and _COMMON.fullmatch(stem) else stem


def _own_name(one: Instance) -> str:
    """An instance's name without what stands around it; empty where that says nothing."""
    if one.kind in _FILES:
        return ""
    if one.kind == "helm-values":
        return one.group
    if one.kind == "terraform":
        return one.name.rpartition(".")[2]
    return one.name.partition("/")[0]


def _unique(name: str, names: set[str]) -> str:
    """The name in signs that a configuration takes, with a number behind it where it is another one's."""
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", name).lstrip("-._")[:90] or "redis"
    number = 1
    found = name
    while found in names:
        number += 1
        found = f"{name}-{number}"
    return found


_CACHE, _STORE, _QUEUE, _SESSION = "cache", "store", "queue", "session"


def _purposes(one: Instance) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the settings of a server say of its purpose, and which profiles that speaks for."""
    policy, appendonly = one.setting("maxmemory-policy"), one.setting("appendonly")
    if policy.written and policy.is_one_of(*ALL_KEYS):
        yield f"`maxmemory-policy {policy.value}` evicts any key", (_CACHE,)
    elif policy.written and policy.is_one_of(*EVICTING):
        yield f"`maxmemory-policy {policy.value}` evicts keys that expire", (_SESSION, _CACHE)
    elif policy.written and policy.is_one_of("noeviction"):
        yield "`maxmemory-policy noeviction` keeps every key", (_STORE, _QUEUE)
    if appendonly.written and appendonly.is_one_of("yes"):
        yield "`appendonly yes` keeps writes on disk", (_STORE, _QUEUE, _SESSION)
    elif is_persistent(one) is False:
        yield "nothing is kept on disk", (_CACHE,)
