"""Values as the server reads them, for more than one family of checks."""

from __future__ import annotations

import re

from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.servers import Server
from redislint.typed import Final

EVICTING: Final = frozenset(
    f"{scope}-{order}" for scope in ("allkeys", "volatile") for order in ("lru", "lfu", "random", "lrm")
) | {"volatile-ttl"}
ALL_KEYS: Final = frozenset(policy for policy in EVICTING if policy.startswith("allkeys"))

# The server's buffer for the digits holds 127 of them.
_MEMORY: Final = re.compile(r"([0-9]{0,127})(b|k|kb|m|mb|g|gb)?", re.IGNORECASE)
_INTEGER: Final = re.compile(r"-?[0-9]{1,19}")
_FACTOR: Final = {"": 1, "b": 1, "k": 1000, "kb": 1 << 10, "m": 10**6, "mb": 1 << 20, "g": 10**9, "gb": 1 << 30}

# Redis before 7.0 takes one pair of words in a `save` line, and passes over any other number of them.
_ONE_PAIR: Final = frozenset({"redis@5.0", "redis@6.0", "redis@6.2"})
# These have no save points as soon as there is a configuration file or an option, and the usual ones without.
_SAVES_IF_BARE: Final = frozenset({"redis@5.0", "redis@6.0"})


def memory_bytes(setting: Setting) -> int | None:
    """The bytes that a memory value stands for; None if unknown or no memory value.

    As the server reads it: `k` is 1000 and `kb` 1024, no digits read as 0, and the product wraps at 2^64.  Digits
    beyond 2^63 are None: versions differ.
    """
    match = _MEMORY.fullmatch(setting.value) if setting.value is not None else None
    if match is None:
        return None
    digits = int(match[1] or "0")
    return digits * _FACTOR[(match[2] or "").lower()] % (1 << 64) if digits < 1 << 63 else None


def integer_of(setting: Setting) -> int | None:
    """The whole number that a value is; None if unknown, or no number, or one of more digits than any server takes."""
    value = setting.value or ""
    return int(value) if _INTEGER.fullmatch(value) else None


def whole(setting: Setting) -> int | None:
    """The whole number from 0 that a value stands for; None if unknown, or none."""
    number = integer_of(setting)
    return number if number is not None and number >= 0 else None


def is_rdb_on(instance: Instance) -> bool | None:
    """Does the server write snapshots by itself?  None where that is not known.

    Lines accumulate, and `save ""` takes back those before it.
    """
    lines = instance.all("save")
    if not lines:
        return _saves_by_default(instance)
    saves: bool | None = False
    for line in lines:
        adds = _adds_point(line, instance.server)
        if line.args is None:
            saves = None
        elif line.args == ("",):
            saves = False
        elif adds is not False:
            saves = True if adds or saves else None
    return saves


def _adds_point(line: Setting, server: Server | None) -> bool | None:
    """Does a known `save` line add a save point?  None where that is not known, or the server refuses the line.

    From 7.0 any number of pairs may stand in a line, also within one pair of quotes; before, `save S C` alone acts.
    """
    if line.args is None:
        return None
    if len(line.args) == 2:
        return True
    words = line.args[0].split() if len(line.args) == 1 else list(line.args)
    if not words:
        return False
    if server is None:
        return None
    if server.key in _ONE_PAIR:
        return False
    return None if len(words) % 2 else True


def _saves_by_default(instance: Instance) -> bool | None:
    """Are there save points without any `save` line?"""
    server = instance.server
    has_file = any(reference.role in ("config", "text") for reference in instance.references)
    is_bare = instance.complete and not instance.settings and not has_file
    if is_bare and server is not None and server.key in _SAVES_IF_BARE:
        return True
    default = instance.setting("save").value
    return None if default is None else default != ""


def is_persistent(instance: Instance) -> bool | None:
    """Does anything survive a restart: snapshots or an append-only file?  None where that is not known."""
    appendonly = instance.setting("appendonly")
    rdb = is_rdb_on(instance)
    if rdb is True or appendonly.is_one_of("yes"):
        return True
    return False if rdb is False and appendonly.is_one_of("no") else None


def is_replica(instance: Instance) -> bool | None:
    """Is the server told to follow a master?  None where that is not known; `replicaof no one` takes it back."""
    replicaof = instance.setting("replicaof")
    if not replicaof.written:
        return False if instance.complete else None
    return None if replicaof.args is None else replicaof.is_none_of("no one", "")
