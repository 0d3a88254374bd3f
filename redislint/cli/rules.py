"""`redislint rules`: all rules, the built-in ones and those that the configuration adds."""

from __future__ import annotations

import json
from collections.abc import Iterable

from redislint import rules
from redislint.cli import DONE, UsageError
from redislint.cli.look import look
from redislint.cli.parser import Parser, one_of
from redislint.cli.settings import configuration, here
from redislint.cli.streams import show
from redislint.report.words import visible
from redislint.report.wrap import Line
from redislint.rules import Rule
from redislint.typed import Final

_HEAD: Final = ("id", "name", "severity", "enabled", "title")
# Where a page is, how its check is called, and upon what, is nobody's business outside.
_INNER: Final = ("file", "check", "given", "scope")


def run(argv: list[str]) -> int:
    """Show the rules; the exit status."""
    parser = Parser("redislint rules [OPTION ...]", "List all rules.")
    group = parser.add_argument_group("report")
    group.add_argument("--format", type=one_of(("text", "json")), default="text", metavar="FORMAT", help="text or json")
    parser.general()
    split = parser.split(argv)
    if split is None:
        return DONE
    found, words = split
    if words:
        raise UsageError(f"`redislint rules` takes no {words[0]}; `redislint explain {words[0]}` shows one rule")
    config = configuration(here())
    known = rules.load(config.rules if config else ())
    if found.format == "json":
        show(json.dumps([row(rule) for rule in known], indent=2) + "\n")
    else:
        show(_table(known, no_color=found.no_color))
    return DONE


def row(rule: Rule) -> dict[str, object]:
    """All that a program may want to know of a rule."""
    return {key: value for key, value in rule._asdict().items() if key not in _INNER} | {"url": rule.url}


def _table(known: Iterable[Rule], *, no_color: bool) -> str:
    rows = [_HEAD, *((rule.id, rule.name, str(rule.severity), rule.enabled, visible(rule.title)) for rule in known)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines: list[Line] = []
    for row in rows:
        rule, name, severity, enabled, title = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        is_head = row is _HEAD
        lines.append(
            [
                (rule, "message"),
                (f"  {name}  ", "message" if is_head else ""),
                (severity, "message" if is_head else row[2]),
                (f"  {enabled}  ", "message" if is_head else "gutter"),
                (title.rstrip(), "message" if is_head else ""),
            ]
        )
    looks = look(no_color=no_color)
    if looks.terminal:
        from redislint.report.terminal import painted

        return painted(lines, looks)
    return "".join("".join(text for text, _ in line) + "\n" for line in lines)
