"""The chart that somebody says a values file is for: in a comment at its top, or in the configuration.

`# redislint: chart=bitnami/redis@19.0.0`; `chart=bitnami/redis` where the version is not known, `@^19.1` as a
dependency has it, and `chart=bitnami/redis@19.0.0 key=cache` where the chart's values are those under a key.
"""

from __future__ import annotations

import re

from redislint.read.helm.charts import chart_of
from redislint.read.helm.versions import ANY, Range, constraint
from redislint.source import BOM, Source
from redislint.typed import Final, NamedTuple

_COMMENT: Final = (
    r"#+[ \t]*redislint:[ \t]*chart[ \t]*=[ \t]*(?P<chart>[^\s,;]{1,100})"
    r"(?:[ \t,;]+key[ \t]*=[ \t]*(?P<key>[\w.-]{1,100}))?"
)
_CHART: Final = r"(?P<owner>[\w.-]+)/(?P<name>[\w-]+)(?:@(?P<version>[\w.^~*+<>=-]+))?"
# Other names of those who make charts.
_OWNERS: Final = {
    "bitnamicharts": "bitnami",
    "opstree": "ot",
    "ot-container-kit": "ot",
    "ot-helm": "ot",
    "valkey": "valkey-io",
}
_LINES: Final = 100


class Said(NamedTuple):
    """A chart, one of CHARTS, with the versions that it may be; `key` is where its values stand, empty for the file."""

    chart: str
    versions: Range = ANY
    key: str = ""


def parse(text: str, key: str = "") -> Said | None:
    """What `bitnami/redis@19.0.0` says; None if no chart is meant that is read here."""
    match = re.fullmatch(_CHART, text)
    if match is None:
        return None
    owner = _OWNERS.get(match["owner"].lower(), match["owner"].lower())
    name = chart_of(owner, match["name"].lower())
    version = match["version"]
    versions = constraint(version) if version else ANY
    is_known = name and not (version and versions == ANY)
    return Said(name, versions, key) if is_known else None


def said(source: Source) -> Said | None:
    """The chart of a values file, as its first comments say, else the configuration."""
    if "redislint:" in source.text:
        for line in source.text.removeprefix(BOM).split("\n", _LINES)[:_LINES]:
            text = line.strip()
            if text and text != "---" and not text.startswith(("#", "%")):
                break
            match = re.match(_COMMENT, text)
            if match is not None:
                return parse(match["chart"], match["key"] or "")
    return parse(source.chart) if source.chart else None
