"""Scripts of a shell that call redis-cli: what they tell it to do."""

from __future__ import annotations

from redislint.model.document import Document, Reading
from redislint.read.grammar import lexis
from redislint.read.scripts.calls import calls
from redislint.source import Source, Span, Tree
from redislint.typed import Final

LANGUAGE: Final = "script"


def read(source: Source, _tree: Tree) -> Reading:
    """The calls of a script, in a document of no settings; none where it makes none."""
    found = calls(source.text, source.span)
    documents = (Document(source, LANGUAGE, calls=found.calls),) if found.calls else ()
    return Reading(source, documents, secrets=found.secrets, comments=tuple(_comments(source)) if documents else ())


def _comments(source: Source) -> list[Span]:
    """The places of comments, as a shell sees them that reads no here-document and no quotes over lines."""
    tokens = lexis("script").finditer(source.text)
    return [source.span(token.start(), token.end()) for token in tokens if token.lastgroup == "COMMENT"]
