"""Releases of K3s and RKE2: HelmChart, which its Helm controller installs.

What is in `set` counts more than `valuesContent`; what is in a Secret is not known.
Sources: docs.k3s.io/helm, github.com/k3s-io/helm-controller (pkg/controllers/chart).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.read.helm.nearby import Dependency
from redislint.read.helm.pins import pin
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object, scalar
from redislint.read.node import Node
from redislint.read.releases.release import MOST, Layer, Release, chart_of, inline, unknown
from redislint.read.releases.sets import Set, mapped
from redislint.typed import Final

# Texts that are no texts in `set`.
_TYPED: Final = ("null", "true", "false")


def releases(one: Object, around: Around) -> Iterator[Release]:
    """The chart that a HelmChart installs."""
    spec = one.node.get("spec")
    layers = tuple(_layers(spec)) if spec is not None else ()
    if spec is None:
        return
    title, chart = _chart(spec)
    named = spec.get("chart")
    is_remote = bool(scalar(spec, "repo")) or (named is not None and "/" in named.text)
    asked = pin(spec, "version", "chart") if is_remote else None
    if around.kustomization.changes(one):
        # A patch may give further values, or another version.
        layers, asked = (unknown(one.named), *layers), None
    if asked is None and all(layer.values is None for layer in layers):
        return
    yield Release(
        name=one.name or title,
        title=title,
        chart=chart,
        folder="",
        reason="helmchart",
        place=layers[-1].place if layers else one.named,
        layers=layers,
        pin=asked,
    )


def _chart(spec: Node) -> tuple[str, Dependency]:
    """The chart's name, and which it is: named in a repository, by an address of its own, or as `repository/name`."""
    named, repository = scalar(spec, "chart"), scalar(spec, "repo")
    head, _, title = named.rpartition("/")
    address = repository or (head if "://" in head else f"@{head}" if head else "")
    return posixpath.basename(title), chart_of(title, address, scalar(spec, "version"))


def _layers(spec: Node) -> Iterator[Layer]:
    yield from inline(spec.key("valuesContent"), spec.get("valuesContent"))
    secrets = spec.key("valuesSecrets")
    if secrets is not None:
        yield unknown(secrets.span)
    listed, owner = spec.get("set"), spec.key("set")
    if listed is None or owner is None or listed.kind == "null":
        return
    pairs = list(listed.items().values())[:MOST] if listed.kind == "mapping" else []
    sets = [
        Set(name, value, text=value.text.lower() not in _TYPED and value.value is value.text) for name, value in pairs
    ]
    yield Layer(mapped(sets, owner), owner.span) if pairs else unknown(owner.span)
