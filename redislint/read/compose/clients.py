"""What services, whatever their images are, have to do with a Redis: calls of redis-cli, and URLs to connect to."""

from __future__ import annotations

from collections.abc import Iterable

from redislint.model.client import HERE, OWN, Call
from redislint.model.document import Document
from redislint.model.instance import Reference
from redislint.read import urls
from redislint.read.compose.command import written
from redislint.read.compose.variables import env_files, variables
from redislint.read.node import Node
from redislint.read.scripts.calls import of_words
from redislint.source import Source, Span, Tree


def called(source: Source, services: Iterable[Node]) -> tuple[tuple[Document, ...], tuple[Span, ...]]:
    """The calls in the commands of services, as a document of that file; and the places of passwords."""
    if "-cli" not in source.text:
        return (), ()
    found = [of_words([*written(one.get("entrypoint")), *written(one.get("command"))]) for one in services]
    calls = tuple(_own(call) for one in found for call in one.calls if call.places[0].source.root is source.root)
    secrets = tuple(span for one in found for span in one.secrets)
    return ((Document(source, "script", calls=calls),) if calls else ()), secrets


def connected(source: Source, services: Iterable[Node], tree: Tree) -> tuple[urls.Found, tuple[Reference, ...]]:
    """The URLs in the variables of services, and the files of variables that some of them stand in."""
    found = []
    for one in services:
        if "://" in source.text:
            found.append(urls.connections(variables(one)))
        found.append(urls.connections(env_files(one, tree)[0]))
    connections = tuple(connection for one in found for connection in one.connections)
    secrets = tuple(span for one in found for span in one.secrets)
    files = dict.fromkeys(one.scheme_at.source.path for one in connections if one.scheme_at.source.path != source.path)
    return urls.Found(connections, secrets), tuple(Reference("environment", one, source.anchor) for one in files)


def _own(call: Call) -> Call:
    """In a container, what runs beside the command is the service itself."""
    return call._replace(where=OWN) if call.where == HERE else call
