"""A values file of `app-template` that no release names: told by its keys, and read as the pods that they are."""

from __future__ import annotations

import posixpath

from redislint.read.helm.embedded import Found
from redislint.read.helm.layers import Layers
from redislint.read.yaml import Yaml
from redislint.source import Tree


def pods(file: Yaml, tree: Tree, layers: Layers) -> tuple[Found, set[int]] | None:
    """What the pods come to, and the scalars that they were read from; None for values of any other chart."""
    if "controllers" not in file.source.text or len(file.documents) != 1 or file.templates:
        return None
    # Few values files need it.
    from redislint.read import apptemplate
    from redislint.read.kubernetes.around import Around
    from redislint.read.kubernetes.kustomize import Kustomization

    document = file.documents[0]
    if not apptemplate.is_by_keys(document):
        return None
    around = Around(file.source, (), tree)
    is_open = layers.hidden or bool(layers.roots)
    said = Kustomization(made=around.kustomization.made, patched=(("", ""),) if is_open else ())
    # A release is often called like its folder.
    name = posixpath.basename(posixpath.dirname(file.source.path)) or apptemplate.NAME
    try:
        return apptemplate.pods(apptemplate.whole((document,)), name, around, said)
    except apptemplate.TooMany:
        return None
