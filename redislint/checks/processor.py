"""The processor: threads and cores, and the work that is done beside commands."""

from __future__ import annotations

from collections.abc import Iterator

from redislint import writing
from redislint.checks.memory import in_words
from redislint.checks.tuning import Range, beyond
from redislint.checks.values import integer_of, memory_bytes
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

_REDIS: Final = "redis"
# More are unlikely to help (redis.conf); Valkey uses more.
_MOST_THREADS: Final = 8


def io_threads(instance: Instance) -> Iterator[Hit]:
    """More threads than the container has cores; more than help; or reads by threads that are not there."""
    threads, limit = instance.setting("io-threads"), instance.workload and instance.workload.cpu_limit
    count = integer_of(threads)
    if instance.role != SERVER or count is None:
        return
    if limit is not None and limit.value is not UNKNOWN and limit.value > 0 and count > max(1, int(limit.value)):
        related = (Related(limit.span, "the container's limit"),) if limit.written else ()
        cores = f"{limit.value:g} {'core' if limit.value == 1 else 'cores'}"
        what = f"these are {count} busy threads on {cores}: they take the time from each other"
        fix = writing.rewrite(threads, str(max(1, int(limit.value) - 1)), safe=False)
        yield Hit(threads, severity=None if limit.written else Severity.WARNING, related=related, fix=fix, what=what)
    elif count > _MOST_THREADS and instance.server is not None and instance.server.engine == _REDIS:
        what = f"more than {_MOST_THREADS} threads are unlikely to help, and each keeps a core busy"
        fix = writing.rewrite(threads, str(_MOST_THREADS), safe=False)
        yield Hit(threads, severity=Severity.INFO, fix=fix, what=what)
    reads = instance.setting("io-threads-do-reads")
    if count == 1 and reads.written and reads.is_one_of("yes"):
        fix = writing.rewrite(reads, "no", safe=False)
        yield Hit(reads, severity=Severity.INFO, fix=fix, what="there are no other threads, since `io-threads` is 1")


def throttled(instance: Instance) -> Iterator[Hit]:
    """A container that may use less than one core, by a limit that somebody has written."""
    limit = instance.workload and instance.workload.cpu_limit
    if instance.role != SERVER or limit is None or not limit.written or limit.value is UNKNOWN:
        return
    if 0 < limit.value < 1 and _runs(instance):
        # The kernel gives out time by the tenth of a second (`cpu.cfs_period_us`).
        used = round(limit.value * 100)
        yield Hit(limit.span, key="cpu", limit=f"{limit.value:g}", used=used, rest=100 - used)


def _runs(instance: Instance) -> bool:
    """Does the container run a server for sure?  An image of one is used for backups and by clients, too."""
    if instance.complete or instance.kind not in ("compose", "kubernetes") or instance.workload is None:
        return True
    from redislint.checks.containers import starts_server

    return starts_server(instance.workload)


_DEFRAGMENTATION: Final = (
    Range("active-defrag-cycle-max", 0, 50, "", "it may take more than half of the main thread's time"),
    Range("active-defrag-cycle-min", 0, 25, "", "it takes more than a quarter of the main thread's time at least"),
    Range("active-defrag-threshold-lower", 5, 1000, "it works even where less than 5 % would be won", ""),
)
_LEAST_BYTES: Final = 10 << 20


def defragmentation(instance: Instance) -> Iterator[Hit]:
    """A server that moves its values about more eagerly than it gains from."""
    if not instance.setting("activedefrag").is_one_of("yes"):
        return
    yield from beyond(instance, _DEFRAGMENTATION)
    wasted = instance.setting("active-defrag-ignore-bytes")
    size = memory_bytes(wasted) if wasted.written else None
    if size is not None and size < _LEAST_BYTES:
        yield Hit(wasted, what=f"it works even where no more than {in_words(size)} would be won")
    least, most = instance.setting("active-defrag-cycle-min"), instance.setting("active-defrag-cycle-max")
    low, high = integer_of(least), integer_of(most)
    if least.written and low is not None and high is not None and high <= low <= _DEFRAGMENTATION[1].most:
        what = f"it does not rise with need, since `active-defrag-cycle-max` is {high}"
        yield Hit(least, severity=Severity.WARNING, what=what)


_LAZY: Final = ("lazyfree-lazy-eviction", "lazyfree-lazy-expire", "lazyfree-lazy-server-del", "replica-lazy-flush")
_LARGE: Final = 4 << 30


def frees_at_once(instance: Instance) -> Iterator[Hit]:
    """A large server, or one whose keys expire all the time, that frees memory between commands."""
    size = memory_bytes(instance.setting("maxmemory"))
    is_busy = instance.profile in ("session", "cache") or (size is not None and size >= _LARGE)
    if instance.role != SERVER or not is_busy:
        return
    found = [instance.setting(name) for name in _LAZY]
    if all(setting.is_one_of("no") for setting in found):
        yield Hit(next((setting for setting in found if setting.written), found[0]))
