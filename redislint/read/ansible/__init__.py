"""Ansible: variables of known roles for Redis, and tasks that set what the kernel does for it."""

from __future__ import annotations

from redislint.model.document import Document, Reading
from redislint.model.instance import Instance
from redislint.model.workload import Workload
from redislint.read.ansible.roles import PREFIX, recognised
from redislint.read.ansible.tasks import sysctls
from redislint.read.ansible.variables import lower
from redislint.read.yaml import Node, Yaml
from redislint.source import Source, Span, Tree
from redislint.typed import Final

_MOST: Final = 1_000


def read(source: Source, _tree: Tree) -> Reading:
    """The servers that the variables of a file say something of, and the kernel's settings."""
    file = Yaml(source)
    text = source.text.lower()
    documents: list[Document] = []
    instances: list[Instance] = []
    secrets: list[Span] = []
    for node in sorted(file.nodes("mapping"), key=lambda one: one.place):
        items = node.items()
        roles = recognised(items.keys(), text) if any(name.startswith(PREFIX) for name in items) else ()
        if roles and len(instances) < _MOST:
            found = lower(items, roles)
            documents += found.documents
            instances += found.instances
            secrets += found.secrets
        host = _host(node)
        if host is not None and len(instances) < _MOST:
            instances.append(host)
    if instances and not documents:
        documents.append(Document(source, "variables"))
    problems = (*file.problems, *(file.duplicates() if instances else ()))
    return Reading(source, tuple(documents), tuple(instances), problems, tuple(secrets), file.comments())


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
