"""Releases of Argo CD: Application, and ApplicationSet, whose template is one.

Parameters count more than `valuesObject`, which replaces `values`, which counts more than `valueFiles`, the last of
which counts most.  A file `$name/path` lies in the repository of the source that has this `ref`.
Sources: argo-cd.readthedocs.io/en/stable/user-guide/helm and .../multiple_sources.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.read.helm.pins import pin
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object, scalar
from redislint.read.node import Node
from redislint.read.releases.release import MOST, Layer, Release, chart_of, file, folder_of, inline, unknown, within
from redislint.read.releases.sets import Set, mapped
from redislint.source import Tree


def releases(one: Object, around: Around) -> Iterator[Release]:
    """The charts that an Application installs; none of one whose template is patched."""
    is_set = one.kind == "ApplicationSet"
    spec = one.node.at("spec.template.spec" if is_set else "spec")
    if spec is None or (is_set and _is_patched(one.node)):
        return
    listed, single = spec.get("sources"), spec.get("source")
    sources = listed.elements()[:MOST] if listed is not None else []
    sources = sources or ([single] if single is not None else [])
    refs = {scalar(each, "ref") for each in sources}
    for each in sources:
        yield from _release(one, each, each.get("helm"), refs, around)


def _is_patched(node: Node) -> bool:
    """May the template be another for some of the applications?"""
    listed = node.at("spec.generators")
    generators = (value for each in (listed.elements() if listed else ()) for _, value in each.items().values())
    return node.at("spec.templatePatch") is not None or any(each.get("template") is not None for each in generators)


def _release(one: Object, source: Node, helm: Node | None, refs: set[str], around: Around) -> Iterator[Release]:
    tree = around.tree
    address = scalar(source, "repoURL")
    chart = scalar(source, "chart") or (posixpath.basename(address) if address.startswith("oci://") else "")
    path = "" if chart else posixpath.normpath(scalar(source, "path") or ".")
    layers: list[Layer] = []
    if helm is not None:
        layers = [*_files(helm, folder_of(path, tree), refs, tree), *_values(helm), *_parameters(helm)]
    asked = pin(source, "targetRevision", "chart") if chart and not around.kustomization.changes(one) else None
    # An application whose chart has no version is refused.
    asked = asked if asked is not None and asked.text else None
    if layers or asked is not None:
        yield Release(
            name=(scalar(helm, "releaseName") if helm is not None else "") or one.name or chart,
            title=chart or posixpath.basename(path),
            chart=chart_of(chart, address, scalar(source, "targetRevision")),
            folder=folder_of(path, tree),
            reason="application",
            place=layers[-1].place if layers else source.span,
            layers=tuple(layers),
            pin=asked,
        )


def _files(helm: Node, folder: str, refs: set[str], tree: Tree) -> Iterator[Layer]:
    """The files in their order.  Those within a chart's package are nowhere in the tree."""
    listed = helm.get("valueFiles")
    is_lax = scalar(helm, "ignoreMissingValueFiles") == "true"
    for each in listed.elements()[:MOST] if listed is not None else ():
        head, _, rest = each.text.partition("/")
        if head.startswith("$"):
            path = within("", rest) if head[1:] in refs else None
        elif each.text.startswith("/"):
            path = within("", rest) if folder else None
        else:
            path = within(folder, each.text) if folder else None
        yield from file(path if each.is_known else None, each.span, tree, lax=is_lax)
    if listed is not None and listed.kind not in ("sequence", "null"):
        yield unknown(listed.span)


def _values(helm: Node) -> Iterator[Layer]:
    """The values in the document: of the two keys the first that is there."""
    for name in ("valuesObject", "values"):
        key, values = helm.key(name), helm.get(name)
        if values is not None and values.kind != "null":
            is_usable = values.kind == ("mapping" if name == "valuesObject" else "scalar")
            yield from inline(key, values) if is_usable else [unknown(values.span)]
            return


def _parameters(helm: Node) -> Iterator[Layer]:
    """What is set one by one; the text of a file is not known."""
    sets: list[Set] = []
    for name in ("parameters", "fileParameters"):
        key, listed = helm.key(name), helm.get(name)
        for each in listed.elements() if listed is not None else ():
            path = each.get("name")
            if path is None or len(sets) > MOST:
                yield unknown(each.span)
                return
            value = each.get("value") if name == "parameters" else None
            sets.append(Set(path, value, text=scalar(each, "forceString") == "true"))
        if key is not None and listed is not None and listed.kind not in ("sequence", "null"):
            yield unknown(key.span)
            return
    owner = helm.key("parameters") or helm.key("fileParameters")
    if sets and owner is not None:
        yield Layer(mapped(sets, owner), owner.span)
