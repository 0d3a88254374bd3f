"""What starts a service: its image, entrypoint and command, its own or those of the image that it builds."""

from __future__ import annotations

from redislint.read.argv import Word
from redislint.read.compose.command import written
from redislint.read.compose.interpolate import value_of
from redislint.read.dockerfile.stages import Built
from redislint.read.yaml import Node
from redislint.servers import images


def reference(service: Node, built: Built | None) -> str:
    """The image: the one at the bottom of what is built, where that is known; empty where it is not."""
    if built is not None:
        below = built.image
        return below.text if below is not None and below.known else ""
    image = service.get("image")
    return (value_of(image) or "") if image is not None else ""


def name(service: Node, built: Built | None) -> str:
    """The image's name, where nothing but its tag is filled in later."""
    if built is not None:
        return images.untagged(built.image.text) if built.image is not None else ""
    image = service.get("image")
    return images.untagged(image.text) if image is not None else ""


def entrypoint(service: Node, built: Built | None) -> list[Word]:
    """The words of the entrypoint; none where the image decides."""
    own = written(service.get("entrypoint"))
    return own or (built.entrypoint or [] if built is not None else [])


def command(service: Node, built: Built | None) -> list[Word]:
    """The command; that of the image, unless there is an entrypoint of the service's own."""
    own = written(service.get("command"))
    if own or built is None or service.get("entrypoint") is not None or not built.plain_entry:
        return own
    return built.command or []
