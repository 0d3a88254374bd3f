"""Releases of `app-template`, whose values are pods in other words."""

from __future__ import annotations

import posixpath

from redislint.read.helm.embedded import Found
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.kustomize import NAMES, Kustomization, kustomization
from redislint.read.releases.layered import Stack
from redislint.read.releases.release import TEMPLATE, Release
from redislint.read.yaml import Yaml
from redislint.source import Source
from redislint.typed import Final

_TELLING: Final = "controllers"


def templated(release: Release, stack: Stack, source: Source, around: Around) -> tuple[Found, set[int]] | None:
    """What the pods of a release come to, and the scalars that they were read from; None for any other chart.

    `source` is the file that declares the release.
    """
    is_named = release.title == TEMPLATE
    if is_named or (not release.title and any(node.get(_TELLING) is not None for node in stack.nodes)):
        found = _pods(release, stack, source, around)
        # By its name it is no chart of Redis, whatever keys it is given.
        return (Found(), set()) if found is None and is_named else found
    return None


def _pods(release: Release, stack: Stack, source: Source, around: Around) -> tuple[Found, set[int]] | None:
    # Few releases need it.
    from redislint.read import apptemplate

    try:
        values = apptemplate.whole(stack.nodes)
        if apptemplate.is_by_name(release.title, values) or apptemplate.is_by_keys(values):
            said = _changes(stack, source, around)
            return apptemplate.pods(values, release.name, around, said, release.chart.versions)
    except apptemplate.TooMany:
        pass
    return None


def _changes(stack: Stack, source: Source, around: Around) -> Kustomization:
    """What is made beside the objects of the chart, and what changes them: only the kustomization that inflates it.

    Patches of another one are for the release.
    """
    if stack.open:
        return Kustomization(made=around.kustomization.made, patched=(("", ""),))
    if posixpath.basename(source.path) not in NAMES:
        return Kustomization(made=around.kustomization.made)
    said = kustomization(Yaml(source), around.folder, around.tree)
    # What exactly a chart calls its objects depends on its version.
    return said._replace(patched=tuple((kind, "") for kind, _ in said.patched))
