"""Images: what a name and a tag leave open, and where it is pulled from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.finding import Hit, Severity
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.typed import Final, NamedTuple

_DOCKER_HUB: Final = frozenset({"docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"})
_ECR: Final = "public.ecr.aws"

# What a tag says of the distribution below the server, its version included: `alpine3.20`, `debian-12`.
_DISTRIBUTION: Final = re.compile(
    r"(?:alpine|debian|ubuntu|ubi|rhel|photon|windowsservercore|nanoserver)-?[0-9.]*", re.IGNORECASE
)

_SERVERS: Final = r"redis|valkey|keydb"
_WHOLE_TAG: Final = re.compile(r"[0-9]+[.][0-9]+[.][0-9]+-[\w.-]+")
_REMOVED: Final = "was removed from Docker Hub on 29 September 2025: a new node cannot pull it"
_DEFAULT: Final = "left at the chart's default"
_DEVELOPED: Final = "is meant for development: it has no versions, and any pull may bring another one"


class _Reference(NamedTuple):
    """The parts of an image's name: `docker.io/bitnami/redis:7.2@sha256:...`.  Any of them but `name` may be empty."""

    registry: str
    name: str
    tag: str
    digest: str


class _Fate(NamedTuple):
    """What became of an image; the severity is None where it is gone."""

    what: str
    severity: Severity | None = None


def _parts(image: str) -> _Reference:
    rest, _, digest = image.partition("@")
    head, slash, last = rest.rpartition("/")
    last, _, tag = last.partition(":")
    first, _, path = head.partition("/")
    is_host = "." in first or ":" in first or first == "localhost"
    name = f"{path}/{last}" if is_host and path else last if is_host else f"{head}{slash}{last}"
    return _Reference(first if is_host else "", name, tag, digest)


def unpinned(instance: Instance) -> Iterator[Hit]:
    """An image whose tag names no version, so that the next pull may bring another major."""
    image = instance.image
    if image is None or image.value is UNKNOWN or not image.written:
        return
    parts = _parts(image.value)
    if image.span.source.kind == "dockerfile" and not re.search(_SERVERS, parts.name.lower()):
        # What a server is built upon does not say which one it is.
        return
    if not parts.digest and not any(character.isdigit() for character in _DISTRIBUTION.sub("", parts.tag)):
        what = f"the tag `{parts.tag}` names no version" if parts.tag else "without a tag it is `latest`"
        yield Hit(image.span, key="image", image=image.value, what=what)


def discontinued(instance: Instance) -> Iterator[Hit]:
    """Bitnami's versioned images, removed from Docker Hub in 2025, their frozen copies, and what is left.

    An image of any other registry is somebody's own copy.  Sources: bitnami/charts#35164 and #36313 (29 September
    2025), #36537 (public ECR, 10 June 2026).
    """
    image = instance.image
    if image is None or image.value is UNKNOWN:
        return
    found = _fate(_parts(image.value))
    if found is not None:
        severity = Severity.WARNING if not image.written and found.severity is None else found.severity
        by_tag = found.what in (_REMOVED, _DEVELOPED)
        called = _called(image.value, image.span.text, written=image.written, by_tag=by_tag)
        yield Hit(image.span, key="image", severity=severity, image=called, what=found.what)
    yield from _beside(instance, is_gone=found is not None and found.severity is None)


def _beside(instance: Instance, *, is_gone: bool) -> Iterator[Hit]:
    """The images of other containers; that the chart's own are gone says the server's, unless it was moved."""
    for name, image in instance.beside:
        if image.value is UNKNOWN:
            continue
        found = _fate(_parts(image.value))
        if found is None or not (image.written or (found.severity is None and not is_gone)):
            continue
        severity = found.severity if image.written else Severity.WARNING
        place = image.span.text
        called = _called(image.value, place, written=True, by_tag=False) if image.written else f"{name}, {_DEFAULT},"
        yield Hit(image.span, key=f"image {name}", severity=severity, image=called, what=found.what)


def _called(image: str, place: str, *, written: bool, by_tag: bool) -> str:
    """An image in a message, `by_tag` where its fate hangs on the tag; `place` is the text that is blamed.

    Where a chart brings the tag, the model has one of the chart's, or but a version: nobody wrote it, so that it is
    left out.  A whole one in a chart's default image stands in a copy of the chart's own file.
    """
    name, tag = image.partition("@")[0], _parts(image).tag
    bare = name.removesuffix(f":{tag}") if tag else name
    if written:
        return f"`{image if by_tag or tag in place else bare}`"
    if _WHOLE_TAG.fullmatch(tag):
        return f"the chart's default image `{image}`"
    return f"the chart's default image, a version of `{bare}`,"


def _fate(image: _Reference) -> _Fate | None:
    """What became of an image; None where nothing is known against it."""
    owner = image.name.partition("/")[0]
    if image.registry in ("", *_DOCKER_HUB):
        if owner == "bitnamilegacy":
            return _Fate("is a copy frozen in August 2025: it gets no security fixes", Severity.WARNING)
        if owner in ("bitnami", "bitnamisecure") and not image.digest:
            # Only `latest` is left, and what is named by its digest.
            if image.tag in ("", "latest"):
                return _Fate(_DEVELOPED, Severity.WARNING if owner == "bitnami" else Severity.INFO)
            return _Fate(_REMOVED) if owner == "bitnami" else None
    if image.registry == _ECR and owner == "bitnami":
        return _Fate("went with Bitnami's registry on public ECR on 10 June 2026: a new node cannot pull it")
    return None
