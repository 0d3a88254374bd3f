"""`redislint baseline`: accept the present findings, so that later runs report only others."""

from __future__ import annotations

import os
from collections.abc import Mapping

from redislint import api, baseline, config
from redislint.cli import DONE, FAILED, UsageError, ended
from redislint.cli.arguments import environment
from redislint.cli.groups import add_rules, add_settings, add_terraform
from redislint.cli.parser import Parser
from redislint.cli.settings import accepted, check_words, configuration, here, use_data
from redislint.cli.streams import NotWritten, save, say, show
from redislint.config import Config, ConfigError
from redislint.discover.request import Request
from redislint.news import Key
from redislint.options import Options
from redislint.typed import Final, NamedTuple

STDOUT: Final = "-"
_ABOUT: Final = """\
Accept the present findings: write them to .redislint-baseline.json, beside the
configuration or in the root of the repository.  Later runs leave them out, and
report what is new."""
_END: Final = """\
what is written: path, rule, fingerprint and count of each finding; no line
numbers, no text of the files.  Files that are not named, and rules that do not
run, keep what is written of them.

examples:
  redislint baseline             accept everything that is found now
  redislint baseline --update    only take out what is not found any more
  redislint baseline charts/     accept what is found in this folder, too

exit status:
  0  written
  2  something could not be done, and nothing is written
"""


class _Asked(NamedTuple):
    file: str
    update: bool
    paths: tuple[str, ...]
    options: Options
    config: Config | None


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint baseline [OPTION ...] [PATH ...]", _ABOUT, _END)
    group = made.add_argument_group("the file")
    group.add_argument("-o", "--output", metavar="FILE", help="write this file (`-` is standard output)")
    group.add_argument("--update", action="store_true", help="add nothing, only take out what is not found any more")
    add_rules(made)
    add_settings(made)
    add_terraform(made)
    made.general()
    return made


def run(argv: list[str]) -> int:
    """Write the file; the exit status."""
    asked = _asked(argv)
    if asked is None:
        return DONE
    check_words(asked.options, asked.config)
    report = api.run(Request(paths=asked.paths, cwd=here()), asked.options, asked.config)
    if report.errors:
        return ended(report.errors, found=False)
    before = accepted(here(), asked.config, asked.file) if os.path.lexists(asked.file) else {}
    judged = baseline.Judged(report)
    present = baseline.counted(report.findings)
    counts = {one: count for one, count in before.items() if not judged.has(one)}
    if asked.update:
        counts |= {one: least for one, count in before.items() if (least := min(count, present.get(one, 0)))}
    else:
        counts |= present
    return _written(asked.file, counts, before)


def _asked(argv: list[str]) -> _Asked | None:
    split = parser().split(argv)
    if split is None:
        return None
    found, paths = split
    if found.config is not None and found.no_config:
        raise UsageError("--config and --no-config contradict each other")
    if STDOUT in paths:
        raise UsageError("findings in standard input cannot be accepted: name files or folders")
    use_data(found.data)
    settings = None if found.no_config else configuration(here(), found.config)
    options = Options(
        select=tuple(word for words in found.select for word in words),
        ignore=tuple(word for words in found.ignore for word in words),
        server=found.server,
        today=found.today,
        variables=(*(environment() if found.var_env else ()), *found.variables),
    )
    return _Asked(_file(found.output, settings), found.update, paths, options, settings)


def _file(named: str | None, settings: Config | None) -> str:
    """Where it is written, absolute, or `-`."""
    if named == STDOUT:
        return STDOUT
    try:
        return config.baseline(here(), settings, named or "")
    except ConfigError as error:
        raise UsageError(*error.problems) from error


def _written(file: str, counts: Mapping[Key, int], before: Mapping[Key, int]) -> int:
    """Write the file, and say what became of it."""
    text = baseline.text(counts)
    if file == STDOUT:
        show(text)
        return DONE
    try:
        if counts or os.path.lexists(file):
            save(file, text)
    except NotWritten as error:
        say("error", str(error))
        return FAILED
    added = sum(max(count - before.get(one, 0), 0) for one, count in counts.items())
    dropped = sum(max(count - counts.get(one, 0), 0) for one, count in before.items())
    total = sum(counts.values())
    which = f"{total:,} accepted finding{'' if total == 1 else 's'}"
    show(f"{config.shown(file)}: {which} ({added:,} added, {dropped:,} dropped)\n")
    return DONE
