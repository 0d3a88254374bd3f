"""What came, went, and got another default with each version of the servers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from docs.site.directivepages import address
from redislint.cli.directive import Topic
from redislint.servers import LINES, Server, default, parse, spans

# The version that each line is compared with, where it is not the one before it: Valkey began as Redis 7.2.
_BEFORE: Final = {"valkey@7.2": "redis@7.2"}
_OPENING: Final = (
    "Each version beside the one before it; Valkey 7.2 beside Redis 7.2, which it began as. `redislint upgrade "
    "--to` says what of it matters to your files: refusals, values, users and data as well."
)


def page(topics: Sequence[Topic]) -> str:
    """The newest version of each engine first."""
    lines = ["# What changed in which version", "", _OPENING, ""]
    for line in reversed(LINES):
        before = _BEFORE.get(line) or _previous(line)
        if before:
            engine, _, version = line.partition("@")
            changes = list(_changes(topics, before, line))
            lines += [
                f"## {engine} {version}",
                "",
                *(changes or ["No directive came, went or got another default."]),
                "",
            ]
    return "\n".join(lines)


def _previous(line: str) -> str:
    index = LINES.index(line)
    before = LINES[index - 1] if index else ""
    return before if before.partition("@")[0] == line.partition("@")[0] else ""


def _changes(topics: Sequence[Topic], before: str, line: str) -> Iterator[str]:
    old, new = parse(before), parse(line)
    both = [one for one in topics if {before, line} <= one.lines]
    rows = {
        "New": [one for one in topics if line in one.lines and before not in one.lines],
        "Gone": [one for one in topics if before in one.lines and line not in one.lines],
        "Still taken, but ignored": [one for one in both if _is_ignored(one, line) and not _is_ignored(one, before)],
    }
    for title, found in rows.items():
        if found:
            yield f"- {title}: {', '.join(_linked(one) for one in found)}"
    other = [one for one in both if not one.option and not _is_ignored(one, line)]
    other = [one for one in other if _default(one, old) != _default(one, new)]
    if other:
        yield "- Another default:"
        yield from (f"  - {_linked(one)}: {_default(one, old)}, now {_default(one, new)}" for one in other)


def _linked(topic: Topic) -> str:
    return f"[`{topic.name}`]({address(topic)})"


def _is_ignored(topic: Topic, line: str) -> bool:
    return not topic.option and any(line in one.lines and one.type == "ignored" for one in spans(topic.name))


def _default(topic: Topic, server: Server) -> str:
    words = default(topic.name, server)
    return "none" if words is None else f"`{' '.join(words)}`" if any(words) else "empty"
