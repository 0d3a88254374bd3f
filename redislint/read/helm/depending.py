"""Chart.yaml, and requirements.yaml of Helm 2, as files of their own: which versions of charts of Redis they ask for.

What their charts are given is read with the values beside them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.model.document import Document, Problem, Reading
from redislint.read.helm import pins
from redislint.read.helm.nearby import chart_from
from redislint.read.node import Node
from redislint.read.yaml import Yaml
from redislint.source import Source, Tree
from redislint.typed import Final

# What holds the versions that a file asks for (`helm dependency build`).
_LOCKS: Final = {"Chart.yaml": "Chart.lock", "requirements.yaml": "requirements.lock"}
# Of one chart.
_MOST: Final = 200


def read(source: Source, tree: Tree) -> Reading:
    """What floats of the dependencies; one that cannot be read says nothing."""
    file = Yaml(source)
    problems = () if file.problems else tuple(_problems(file, tree))
    documents = (Document(source, "helm-values", problems=problems),) if problems else ()
    return Reading(source, documents, comments=tuple(file.comments()))


def _problems(file: Yaml, tree: Tree) -> Iterator[Problem]:
    folder, name = posixpath.split(file.source.path)
    listed = file.documents[0].get("dependencies") if file.documents else None
    for one in listed.elements()[:_MOST] if listed is not None else ():
        title, address = _text(one, "name"), _text(one, "repository")
        asked = pins.pin(one, "version", "name")
        if asked is None or not address or address.startswith("file:") or _is_vendored(title, folder, tree):
            continue
        lock = _LOCKS[name] if _holds(posixpath.join(folder, _LOCKS[name]), title, tree) else ""
        found = pins.problem(title, chart_from(title, address), asked._replace(lock=lock))
        if found is not None:
            yield found


def _is_vendored(title: str, folder: str, tree: Tree) -> bool:
    """Does the chart itself lie in the tree, packed or not?"""
    charts = posixpath.join(folder, "charts")
    is_packed = any(name.startswith(f"{title}-") and name.endswith(".tgz") for name in tree.names(charts))
    return is_packed or tree.read(posixpath.join(charts, title, "Chart.yaml")) is not None


def _holds(path: str, title: str, tree: Tree) -> bool:
    """Does a lock file hold a version of a chart?"""
    lock = tree.read(path)
    listed = [one.get("dependencies") for one in Yaml(lock).documents[:1]] if lock is not None else []
    return any(_text(one, "name") == title for each in listed if each is not None for one in each.elements()[:_MOST])


def _text(node: Node, key: str) -> str:
    found = node.get(key)
    return found.text if found is not None and found.kind == "scalar" and found.is_known else ""
