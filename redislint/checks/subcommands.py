"""The denial of a subcommand, which no server before 7.0 knows."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.acl.table import HAS_SUBCOMMANDS, mark
from redislint.checks.starting import acl_rules
from redislint.finding import Hit
from redislint.model.instance import Instance


def acl_subcommand(instance: Instance) -> Iterator[Hit]:
    """The denial of a subcommand, which no server before 7.0 knows."""
    for hit in acl_rules(instance):
        if is_denial(instance, hit):
            command = hit.span.text[1:].partition("|")[0]
            yield Hit(
                hit.span,
                key=hit.key,
                severity=hit.severity,
                refused=hit.refused,
                rule=hit.span.text,
                command=command,
                server=str(instance.server),
                effect=hit.values["effect"],
            )


def is_denial(instance: Instance, hit: Hit) -> bool:
    """Is it about a rule such as `-config|set`, which this server does not know and newer ones do?"""
    text = hit.span.text.lower()
    if instance.server is None or instance.server.key in HAS_SUBCOMMANDS:
        return False
    return text.startswith("-") and "|" in text and mark(text[1:]) != 0
