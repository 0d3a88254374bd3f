"""Compose files: the services that run Redis, Valkey or Sentinel."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.model.document import Document, Problem, Reading
from redislint.model.instance import Instance
from redislint.read.compose.service import Project, Service
from redislint.read.yaml import Node, Yaml
from redislint.source import Source, Span, Tree
from redislint.typed import Final

# Names that a file has in it which concerns us.
_TELLING: Final = ("redis", "valkey", "keydb", "sentinel")


def read(source: Source, tree: Tree) -> Reading:
    """The services of a compose file; a file that names nothing of Redis is passed over unparsed."""
    text = source.text.lower()
    if not any(name in text for name in _TELLING):
        return Reading(source)
    file = Yaml(source)
    documents: list[Document] = []
    instances: list[Instance] = []
    secrets: list[Span] = []
    for service in _services(file, source, tree):
        documents += service.documents()
        instances.append(service.instance())
        secrets += service.secrets
    problems: tuple[Problem, ...] = file.problems
    if instances:
        problems += tuple(file.duplicates())
    return Reading(source, tuple(documents), tuple(instances), problems, tuple(secrets), file.comments())


def _services(file: Yaml, source: Source, tree: Tree) -> Iterator[Service]:
    folder = posixpath.dirname(source.path)
    for document in file.documents:
        project = document.get("name")
        group = project.text if project is not None and project.text else "compose"
        declared = _declared(document)
        shared = Project(document, folder, tree, group, any(_is_overlay(node) for _, node in declared))
        for key, node in declared:
            if node.kind == "mapping":
                service = Service(key, node, shared)
                if service.is_ours:
                    yield service


def _declared(document: Node) -> list[tuple[Node, Node]]:
    """The services of a document: under `services:`, or at the top as in the first version of the format."""
    services = document.get("services")
    if services is None and any(value.get("image") is not None for _, value in document.pairs()):
        services = document
    return list(services.items().values()) if services is not None else []


def _is_overlay(service: Node) -> bool:
    """Does a service need another file to be one, so that this file is laid over that one?"""
    return not any(service.get(key) is not None for key in ("image", "build", "extends"))
