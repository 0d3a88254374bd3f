"""Releases of Flux: HelmRelease, of today and of its first version.

`values` count more than `valuesFrom`, whose last one counts most, and those more than the chart's `valuesFiles`.
Sources: fluxcd.io/flux/components/helm/helmreleases, fluxcd.io/flux/components/source/helmcharts.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import lru_cache

from redislint.read.helm.pins import Pin, pin
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object, objects, scalar
from redislint.read.node import Node
from redislint.read.releases.release import (
    MOST,
    TEMPLATE,
    Layer,
    Release,
    chart_of,
    file,
    files,
    folder_of,
    inline,
    unknown,
)
from redislint.read.releases.sets import Set, mapped
from redislint.read.yaml import Yaml
from redislint.source import Source
from redislint.typed import Final, NamedTuple

_FIRST: Final = ("helm.fluxcd.io/", "flux.weave.works/")
_ELSEWHERE: Final = ("valueFileSecrets", "chartFileRef")


class _Chart(NamedTuple):
    """What a release says of its chart: name, repository, version; where it lies in the tree; its values files.

    `pin` is what it asks for, None where that is not known, or in no repository.
    """

    title: str = ""
    repository: str = ""
    version: str = ""
    folder: str = ""
    files: tuple[Node, ...] = ()
    pin: Pin | None = None


def releases(one: Object, around: Around) -> Iterator[Release]:
    """The chart that a HelmRelease installs."""
    spec = one.node.get("spec")
    if spec is None:
        return
    chart = _first(spec) if one.api.startswith(_FIRST) else _chart(one, spec, around)
    # A file of the source's is there only where the chart is in this very tree.
    given = files(chart.files, "" if chart.folder else None, around.tree)
    layers = [*given, *_from(one, spec, around), *inline(spec.key("values"), spec.get("values"))]
    if around.kustomization.changes(one):
        # A patch may give further values, or another version.
        layers.insert(0, unknown(one.named))
        chart = chart._replace(pin=None)
    if chart.pin is None and all(layer.values is None for layer in layers):
        return
    yield Release(
        name=scalar(spec, "releaseName") or one.name or chart.title,
        title=chart.title,
        chart=chart_of(chart.title, chart.repository, chart.version),
        folder=chart.folder,
        reason="release",
        place=layers[-1].place if layers else one.named,
        layers=tuple(layers),
        pin=chart.pin,
    )


def _first(spec: Node) -> _Chart:
    title, repository, version = (scalar(spec, f"chart.{name}") for name in ("name", "repository", "version"))
    chart = spec.get("chart")
    return _Chart(title, repository, version, pin=pin(chart, "version", "name") if chart and repository else None)


def _chart(one: Object, spec: Node, around: Around) -> _Chart:
    """What `chart`, or the object that `chartRef` names, says."""
    reference = spec.get("chartRef")
    if reference is None:
        inner = spec.at("chart.spec")
        return _of_chart(inner, one.namespace, around) if inner is not None else _Chart()
    kind, name = scalar(reference, "kind"), scalar(reference, "name")
    found = around.named(kind, name, scalar(reference, "namespace") or one.namespace) if name else None
    if found is None:
        # Many have one object of that name for all releases, somewhere.
        return _Chart(name if name == TEMPLATE else "")
    if kind == "HelmChart":
        inner = found.node.get("spec")
        chart = _of_chart(inner, found.namespace, around) if inner is not None else _Chart()
        return chart._replace(pin=None) if around.kustomization.changes(found) else chart
    address = scalar(found.node, "spec.url") if kind == "OCIRepository" else ""
    version = scalar(found.node, "spec.ref.semver") or scalar(found.node, "spec.ref.tag")
    return _Chart(posixpath.basename(address), address, version, pin=_range(found, around))


def _range(found: Object, around: Around) -> Pin | None:
    """The range that an OCIRepository asks for; a tag or a digest is one version, and which is `latest` nobody says."""
    ref = found.node.at("spec.ref")
    if ref is None or ref.get("digest") is not None or around.kustomization.changes(found):
        return None
    return pin(ref, "semver", "semver")


def _of_chart(spec: Node, namespace: str, around: Around) -> _Chart:
    """What the fields of a HelmChart say: those of `chart.spec` are the same."""
    title, kind, name = scalar(spec, "chart"), scalar(spec, "sourceRef.kind"), scalar(spec, "sourceRef.name")
    listed, older = spec.get("valuesFiles"), spec.get("valuesFile")
    named = tuple(listed.elements()[:MOST]) if listed is not None else (older,) if older is not None else ()
    if kind != "HelmRepository":
        # A chart out of a Git repository or a bucket may be anybody's, unless it lies here.
        folder = folder_of(title, around.tree)
        return _Chart(posixpath.basename(title.rstrip("/")), folder=folder, files=named)
    found = around.named(kind, name, scalar(spec, "sourceRef.namespace") or namespace) if name else None
    address = scalar(found.node, "spec.url") if found is not None else name
    return _Chart(title, address, scalar(spec, "version"), files=named, pin=pin(spec, "version", "chart"))


def _from(one: Object, spec: Node, around: Around) -> Iterator[Layer]:
    """The values from ConfigMaps of the tree; what is in a Secret is not known."""
    for name in _ELSEWHERE:
        other = spec.get(name)
        if other is not None:
            yield unknown(other.span)
    listed = spec.get("valuesFrom")
    for each in listed.elements()[:MOST] if listed is not None else ():
        target = each.get("targetPath")
        if target is not None:
            yield Layer(mapped([Set(target, None)], target), target.span)
        elif scalar(each, "kind") == "ConfigMap" and scalar(each, "name"):
            yield from _of_map(one, each, around)
        else:
            yield unknown(each.span)


def _of_map(one: Object, each: Node, around: Around) -> Iterator[Layer]:
    """The values that stand under a key of a ConfigMap, which kustomize may make of a file."""
    name, key = scalar(each, "name"), scalar(each, "valuesKey") or "values.yaml"
    made = around.kustomization.made.get(("ConfigMap", name), {})
    found = around.named("ConfigMap", name, one.namespace) if made == {} else None
    if made and key in made:
        text = made[key]
        literal = text.node if text.node is not None and text.node.is_known else None
        yield from file(text.path, each.span, around.tree) if text.node is None else (Layer(literal, each.span),)
        return
    data = _data(found.path, found.node.file.source.text, name) if found is not None else None
    values = data.get(key) if data is not None else None
    if found is None or values is None or values.kind != "scalar" or around.kustomization.changes(found):
        yield unknown(each.span)
        return
    yield Layer(values if values.is_known else None, each.span, found.path if found.path != one.path else "")


@lru_cache(maxsize=16)
def _data(path: str, text: str, name: str) -> Node | None:
    """The texts of a ConfigMap, as a file of values has them: what is wrong in them is said in the words of such."""
    found = objects(Yaml(Source(path, text, "helm-values")))
    return next((one.node.get("data") for one in found if (one.kind, one.name) == ("ConfigMap", name)), None)
