"""What the commands of a project's services tell redis-cli to do, whatever their images are."""

from __future__ import annotations

from collections.abc import Iterable

from redislint.model.client import HERE, OWN, Call
from redislint.model.document import Document
from redislint.read.compose.command import written
from redislint.read.node import Node
from redislint.read.scripts.calls import of_words
from redislint.source import Source, Span


def called(source: Source, services: Iterable[Node]) -> tuple[tuple[Document, ...], tuple[Span, ...]]:
    """The calls in the commands of services, as a document of that file; and the places of passwords."""
    if "-cli" not in source.text:
        return (), ()
    found = [of_words([*written(one.get("entrypoint")), *written(one.get("command"))]) for one in services]
    calls = tuple(_own(call) for one in found for call in one.calls if call.places[0].source.root is source.root)
    secrets = tuple(span for one in found for span in one.secrets)
    return ((Document(source, "script", calls=calls),) if calls else ()), secrets


def _own(call: Call) -> Call:
    """In a container, what runs beside the command is the service itself."""
    return call._replace(where=OWN) if call.where == HERE else call
