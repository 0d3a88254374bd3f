"""Which release an instance runs, as far as it may be compared with upstream's."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.model.origin import IMAGE
from redislint.servers import Server
from redislint.source import Span
from redislint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from redislint.servers.releases import Release


class Running(NamedTuple):
    """A release, the place that says it, and in words what that is."""

    release: Release
    at: Span
    said: str


def running(instance: Instance) -> Running | None:
    """The upstream release that an instance runs; None if it is not known, or may be another build.

    A managed service numbers and mends for itself.  So does a distribution: a version that is declared counts as
    upstream's only where it is a full release (`redis@7.2.4`), not a line (`redis@7.0`).
    """
    origin, server, image = instance.origin, instance.server, instance.image
    if instance.managed is not None or origin is None:
        return None
    at = origin.span or instance.anchor
    if origin.is_declared:
        return Running(_release(server), at, origin.said) if server is not None and server.patch else None
    if image is None:
        return None
    if origin.kind == IMAGE and image.value is not UNKNOWN:
        from redislint.servers import images

        release = images.release(image.value)
        return Running(release, at, origin.said) if release is not None else None
    return Running(_release(server), at, origin.said) if server is not None else None


def today(instance: Instance) -> str:
    """The day that an instance is judged on."""
    from redislint.servers import releases

    return instance.today or releases.as_of()


def _release(server: Server) -> Release:
    from redislint.servers import releases

    return releases.Release(server.engine, releases.parsed(server.patch or server.line))
