"""The exporter that a chart starts beside each server: whether it does, and by which options."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.document import Document
from redislint.model.facts import UNKNOWN, Fact, Setting
from redislint.read import exporter
from redislint.read.helm.values import Values
from redislint.read.node import Node
from redislint.source import Span
from redislint.typed import Final, NamedTuple


class Keys(NamedTuple):
    """Where a chart has its exporter: the switch, what Prometheus is told of it, and the options."""

    switch: str
    monitors: tuple[str, ...]
    options: str = ""


_METRICS: Final = Keys(
    "metrics.enabled",
    ("metrics.serviceMonitor.enabled", "metrics.podMonitor.enabled", "metrics.prometheusRule.enabled"),
    "metrics.extraArgs",
)
# By who makes the chart.
_KEYS: Final = {
    "bitnami": _METRICS,
    "cloudpirates": _METRICS._replace(options=""),
    "groundhog2k": _METRICS._replace(options=""),
    "valkey": _METRICS._replace(options=""),
    "dandydeveloper": Keys("exporter.enabled", ("exporter.serviceMonitor.enabled",), "exporter.extraArgs"),
}
# What may bring an exporter or an agent by another way.
_ELSEWHERE: Final = (
    "sidecars",
    "master.sidecars",
    "replica.sidecars",
    "slave.sidecars",
    "primary.sidecars",
    "extraContainers",
    "podAnnotations",
    "master.podAnnotations",
    "replica.podAnnotations",
    "slave.podAnnotations",
    "primary.podAnnotations",
    "redis.podAnnotations",
    "redis.annotations",
    "commonAnnotations",
)
_MOST: Final = 200


class Exporter(NamedTuple):
    """Does the chart start one, and what is told to collect from it though it does not?"""

    metrics: Fact[bool] | None = None
    monitor: Span | None = None
    options: Document | None = None


def exported(values: Values) -> Exporter:
    """What the values say of an exporter; nothing of a chart or version whose keys are not known."""
    keys = _KEYS.get(values.chart.name.partition("-")[0])
    if keys is None or not values.block.is_certain or not values.chart.knows(keys.switch):
        return Exporter()
    switch, is_on = values.fact(keys.switch), values.is_true(keys.switch)
    if is_on is False and any(values.is_given(path) for path in _ELSEWHERE):
        is_on = None
    fact = Fact(UNKNOWN if is_on is None else is_on, switch.span, written=switch.written)
    if is_on:
        return Exporter(fact, options=_options(values, keys.options))
    told = (values.fact(path) for path in keys.monitors if values.is_true(path) and values.is_given(path))
    return Exporter(fact, next((one.span for one in told if one.written), None))


def _options(values: Values, path: str) -> Document | None:
    """The options that are a mapping of their names to values."""
    found = values.items(path) if path else None
    words = tuple(_settings(found, path)) if found else ()
    return Document(values.anchor.source, exporter.LANGUAGE, words) if words else None


def _settings(found: dict[str, tuple[Node, Node]], path: str) -> Iterator[Setting]:
    for name, (key, value) in list(found.items())[:_MOST]:
        if name in exporter.FLAGS and value.kind == "scalar":
            args = (str(value.value).lower() if isinstance(value.value, bool) else value.text,)
            inner = value.inner("helm-values").span(0, len(value.text))
            yield Setting(name, args if value.is_known else None, key.span, inner, f"{path}.{name}")
