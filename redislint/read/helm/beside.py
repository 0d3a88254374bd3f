"""Images of the containers that bitnami's charts start beside a server: an exporter, and helpers that set things up."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN, Fact, Unknown
from redislint.read.helm.values import Values
from redislint.read.node import Node
from redislint.source import Span
from redislint.typed import Final

# What switches each on, where its image is said, and its default (bitnami/charts, values.yaml of redis 10.5 to 23.1).
_IMAGES: Final = (
    ("metrics.enabled", "metrics.image", "bitnami/redis-exporter"),
    ("volumePermissions.enabled", "volumePermissions.image", "bitnami/os-shell"),
    ("sysctl.enabled", "sysctl.image", "bitnami/os-shell"),
    ("sysctlImage.enabled", "sysctlImage", "bitnami/os-shell"),
)


def beside(values: Values) -> tuple[tuple[str, Fact[str]], ...]:
    """The images that are in use, by their paths as the file has them; none where the chart's version is not known."""
    block = values.block
    if not block.is_certain or not block.chart.is_charted(block.versions):
        return ()
    start = f"{block.key.text}." if block.key is not None else ""
    return tuple(
        (f"`{start}{path}`", _image(values, path, usual, values.fact(switch).span))
        for switch, path, usual in _IMAGES
        if block.chart.knows(f"{path}.repository") and values.is_true(switch)
    )


def _image(values: Values, path: str, usual: str, switch: Span) -> Fact[str]:
    """One image, at the place that names it, else at its switch; of a default the tag is the chart's newest known."""
    facts = {part: values.fact(f"{path}.{part}") for part in ("registry", "repository", "tag", "digest")}
    given = {part: fact.value for part, fact in facts.items() if isinstance(values.node(f"{path}.{part}"), Node)}
    shared = values.fact("global.imageRegistry").value
    is_open = any(isinstance(values.node(f"{path}.{part}"), Unknown) for part in facts)
    shared = "" if shared is None else shared
    # What is not known is neither true nor false, and not asked whether it is.
    is_open = is_open or not all(isinstance(one, str | int) for one in (*given.values(), shared))
    if is_open or not (given.get("tag") or values.chart.is_tagged(values.block.versions)):
        return Fact(UNKNOWN, switch, written=False)
    registry = shared or given.get("registry") or "docker.io"
    digest = f"@{given['digest']}" if given.get("digest") else ""
    name = f"{registry}/{given.get('repository') or usual}:{given.get('tag') or values.chart.tag}{digest}"
    named = next((facts[part] for part in ("repository", "tag", "registry", "digest") if given.get(part)), None)
    # What a copy of the chart's own file says is nobody's choice.
    is_own = values.block.copied and str(given.get("repository")).startswith("bitnami/")
    return Fact(name, named.span if named is not None else switch, written=named is not None and not is_own)
