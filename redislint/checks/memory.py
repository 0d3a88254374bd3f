"""Memory: limits, eviction, and what the container allows."""

from __future__ import annotations

from collections.abc import Iterator

from redislint import writing
from redislint.checks.values import ALL_KEYS, EVICTING, memory_bytes
from redislint.finding import Hit, Related, Severity, Undecided
from redislint.model.facts import UNKNOWN, Setting
from redislint.model.instance import SERVER, Instance
from redislint.source import Span
from redislint.typed import Final

# What a policy deletes, by what the instance is for.
_LOST: Final = {"queue": "jobs", "session": "sessions"}


def unlimited(instance: Instance) -> Iterator[Hit]:
    """A server without `maxmemory`: an error where a container's limit will kill it."""
    setting = instance.setting("maxmemory")
    if instance.role != SERVER or instance.managed is not None or memory_bytes(setting) != 0:
        return
    limit = _limit(instance)
    if limit is not None:
        severity = Severity.ERROR if _is_written(instance) else Severity.WARNING
        yield Hit(setting, related=_killed(limit), severity=severity, said=_said(setting), until=_until(instance))
    elif _is_considered(instance):
        yield Hit(setting, severity=_without_limit(instance), said=_said(setting), until=_until(instance))


def _is_considered(instance: Instance) -> bool:
    """Did somebody write a configuration for this server, or say what it is for?  Else it is not worth a word."""
    has_file = instance.kind == "redis-conf" or any(one.role in ("config", "text") for one in instance.references)
    is_declared = bool(instance.profile) or instance.environment == "prod"
    return instance.environment != "dev" and (has_file or is_declared or instance.setting("maxmemory").written)


def _without_limit(instance: Instance) -> Severity:
    """How grave it is where no container's limit is known: the host may have memory enough."""
    if instance.profile == "cache":
        return Severity.ERROR
    return Severity.WARNING if instance.profile or instance.environment == "prod" else Severity.INFO


def _limit(instance: Instance) -> tuple[int, Span] | None:
    """The container's memory limit in bytes, and where it stands; None where there is none, or it is not known."""
    limit = instance.memory_limit
    if limit is None or limit.value is UNKNOWN:
        return None
    return limit.value, limit.span


def _is_written(instance: Instance) -> bool:
    return instance.memory_limit is not None and instance.memory_limit.written


def _killed(limit: tuple[int, Span]) -> tuple[Related, ...]:
    size, span = limit
    return (Related(span, f"the container is killed at {in_words(size)}"),)


def _said(maxmemory: Setting) -> str:
    return f"`{maxmemory.value}`" if maxmemory.written else "not set"


def _until(instance: Instance) -> str:
    """What ends the growth."""
    limit = _limit(instance)
    if limit is None:
        return "the kernel kills it or another process for want of memory"
    default = "" if _is_written(instance) else ", its default limit"
    return f"the container is killed at {in_words(limit[0])}{default}"


def over_limit(instance: Instance) -> Iterator[Hit]:
    """`maxmemory` at or above what the container may use."""
    setting = instance.setting("maxmemory")
    size, limit = memory_bytes(setting), _limit(instance)
    if size and limit is not None and size >= limit[0]:
        related = (Related(limit[1], "the container's memory limit"),) if setting.written else ()
        at = setting if setting.written else limit[1]
        room = limit[0] * 3 // 4 >> 20
        fix = writing.rewrite(setting, f"{room}mb", safe=False) if room else None
        yield Hit(at, key="maxmemory", related=related, fix=fix, value=setting.value, limit=in_words(limit[0]))


def refuses_when_full(instance: Instance) -> Iterator[Hit]:
    """A cache that refuses writes when it is full.

    Managed services limit the memory themselves, and their default policy is not the server's.
    """
    policy = instance.setting("maxmemory-policy")
    if instance.role != SERVER or instance.profile not in ("", "cache") or not policy.is_one_of("noeviction"):
        return
    if policy.written if instance.managed is not None else memory_bytes(instance.setting("maxmemory")):
        yield Hit(policy)


def evicts_data(instance: Instance) -> Iterator[Hit]:
    """A store, queue or session store under a policy that deletes keys of its own accord.

    In a queue also one that deletes only what has a time to live: locks and delayed jobs have one.  Where nothing is
    declared, only if the policy can act.
    """
    policy = instance.setting("maxmemory-policy")
    policies = EVICTING if instance.profile == "queue" else ALL_KEYS
    if instance.role != SERVER or instance.profile == "cache" or not policy.is_one_of(*policies):
        return
    if instance.profile or instance.managed is not None or memory_bytes(instance.setting("maxmemory")):
        severity = Severity.WARNING if instance.profile == "session" else None
        lost = _LOST.get(instance.profile, "records")
        yield Hit(policy, severity=severity, lost=lost, why=_why(instance))


def _why(instance: Instance) -> str:
    """Why the data counts as kept."""
    if instance.profile:
        kind = "session store" if instance.profile == "session" else instance.profile
        return f"it is declared as a {kind}"
    if instance.setting("appendonly").is_one_of("yes"):
        return "it keeps its data on disk (`appendonly yes`)"
    return "nothing says that it is a cache"


def policy_without_limit(instance: Instance) -> Iterator[Hit | Undecided]:
    """An evicting policy that never acts, since nothing limits the memory; an error where a container's limit does."""
    policy = instance.setting("maxmemory-policy")
    maxmemory = instance.setting("maxmemory")
    if instance.role != SERVER or instance.managed is not None or memory_bytes(maxmemory) != 0:
        return
    if policy.args is None:
        yield Undecided(policy)
    elif policy.written and policy.is_one_of(*EVICTING):
        limit = _limit(instance)
        severity = Severity.ERROR if limit is not None and _is_written(instance) else None
        related = _killed(limit) if limit is not None else ()
        yield Hit(policy, severity=severity, related=related, said=_said(maxmemory), until=_until(instance))


def in_words(size: int) -> str:
    """Bytes for people, in the units of redis.conf: the limit `256M` of a pod is 256m, and `256Mi` is 256mb."""
    for unit, factor in (("gb", 1 << 30), ("g", 10**9), ("mb", 1 << 20), ("m", 10**6), ("kb", 1 << 10)):
        if size >= factor and size % factor == 0:
            return f"{size // factor}{unit}"
    return f"{size / (1 << 20):.1f}mb" if size >= 1 << 20 else f"{size} bytes"
