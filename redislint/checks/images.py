"""Images: what a name and a tag leave open, and where it is pulled from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from redislint.finding import Hit, Severity
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance

_REFERENCE: Final = re.compile(r"(?P<name>[^@]*?)(?::(?P<tag>[\w.-]*))?(?:@(?P<digest>\w+:[0-9a-f]+))?$")
_DOCKER_HUB: Final = re.compile(r"(?:(?:docker\.io|index\.docker\.io|registry-1\.docker\.io)/)?(?P<name>[^./]+/[^/]+)$")
_ECR: Final = re.compile(r"public\.ecr\.aws/(?P<name>bitnami/[^/]+)$")


def _parts(image: str) -> tuple[str, str, str]:
    """Name, tag and digest of an image reference."""
    match = _REFERENCE.match(image)
    if match is None:
        return image, "", ""
    return match["name"], match["tag"] or "", match["digest"] or ""


def unpinned(instance: Instance) -> Iterator[Hit]:
    """An image whose tag names no version, so that the next pull may bring another major."""
    image = instance.image
    if image is None or image.value is UNKNOWN or not image.written:
        return
    name, tag, digest = _parts(image.value)
    if not digest and not any(character.isdigit() for character in _version(tag)):
        what = f"the tag `{tag}` names no version" if tag else "no tag means `latest`"
        yield Hit(image.span, key="image", image=name, what=what)


def _version(tag: str) -> str:
    """What of a tag may be a version: not the distribution's (`alpine3.20`, `debian-12`)."""
    first = tag.split("-", 1)[0]
    return "" if re.match(r"(alpine|debian|bookworm|bullseye|trixie|ubuntu)", first) else first


def discontinued(instance: Instance) -> Iterator[Hit]:
    """Bitnami's versioned images, removed from Docker Hub in 2025, and their frozen copies.

    Sources: bitnami/charts#35164 and #36313 (29 September 2025), #36537 (public ECR, 10 June 2026).
    """
    image = instance.image
    if image is None or image.value is UNKNOWN:
        return
    name, tag, digest = _parts(image.value)
    hub, ecr = _DOCKER_HUB.match(name), _ECR.match(name)
    owner = (hub or ecr)["name"].split("/")[0] if hub or ecr else ""  # type: ignore[index]
    severity = None if image.written else Severity.WARNING
    if owner == "bitnamilegacy":
        what = "is a frozen copy of August 2025: it gets no security fixes"
        yield Hit(image.span, key="image", severity=Severity.WARNING, image=name, what=what)
    elif owner == "bitnami" and ecr:
        what = "was removed with Bitnami's public ECR registry on 10 June 2026: new nodes cannot pull it"
        yield Hit(image.span, key="image", severity=severity, image=name, what=what)
    elif owner == "bitnami" and not digest and tag not in ("", "latest"):
        what = "was removed from Docker Hub on 29 September 2025: new nodes cannot pull it"
        yield Hit(image.span, key="image", severity=severity, image=name, what=what)
