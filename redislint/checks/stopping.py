"""How long a server has to save its data when it is told to stop."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.memory import in_words
from redislint.checks.values import is_rdb_on, memory_bytes
from redislint.finding import Hit, Related
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

# How many bytes of data a server writes to a snapshot in a second, roughly.
_SAVED: Final = 100_000_000


def grace_too_short(instance: Instance) -> Iterator[Hit]:
    """A kill that comes before the last snapshot can be written, which alone keeps the data."""
    workload, limit = instance.workload, instance.setting("maxmemory")
    size, grace = memory_bytes(limit), workload.grace if workload is not None else None
    if grace is None or grace.value is UNKNOWN or not size or instance.role != SERVER:
        return
    # What an append-only file has is flushed at once.
    if is_rdb_on(instance) is not True or not instance.setting("appendonly").is_one_of("no"):
        return
    needed = size // _SAVED
    if grace.value < needed:
        related = (Related(limit.span, "how much data there may be"),) if limit.written else ()
        yield Hit(grace.span, key="grace", related=related, grace=int(grace.value), size=in_words(size), needed=needed)
