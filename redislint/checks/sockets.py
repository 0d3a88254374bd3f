"""Unix sockets: who may connect to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.auth import default_user_open
from redislint.finding import Hit, Related, Severity
from redislint.model.instance import Instance
from redislint.typed import Final

_MODE: Final = r"0*(?P<digits>[0-7]{1,4})"
_OTHERS_WRITE: Final = 0o002


def open_to_all(instance: Instance) -> Iterator[Hit]:
    """A socket that every account of the host may write to, which is what connecting takes."""
    socket, mode = instance.setting("unixsocket"), instance.setting("unixsocketperm")
    if not socket.written or not socket.value or not mode.written or mode.value is None:
        return
    match = re.fullmatch(_MODE, mode.value)
    if match is None or not int(match["digits"], 8) & _OTHERS_WRITE:
        return
    # Who has to log in is kept out by that.
    severity = Severity.INFO if default_user_open(instance) is False else None
    related = (Related(socket.span, "this socket"),)
    yield Hit(mode, severity=severity, related=related)
