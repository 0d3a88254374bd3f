"""Memory: limits, eviction, and what the container allows."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.values import ALL_KEYS, EVICTING, memory_bytes
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SERVER, Instance


def unlimited(instance: Instance) -> Iterator[Hit]:
    """A server without `maxmemory`: graver where a container's limit will kill it."""
    setting = instance.setting("maxmemory")
    if instance.role != SERVER or instance.managed is not None or memory_bytes(setting) != 0:
        return
    limit = instance.memory_limit
    severity = Severity.INFO if instance.kind != "redis-conf" and not setting.written else None
    related: tuple[Related, ...] = ()
    killer = "the kernel's out-of-memory killer does"
    if limit is not None and limit.value is not UNKNOWN:
        severity = Severity.ERROR if limit.written else Severity.WARNING
        related = (Related(limit.span, f"the container is killed at {_mib(limit.value)}"),)
        killer = f"the container is killed at {_mib(limit.value)}"
    elif instance.profile == "cache":
        severity = Severity.ERROR
    yield Hit(setting, related=related, severity=severity, killer=killer)


def over_limit(instance: Instance) -> Iterator[Hit]:
    """`maxmemory` at or above what the container may use."""
    setting = instance.setting("maxmemory")
    size = memory_bytes(setting)
    limit = instance.memory_limit
    if not size or limit is None or limit.value is UNKNOWN or size < limit.value:
        return
    related = (Related(limit.span, "the container's memory limit"),)
    at = setting if setting.written else limit.span
    yield Hit(at, key="maxmemory", related=related, limit=_mib(limit.value), size=_mib(size), value=setting.value)


def refuses_when_full(instance: Instance) -> Iterator[Hit]:
    """A cache that refuses writes when it is full."""
    policy = instance.setting("maxmemory-policy")
    if memory_bytes(instance.setting("maxmemory")) and policy.is_one_of("noeviction"):
        yield Hit(policy)


def evicts_data(instance: Instance) -> Iterator[Hit]:
    """A store, queue or session store under a policy that deletes keys of its own accord."""
    policy = instance.setting("maxmemory-policy")
    queue_too = EVICTING if instance.profile == "queue" else ALL_KEYS
    if not policy.is_one_of(*queue_too):
        return
    severity = Severity.WARNING if instance.profile == "session" else None
    lost = {"queue": "jobs", "session": "sessions"}.get(instance.profile, "records")
    at = policy if policy.written else policy.span
    yield Hit(at, key=policy.name, severity=severity, lost=lost, value=policy.value, setting=policy.spelling)


def policy_without_limit(instance: Instance) -> Iterator[Hit]:
    """An evicting policy that never acts, since nothing limits the memory."""
    policy = instance.setting("maxmemory-policy")
    if policy.written and policy.is_one_of(*EVICTING) and memory_bytes(instance.setting("maxmemory")) == 0:
        yield Hit(policy)


def _mib(size: int) -> str:
    """Bytes for people, in the units of redis.conf."""
    for unit, factor in (("gb", 1 << 30), ("mb", 1 << 20), ("kb", 1 << 10)):
        if size >= factor and size % factor == 0:
            return f"{size // factor}{unit}"
    return f"{size / (1 << 20):.1f}mb" if size >= 1 << 20 else f"{size} bytes"
