"""A release: a chart that is installed with values, whoever installs it and however that is written."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from functools import lru_cache

from redislint.read.helm.nearby import Dependency, chart_from
from redislint.read.helm.pins import Pin
from redislint.read.helm.said import said
from redislint.read.helm.versions import ANY, constraint
from redislint.read.node import Node
from redislint.read.yaml import Yaml
from redislint.source import Source, Span, Tree
from redislint.typed import Final, NamedTuple

# A chart that makes whatever pods it is told to.
TEMPLATE: Final = "app-template"
# Releases of a document, and values of one of them, that are looked at.
MOST: Final = 200


class Layer(NamedTuple):
    """Some of the values that a release is given.

    values  the mapping, or the text that holds it; None where it is not known
    place   where the document has them, or names their file
    path    the file of the tree that they are; empty for what stands in a document
    """

    values: Node | None
    place: Span
    path: str = ""


class Release(NamedTuple):
    """A chart that is installed with values.

    name    what the release is called
    title   what its chart is called
    chart   what that is known to be; its `key` is empty
    folder  where the chart lies in the tree; empty for one from a repository
    reason  how the chart is known: one of `block.REASONS`
    place   where the document says so: what is written in no layer is blamed there
    layers  the values, each of which counts more than those before it; none where it is given none
    pin     which version of its chart is asked for; None where that is not known, or the chart comes from no repository
    """

    name: str
    title: str
    chart: Dependency
    folder: str
    reason: str
    place: Span
    layers: tuple[Layer, ...]
    pin: Pin | None = None


def chart_of(title: str, repository: str, version: str) -> Dependency:
    """Which chart of which versions is meant; where it lies in a folder, or nobody knows where, the keys tell."""
    chart = chart_from(title, repository) if title and repository else None
    return Dependency("", chart, constraint(version) if version else ANY)


def unknown(place: Span) -> Layer:
    """Values that may be anything."""
    return Layer(None, place)


def inline(key: Node | None, values: Node | None) -> Iterator[Layer]:
    """The values that stand under a key: a mapping, or a text that holds one; nothing where none are given."""
    if key is not None and values is not None and values.kind != "null":
        yield Layer(values if values.kind in ("mapping", "scalar") and values.is_known else None, key.span)


def files(named: Iterable[Node], folder: str | None, tree: Tree, *, lax: bool = False) -> Iterator[Layer]:
    """The values files that are named, from a folder of the tree; `lax`: those that are not there are passed over."""
    for one in named:
        path = within(folder, one.text) if folder is not None and one.kind == "scalar" and one.is_known else None
        yield from file(path, one.span, tree, lax=lax)


def file(path: str | None, place: Span, tree: Tree, *, lax: bool = False) -> Iterator[Layer]:
    """A values file of the tree; None for one that is not known."""
    source = tree.read(path) if path is not None else None
    if source is None and path is not None and lax:
        return
    # What somebody says of a file counts more than who installs it.
    is_ours = source is not None and said(source) is None
    yield Layer(_values(source.path, source.text), place, source.path) if source and is_ours else unknown(place)


def within(folder: str, path: str) -> str | None:
    """The path in the tree of a file that is named from one of its folders; None for one that is elsewhere."""
    if not path or "://" in path or "::" in path or path.startswith("/") or any(sign in path for sign in "*?["):
        return None
    found = posixpath.normpath(posixpath.join(folder, path))
    return None if found == ".." or found.startswith("../") else found


def folder_of(path: str, tree: Tree) -> str:
    """The folder of the tree if a chart lies in it, else empty."""
    found = within("", path) or ""
    is_chart = found not in ("", ".") and tree.read(posixpath.join(found, "Chart.yaml")) is not None
    return found if is_chart else ""


@lru_cache(maxsize=32)
def _values(path: str, text: str) -> Node | None:
    """The mapping that a file is; None where it cannot be read as one, an empty one of an empty file."""
    found = Yaml(Source(path, text, "helm-values"))
    if found.problems or any(one.kind not in ("mapping", "null") for one in found.documents):
        return None
    first = next((one for one in found.documents[:1] if one.kind == "mapping"), None)
    if first is not None or found.templates:
        # Of a file that is nothing but a template anything may become.
        return first
    return next(iter(Yaml(Source(path, "{}", "helm-values")).documents))
