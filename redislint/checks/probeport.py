"""The port that a probe by redis-cli asks at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from redislint.checks.reach import is_loopback
from redislint.typed import Final

# What redis-cli asks at where it is told no port.
REDIS: Final = 6379
_CLIENT: Final = re.compile(r"(?<![\w.-])(?:redis|valkey|keydb)-cli\b(?P<words>[^|;&\n]*)")
# Options of the client that say where to; what it cannot be told of by files stands in quotes or is a variable.
_PORT: Final = r"(?:^|\s)-p[\s=]*[\"']?(?P<port>[0-9]{1,5})[\"']?(?=\s|$)"
_HOST: Final = r"(?:^|\s)-h[\s=]*[\"']?(?P<host>[^\s\"']+)"
_ELSEWHERE: Final = r"(?:^|\s)(?:-s|-u|-p|--cluster)(?=[\s=\d\"'$]|$)"


def asked(words: Sequence[str]) -> int | None:
    """The port that a probe by redis-cli asks on its own machine; None where that is another matter, or not known."""
    text = words[2] if len(words) == 3 and words[1] == "-c" else " ".join(words)
    found = list(_CLIENT.finditer(text))
    if len(found) != 1:
        return None
    options = found[0]["words"]
    host, port = re.search(_HOST, options), re.search(_PORT, options)
    if host is not None and not is_loopback(host["host"]):
        return None
    if port is not None:
        return int(port["port"])
    return None if re.search(_ELSEWHERE, options) or "$" in options else REDIS
