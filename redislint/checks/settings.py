"""Three checks that serve many rules; a rule's page gives their arguments under `given:`.

`when` is a condition: a directive's name and the values, one of which it must be known to have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from redislint.checks.values import memory_bytes
from redislint.finding import Hit, Severity, Undecided
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.typed import Final

_NEGATIVE: Final = re.compile(r"-[0-9]{1,127}")

Values = Sequence[str] | Mapping[str, str]
Condition = Mapping[str, str | Sequence[str]]


def forbid(
    instance: Instance, setting: str, values: Values, when: Condition | None = None
) -> Iterator[Hit | Undecided]:
    """The directive has one of `values`, which may be a mapping to the severity of each."""
    found = instance.setting(setting)
    if not _holds(instance, when):
        return
    if found.args is None:
        yield Undecided(found)
        return
    for value in values:
        if found.is_one_of(value):
            severity = Severity(values[value]) if isinstance(values, Mapping) else None
            yield Hit(found, severity=severity)


def require(
    instance: Instance, setting: str, values: Sequence[str], when: Condition | None = None
) -> Iterator[Hit | Undecided]:
    """The directive has none of `values`; where nobody wrote it, its default counts."""
    found = instance.setting(setting)
    if not _holds(instance, when):
        return
    if found.args is None:
        yield Undecided(found)
    elif found.is_none_of(*values):
        yield Hit(found)


def within(
    instance: Instance, setting: str, least: int | None = None, most: int | None = None, when: Condition | None = None
) -> Iterator[Hit | Undecided]:
    """A number, or a memory size in bytes, lies below `least` or above `most`."""
    found = instance.setting(setting)
    if not _holds(instance, when):
        return
    if found.args is None:
        yield Undecided(found)
        return
    number = _number(found)
    if number is None:
        return
    if (least is not None and number < least) or (most is not None and number > most):
        yield Hit(found, least=least, most=most)


def _holds(instance: Instance, when: Condition | None) -> bool:
    """Is every condition known to hold?"""
    return all(
        instance.setting(name).is_one_of(*((values,) if isinstance(values, str) else values))
        for name, values in (when or {}).items()
    )


def _number(found: Setting) -> int | None:
    """The number that a value stands for, memory units included; None if it is none."""
    value = found.value or ""
    if _NEGATIVE.fullmatch(value):
        return int(value)
    return memory_bytes(found) if value else None
