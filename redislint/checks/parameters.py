"""Parameters that a managed service does not have, or does not let be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint import servers
from redislint.checks.services import said_of
from redislint.finding import Hit, Severity
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.servers import parameters
from redislint.suggest import nearest
from redislint.typed import Final, NamedTuple

_GROUP: Final = "aws_elasticache_parameter_group"
_INTEGER: Final = re.compile(r"-?\d{1,19}")
_SIZE: Final = re.compile(r"\d{1,19}(k|kb|m|mb|g|gb)", re.IGNORECASE)


class _Fault(NamedTuple):
    """What is wrong with a parameter, and where: its value, or the name with it."""

    what: str
    is_value: bool = False


def invalid(instance: Instance) -> Iterator[Hit]:
    """Parameters of a group that its family does not take: AWS refuses them as Terraform applies them."""
    family = said_of(instance, "family")
    rank = parameters.rank(str(family.value)) if family is not None else None
    if family is None or family.resource != _GROUP or rank is None:
        return
    for setting in instance.settings:
        fault = _fault(setting, str(family.value), rank) if setting.written else None
        if fault is not None:
            at = setting.value_span if fault.is_value else setting.span
            level = family.level(Severity.ERROR)
            yield Hit(at, key=setting.spelling, severity=level, related=family.related, what=fault.what)


def _fault(setting: Setting, family: str, rank: int) -> _Fault | None:
    name = setting.spelling
    found = parameters.parameter(name)
    if found is None:
        return _stranger(name)
    if rank > found.last:
        instead = f"; `{found.instead}` has its place" if found.instead else ""
        last = parameters.family_of(found.last, family)
        return _Fault(f"`{name}` is gone in `{family}`: `{last}` was the last family with it{instead}")
    if rank < found.first:
        return _Fault(f"`{name}` comes with `{parameters.family_of(found.first, family)}`; `{family}` does not have it")
    if rank >= found.fixed:
        return _Fault(f"`{name}` cannot be changed in `{family}`")
    return _value(setting, found)


def _stranger(name: str) -> _Fault | None:
    """A name that no family has.  One that servers know and the data does not may be newer than the data."""
    if parameters.is_own(name):
        return _Fault(f"`{name}` is no parameter of ElastiCache, which sets it itself")
    if servers.spans(name):
        return None
    meant = nearest(name, parameters.names())
    return _Fault(f"`{name}` is no parameter of ElastiCache" + (f"; did you mean `{meant}`?" if meant else ""))


def _value(setting: Setting, found: parameters.Parameter) -> _Fault | None:
    """A value that the service does not take, although servers may."""
    value, name = setting.value, setting.spelling
    if value is None:
        return None
    if found.takes == "integer" and _SIZE.fullmatch(value):
        return _Fault(f"`{name}` takes a number of bytes without a unit, and not `{value}`", True)
    if found.takes == "boolean" and value not in ("yes", "no") and not servers.spans(name):
        return _Fault(f"`{name}` takes `yes` or `no`, and not `{value}`", True)
    if found.least and _INTEGER.fullmatch(value) and 0 < int(value) < found.least:
        return _Fault(f"`{name}` takes 0, or {found.least} and more, and not `{value}`", True)
    return None
