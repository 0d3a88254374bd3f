"""Releases in documents: charts that are installed with values, each read as values files are, with the chart known.

A module an installer, which yields the `Release`s of an object: a new one is one more module, with a row in
`_INSTALLERS`.  What a release becomes is the same for all of them (`given.py`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from importlib import import_module

from redislint.model.document import Reading
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.kustomize import NAMES
from redislint.read.kubernetes.objects import objects
from redislint.read.releases.given import read
from redislint.read.releases.release import Release
from redislint.read.uncollected import Uncollected
from redislint.read.yaml import Yaml
from redislint.source import Source
from redislint.typed import Final

__all__ = ["released"]

# What installs a chart: kinds of objects, with what their `apiVersion` begins with.
_INSTALLERS: Final = {
    ("Application", "argoproj.io/"): "redislint.read.releases.argo",
    ("ApplicationSet", "argoproj.io/"): "redislint.read.releases.argo",
    ("HelmRelease", "helm.toolkit.fluxcd.io/"): "redislint.read.releases.flux",
    ("HelmRelease", "helm.fluxcd.io/"): "redislint.read.releases.flux",
    ("HelmRelease", "flux.weave.works/"): "redislint.read.releases.flux",
    ("HelmChart", "helm.cattle.io/"): "redislint.read.releases.k3s",
    ("HelmChartInflationGenerator", "builtin"): "redislint.read.releases.kustomize",
}


def released(source: Source, around: Around) -> Reading:
    """What the charts that a manifest installs become, as their values have them."""
    # What is said about values is said in the words of values.
    file = Yaml(Source(source.path, source.text, "helm-values"))
    with Uncollected():
        return read(file.source, _releases(file, around), around)


def _releases(file: Yaml, around: Around) -> Iterator[Release]:
    for one in objects(file):
        for (kind, api), module in _INSTALLERS.items():
            if one.kind == kind and one.api.startswith(api):
                yield from import_module(module).releases(one, around)
    if posixpath.basename(file.source.path) in NAMES:
        # A kustomization need not say that it is one.
        from redislint.read.releases.kustomize import inflated

        for document in file.documents[:1]:
            yield from inflated(document, around)
