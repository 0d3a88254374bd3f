"""Would a server start with this?  All that keeps it from starting, in the order in which it would find it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from redislint.model.document import Document
from redislint.model.instance import Instance
from redislint.startup.refusal import Refusal, Topic
from redislint.startup.words import as_read_by

__all__ = ["Refusal", "first", "refusals"]


def _topics() -> tuple[Topic, ...]:
    """All that may keep a server from starting, in no certain order."""
    from redislint.startup import clusters, files, lines, modules, network, renames, users, watching

    return (
        lines.lines,
        clusters.replica_in_cluster,
        files.missing,
        files.cycles,
        modules.unloaded,
        modules.crashes,
        modules.without_name,
        network.nowhere,
        network.conflicts,
        network.bus_port,
        network.tls,
        renames.renames,
        users.rules,
        users.duplicates,
        users.both,
        watching.misplaced,
        watching.masters,
        watching.hosts,
        watching.repeats,
    )


def refusals(instance: Instance, documents: Iterable[Document], line: str) -> Sequence[Refusal]:
    """What keeps a server of this line from starting, in its order; nothing where it starts.

    instance   the server with all that the files it names say
    documents  the texts that it reads, for what is wrong with the texts themselves
    line       the server's line: `redis@7.2`
    """
    from redislint.startup import lines

    documents = tuple(documents)
    instance = instance._replace(settings=as_read_by(instance.settings, line))
    found = [one for topic in _topics() for one in topic(instance, line)]
    found += lines.marks(instance, documents, line)
    found += lines.quotes(instance, documents)
    found += lines.foreign(documents, line)
    return sorted(found, key=lambda one: (one.stage, one.order))


def first(instance: Instance, documents: Iterable[Document], line: str) -> Refusal | None:
    """Where a server of this line stops; None where it starts."""
    found = refusals(instance, documents, line)
    return found[0] if found else None
