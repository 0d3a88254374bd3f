"""Snapshots of running servers told from other files: packed ones, and what redis-cli printed of a configuration."""

from __future__ import annotations

import re

from redislint.typed import Final

_PACKED: Final = rb"\"type\"\s*+:\s*+\"redislint-snapshot\""
# Of these every server has all; one of them alone may stand in any text.
_NAMES: Final = ("maxmemory-policy", "appendfsync", "dbfilename", "repl-timeout", "requirepass", "masterauth")
_ENOUGH: Final = 3
_START: Final = 4096


def is_capture(data: bytes) -> bool:
    """Is it a packed snapshot, or what `CONFIG GET *` or `ACL LIST` answers, as redis-cli prints it?"""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return re.search(_PACKED, data[:_START]) is not None
    names = "|".join(_NAMES).encode()
    found = re.findall(rb"^[ \t]*+(?:\d++[)#] )?\"?(%s)\"?(?: =>[^\n]*+)?\r?$" % names, data, re.MULTILINE)
    return len(set(found)) >= _ENOUGH or re.search(rb"^[ \t]*+1\) \"user \S", data, re.MULTILINE) is not None
