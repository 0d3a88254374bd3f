"""What a file's comments declare, in the comment at its top.

`# redislint: server=redis@7.2`, and for Helm values `# redislint: chart=bitnami/redis@19.0.0`, which their reader
heeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.ignores import Lines, may_speak
from redislint.model.document import Reading
from redislint.servers import Server, parse
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# Compiled where a comment speaks to redislint: most files have none.
_SAYS: Final = (
    r"(?:#++|//++|/\*++)[ \t]*+"
    r"(?P<said>redislint:[ \t]*+(?P<what>server|chart)(?![\w-])[ \t]*+(?P<sign>=?)[ \t]*+(?P<server>[^\s,;*]*+))"
)
# A comment may be a line of 10 MB; nobody declares so far to the right.
_LONGEST: Final = 200


class Declaration(NamedTuple):
    """A comment that declares a server: the version, or None and what is wrong with it; or a chart, without a server.

    span  what it says, from `redislint:` to the version
    """

    server: Server | None
    span: Span
    problem: str = ""


def declarations(reading: Reading) -> Iterator[Declaration]:
    """Every comment of a file that declares a server or a chart."""
    lines: Lines | None = None
    for comment in reading.comments:
        text = comment.source.text[comment.start : min(comment.end, comment.start + _LONGEST)]
        said = re.match(_SAYS, text)
        if said is None:
            continue
        lines = lines or Lines(reading.source.root, reading.comments)
        span = Span(comment.source, comment.start + said.start("said"), comment.start + said.end())
        if not lines.leads(comment):
            yield Declaration(None, span, "stands too far down: it belongs in the comment at the top of the file")
            continue
        if said["what"] == "chart":
            yield Declaration(None, span, _chart_problem(reading, said["server"] if said["sign"] else ""))
            continue
        try:
            server = parse(said["server"]) if said["sign"] else None
        except ValueError:
            server = None
        problem = "names no version that redislint knows: write `server=redis@7.2`" if server is None else ""
        yield Declaration(server, span, problem)


def _chart_problem(reading: Reading, text: str) -> str:
    """What is wrong with a comment that declares a chart; empty if nothing is."""
    if reading.source.root.kind != "helm-values":
        return "says nothing here: only Helm values are those of a chart"
    from redislint.read.helm.said import parse as parse_chart

    return "" if parse_chart(text) else "names no chart that redislint knows: write `chart=bitnami/redis@19.0.0`"


def declared(reading: Reading) -> Declaration | None:
    """The server that a file declares for itself; None if it declares none, or several."""
    found = [one for one in declarations(reading) if one.server is not None] if may_speak(reading) else []
    return found[0] if len({one.server for one in found}) == 1 else None
