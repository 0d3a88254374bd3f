"""What is evicted when the memory is full: by which policy, how well chosen, and on which server."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.memory import in_words
from redislint.checks.tuning import Range, beyond
from redislint.checks.values import integer_of, is_persistent, memory_bytes
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SERVER, Instance
from redislint.model.topology import Deployment
from redislint.source import Span
from redislint.typed import Final, NamedTuple

VOLATILE: Final = ("volatile-lru", "volatile-lfu", "volatile-random", "volatile-lrm", "volatile-ttl")
_CACHE: Final = "cache"


def needs_expiry(instance: Instance) -> Iterator[Hit]:
    """A cache under a policy that evicts only keys with a time to live.

    It is a cache if it is declared so, or keeps nothing on disk.  Whoever keeps sessions on disk under such a policy
    has most likely thought of their time to live.
    """
    policy, is_cache = instance.setting("maxmemory-policy"), instance.profile == _CACHE
    if instance.role != SERVER or not policy.written or not policy.is_one_of(*VOLATILE):
        return
    if is_cache or (not instance.profile and instance.managed is None and is_persistent(instance) is False):
        yield Hit(policy, severity=Severity.WARNING if is_cache else None)


def replica_evicts(instance: Instance) -> Iterator[Hit]:
    """A server that as a replica evicts keys by itself."""
    setting = instance.setting("replica-ignore-maxmemory")
    if setting.is_one_of("no") and memory_bytes(instance.setting("maxmemory")):
        yield Hit(setting, maxmemory=instance.setting("maxmemory").value)


_SAMPLING: Final = (
    Range(
        "maxmemory-samples",
        3,
        16,
        "the keys that are evicted are hardly better than random ones",
        "each eviction looks at more keys than it gains from",
    ),
    Range("maxmemory-eviction-tenacity", 0, 50, "", "eviction holds clients up for longer at a time"),
    Range(
        "lfu-log-factor",
        1,
        100,
        "a key counts as hot after some 250 reads, and LFU can tell few apart",
        "a key counts as hot after millions of reads, and LFU can tell few apart",
    ),
)


def sampling(instance: Instance) -> Iterator[Hit]:
    """How keys are picked for eviction, far from the defaults."""
    yield from beyond(instance, _SAMPLING)


class _Size(NamedTuple):
    """How much a server may hold, in bytes (0: no limit), where it is said, what says it, and what holds it to that."""

    bytes: int
    span: Span
    name: str
    effect: str


def smaller_replica(group: Deployment) -> Iterator[Hit]:
    """A replica that may be promoted and holds less than its master."""
    # Few files have any.
    from redislint.checks.peers import followers

    for replica, master, _ in followers(group):
        if integer_of(replica.setting("replica-priority")) in (0, None):
            continue
        for ours, theirs in zip(_sizes(replica), _sizes(master), strict=True):
            if ours is None or theirs is None or not ours.bytes or 0 < theirs.bytes <= ours.bytes:
                continue
            yield Hit(
                ours.span,
                key=ours.name,
                related=(Related(theirs.span, "the master's"),),
                cause=replica.setting("maxmemory").span,
                what=f"{ours.name} {in_words(ours.bytes)}",
                master=in_words(theirs.bytes) if theirs.bytes else "no limit",
                effect=ours.effect,
            )


def _sizes(instance: Instance) -> tuple[_Size | None, _Size | None]:
    """`maxmemory`, and what the container may use; None where it is not known."""
    setting, limit = instance.setting("maxmemory"), instance.memory_limit
    size = memory_bytes(setting)
    ours = (
        None
        if size is None
        else _Size(size, setting.value_span, "`maxmemory`", "it has to evict keys or refuse writes")
    )
    if limit is None or limit.value is UNKNOWN:
        return ours, None
    return ours, _Size(limit.value, limit.span, "a memory limit of", "its container may be killed")
