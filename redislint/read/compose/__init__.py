"""Compose files: the services that run Redis, Valkey or Sentinel, and exporters of their metrics."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from redislint.model.document import Document, Problem, Reading
from redislint.model.instance import Instance
from redislint.read.compose.clients import called, connected
from redislint.read.compose.collectors import collectors
from redislint.read.compose.dialing import dialled
from redislint.read.compose.exporting import exported
from redislint.read.compose.files import ENVIRONMENT, Files, base_of, filled_in, group_of, override_of
from redislint.read.compose.include import included
from redislint.read.compose.service import Project, Service
from redislint.read.yaml import Node, Yaml
from redislint.source import Source, Span, Tree
from redislint.typed import Final

# Names that a file has in it which concerns us.
_TELLING: Final = ("redis", "valkey", "keydb", "sentinel")
# A file that includes others may leave it to them to name it.
_INCLUDES: Final = r"(?m:^[\"']?include[\"']?[ \t]*+:)"


def read(source: Source, tree: Tree) -> Reading:
    """The services of a compose file; a file that names nothing of Redis is passed over unparsed."""
    override = override_of(source.path, tree)
    over = tree.read(override) if override is not None else None
    if not _is_telling(source) and (over is None or not _is_telling(over)):
        return Reading(source)
    file = Yaml(source, filled_in([posixpath.join(posixpath.dirname(source.path), ENVIRONMENT)], tree))
    if base_of(source.path, tree) is not None:
        # Its services are told of where they begin, in the file that this one is laid over.
        problems = (*file.problems, *file.duplicates())
        return Reading(source, (Document(source, "argv"),), (), problems, comments=file.comments())
    documents: list[Document] = []
    instances: list[Instance] = []
    secrets: list[Span] = []
    for service in _services(file, source, tree, override if over is not None else None):
        if not service.is_ours:
            documents += exported(service)
            continue
        documents += service.documents()
        instances.append(service.instance())
        secrets += service.secrets
    calling, passwords = called(source, _nodes(file))
    clients, files = connected(source, _nodes(file), tree)
    found: tuple[Problem, ...] = (*file.problems, *(file.duplicates() if instances else ()))
    return Reading(
        source,
        (*documents, *calling, *clients.documents(source)),
        tuple(instances),
        found,
        (*secrets, *passwords, *clients.secrets),
        file.comments(),
        files,
    )


def _nodes(file: Yaml) -> Iterator[Node]:
    """The services as this file has them, of whatever image."""
    for document in file.documents:
        services = _declared(document)
        if services is not None:
            yield from (node for _, node in services.items().values() if node.kind == "mapping")


def _is_telling(source: Source) -> bool:
    text = source.text.lower()
    return any(name in text for name in _TELLING) or re.search(_INCLUDES, text) is not None


def _services(file: Yaml, source: Source, tree: Tree, override: str | None) -> Iterator[Service]:
    """All services of the project, whatever they run."""
    for document in file.documents:
        files = Files(file, tree)
        whole = included(document, files, (source.path,))
        whole = files.laid_over(whole, override) if override is not None else whole
        services = _declared(whole)
        declared = list(services.items().values()) if services is not None else []
        overlay = any(_is_overlay(node) for _, node in declared)
        found, dials = collectors(services), dialled(services)
        for key, node in declared:
            if node.kind == "mapping" and services is not None:
                extended = files.extended(node, services)
                used = tuple(files.used)
                shared = Project(whole, source.path, tree, group_of(whole), overlay, used, found, dials)
                yield Service(key, extended, shared)


def _declared(document: Node) -> Node | None:
    """The services of a document: under `services:`, or at the top as in the first version of the format."""
    services = document.get("services")
    if services is None and any(value.get("image") is not None for _, value in document.pairs()):
        services = document
    return services


def _is_overlay(service: Node) -> bool:
    """Does a service need another file to be one, so that this file is laid over that one?"""
    return not any(service.get(key) is not None for key in ("image", "build", "extends"))
