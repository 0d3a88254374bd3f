"""Which declared instance a snapshot is compared with: the one that is named, or the only one there is."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable, Sequence

from redislint.link import Whole
from redislint.model.instance import SENTINEL, SERVER, Instance
from redislint.model.project import Project
from redislint.model.snapshot import Drift, Snapshot
from redislint.suggest import did_you_mean
from redislint.typed import Final

_MOST: Final = 8
_USERS: Final = "users-acl"


class NotOne(ValueError):
    """There is no such instance, or more than one; the message says which there are."""


def faced(whole: Whole, snapshot: Snapshot, name: str, scope: Container[str] | None) -> Whole:
    """The whole with the snapshot beside the instance of this name, or beside the only one in these files.

    Raises `NotOne`.
    """
    found = [one for one in whole.instances if _may_run(one) and _is_in(one, scope)]
    role = SENTINEL if snapshot.masters is not None and snapshot.config is None else SERVER
    servers = [one for one in found if one.role == role and one.kind != _USERS]
    users = [one for one in found if one.kind == _USERS]
    chosen = [one for one in servers or users if not name or name in _names(one)]
    if len(chosen) != 1:
        raise NotOne(_fault(name, chosen or servers or users))
    instance = _with_users(chosen[0], users)
    return whole._replace(drifts=(_drift(instance, snapshot, whole.projects),))


def _may_run(instance: Instance) -> bool:
    """Is it a server that can be asked, and no service, nor only what a machine is like?"""
    is_bare = instance.kind in ("github-actions", "sysctl") or (instance.kind == "ansible" and not instance.settings)
    return instance.managed is None and not is_bare


def _is_in(instance: Instance, scope: Container[str] | None) -> bool:
    parts = (one.path for one in instance.references if one.role != "mount" and one.path is not None)
    return scope is None or any(path in scope for path in (instance.anchor.source.path, *parts))


def _names(instance: Instance) -> tuple[str, ...]:
    """What an instance may be called: as declared, as in its file, by its file, or by both."""
    path = instance.anchor.source.path
    return tuple(
        filter(None, (instance.member, instance.member.partition("/")[0], _label(instance), instance.name, path))
    )


def _label(instance: Instance) -> str:
    path = instance.anchor.source.path
    return path if instance.name in ("", path) else f"{path}#{instance.name}"


def _fault(name: str, found: Sequence[Instance]) -> str:
    every = list(dict.fromkeys(one.member or _label(one) for one in found))
    if len(every) < len(found):
        every = list(dict.fromkeys(_label(one) for one in found))
    listed = ", ".join(every[:_MOST]) + (", ..." if len(every) > _MOST else "")
    if not found:
        return "no server that a snapshot could be compared with is declared in these files"
    if name and not any(name in _names(one) for one in found):
        return f"no instance is called {name}{did_you_mean(name, every)}; there are {listed}"
    return f"there are {len(found)} instances: say which with --instance: {listed}"


def _with_users(instance: Instance, files: Iterable[Instance]) -> Instance:
    """The instance with the users of the one ACL file that is declared to be its own, or called as it calls it.

    Where a server runs, the file is at a path that is in no tree.
    """
    if instance.users is not None:
        return instance
    own = [one for one in files if (instance.member and one.member == instance.member) or _is_called(instance, one)]
    return instance._replace(users=own[0].users) if len(own) == 1 else instance


def _is_called(instance: Instance, file: Instance) -> bool:
    path = instance.setting("aclfile").value
    return bool(path) and posixpath.basename(path or "") == posixpath.basename(file.anchor.source.path)


def _drift(instance: Instance, snapshot: Snapshot, projects: Iterable[Project]) -> Drift:
    every = (one for project in projects for one in project.declarations)
    declared = next((one for one in every if one.ident == instance.member), None)
    return Drift(instance, snapshot, declared.said.get("replicas") if declared is not None else None)
