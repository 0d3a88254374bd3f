"""URLs of a Redis that applications are given: `redis://user:password@host:6379/0?ssl_cert_reqs=none`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from redislint.model.client import Connection
from redislint.model.document import Document
from redislint.read.environment import Variable
from redislint.read.node import Node
from redislint.source import Source, Span
from redislint.typed import Final, NamedTuple

_URL: Final = re.compile(
    r"(?P<scheme>rediss?|valkeys?)://(?:(?P<user>[^\s/:@]*+)(?::(?P<password>[^\s/@]*+))?@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]++\]|[A-Za-z0-9_.-]++)(?::\d{1,5})?(?:/[^\s?#\"',]*+)?(?P<options>[?#][^\s\"',]*+)?"
)
_LONGEST: Final = 2_000
LANGUAGE: Final = "client"


class Found(NamedTuple):
    """The connections that a file gives to applications, and the places of passwords in them."""

    connections: tuple[Connection, ...] = ()
    secrets: tuple[Span, ...] = ()

    def documents(self, source: Source) -> tuple[Document, ...]:
        """What a file says of connections, as a document of it; none where it says nothing."""
        return (Document(source, LANGUAGE, connections=self.connections),) if self.connections else ()


def connections(variables: Iterable[Variable]) -> Found:
    """Those among some variables whose value is such a URL and nothing else; a mere service's name is left out."""
    found: list[Connection] = []
    secrets: list[Span] = []
    for name, place, text in variables:
        match = _URL.fullmatch(text) if text is not None and "://" in text and len(text) <= _LONGEST else None
        if match is None:
            continue
        part = _parts(place, match[0])
        if match["password"] and part is not None:
            secrets.append(part(*match.span("password")))
        if "." not in match["host"] and ":" not in match["host"] and not match["options"]:
            # A name within the project, and nothing more, says nothing.
            continue
        host = part(*match.span("host")) if part is not None else place
        scheme = part(*match.span("scheme")) if part is not None else place
        options = part(*match.span("options")) if part is not None and match["options"] else place
        found.append(Connection(name, match["scheme"], match["host"], match["options"] or "", scheme, host, options))
    return Found(tuple(found), tuple(secrets))


def _parts(place: Span, text: str) -> Callable[[int, int], Span] | None:
    """What gives the place of a part of a value; None where it is written in another way."""
    if place.text != text:
        return None
    return lambda start, end: Span(place.source, place.start + start, place.start + end)


def scalars(pairs: Iterable[tuple[Node, Node]]) -> Iterator[Variable]:
    """Keys and values of a mapping as variables; None for a value that is not known."""
    for key, value in pairs:
        if value.kind == "scalar" and "://" in value.text:
            inner = value.inner("client")
            yield key.text, inner.span(0, len(value.text)), value.text if value.is_known else None
