"""Compact encodings: up to which size values are kept as one block of memory, which every operation walks through."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.memory import in_words
from redislint.checks.values import integer_of, memory_bytes
from redislint.finding import Hit, Severity
from redislint.model.instance import Instance
from redislint.typed import Final

# From which on (by number of elements, or by bytes of one) walking through such a block is felt.
_ENTRIES: Final = {
    "hash-max-listpack-entries": 2048,
    "zset-max-listpack-entries": 2048,
    "set-max-listpack-entries": 2048,
    "set-max-intset-entries": 4096,
}
_BYTES: Final = {
    "hash-max-listpack-value": (1024, "elements"),
    "zset-max-listpack-value": (1024, "elements"),
    "set-max-listpack-value": (1024, "elements"),
    "hll-sparse-max-bytes": (16_000, "sparse counters"),
    "stream-node-max-bytes": (65_536, "nodes"),
}
_LIST: Final = "list-max-listpack-size"
_MOST_IN_LIST: Final = 8192
# A negative size of a list's nodes is a limit in bytes: -1 is 4kb, and so on to -5, which is 64kb.
_LEAST_IN_LIST: Final = -5


def extreme(instance: Instance) -> Iterator[Hit]:
    """Limits of compact encodings far above the defaults, or none at all."""
    for name, most in _ENTRIES.items():
        setting = instance.setting(name)
        count = integer_of(setting) if setting.written else None
        if count is not None and count > most:
            yield Hit(setting, what=f"an operation walks through up to {count:,} elements one by one{_WAITING}")
        elif count == 0:
            what = "no value is kept compactly, and small ones take several times the memory"
            yield Hit(setting, severity=Severity.INFO, what=what)
    for name, (most, of) in _BYTES.items():
        setting = instance.setting(name)
        size = memory_bytes(setting) if setting.written else None
        if size is not None and size > most:
            yield Hit(setting, what=f"an operation walks through {of} of up to {in_words(size)}{_WAITING}")
    setting = instance.setting(_LIST)
    count = integer_of(setting) if setting.written else None
    if count is not None and count > _MOST_IN_LIST:
        yield Hit(setting, what=f"an operation walks through up to {count:,} elements one by one{_WAITING}")
    elif count is not None and count < _LEAST_IN_LIST:
        yield Hit(setting, severity=Severity.INFO, what="no size below -5 is known, and it counts as -5, which is 64kb")


_WAITING: Final = ", and nobody else is answered meanwhile"
