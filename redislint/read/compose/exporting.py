"""Services that export the metrics of Redis."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.document import Document
from redislint.read import exporter
from redislint.read.compose import start
from redislint.read.compose.service import Service
from redislint.read.compose.variables import variables


def exported(service: Service) -> Iterator[Document]:
    """The options of a service that runs an exporter, as it is written in the file that declares it."""
    named = service.reference or start.name(service.node, None)
    if service.built is not None or not exporter.is_one(exporter.name_of(named)):
        return
    words = service.words
    found = exporter.document(service.key.file.source, words, variables(service.node))
    if found is not None and all(one.span.source is found.source for one in found.settings):
        yield found
