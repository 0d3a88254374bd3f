"""Where the pods of a chart may run, how many of them may go at a time, and what counts them, as far as values say it.

What is not written is the chart's own matter: its defaults are sensible, and differ by version.
"""

from __future__ import annotations

import math
import re

from redislint.model.facts import UNKNOWN, Fact, Unknown
from redislint.model.workload import Workload
from redislint.read.helm.values import Values, number, truth
from redislint.typed import Any, Final, NamedTuple

_AMOUNT: Final = re.compile(r"(\d{1,6})(%?)")
# Bitnami's presets, and the truth value that redis-ha has instead.
_PRESETS: Final = {"hard": "hard", "soft": "soft", "": "none", True: "hard", False: "soft"}


class Placing(NamedTuple):
    """Where a chart says it: paths, empty for what it has no key for.

    preset     how its pods keep apart
    instead    what may keep them apart in other ways
    budget     the folder of its disruption budget
    switch     whether there is that budget
    scaled     whether an autoscaler counts the pods, and `fewest` how many it leaves at least
    followers  how many replicas each master of a cluster has
    """

    preset: str = ""
    instead: tuple[str, ...] = ()
    budget: str = ""
    switch: str = ""
    scaled: str = ""
    fewest: str = ""
    followers: str = ""


def placed(values: Values, found: Workload, keys: Placing, copies: Fact[int] | None) -> Workload:
    """The workload with what the values say of its pods, of which there are so many."""
    return found._replace(
        spread=_spread(values, keys),
        budget=_budget(values, keys, copies),
        scaled=_scaled(values, keys),
        masters=_masters(values, keys, copies),
        followers=number(values, keys.followers, 1) if keys.followers else None,
    )


def _masters(values: Values, keys: Placing, copies: Fact[int] | None) -> Fact[int] | None:
    """How many masters so many nodes are."""
    each = number(values, keys.followers, 1) if keys.followers else None
    if each is None or copies is None or isinstance(each.value, Unknown) or isinstance(copies.value, Unknown):
        return None
    at = copies if copies.written else each
    return Fact(copies.value // (1 + max(each.value, 0)), at.span, written=at.written)


def _spread(values: Values, keys: Placing) -> Fact[str] | None:
    preset = values.fact(keys.preset) if keys.preset else None
    if preset is None or not preset.written or any(values.is_true(path) is not False for path in keys.instead):
        return None
    is_plain = isinstance(preset.value, str | bool)
    return Fact(_PRESETS.get(preset.value, UNKNOWN) if is_plain else UNKNOWN, preset.span)


def _budget(values: Values, keys: Placing, copies: Fact[int] | None) -> Fact[int] | None:
    switch = values.fact(keys.switch) if keys.switch else None
    if switch is not None and switch.written and truth(switch) is False:
        return Fact(-1, switch.span)
    is_on = switch is not None and truth(switch) is not False
    if not is_on or copies is None or isinstance(copies.value, Unknown):
        return None
    for key in ("maxUnavailable", "minAvailable"):
        fact = values.fact(f"{keys.budget}.{key}")
        if fact.written and fact.value != "":
            amount = _amount(fact.value, copies.value)
            if isinstance(amount, Unknown):
                return None
            return Fact(amount if key == "maxUnavailable" else max(copies.value - amount, 0), fact.span)
    return None


def _amount(value: Any, copies: int) -> int | Unknown:
    """A number of pods, or a percentage of so many."""
    match = _AMOUNT.fullmatch(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    if match is None:
        return UNKNOWN
    return math.ceil(copies * int(match[1]) / 100) if match[2] else int(match[1])


def _scaled(values: Values, keys: Placing) -> Fact[int] | None:
    switch = values.fact(keys.scaled) if keys.scaled else None
    if switch is None or not switch.written or truth(switch) is not True:
        return None
    return number(values, keys.fewest, 1)._replace(span=switch.span, written=True)
