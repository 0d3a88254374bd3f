"""Releases of helmfile: `helmfile.yaml`, and the files of `helmfile.d`.

The values of a release count in their order, the last of them most; `secrets` count more, and `set` more than those.
Its `environments` have values for its own templates, not for charts.  Source: helmfile.readthedocs.io (Configuration).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.model.document import Reading
from redislint.read.helm.pins import pin
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.kustomize import Kustomization
from redislint.read.kubernetes.objects import scalar
from redislint.read.node import Node
from redislint.read.releases.given import read as given
from redislint.read.releases.release import MOST, Layer, Release, chart_of, files, folder_of, inline, unknown, within
from redislint.read.releases.sets import Set, mapped
from redislint.read.yaml import Yaml
from redislint.source import Tree
from redislint.typed import Final

# What may give a release further values, below its own; and what gives it some above them.
_BELOW: Final = ("inherit",)
_ABOVE: Final = ("secrets", "valuesTemplate", "setTemplate")


def is_helmfile(file: Yaml) -> bool:
    """Does a file list releases, each with a chart?"""
    listed = (document.get("releases") for document in file.documents[:MOST] if document.kind == "mapping")
    return any(one.get("chart") is not None for each in listed if each is not None for one in each.elements()[:MOST])


def read(file: Yaml, tree: Tree) -> Reading:
    """What the charts become that a helmfile installs."""
    found = given(file.source, releases(file, tree), Around.applied(file.source, (), tree, Kustomization()))
    return found._replace(problems=(*file.problems, *found.problems), comments=(*file.comments(), *found.comments))


def releases(file: Yaml, tree: Tree) -> Iterator[Release]:
    """The charts that are installed; of those that are not, nothing is said."""
    repositories: dict[str, str] = {}
    listed: list[Node] = []
    for document in file.documents[:MOST]:
        repositories |= dict(_repositories(document))
        one = document.get("releases")
        listed += one.elements()[: MOST - len(listed)] if one is not None else []
    folder = posixpath.dirname(file.source.path)
    lock = _lock(file, tree)
    for one in listed:
        installed = one.get("installed")
        if installed is None or installed.value is not False:
            yield from _release(one, repositories, folder, tree, lock)


def _repositories(document: Node) -> Iterator[tuple[str, str]]:
    """The addresses of repositories by their names."""
    listed = document.get("repositories") if document.kind == "mapping" else None
    for one in listed.elements()[:MOST] if listed is not None else ():
        yield scalar(one, "name"), scalar(one, "url")


def _release(one: Node, repositories: dict[str, str], folder: str, tree: Tree, lock: str) -> Iterator[Release]:
    chart = scalar(one, "chart")
    layers = tuple(_layers(one, folder, tree))
    if not chart:
        return
    prefix, _, title = chart.removeprefix("oci://").rpartition("/")
    # One that is listed in another file is told by its name, if at all.
    address = chart if chart.startswith("oci://") else repositories.get(prefix, f"@{prefix}" if prefix else "")
    local = within(folder, chart) if chart.startswith(".") else None
    asked = pin(one, "version", "chart") if address and not chart.startswith((".", "/")) else None
    if asked is not None and not asked.text and _is_inherited(one):
        asked = None
    yield Release(
        name=scalar(one, "name") or title,
        title=title,
        chart=chart_of(title, "" if local else address, scalar(one, "version")),
        folder=folder_of(local, tree) if local else "",
        reason="helmfile",
        place=layers[-1].place if layers else one.span,
        layers=layers,
        pin=asked._replace(lock=lock) if asked is not None else None,
    )


def _is_inherited(one: Node) -> bool:
    """May a template of releases give what is not written?"""
    return any(one.get(name) is not None for name in _BELOW)


def _lock(file: Yaml, tree: Tree) -> str:
    """The name of the file that holds the versions of charts (`helmfile deps`); empty where there is none."""
    folder, name = posixpath.split(file.source.path)
    lock = f"{name.removesuffix('.gotmpl').rpartition('.')[0]}.lock"
    return lock if tree.read(posixpath.join(folder, lock)) is not None else ""


def _layers(one: Node, folder: str, tree: Tree) -> Iterator[Layer]:
    is_lax = scalar(one, "missingFileHandler") in ("Warn", "Info", "Debug")
    yield from (unknown(key.span) for name in _BELOW if (key := one.key(name)) is not None)
    key, listed = one.key("values"), one.get("values")
    for each in listed.elements()[:MOST] if listed is not None else ():
        yield from inline(key, each) if each.kind == "mapping" else files([each], folder, tree, lax=is_lax)
    if key is not None and listed is not None and listed.kind not in ("sequence", "null"):
        yield unknown(key.span)
    yield from (unknown(other.span) for name in _ABOVE if (other := one.key(name)) is not None)
    yield from _set(one)


def _set(one: Node) -> Iterator[Layer]:
    sets = [
        Set(name, each.get("value"), text=key == "setString")
        for key in ("set", "setString")
        if (listed := one.get(key)) is not None
        for each in listed.elements()[:MOST]
        if (name := each.get("name")) is not None
    ]
    owner = one.key("set") or one.key("setString")
    if sets and owner is not None:
        yield Layer(mapped(sets, owner), owner.span)
