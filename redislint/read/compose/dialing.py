"""The addresses by which services of a project are told to reach each other, as URLs, or as hosts and ports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from redislint.model.workload import Inlet
from redislint.read.compose.command import written
from redislint.read.compose.variables import variables
from redislint.read.environment import Variable
from redislint.read.yaml import Node
from redislint.typed import Final

# A URL with its host and port, and addresses with commas between them.
_URL: Final = re.compile(
    r"(?:rediss?|valkeys?)://(?:[^\s/@]*+@)?(?P<host>[A-Za-z0-9_.-]++)(?::(?P<port>\d{4,5}))?(?![\w:@])"
)
_ADDRESS: Final = re.compile(r"(?P<host>[A-Za-z0-9_.-]++):(?P<port>\d{4,5})")
_HOST: Final = r"(?i)(?P<before>.*redis.*|.*valkey.*|.*sentinel.*)_HOST(?:NAME)?"
# What a client takes where a URL names no port.
_USUAL: Final = 6379
_LONGEST: Final = 2_000
_MOST: Final = 500


def dialled(services: Node | None) -> Mapping[str, tuple[Inlet, ...]]:
    """Where services are told to find others, by the name of those."""
    found: dict[str, tuple[Inlet, ...]] = {}
    for key, node in services.items().values() if services is not None else ():
        for host, inlet in _of_service(key.text, node) if node.kind == "mapping" else ():
            if len(found.get(host, ())) < _MOST:
                found[host] = (*found.get(host, ()), inlet)
    return found


def _of_service(client: str, node: Node) -> Iterator[tuple[str, Inlet]]:
    known = [one for one in variables(node) if one[2] is not None and len(one[2]) <= _LONGEST]
    for one in known:
        yield from _of_variable(client, one)
    yield from _of_pairs(client, known)
    for word in (*written(node.get("entrypoint")), *written(node.get("command"))):
        match = _URL.search(word.text) if word.known and len(word.text) <= _LONGEST else None
        if match is not None:
            span = word.part(*match.span("port" if match["port"] else "host"))
            option = re.fullmatch(r"--?[\w.-]{1,40}", word.text[: match.start()].removesuffix("="))
            said = option[0] if option is not None else ""
            yield match["host"], Inlet("client", int(match["port"] or _USUAL), span, client, said)


def _of_variable(client: str, variable: Variable) -> Iterator[tuple[str, Inlet]]:
    said, place, text = variable
    if text is None or ":" not in text or "IMAGE" in said.upper():
        return
    url = _URL.match(text)
    parts = [text] if url is not None else text.split(",")
    found = [url] if url is not None else [_ADDRESS.fullmatch(part) for part in parts]
    offset = 0
    for part, match in zip(parts, found, strict=True):
        if match is None or None in found:
            # A list of something else.
            return
        start, end = match.span("port" if match["port"] else "host")
        is_plain = place.text == text
        span = place.source.span(place.start + offset + start, place.start + offset + end) if is_plain else place
        yield match["host"], Inlet("client", int(match["port"] or _USUAL), span, client, said)
        offset += len(part) + 1


def _of_pairs(client: str, known: list[Variable]) -> Iterator[tuple[str, Inlet]]:
    """Variables such as `REDIS_HOST` and `REDIS_PORT`."""
    texts = {said: (place, text) for said, place, text in known}
    for said, (_, host) in texts.items():
        match = re.fullmatch(_HOST, said) if host else None
        place, port = texts.get(f"{match['before']}_PORT", (None, None)) if match is not None else (None, None)
        if host and match is not None and place is not None and port and re.fullmatch(r"[0-9]{1,5}", port):
            yield host, Inlet("client", int(port), place, client, f"{match['before']}_PORT")
