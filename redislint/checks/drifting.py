"""Which values are the same though they are written otherwise, and which ones a server sets by itself."""

from __future__ import annotations

from redislint.acl.words import digest
from redislint.merged.shows import HERE
from redislint.model.snapshot import HASHED
from redislint.typed import Final

# What a failover, the service manager or the server itself decides.
OWNED: Final = frozenset({"replicaof", "supervised", "daemonize"})
# What a process is told as it starts, or sets where nobody does: each node has its own.
OWNED_UNWRITTEN: Final = frozenset(
    """
    pidfile replica-announce-ip replica-announce-port cluster-announce-ip cluster-announce-port
    cluster-announce-bus-port cluster-announce-tls-port cluster-announce-hostname cluster-announce-human-nodename
    """.split()
)
# What lets others in, or loses data: worse than a value that is merely another.
OPEN: Final = frozenset(
    """
    requirepass masterauth masteruser protected-mode bind port tls-port unixsocket unixsocketperm aclfile
    enable-debug-command enable-module-command enable-protected-configs tls-auth-clients tls-protocols tls-ciphers
    tls-replication tls-cluster tls-cert-file tls-ca-cert-file tls-ca-cert-dir dir dbfilename appendonly save
    maxmemory-policy min-replicas-to-write cluster-enabled
    """.split()
)
_RUN: Final = "/var/run/"
# Of an unsigned number of 64 bits.
_DIGITS: Final = 20


def is_same(name: str, declared: str, live: str, *, secret: bool) -> bool:
    """Does a server that shows `live` have what the files come to, `declared`?  By our name for the directive."""
    if secret:
        return live in (declared, HASHED + digest(declared)) if declared else not live
    if name == "save":
        return _points(declared) == _points(live)
    if name == "client-output-buffer-limit":
        return _limits(declared) == _limits(live)
    if name == "bind":
        return sorted(declared.split()) == sorted(live.split())
    if name == "dir":
        return _is_same_folder(declared, live)
    return declared == live


def number(text: str) -> int | None:
    """The number that a server says, which none is that no server could hold."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def _points(text: str) -> set[tuple[str, str]]:
    words = text.split()
    return set(zip(words[::2], words[1::2], strict=False))


def _limits(text: str) -> dict[str, list[str]]:
    words = text.split()
    return {words[at].replace("replica", "slave"): words[at + 1 : at + 4] for at in range(0, len(words), 4)}


def _is_same_folder(declared: str, live: str) -> bool:
    """What is relative leads from a folder that no file tells; `/var/run` is a link to `/run`."""
    if declared.startswith((HERE, ".")):
        return True
    one, other = (text.replace(_RUN, "/run/", 1).rstrip("/") for text in (declared, live))
    return one == other
