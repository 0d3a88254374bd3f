"""How data reach the disk: syncs, rewrites and snapshots, what they cost, and where they go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.memory import in_words
from redislint.checks.objectives import SYNCED, seconds
from redislint.checks.savepoints import points
from redislint.checks.values import integer_of, is_persistent, is_rdb_on, memory_bytes
from redislint.finding import Hit, Severity
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

_CACHE: Final = "cache"
# Gone with a restart of the machine; of /var/run and /run also with that of the service.
# Ports of the server to Windows have drives.
_ROOTED: Final = r"/|[A-Za-z]:[/\\]"
_VOLATILE: Final = re.compile(r"/(?:tmp|var/tmp|dev/shm|run|var/run)(?:/.*)?")
# A fork takes 10 to 20 ms a gigabyte (Redis, "Diagnosing latency issues"), and memory is copied as it is written.
_LARGE: Final = 4 << 30
_OFTEN: Final = 60
# Save points that the fewest writes meet, at once again after each snapshot.
_EAGER: Final = (10, 100)
_MANY: Final = 6


def frequent_snapshots(instance: Instance) -> Iterator[Hit]:
    """Save points that a busy server meets all the time."""
    found = points(instance)
    size = memory_bytes(instance.setting("maxmemory"))
    for point in found:
        what = ""
        if point.seconds <= _EAGER[0] and point.changes <= _EAGER[1]:
            what = f"{point.changes} {_plural('write', point.changes)} within {point.seconds} s are soon there again"
        elif point.seconds < _OFTEN and size is not None and size >= _LARGE:
            what = f"every {point.seconds} s it forks, with up to {in_words(size)} of data (`maxmemory`) to be written"
        if what:
            yield Hit(point.line, key=f"save {point.seconds} {point.changes}", what=what)
            return
    if len(found) > _MANY:
        yield Hit(found[_MANY].line, key="save", what=f"there are {len(found)} save points, and each starts snapshots")


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def implicit_snapshots(instance: Instance) -> Iterator[Hit]:
    """A cache that writes snapshots since nobody has told it not to."""
    save, appendonly = instance.setting("save"), instance.setting("appendonly")
    if instance.role != SERVER or instance.managed is not None or save.written or instance.profile not in ("", _CACHE):
        return
    if is_rdb_on(instance) is True and appendonly.is_one_of("no"):
        yield Hit(save)


def always_synced(instance: Instance) -> Iterator[Hit]:
    """An append-only file that is synced with every write, where nobody has declared that no second may be lost."""
    setting, allowed = instance.setting("appendfsync"), seconds(instance.rpo)
    if allowed is not None and allowed < SYNCED["everysec"]:
        return
    if instance.setting("appendonly").is_one_of("yes") and setting.written and setting.is_one_of("always"):
        yield Hit(setting)


def no_checksum(instance: Instance) -> Iterator[Hit]:
    """Snapshots without a checksum; in a cache a note."""
    setting = instance.setting("rdbchecksum")
    if setting.is_one_of("no"):
        yield Hit(setting, severity=Severity.INFO if instance.profile == _CACHE else None)


# What each of these does when it is off, and how bad that is.
_OFF: Final = {
    "aof-rewrite-incremental-fsync": (
        "a rewritten file is synced as a whole, and writes wait meanwhile",
        Severity.WARNING,
    ),
    "aof-use-rdb-preamble": ("the file is larger, and loads more slowly", Severity.INFO),
    "aof-load-truncated": (
        "after a crash amid a write the server refuses to start, until `redis-check-aof --fix` has cut the file",
        Severity.INFO,
    ),
}


def log_options(instance: Instance) -> Iterator[Hit]:
    """Options of the append-only file that are off.

    To refuse a file that breaks off is a choice that a declared store or queue may make.
    """
    if not instance.setting("appendonly").is_one_of("yes"):
        return
    for name, (what, severity) in _OFF.items():
        setting = instance.setting(name)
        is_choice = name == "aof-load-truncated" and instance.profile in ("store", "queue")
        if setting.written and setting.is_one_of("no") and not is_choice:
            yield Hit(setting, severity=severity, what=what)


def log_never_rewritten(instance: Instance) -> Iterator[Hit]:
    """An append-only file that grows for ever."""
    setting = instance.setting("auto-aof-rewrite-percentage")
    if instance.setting("appendonly").is_one_of("yes") and integer_of(setting) == 0:
        yield Hit(setting)


def volatile_folder(instance: Instance) -> Iterator[Hit]:
    """Data in a folder that a restart empties, or that depends on where the server is started.

    What holds in a container is another matter: its image says where it starts, and volumes what is kept.
    """
    setting = instance.setting("dir")
    if instance.role != SERVER or instance.kind != "redis-conf" or instance.workload is not None:
        return
    if not setting.written or not setting.value or is_persistent(instance) is not True:
        return
    path = setting.value
    if _VOLATILE.fullmatch(path):
        yield Hit(setting, what="which a restart of the machine empties")
    elif not re.match(_ROOTED, path):
        yield Hit(setting, what="which is another folder wherever the server is started from")
