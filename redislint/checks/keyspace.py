"""The keyspace: how many databases there are, and what is told of changes in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.values import integer_of
from redislint.finding import Hit, Severity
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

_EVENTS: Final = "notify-keyspace-events"
# All that any server knows; one with another letter refuses to start.
_LETTERS: Final = re.compile(r"[AKEg$lshzxetmdnoc]+")
_CHANNELS: Final = frozenset("KE")
# What `A` stands for; the others (`m`, `n`, `o`, `c`) have to be named.
_ALL: Final = frozenset("g$lshzxetd")
_MANY: Final = 6

_USUAL: Final = 16
_MOST: Final = 64


def databases(instance: Instance) -> Iterator[Hit]:
    """More databases than serve, or several in a cluster; the line of 16 that every shipped file has is none."""
    setting = instance.setting("databases")
    count = integer_of(setting) if setting.written else None
    if instance.role != SERVER or count is None:
        return
    if instance.setting("cluster-enabled").is_one_of("yes") and count > 1 and count != _USUAL:
        what = "a cluster has database 0 alone, whatever stands here (from Valkey 9 on `cluster-databases` counts)"
        yield Hit(setting, severity=Severity.WARNING, what=what)
    elif count > _MOST and instance.setting("port").is_none_of("0"):
        what = "databases of one server share its memory, its eviction and its one thread"
        yield Hit(setting, what=what)


def _events(instance: Instance) -> str:
    """The letters that are written; empty where they are off, not known, or none."""
    setting = instance.setting(_EVENTS)
    value = setting.value if setting.written else None
    return value if value is not None and _LETTERS.fullmatch(value) else ""


def inert_events(instance: Instance) -> Iterator[Hit]:
    """Notifications that are never sent: no channel to send them on, or no class of events."""
    letters = set(_events(instance))
    if not letters or (letters & _CHANNELS and letters - _CHANNELS):
        return
    if letters & _CHANNELS:
        what = "it names a channel, and no class of events (such as `x` for expired keys)"
    else:
        what = "it names classes of events, and no channel (`K`, by key, or `E`, by event)"
    yield Hit(instance.setting(_EVENTS), what=what)


def all_events(instance: Instance) -> Iterator[Hit]:
    """Two messages for every write."""
    letters = set(_events(instance))
    classes = letters & _ALL
    if letters >= _CHANNELS and ("A" in letters or len(classes) >= _MANY):
        yield Hit(instance.setting(_EVENTS))
