"""What a server tells of itself: its log, and how long things took."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.finding import Edit, Fix, Hit, Severity
from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, SERVER, Instance
from redislint.typed import Final

_LOUD: Final = {
    "debug": "the log tells of single keys and connections, grows fast, and hides what matters",
    "verbose": "the log is full of connections and numbers of keys, and hides what matters",
}


def loglevel(instance: Instance) -> Iterator[Hit]:
    """A log of more than anybody reads, or without the events that explain a failure."""
    setting = instance.setting("loglevel")
    if not setting.written or setting.args is None:
        return
    level = " ".join(setting.args).lower()
    if level in _LOUD:
        yield Hit(setting, fix=_usual(setting), what=_LOUD[level])
    elif level == "nothing":
        yield Hit(setting, severity=Severity.INFO, fix=_usual(setting), what="nothing is logged, not even errors")
    elif level == "warning" and instance.role == SERVER:
        what = "the log does not tell of snapshots, or of replicas that connect"
        yield Hit(setting, severity=Severity.INFO, fix=_usual(setting), what=what)


def _usual(setting: Setting) -> Fix | None:
    """The default in its place, where the server's own text says it."""
    if setting.value_span.source.kind not in ("redis-conf", "sentinel-conf"):
        return None
    return Fix("write `notice`", (Edit(setting.value_span, "notice"),), safe=True)


def latency(instance: Instance) -> Iterator[Hit]:
    """Nothing is kept of how long commands took, or of what held the server up.

    That nobody watches for what holds it up is the default, and said only where production is declared.
    """
    if instance.role == SENTINEL:
        return
    tracking, threshold = instance.setting("latency-tracking"), instance.setting("latency-monitor-threshold")
    if tracking.written and tracking.is_one_of("no"):
        yield Hit(tracking, what="how long each command takes is not counted", default="")
    if instance.environment == "prod" and instance.managed is None and threshold.is_one_of("0"):
        what = "what held the server up, a fork, a slow disk or a mass of expired keys, is not recorded"
        yield Hit(threshold, what=what, default="" if threshold.written else " by default")
