"""`redislint rules`: all rules, the built-in ones and those that the configuration adds."""

from __future__ import annotations

import json
from collections.abc import Iterable

from redislint import rules
from redislint.cli import DONE, UsageError
from redislint.cli.look import look
from redislint.cli.parser import Parser, one_of
from redislint.cli.settings import configuration, here
from redislint.cli.shown import shown
from redislint.cli.streams import show
from redislint.report import Look
from redislint.report.columns import columns
from redislint.report.words import visible
from redislint.report.wrap import Line
from redislint.rules import Rule
from redislint.typed import Final

_ABOUT: Final = "List all rules: the built-in ones, and those of your own that the configuration names."
_END: Final = """\
enabled:
  on, prod              by default; prod: not in dev and stage
  profile:cache, ...    where the instance is of this profile
  optin                 with --select
  diff                  with --since

examples:
  redislint rules
  redislint rules --format json    with kinds of files, tags, fixes, URLs

exit status:
  0  shown
  2  something could not be done
"""
_HEAD: Final = ("id", "name", "severity", "enabled", "title")
# Where a page is, how its check is called, and upon what, is nobody's business outside.
_INNER: Final = ("file", "check", "given", "scope")


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint rules [OPTION ...]", _ABOUT, _END)
    group = made.add_argument_group("report")
    group.add_argument("--format", type=one_of(("text", "json")), default="text", metavar="FORMAT", help="text or json")
    made.general()
    return made


def run(argv: list[str]) -> int:
    """Show the rules; the exit status."""
    split = parser().split(argv)
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
        show(_table(known, look(no_color=found.no_color)))
    return DONE


def row(rule: Rule) -> dict[str, object]:
    """All that a program may want to know of a rule."""
    return {key: value for key, value in rule._asdict().items() if key not in _INNER} | {"url": rule.url}


def _table(known: Iterable[Rule], looks: Look) -> str:
    lines: list[Line] = [[(text, "message") for text in _HEAD]]
    for rule in known:
        level = str(rule.severity)
        title = visible(rule.title)
        row = [(rule.id, f"message {rule.url}"), (rule.name, ""), (level, level), (rule.enabled, "gutter"), (title, "")]
        lines.append(row)
    return shown(columns(lines, looks.width), looks)
