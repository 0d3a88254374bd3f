"""Ansible: variables of known roles for Redis, and tasks that set what the kernel does for it."""

from __future__ import annotations

import posixpath

from redislint.model.document import Document, Reading
from redislint.model.instance import Instance
from redislint.model.workload import Workload
from redislint.read.ansible.roles import PREFIX, ROLES, Role, recognised
from redislint.read.ansible.tasks import MODULES, sysctls
from redislint.read.ansible.variables import lower
from redislint.read.yaml import Node, Yaml
from redislint.source import Source, Span, Tree
from redislint.typed import Final

# Mappings that are looked into.
_MOST: Final = 1_000
# Where a project names the roles that it takes from elsewhere, and in how many folders it is looked for.
_REQUIREMENTS: Final = ("requirements.yml", "requirements.yaml", "roles/requirements.yml", "roles/requirements.yaml")
_ABOVE: Final = 6


def read(source: Source, tree: Tree) -> Reading:
    """The servers that the variables of a file say something of, and the kernel's settings."""
    file = Yaml(source)
    named = _named(source, tree)
    documents: list[Document] = []
    instances: list[Instance] = []
    secrets: list[Span] = []
    mappings = [node for node in file.nodes("mapping") if _is_telling(node)]
    for node in sorted(mappings, key=lambda one: one.place)[:_MOST]:
        items = _own(node)
        roles = recognised(items.keys(), named)
        if roles:
            found = lower(items, roles, is_named=bool(named))
            documents += found.documents
            instances += found.instances
            secrets += found.secrets
        host = _host(node) if "<<" not in items else None
        if host is not None:
            instances.append(host)
    if instances and not documents:
        documents.append(Document(source, "variables"))
    problems = (*file.problems, *(file.duplicates() if instances else ()))
    return Reading(source, tuple(documents), tuple(instances), problems, tuple(secrets), file.comments())


def _named(source: Source, tree: Tree) -> list[Role]:
    """The roles that a file names, or a list of what its project requires: beside it, or in a folder above it."""
    text = source.text.lower()
    folder = posixpath.dirname(source.path)
    for _ in range(_ABOVE):
        for name in _REQUIREMENTS:
            file = tree.read(posixpath.join(folder, name))
            text += file.text.lower() if file is not None else ""
        if not folder:
            break
        folder = posixpath.dirname(folder)
    return [role for role in ROLES if role.word in text]


def _own(node: Node) -> dict[str, tuple[Node, Node]]:
    """What stands in a mapping itself; what `<<` brings in may be the same large one for each of very many."""
    return {key.text: (key, value) for key, value in node.pairs() if key.yaml.id == "scalar"}


def _is_telling(node: Node) -> bool:
    """Does a mapping itself have a variable of a role, or a task's module?"""
    return any(key.text.startswith(PREFIX) or key.text in MODULES for key, _ in node.pairs())


def _host(task: Node) -> Instance | None:
    """A machine for Redis, of which a task says no more than its kernel's settings."""
    found = tuple(sysctls(task))
    if not found:
        return None
    anchor = found[0][1].span
    return Instance(
        anchor=anchor,
        kind="ansible",
        name="host",
        users=None,
        workload=Workload("host", anchor, sysctls=found),
    )
