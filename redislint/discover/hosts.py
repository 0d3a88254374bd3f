"""Files of a machine that bear on a server there: units of systemd and the kernel's settings, told by their bytes."""

from __future__ import annotations

import re

from redislint.discover import names
from redislint.typed import Final

# Patterns are compiled where a file needs them.
_WORDS: Final = rb"(?i:redis|valkey|keydb)"
# A line that starts a server; the command may go on in the next line.
_STARTS: Final = (
    rb"(?m:^[ \t]*+ExecStart[ \t]*+=(?:[^\n\\]|\\\r?\n|\\.){0,2000}?(?:redis|valkey|keydb)-(?:server|sentinel)\b)"
)
_SECTION: Final = rb"(?m:^[ \t]*+\[(?:Unit|Service|Install)\])"
# The kernel's settings that are worth a word, with `.` or `/` between their parts.
_SETTINGS: Final = rb"(?m:^[ \t]*+-?(?:vm[./](?:overcommit_memory|swappiness)|net[./]core[./]somaxconn)[ \t]*+=)"


def host_kind(path: str, data: bytes) -> str | None:
    """`systemd`, `sysctl`, or None for a file that has nothing to do with a server.

    The kernel's settings concern whatever runs there: a file of them is ours where its name, a folder's or a word in
    it names one of the programs.
    """
    if names.hint(path) == "sysctl":
        is_ours = names.is_about_redis(path) or re.search(_WORDS, data) is not None
        return "sysctl" if is_ours and re.search(_SETTINGS, data) else None
    if not re.search(_SECTION, data):
        return None
    is_part = ".service.d/" in path
    if is_part:
        # What it is a part of is told by the folder's name, or by a command of its own.
        folder = path.rpartition("/")[0].rpartition("/")[2]
        return "systemd" if names.is_about_redis(folder) or re.search(_STARTS, data) else None
    return "systemd" if re.search(_STARTS, data) else None
