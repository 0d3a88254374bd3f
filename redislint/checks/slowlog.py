"""The log of slow commands: whether there is one, and what gets into it."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.values import integer_of
from redislint.finding import Hit, Severity, Undecided
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

# What clients of a server that answers in less than a millisecond take for a failure, in microseconds.
_SLOW: Final = 100_000
# The default of all versions, which a length below it is shorter than.
_USUAL: Final = 128


def disabled(instance: Instance) -> Iterator[Hit | Undecided]:
    """A server whose slow commands leave no trace, or so many that the slow ones are pushed out."""
    if instance.role != SERVER:
        return
    threshold, length = instance.setting("slowlog-log-slower-than"), instance.setting("slowlog-max-len")
    limit = integer_of(threshold) if threshold.written else None
    if threshold.written and threshold.args is None:
        yield Undecided(threshold)
    if limit is not None and limit < 0:
        yield Hit(threshold, what="no command is ever logged as slow")
    elif length.written and integer_of(length) == 0:
        yield Hit(length, what="the log of slow commands holds none")
    elif limit is not None and limit > _SLOW:
        what = f"a command that blocks all clients for {limit // 1000} ms is the first to be logged"
        yield Hit(threshold, what=what)
    elif limit == 0:
        what = "every command is logged, and pushes the slow ones out"
        yield Hit(threshold, severity=Severity.INFO, what=what)


def short(instance: Instance) -> Iterator[Hit]:
    """A log of slow commands that holds fewer than by default."""
    length = instance.setting("slowlog-max-len")
    number = integer_of(length) if length.written and instance.role == SERVER else None
    if number is not None and 0 < number < _USUAL:
        yield Hit(length, usual=_USUAL)
