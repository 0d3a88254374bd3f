"""Tests that run against another server than production's."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.finding import Hit
from redislint.model.instance import SERVER, Instance
from redislint.model.paths import is_rehearsal
from redislint.model.project import Declaration, Project
from redislint.typed import Final

_PRODUCTION: Final = "prod"
# An engine and its major version: redis and 7.
Major = tuple[str, str]


def other_version(project: Project) -> Iterator[Hit]:
    """Each image that tests use, where all of production is of another engine or major version."""
    production = {_major(one, project) for one in project.declarations if one.environment == _PRODUCTION}
    only = production.pop() if len(production) == 1 else None
    if only is None:
        return
    for one in project.instances:
        tried = _tried(one) if _is_test(one) else ()
        if one.image is not None and tried and None not in tried and only not in tried:
            tests = " ".join(tried[0] or ())
            yield Hit(one.image.span, key=f"{one.name} image", tests=tests, production=" ".join(only))


def _major(declared: Declaration, project: Project) -> Major | None:
    """What an instance runs, as declared, else as all of its members do; None where that is not certain."""
    server = declared.value("server")
    if server:
        engine, _, version = server.partition("@")
        return engine, version.partition(".")[0]
    members = [one for one in declared.members if one.role == SERVER]
    if declared.external or not project.whole or not members or any(one.server is None for one in members):
        return None
    found = {(one.server.engine, one.server.line.partition(".")[0]) for one in members if one.server is not None}
    return found.pop() if len(found) == 1 else None


def _is_test(instance: Instance) -> bool:
    """Is it a service beside tests, or a container that is kept where they are?"""
    if instance.role != SERVER or instance.environment in (_PRODUCTION, "stage"):
        return False
    is_kept = instance.kind == "compose" and is_rehearsal(instance.anchor.source.path)
    return instance.kind == "github-actions" or is_kept


def _tried(instance: Instance) -> tuple[Major | None, ...]:
    """What the image is, or all those that a matrix tries; None for one whose tag does not say."""
    image = instance.image.value if instance.image is not None else None
    names = instance.tried or ((image,) if isinstance(image, str) else ())
    return tuple(_of(name) for name in names)


def _of(name: str) -> Major | None:
    from redislint.servers import images

    release = images.release(name)
    return (release.engine, str(release.version[0])) if release is not None else None
