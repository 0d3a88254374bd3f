"""What CONFIG GET shows in a line of servers: which directives, and under which names."""

from __future__ import annotations

from functools import cache

from redislint.servers.directives import Directive, canonical, data, having, lines_of, names, spans
from redislint.typed import Final

# Where the server's working directory is, which no text tells.
HERE: Final = "@"


@cache
def directives(line: str) -> tuple[Directive, ...]:
    """The directives that the line (`redis@7.2`) shows, by our names for them."""
    ours = sorted({canonical(name) for name in names(None)})
    found = (span for name in ours for span in spans(name) if line in span.lines)
    return tuple(one for one in found if one.kind == "config" and one.type != "ignored" and not one.facts.get("hidden"))


def shown_as(directive: Directive, line: str) -> tuple[str, ...]:
    """The names that stand there for a directive: each that the line takes; until 6.2 but the older of `replicaof`."""
    if directive.name == "replicaof" and line not in having("shows-both-replica-names"):
        return ("slaveof",)
    return directive.names


def start(directive: Directive, *, bare: bool = False) -> str | None:
    """What is shown where nothing is written; `bare`: the server is started with neither a file nor an option."""
    if bare and "default_without_config_file" in directive.facts:
        text: str = directive.facts["default_without_config_file"]
        return text
    shown: str | None = directive.facts.get("default_shown", directive.default)
    return HERE if directive.facts.get("shape") == "directory" else shown


def constants(line: str) -> dict[str, str]:
    """The names that are shown though no file may set them, and their values."""
    return {name: row["default"] for name, row in data().get("shown_only", {}).items() if line in lines_of(row["in"])}
