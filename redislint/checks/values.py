"""Values as the server reads them, for more than one family of checks."""

from __future__ import annotations

import re
from typing import Final

from redislint.model.facts import Setting
from redislint.model.instance import Instance

EVICTING: Final = frozenset(
    f"{scope}-{order}" for scope in ("allkeys", "volatile") for order in ("lru", "lfu", "random", "lrm")
) | {"volatile-ttl"}
ALL_KEYS: Final = frozenset(policy for policy in EVICTING if policy.startswith("allkeys"))

_MEMORY: Final = re.compile(r"(\d*)(b|k|kb|m|mb|g|gb)?$", re.IGNORECASE)
_FACTOR: Final = {"": 1, "b": 1, "k": 1000, "kb": 1 << 10, "m": 10**6, "mb": 1 << 20, "g": 10**9, "gb": 1 << 30}


def memory_bytes(setting: Setting) -> int | None:
    """The bytes that a memory value stands for; None if unknown or no memory value.

    As the server reads it: `k` is 1000 and `kb` 1024, and no digits read as 0.
    """
    match = _MEMORY.match(setting.value) if setting.value is not None else None
    if match is None:
        return None
    return int(match[1] or "0") * _FACTOR[(match[2] or "").lower()]


def is_rdb_on(instance: Instance) -> bool | None:
    """Does the server write snapshots by itself?  None where that is not known.

    Lines accumulate, and `save ""` takes back those before it.
    """
    lines = instance.all("save")
    if not lines:
        lines = (instance.setting("save"),)
    points = 0
    for line in lines:
        if line.args is None:
            return None
        points = 0 if "".join(line.args) == "" else points + 1
    return points > 0


def is_persistent(instance: Instance) -> bool | None:
    """Does anything survive a restart: snapshots or an append-only file?  None where that is not known."""
    appendonly = instance.setting("appendonly")
    rdb = is_rdb_on(instance)
    if rdb is True or appendonly.is_one_of("yes"):
        return True
    return False if rdb is False and appendonly.is_one_of("no") else None
