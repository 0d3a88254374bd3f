"""Numbers that are far from what serves: each with a range, and with what happens below and above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from redislint.checks.memory import in_words
from redislint.checks.values import integer_of, memory_bytes
from redislint.finding import Hit, Severity
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final, NamedTuple


class Range(NamedTuple):
    """A directive with the range of numbers that serve, and what happens below and above it; empty where nothing."""

    name: str
    least: int
    most: int
    below: str
    above: str
    severity: Severity | None = None


def beyond(instance: Instance, ranges: Iterable[Range]) -> Iterator[Hit]:
    """The written numbers outside their ranges, with what that does."""
    for name, least, most, below, above, severity in ranges:
        setting = instance.setting(name)
        number = integer_of(setting) if setting.written else None
        what = "" if number is None else below if number < least else above if number > most else ""
        if what:
            yield Hit(setting, severity=severity, what=what)


_CLOCK: Final = (
    Range(
        "hz",
        10,
        100,
        "expired keys are found, and idle clients closed, later than by default",
        "the server is busy with its own housekeeping even when nobody asks it anything",
    ),
)


def clock(instance: Instance) -> Iterator[Hit]:
    """How often the server looks after itself, far from the default; or no more often with many clients."""
    yield from beyond(instance, _CLOCK)
    setting = instance.setting("dynamic-hz")
    if setting.written and setting.is_one_of("no"):
        yield Hit(setting, what="with thousands of clients its housekeeping does not keep up")


_LEAST_IDLE: Final = 60


def idle_timeout(instance: Instance) -> Iterator[Hit]:
    """Connections that are closed after less than a minute without a command."""
    setting = instance.setting("timeout")
    seconds = integer_of(setting)
    if instance.role == SERVER and setting.written and seconds is not None and 0 < seconds < _LEAST_IDLE:
        yield Hit(setting, seconds=f"{seconds} {'second' if seconds == 1 else 'seconds'}")


_SCRIPTS: Final = (
    Range(
        "busy-reply-threshold",
        1,
        15_000,
        "while a script runs nobody is answered, not even with BUSY, and SCRIPT KILL does not get through",
        "while a script runs away, nobody is answered for longer than clients wait, and until then SCRIPT KILL does"
        " not get through",
    ),
)


def script_time(instance: Instance) -> Iterator[Hit]:
    """How long a script may run before others are told that the server is busy: for ever, or very long."""
    yield from beyond(instance, _SCRIPTS)


# What one client may make the server hold: the defaults, as bytes.
_REQUESTS: Final = {
    "proto-max-bulk-len": (512 << 20, "a single value of that size"),
    "client-query-buffer-limit": (1 << 30, "a request of that size"),
}


def large_requests(instance: Instance) -> Iterator[Hit]:
    """Limits of what one client may send, above the defaults."""
    for name, (most, what) in _REQUESTS.items():
        setting = instance.setting(name)
        size = memory_bytes(setting) if setting.written else None
        if size is not None and size > most:
            yield Hit(setting, what=what, default=in_words(most))


def killed_last(instance: Instance) -> Iterator[Hit]:
    """Scores for the kernel's choice of what to kill that keep it from the server, or spare its children instead."""
    mode, values = instance.setting("oom-score-adj"), instance.setting("oom-score-adj-values")
    if not mode.written or not mode.is_one_of("yes", "relative", "absolute") or not values.written:
        return
    numbers = _scores(values.value or "")
    if len(numbers) != 3:
        return
    if numbers != sorted(numbers):
        what = (
            "the kernel kills a process with a higher score first, and here the order is not master, replica, child"
            " that saves the data"
        )
        yield Hit(values, what=what)
    elif mode.is_one_of("absolute") and numbers[0] == -1000:
        yield Hit(values, what="the kernel never kills a master, however much it takes, and kills others in its place")


def _scores(text: str) -> list[int]:
    words = text.split()
    return [int(word) for word in words] if all(re.fullmatch("-?[0-9]{1,7}", word) for word in words) else []
