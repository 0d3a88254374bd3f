"""Whether values are for bjw-s' `app-template`, whose keys are those of its library chart `common`.

It makes whatever pods it is told to: no chart of Redis, but one more way to write a pod down.
Source: github.com/bjw-s-labs/helm-charts.
"""

from __future__ import annotations

import re

from redislint.read.node import Node
from redislint.typed import Final

NAME: Final = "app-template"
# The schema that editors are told of in a comment.
_SCHEMA: Final = r"(?m)^#[^\n]{0,40}\$schema=[^\s]{0,200}?(?:/app-template|/common/)[^\s]{0,200}$"
_HEAD: Final = 2_000
_MOST: Final = 50


def is_by_name(title: str, values: Node) -> bool:
    """Are these values of a chart of its name, with its keys?"""
    return title == NAME and values.kind == "mapping" and (_has_containers(values) or _has_image(values))


def is_by_keys(values: Node) -> bool:
    """Are these the template's values by themselves: by its containers, and by another key or comment of its own?"""
    if values.kind != "mapping" or not _has_containers(values):
        return False
    options = values.get("defaultPodOptions")
    if options is not None and options.kind == "mapping":
        return True
    return re.search(_SCHEMA, values.file.source.root.text[:_HEAD]) is not None


def _has_containers(values: Node) -> bool:
    """Has one of its controllers a container with an image, as versions from 2 on have it?"""
    return any(
        one.at("image.repository") is not None for each in _inner(values, "controllers") for one in _containers(each)
    )


def _containers(controller: Node) -> list[Node]:
    return _inner(controller, "containers")


def _has_image(values: Node) -> bool:
    """Is there one image for all, as versions before 2 have it?"""
    return values.get("controllers") is None and values.at("image.repository") is not None


def _inner(node: Node, key: str) -> list[Node]:
    """The mappings under the keys of a mapping."""
    found = node.get(key)
    values = [value for _, value in found.items().values()] if found is not None else []
    return [one for one in values[:_MOST] if one.kind == "mapping"]
