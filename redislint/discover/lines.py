"""Configurations and ACL files told from other files by their lines: what most of them say decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from redislint import servers
from redislint.discover import names
from redislint.typed import Final

# Lines that are looked at: more do not change the picture.
_ENOUGH: Final = 300
_LINE: Final = re.compile(rb"^[ \t\r]*+([^#\s][^\n]*+)", re.MULTILINE)

_BOM: Final = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")

# Lines of a template, which say nothing about what they stand among.
_TEMPLATE: Final = (b"{{", b"{%", b"{#", b"<%", b"${", b"$(", b"__", b"@")

# What only a server's configuration holds, and no Sentinel's.
_SERVER_ONLY: Final = frozenset(
    """
    save appendonly appendfilename appendfsync dbfilename databases maxmemory maxmemory-policy rdbcompression
    rdbchecksum replicaof slaveof replica-read-only slave-read-only replica-serve-stale-data slave-serve-stale-data
    masterauth cluster-enabled io-threads stop-writes-on-bgsave-error
    """.split()
)
_SENTINEL: Final = (
    rb"(?i:monitor|down-after-milliseconds|parallel-syncs|failover-timeout|auth-(?:pass|user)|deny-scripts-reconfig"
    rb"|(?:resolve|announce)-hostnames|announce-(?:ip|port)|notification-script|client-reconfig-script|myid"
    rb"|(?:config|leader|current)-epoch|known-(?:slave|replica|sentinel)|rename-command|sentinel-(?:user|pass)"
    rb"|(?:master|primary)-reboot-down-after-period|can-failover|debug)"
)

# A stray word that is so near to a directive's name is a slip of the pen.
_NEAR: Final = 0.85
_MOST_STRAY: Final = 8

_EXACT: Final = frozenset({"redis.conf", "valkey.conf", "keydb.conf"})
_EXACT_ACL: Final = frozenset({"users.acl", "user.acl"})
_OURS: Final = rb"(?i:redis|valkey|keydb)"
_RULE: Final = rb"on|off|nopass|reset(?:pass|keys|channels)?|(?:all|no)(?:keys|commands|channels)|[~%&+><#!(].+|-@.+"


@cache
def _known() -> frozenset[str]:
    """Every directive's name."""
    return servers.names(None)


def _lines(data: bytes) -> Iterator[bytes]:
    """The first lines that are neither empty nor comments, without what surrounds them."""
    # Without its NULs, a text in UTF-16 is one in ASCII.
    data = _BOM.sub(b"", data.replace(b"\0", b""), 1)
    return (match[1].rstrip() for match in islice(_LINE.finditer(data), _ENOUGH))


class _Tally:
    """What the lines of a text look like.

    known    directives of a server with a value; `server`: those that no Sentinel has
    sentinel directives `sentinel ...`
    against  lines that are of some other format; `stray` are the first words of those that might be slips
    """

    def __init__(self, data: bytes) -> None:
        self.known = self.server = self.sentinel = self.against = self.templates = 0
        self.stray: list[str] = []
        known = _known()
        for line in _lines(data):
            if line.startswith(_TEMPLATE):
                self.templates += 1
                continue
            words = line.split(None, 2)
            name = words[0].strip(b"\"'").decode("latin-1").lower()
            if len(words) < 2:
                self.against += name not in known
            elif name == "sentinel" and re.fullmatch(_SENTINEL, words[1]):
                self.sentinel += 1
            elif line.endswith((b"{", b";")) or words[1].startswith((b"=", b":")) or name not in known:
                self.against += 1
                if name not in known:
                    self.stray.append(name)
            else:
                self.known += 1
                self.server += name in _SERVER_ONLY

    @property
    def good(self) -> int:
        """The lines that speak for a configuration."""
        return self.known + self.sentinel

    def is_misspelt(self) -> bool:
        """Is each line that speaks against it nothing but a misspelt directive?"""
        if not 0 < self.against == len(self.stray) <= _MOST_STRAY:
            return False
        from difflib import get_close_matches

        known = _known()
        return all(get_close_matches(word, known, 1, _NEAR) for word in self.stray)


def conf_kind(path: str, data: bytes) -> str | None:
    """`redis-conf` or `sentinel-conf`, or None where most lines are of another format."""
    name = names.stem(names.base(path))
    is_named = any(word in name for word in names.WORDS)
    tally = _Tally(data)
    if not tally.good and not tally.against:
        return _bare(name, data)
    if not (
        _is_likely(tally, names.called(name) == "redis-conf") if is_named else tally.good >= max(2, 3 * tally.against)
    ):
        return None
    # A Sentinel may be told what to watch only when it starts.
    is_sentinel = tally.sentinel > tally.server or ("sentinel" in name and (tally.sentinel > 0 or not tally.server))
    return "sentinel-conf" if is_sentinel else "redis-conf"


def _is_likely(tally: _Tally, is_exact: bool) -> bool:
    enough = tally.good >= tally.against if is_exact else tally.good > tally.against
    return enough or tally.is_misspelt()


def _bare(name: str, data: bytes) -> str | None:
    """The kind of a file in which nothing is set: by its name, if its comments do not speak of something else."""
    if name in _EXACT:
        return "redis-conf" if not data.strip() or re.search(_OURS, data) or b"\0" in data else None
    return "sentinel-conf" if name == "sentinel.conf" and b"sentinel monitor" in data.lower() else None


def acl_kind(path: str, data: bytes) -> str | None:
    """`users-acl`, or None where most lines define no user of Redis."""
    name = names.stem(names.base(path))
    is_exact = name in _EXACT_ACL
    good = bare = against = 0
    for line in _lines(data):
        if line.startswith(_TEMPLATE):
            continue
        words = line.split()
        if (words[0] == b"user" or is_exact) and any(re.fullmatch(_RULE, word) for word in words[1:]):
            good += 1
        elif words[0] == b"user":
            bare += 1
        else:
            against += 1
    if not good and is_exact and not against:
        # A user with no rules, or a file that is there to be filled.
        return "users-acl" if bare or not data.strip() or re.search(_OURS, data) or b"\0" in data else None
    return "users-acl" if good > against else None
