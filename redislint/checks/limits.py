"""Limits of a container's memory: whether there is one, and what it leaves beside the data."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.memory import in_words
from redislint.checks.values import is_persistent, memory_bytes
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

# How much of the limit `maxmemory` may be: where the server forks to save its data, and elsewhere.
_FORKS: Final = 0.75
_ALONE: Final = 0.90


def unlimited(instance: Instance) -> Iterator[Hit]:
    """A container without a memory limit.

    In a compose file and of a chart only where somebody cares for such limits: it is declared as production, or there
    are others.
    """
    workload = instance.workload
    if workload is None or instance.memory_limit is not None or instance.role != SERVER or workload.cpu_limit is None:
        return
    if instance.kind in ("compose", "helm-values") and not _cares(instance):
        return
    if instance.kind == "kubernetes" and not instance.complete:
        from redislint.checks.containers import starts_server

        if not starts_server(workload):
            return
    is_bounded = memory_bytes(instance.setting("maxmemory"))
    at = workload.anchor
    if instance.kind == "helm-values":
        # What is said of resources is where the limit is missing.
        said = (one.span for one in (workload.memory_request, workload.cpu_limit) if one is not None and _is_set(one))
        at = next(said, at)
    yield Hit(at, key="memory", severity=Severity.INFO if is_bounded else None)


def _cares(instance: Instance) -> bool:
    workload = instance.workload
    if workload is None or (workload.cpu_limit is not None and workload.cpu_limit.value is UNKNOWN):
        return False
    return instance.environment == "prod" or _is_set(workload.cpu_limit) or _is_set(workload.memory_request)


def _is_set(amount: Fact[float] | Fact[int] | None) -> bool:
    """Is an amount written?  Empty resources, as a chart's own file has them, are 0."""
    return amount is not None and amount.written and amount.value != 0


def headroom(instance: Instance) -> Iterator[Hit]:
    """`maxmemory` that leaves too little of the container's limit for all that is not data."""
    if instance.managed is not None:
        from redislint.checks.reserve import reserved

        yield from reserved(instance)
    setting, limit = instance.setting("maxmemory"), instance.memory_limit
    size = memory_bytes(setting)
    if not size or limit is None or limit.value is UNKNOWN or instance.role != SERVER or instance.managed is not None:
        return
    share, why = _share(instance)
    if limit.value * share < size < limit.value:
        related = (Related(limit.span, "the container's memory limit"),) if setting.written else ()
        at = setting if setting.written else limit.span
        percent = size * 100 // limit.value
        yield Hit(
            at,
            key="maxmemory",
            related=related,
            percent=percent,
            what=f"`maxmemory {setting.value}` is {percent} % of the container's {in_words(limit.value)}: {why}; "
            f"at most {in_words(int(limit.value * share) >> 20 << 20)} is on the safe side",
        )


def _share(instance: Instance) -> tuple[float, str]:
    """The share of the limit that may be data, and what needs the rest."""
    if is_persistent(instance) is True:
        return _FORKS, "saving its data forks the server, and pages that are written meanwhile are there twice"
    return _ALONE, "buffers of clients and replicas, and fragmentation, come on top"
