"""bjw-s' `app-template`: values that are pods in other words, read as what the chart makes of them.

A container whose image is Redis becomes an instance, as it does in a manifest, with its places in the values.
Sources: the templates of its library, github.com/bjw-s-labs/helm-charts (charts/library/common), versions 1.5 to 4.1.
"""

from __future__ import annotations

from collections.abc import Sequence

from redislint.read.apptemplate import controllers, services, storage
from redislint.read.apptemplate.nodes import Laying, TooMany
from redislint.read.apptemplate.recognise import NAME, is_by_keys, is_by_name
from redislint.read.apptemplate.values import Values
from redislint.read.helm.embedded import Found
from redislint.read.helm.versions import ANY, Range
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.kustomize import Kustomization
from redislint.read.kubernetes.objects import Object
from redislint.read.kubernetes.running import running
from redislint.read.node import Node

__all__ = ["NAME", "TooMany", "is_by_keys", "is_by_name", "pods", "whole"]


def whole(layers: Sequence[Node]) -> Node:
    """Values that are laid over each other, the topmost first, in the words of Kubernetes.  Raises `TooMany`."""
    laying = Laying()
    *upper, found = [Node(one.file.of_kind("kubernetes"), one.yaml) for one in layers]
    for one in reversed(upper):
        found = laying.over(one, found)
    return found


def pods(
    root: Node, release: str, around: Around, said: Kustomization, versions: Range = ANY
) -> tuple[Found, set[int]]:
    """The instances among the pods of a release, and the scalars that were read for them, by their identity.

    `around` are the objects of its file and beside it; `said` is what changes those that the chart makes.
    Raises `TooMany`.
    """
    values = Values(root, release, versions)
    own = tuple(_objects(values))
    return running(own, around.installed(own, said), is_whole=False)


def _objects(values: Values) -> list[Object]:
    claims = [storage.claim(one, values) for one in storage.items(values)]
    return [
        *controllers.objects(values),
        *services.services(values),
        *services.policies(values),
        *services.texts(values),
        *claims,
    ]
