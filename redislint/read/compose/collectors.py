"""What a project has to collect metrics: exporters of Redis, agents that read any service, and what is for others."""

from __future__ import annotations

import re

from redislint.model.facts import UNKNOWN, Fact
from redislint.read import exporter
from redislint.read.compose.interpolate import value_of
from redislint.read.yaml import Node
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# Agents that read Redis by a setting or by what they discover, by a word of their images' names.
_AGENTS: Final = (
    r"(?:datadog|telegraf|opentelemetry|otel|grafana/agent|alloy|netdata|newrelic|metricbeat|elastic-agent|zabbix"
    r"|dynatrace|instana|sysdig|pmm-|signoz|timberio/vector|coroot|victoriametrics/vmagent|checkmk|collectd|nagios|icinga)"
)
# What collects metrics by exporters, and exporters of other things than Redis.
_MONITORS: Final = r"(?:^|/)(?:prometheus|victoria-metrics|[a-z0-9]++[_-](?:[a-z0-9]++[_-])*+exporter)$"
_MOST: Final = 1_000


class Collectors(NamedTuple):
    """`has` says whether an exporter of Redis or an agent is there, None if that is not known.

    `monitor` is the place of what collects metrics of other services.
    """

    has: bool | None = None
    monitor: Span | None = None

    def fact(self, anchor: Span) -> Fact[bool]:
        """The same about one service, at its key."""
        return Fact(UNKNOWN if self.has is None else self.has, anchor, written=False)


def collectors(services: Node | None) -> Collectors:
    """What the services of a project have among them; one whose image is not known may be anything."""
    is_open = services is None or not services.is_known
    monitor = None
    for key, service in list(services.items().values())[:_MOST] if services is not None else ():
        image = service.get("image")
        is_text = image is not None and image.kind == "scalar"
        name = exporter.name_of(value_of(image) or image.text) if image is not None and is_text else ""
        if exporter.is_one(name) or re.search(_AGENTS, f"{name} {key.text.lower()}"):
            return Collectors(has=True)
        is_named = "exporter" in key.text.lower()
        is_open = is_open or "$" in name or (not name and is_named) or service.get("extends") is not None
        if monitor is None and re.search(_MONITORS, name):
            monitor = key.span
    return Collectors(None if is_open else False, monitor)
