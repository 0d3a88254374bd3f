"""Releases of kustomize: the charts that a kustomization inflates, or a generator of it.

`valuesInline` is laid over `valuesFile`, unless `valuesMerge` says otherwise; `additionalValuesFiles` count most.
Source: sigs.k8s.io/kustomize (api/types/helmchartargs.go, HelmChartInflationGenerator.go).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.read.helm.pins import Pin, pin
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object, scalar
from redislint.read.node import Node
from redislint.read.releases.release import MOST, Layer, Release, chart_of, files, folder_of, inline
from redislint.typed import Final

_LISTS: Final = ("helmCharts", "helmChartInflationGenerator")


def inflated(document: Node, around: Around) -> Iterator[Release]:
    """The charts that a kustomization inflates."""
    for name in _LISTS:
        listed = document.get(name)
        home = scalar(document, "helmGlobals.chartHome") or "charts"
        for one in listed.elements()[:MOST] if listed is not None else ():
            yield from _release(one, home, around)


def releases(one: Object, around: Around) -> Iterator[Release]:
    """The chart that a generator in a file of its own inflates."""
    yield from _release(one.node, scalar(one.node, "chartHome") or "charts", around)


def _release(one: Node, home: str, around: Around) -> Iterator[Release]:
    title = scalar(one, "name") or scalar(one, "chartName")
    repository = scalar(one, "repo") or scalar(one, "chartRepoUrl")
    layers = tuple(_layers(one, around))
    named = one.get("name") or one.get("chartName")
    if title and named is not None and (layers or repository):
        yield Release(
            name=scalar(one, "releaseName") or title,
            title=title,
            chart=chart_of(title, repository, scalar(one, "version") or scalar(one, "chartVersion")),
            folder=folder_of(posixpath.normpath(posixpath.join(around.folder, home, title)), around.tree),
            reason="kustomization",
            place=layers[-1].place if layers else named.span,
            layers=layers,
            pin=_pin(one) if repository else None,
        )


def _pin(one: Node) -> Pin | None:
    """The version that is asked for; some keys had other names at first."""
    version = "version" if one.get("version") is not None else "chartVersion"
    return pin(one, version, "name" if one.get("name") is not None else "chartName")


def _layers(one: Node, around: Around) -> Iterator[Layer]:
    named = one.get("valuesFile") or one.get("values")
    own = list(files([named], around.folder, around.tree)) if named is not None else []
    said = list(inline(one.key("valuesInline"), one.get("valuesInline")))
    match scalar(one, "valuesMerge") if said else "":
        case "replace":
            yield from said
        case "merge":
            yield from (*said, *own)
        case _:
            yield from (*own, *said)
    listed = one.get("additionalValuesFiles")
    yield from files(listed.elements()[:MOST] if listed is not None else (), around.folder, around.tree)
