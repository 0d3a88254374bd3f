"""Where a server's version comes from."""

from __future__ import annotations

from redislint.servers import Server
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# What may say a version, the nearest first, and how it is called in a message.
GIVEN: Final = "given"
CONFIGURATION: Final = "configuration"
IMAGE: Final = "image"
CHART: Final = "chart"
RESOURCE: Final = "resource"
COMMENT: Final = "comment"

_SAID: Final = {
    GIVEN: "as given",
    CONFIGURATION: "by the configuration",
    IMAGE: "by its image",
    CHART: "by its chart",
    RESOURCE: "by its `engine_version`",
    COMMENT: "by a comment in the file",
}


class Origin(NamedTuple):
    """What says a server's version: its kind, and where it stands; None if in no file that is linted."""

    kind: str
    span: Span | None = None

    @property
    def said(self) -> str:
        """It in words, to stand behind the version."""
        return _SAID[self.kind]

    @property
    def is_declared(self) -> bool:
        """Did somebody tell redislint of the version?  Then it may be any build of it."""
        return self.kind in (GIVEN, CONFIGURATION, COMMENT)


def noted(message: str, server: Server | None, origin: Origin | None) -> str:
    """A message with a word on where the version comes from, behind the version; a given one the reader knows."""
    if server is None or origin is None or origin.kind == GIVEN:
        return message
    before, name, after = message.partition(str(server))
    if not name or after[:1].isdigit() or (after[:1] == "." and after[1:2].isdigit()) or f"({origin.said})" in message:
        return message
    return f"{before}{name} ({origin.said}){after}"
