"""What surrounds a server in a chart: its image, its memory, and what is published of it."""

from __future__ import annotations

import re

from redislint.model.facts import UNKNOWN, Fact, Unknown
from redislint.model.origin import CHART, IMAGE, Origin
from redislint.read.helm.values import Values, truth
from redislint.servers import Server, from_image
from redislint.source import Span
from redislint.typed import Any, Final

# The memory limits of `resourcesPreset` (bitnami/common, templates/_resources.tpl).
_PRESETS: Final = {
    "none": None,
    "nano": 192,
    "micro": 384,
    "small": 768,
    "medium": 1536,
    "large": 3072,
    "xlarge": 6144,
    "2xlarge": 12288,
}
_QUANTITY: Final = r"(?P<number>\d{1,18}(?:\.\d{0,9})?)(?P<unit>m|k|Ki|[MGTPE]i?|[eE]\d)?"
_FACTORS: Final = {"m": 1e-3, "": 1, "k": 1e3, "Ki": 1 << 10} | {
    f"{letter}{suffix}": (1 << 10 * power) if suffix else 10 ** (3 * power)
    for power, letter in enumerate("MGTPE", 2)
    for suffix in ("", "i")
}
# What the tags of bitnami's own images look like.
_OWN_TAG: Final = r"\d+\.\d+\.\d+-debian-\d+-r\d+"

# An image, the server in it, and where its version comes from.
Pulled = tuple[Fact[str], Server | None, Origin]


def storage(values: Values, component: str, key: str = "persistence.enabled") -> Fact[bool]:
    """Is there a volume for the data?  `component` is empty where the chart has but one."""
    fact = values.fact(f"{component}.{key}" if component else key)
    is_on = truth(fact)
    return Fact(UNKNOWN if is_on is None else is_on, fact.span, written=fact.written)


def memory(values: Values, component: str, key: str = "resources") -> Fact[int] | None:
    """The container's memory limit in bytes; None if it has none.  `resources` leaves the preset without effect.

    `component` is empty in a chart of one component.
    """
    within = f"{component}." if component else ""
    limit = values.fact(f"{within}{key}.limits.memory")
    if limit.written:
        return Fact(quantity(limit.value), limit.span)
    resources = values.fact(f"{within}{key}")
    is_given = truth(resources)
    if is_given is not False:
        return None if is_given else Fact(UNKNOWN, resources.span, written=resources.written)
    preset = values.fact(f"{within}resourcesPreset")
    if isinstance(preset.value, Unknown) or (preset.value and str(preset.value) not in _PRESETS):
        return Fact(UNKNOWN, preset.span, written=preset.written)
    size = _PRESETS[str(preset.value)] if preset.value else None
    return Fact(size << 20, preset.span, written=preset.written) if size else None


def quantity(value: Any) -> int | Unknown:
    """What a quantity of Kubernetes says: `512Mi`, `1G`, `1.5Gi`, 1000000."""
    match = (
        re.fullmatch(_QUANTITY, str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    )
    if match is None:
        return UNKNOWN
    return int(_product(match))


def exact(value: Any) -> float:
    """What a quantity says, which is known to be one, with its fraction: 0.5 for `500m`."""
    match = re.fullmatch(_QUANTITY, str(value))
    return _product(match) if match is not None else 0.0


def _product(match: re.Match[str]) -> float:
    unit = match["unit"] or ""
    factor = 10 ** int(unit[1:]) if unit[:1] in "eE" and unit[1:].isdigit() else _FACTORS[unit]
    return float(match["number"]) * float(factor)


def image(values: Values, key: str = "image", tag_path: str = "") -> Pulled:
    """The image, the server in it, and where its version comes from; its place is the part which stands out.

    In charts where `key` is the image's name itself, `tag_path` is its tag.
    """
    facts = {part: values.fact(f"{key}.{part}") for part in ("registry", "repository", "tag", "digest")}
    if tag_path:
        facts |= {"repository": values.fact(key), "tag": values.fact(tag_path)}
        facts |= dict.fromkeys(("registry", "digest"), Fact("", values.anchor, written=False))
    if values.is_given("global.imageRegistry"):
        facts["registry"] = values.fact("global.imageRegistry")
    elif values.block.tied and not facts["registry"].written:
        # Docker Hub, for each of the charts that it may be.
        facts["registry"] = Fact("", values.anchor, written=False)
    written = [part for part, fact in facts.items() if fact.written and not _is_usual(values, part, fact)]
    tag, server = _tag(values, facts["tag"], bool(written))
    repository, registry = facts["repository"].value, facts["registry"].value
    span, stands = _notable(facts, written, values.anchor), _stands(values, facts["tag"])
    # What the values leave to the chart is decided by its version.
    asked = values.block.asked
    span = asked if asked is not None and span == values.anchor else span
    origin = Origin(CHART, facts["tag"].span if stands else asked or span)
    origin = Origin(IMAGE, facts["tag"].span) if "tag" in written else origin
    if tag is None or not isinstance(repository, str) or isinstance(registry, Unknown):
        return Fact(UNKNOWN, span, written=bool(written)), None, origin
    if stands:
        server = from_image(repository, tag)
    elif server is not None and from_image(repository, server.line) is None:
        # By its name this may hold anything.
        server = None
    digest = facts["digest"].value
    name = f"{registry}/{repository}" if registry else repository
    pinned = f"{name}:{tag}@{digest}" if isinstance(digest, str) and digest else f"{name}:{tag}"
    return Fact(pinned, span, written=bool(written)), server, origin


def _is_usual(values: Values, part: str, fact: Fact[Any]) -> bool:
    """Is this a tag of the chart's own, in a copy of its file?  Their history is not kept here."""
    return part == "tag" and values.block.copied and re.fullmatch(_OWN_TAG, str(fact.value)) is not None


def _stands(values: Values, fact: Fact[Any]) -> bool:
    """Is there a text of it in the file: a choice, or the chart's own in a copy of its file?"""
    return fact.written or (fact.span != values.anchor and isinstance(fact.value, str) and bool(fact.value))


def _tag(values: Values, fact: Fact[Any], is_named: bool) -> tuple[str | None, Server | None]:
    """The tag, None if unknown, and the server of a default.

    A default that stands nowhere is known by its line only; of several versions, by the newest of theirs.  Of an image
    that is named otherwise, the newest known default is told: all of them name a version.
    """
    if _stands(values, fact):
        return (None if isinstance(fact.value, Unknown | list | dict) else str(fact.value)), None
    block = values.block
    if not block.chart.is_tagged(block.versions):
        return (block.chart.tag if is_named else None), None
    newest = block.chart.newest(block.versions)
    return (newest.line if newest is not None else None), block.chart.server(block.versions)


def _notable(facts: dict[str, Fact[Any]], written: list[str], anchor: Span) -> Span:
    """The part to blame: a tag that names no version, else the repository, else what there is."""
    if "tag" in written and not any(character.isdigit() for character in str(facts["tag"].value)):
        return facts["tag"].span
    stands = [part for part in ("repository", "tag", "digest", "registry") if facts[part].span != anchor]
    part = next((one for one in stands if one in written and one != "registry"), stands[0] if stands else "repository")
    return facts[part].span
