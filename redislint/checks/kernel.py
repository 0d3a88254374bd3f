"""What the kernel lets a server have: connections that wait, open files, memory that it may promise, and swap.

Asked of redis 7.0: with a hard limit of 4,096 open files it says that maxclients is 4,064 now, and goes on; a soft
limit it raises by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.finding import Hit, Related
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import SERVER, Instance
from redislint.model.workload import Workload
from redislint.typed import Final

_SOMAXCONN: Final = "net.core.somaxconn"
# What a new network namespace has (Linux 5.4 and later; 128 before).
_USUAL: Final = 4_096
# Descriptors that a server keeps for itself (CONFIG_MIN_RESERVED_FDS).
_RESERVED: Final = 32
# The kernel's own default: from here on it swaps readily.
_SWAPPY: Final = 60
_MOST_DIGITS: Final = 18
_ACCOUNTING: Final = {
    "0": "the kernel then guesses whether there is memory enough for the copy",
    "2": "the kernel then counts the copy in full, though hardly any of it is ever written",
}


def short_queue(instance: Instance) -> Iterator[Hit]:
    """`tcp-backlog` beyond what the kernel lets wait."""
    setting, found = instance.setting("tcp-backlog"), _queue(instance.workload)
    wanted = _number(setting.value)
    if found is None or wanted is None or instance.role != SERVER:
        return
    limit, fact = found
    if wanted > limit and (setting.written or fact is not None):
        at = setting if setting.written or fact is None else fact.span
        related = (Related(fact.span, "the kernel's limit"),) if fact is not None and setting.written else ()
        yield Hit(at, key="tcp-backlog", related=related, backlog=wanted, limit=limit)


def _queue(workload: Workload | None) -> tuple[int, Fact[str] | None] | None:
    """The kernel's limit where the server runs, and what sets it; None where it is not known.

    A container with a network of its own starts with the kernel's default, whatever the machine has.
    """
    if workload is None or workload.sysctls is None:
        return None
    fact = dict(workload.sysctls).get(_SOMAXCONN)
    if fact is not None:
        limit = _number(None if fact.value is UNKNOWN else fact.value)
        return None if limit is None else (limit, fact)
    is_apart = workload.host_network is not None and workload.host_network.value is False
    is_plain = workload.privileged is not None and workload.privileged.value is False
    return (_USUAL, None) if workload.kind == "service" and is_apart and is_plain else None


def few_files(instance: Instance) -> Iterator[Hit]:
    """A limit on open files that is too low for `maxclients`, which the server then lowers."""
    setting, workload = instance.setting("maxclients"), instance.workload
    limit = workload.nofile if workload is not None else None
    wanted = _number(setting.value)
    if workload is None or limit is None or wanted is None or instance.role != SERVER or _may_raise(workload):
        return
    if limit.value is not UNKNOWN and 0 <= limit.value < wanted + _RESERVED:
        related = (Related(setting.span, "what is asked for"),) if setting.written else ()
        left = max(limit.value - _RESERVED, 0)
        effect = f"lowers it to {left:,}" if left else "does not start"
        yield Hit(
            limit.span,
            key="maxclients",
            related=related,
            limit=f"{limit.value:,}",
            clients=f"{wanted:,}",
            effect=effect,
        )


def _may_raise(workload: Workload) -> bool:
    """May the process raise its hard limit, or is it not known that it may not?  Root may on a machine."""
    if workload.kind in ("unit", "host"):
        return workload.root is None or workload.root.value is not False
    return workload.privileged is not None and workload.privileged.value is not False


def overcommit(instance: Instance) -> Iterator[Hit]:
    """A kernel that may refuse the copy of itself that a server makes to save its data."""
    fact = _setting(instance, "vm.overcommit_memory")
    if fact is not None and isinstance(fact.value, str) and fact.value in _ACCOUNTING:
        yield Hit(fact.span, key="vm.overcommit_memory", value=fact.value, why=_ACCOUNTING[fact.value])


def swapping(instance: Instance) -> Iterator[Hit]:
    """A kernel that swaps readily, or a container that may."""
    fact = _setting(instance, "vm.swappiness")
    number = _number(fact.value) if fact is not None and isinstance(fact.value, str) else None
    own = instance.workload.swappiness if instance.workload is not None else None
    if own is not None and own.value is not UNKNOWN and own.value >= _SWAPPY:
        yield Hit(own.span, key="swappiness", what=f"a swappiness of {own.value}")
    if fact is not None and number is not None and number >= _SWAPPY:
        yield Hit(fact.span, key="vm.swappiness", what=f"`vm.swappiness = {number}`")
    swap, memory = instance.workload.swap if instance.workload is not None else None, instance.memory_limit
    if swap is None or swap.value is UNKNOWN or memory is None or memory.value is UNKNOWN or not swap.written:
        return
    if swap.value == -1 or swap.value > memory.value:
        yield Hit(swap.span, key="swap", what="more memory and swap together than memory alone")


def _setting(instance: Instance, name: str) -> Fact[str] | None:
    sysctls = instance.workload.sysctls if instance.workload is not None else None
    return dict(sysctls).get(name) if sysctls is not None else None


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
