"""The Chart.yaml or requirements.yaml that a values file belongs to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.read.helm.charts import CHARTS, OWNERS, chart_of
from redislint.read.helm.versions import ANY, Range, constraint, exactly, parse
from redislint.read.node import Node
from redislint.read.yaml import Yaml
from redislint.source import Tree
from redislint.typed import Final, NamedTuple

# How many folders up a chart may be.
_UP: Final = 3
_MOST: Final = 200

# Whose charts a repository holds, by a part of its address: what CHARTS has before the name, empty for charts that are
# not read here.  One host serves several, so the whole address is looked at; the first that fits decides.
_REPOSITORIES: Final = (
    ("cloudpirates", "cloudpirates"),
    ("dandydeveloper", "dandydeveloper"),
    ("groundhog2k", "groundhog2k"),
    ("hyperspike", ""),
    ("opstree", "ot"),
    ("ot-container-kit", "ot"),
    ("ot-helm", "ot"),
    ("spotahome", ""),
    ("valkey.io", "valkey-io"),
    ("valkey-io/", "valkey-io"),
    ("valkey-helm", "valkey-io"),
    ("bitnami", "bitnami"),
    ("charts.helm.sh/stable", "stable"),
    ("kubernetes-charts.storage.googleapis.com", "stable"),
    ("@stable", "stable"),
    ("alias:stable", "stable"),
)

# Who made a chart, by a word in what it says of its origin.
_MAKERS: Final = (
    ("valkey-helm", "valkey-io"),
    ("cloudpirates", "cloudpirates"),
    ("dandydeveloper", "dandydeveloper"),
    ("groundhog2k", "groundhog2k"),
    ("ot-container-kit", "ot"),
    ("opstree", "ot"),
    ("bitnami", "bitnami"),
)
# The names that charts of Redis have, whoever made them.
_NAMES: Final = frozenset(
    chart.removeprefix(f"{owner}-") for chart in CHARTS for owner in OWNERS if chart.startswith(f"{owner}-")
)


class Dependency(NamedTuple):
    """A subchart: its values stand under `key`.

    `chart` is one of CHARTS, empty for any other, None where the repository does not tell.
    """

    key: str
    chart: str | None
    versions: Range = ANY
    conditions: tuple[str, ...] = ()


class Nearby(NamedTuple):
    """A chart: how many folders above the file it is, what it depends on, and whether it is one that is known here."""

    above: int
    dependencies: tuple[Dependency, ...]
    own: Dependency | None = None


def near(path: str, tree: Tree) -> Nearby | None:
    """The nearest chart that a file may be of; None if there is none."""
    folder = posixpath.dirname(path)
    for above in range(_UP):
        found = _documents(folder, tree)
        if found:
            dependencies = tuple(one for document in found for one in _dependencies(document, folder, tree))
            return Nearby(above, dependencies, _own(found[0]))
        if not folder:
            return None
        folder = posixpath.dirname(folder)
    return None


def _documents(folder: str, tree: Tree) -> list[Node]:
    """Chart.yaml, and requirements.yaml of Helm 2."""
    found = []
    for name in ("Chart.yaml", "requirements.yaml"):
        source = tree.read(posixpath.join(folder, name))
        found += [one for one in Yaml(source).documents[:1] if one.kind == "mapping"] if source is not None else []
    return found


def _own(chart: Node) -> Dependency | None:
    """The chart itself, if it is one of those known here: by its name and by who it says has made it."""
    name, version = _text(chart, "name"), _text(chart, "version")
    said = [chart.get(key) for key in ("home", "sources", "maintainers", "annotations", "engine", "icon")]
    texts = [node.span.text.lower() for node in said if node is not None]
    owner = next((owner for word, owner in _MAKERS if any(word in text for text in texts)), None)
    known = chart_of(owner, name) if owner is not None else ""
    if not known:
        return None
    number = parse(version)
    return Dependency("", known, exactly(number) if number else ANY)


def _dependencies(document: Node, folder: str, tree: Tree) -> Iterator[Dependency]:
    listed = document.get("dependencies")
    for one in listed.elements()[:_MOST] if listed is not None else []:
        name, alias = _text(one, "name"), _text(one, "alias")
        if not name:
            continue
        version, repository = _text(one, "version"), _text(one, "repository")
        conditions = tuple(path.strip() for path in _text(one, "condition").split(",") if path.strip())
        chart, versions = _flavour(name, repository, folder, tree)
        if versions is None:
            versions = constraint(version) if version else ANY
        yield Dependency(alias or name, chart, versions, conditions)


def _flavour(name: str, repository: str, folder: str, tree: Tree) -> tuple[str | None, Range | None]:
    """Which chart a dependency is , and its version where the chart itself is at hand."""
    if name not in _NAMES:
        return "", None
    address = repository.lower()
    if not address or address.startswith("file://"):
        path = posixpath.normpath(posixpath.join(folder, address[7:] if address else f"charts/{name}"))
        found = [] if path.startswith("..") else _documents(path, tree)
        own = _own(found[0]) if found else None
        return (own.chart, own.versions) if own else ("" if found else None, None)
    return chart_from(name, repository), None


def chart_from(name: str, repository: str) -> str | None:
    """Which chart the one of a name is, by its repository's address, as `Dependency.chart` has it."""
    if name not in _NAMES:
        return ""
    address = repository.lower()
    owner = next((owner for part, owner in _REPOSITORIES if part in address), None)
    return None if owner is None else chart_of(owner, name)


def is_named(title: str) -> bool:
    """Is a chart called as those of Redis are, whoever made it?"""
    return title in _NAMES


def _text(node: Node, key: str) -> str:
    found = node.get(key)
    return found.text if found is not None and found.is_known else ""
