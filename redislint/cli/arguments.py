"""The arguments of `redislint check`.

Paths alone, as most runs have them, need no parser: argparse takes longer to import than a file to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from redislint import servers
from redislint.cli import UsageError
from redislint.read import READERS
from redislint.report import FORMATS
from redislint.servers import Server
from redislint.suggest import did_you_mean

if TYPE_CHECKING:
    from redislint.cli.parser import Parser

FAIL_ON: Final = ("error", "warning", "info", "never")

ABOUT: Final = "Find what is wrong with everything that declares a Redis or Valkey."
EXAMPLES: Final = """\
commands:
  acl                   show who may run what, and which rule says so
  check                 look for findings; so does redislint without a command
  data                  show of which day the data about servers is
  effective FILE        show the configuration that a server would run with
  explain WORD          show the page of a rule, or what a directive is
  rules                 list all rules

examples:
  redislint                                     all of this folder
  redislint redis.conf charts/ --fail-on error  these, and only errors matter
  redislint --server redis@7.2 --select security
  redislint -o sarif:redislint.sarif            a report for GitHub as well
  redislint - --kind redis-conf < redis.conf    what comes in by a pipe

exit status:
  0  no findings at or above --fail-on
  1  findings at or above --fail-on
  2  something could not be done; whatever could be done is reported
"""


class Arguments(NamedTuple):
    """What was asked for; `outputs` are pairs of a format and a file, `-` for standard output."""

    paths: tuple[str, ...] = ()
    format: str = "text"
    outputs: tuple[tuple[str, str], ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    server: Server | None = None
    kind: str | None = None
    config: str | None = None
    no_config: bool = False
    data: str | None = None
    today: str = ""
    show_files: bool = False
    statistics: bool = False
    quiet: bool = False
    no_color: bool = False
    fail_on: str = "warning"
    force_exclude: bool = False
    stdin_filename: str = ""


def parse(argv: Sequence[str]) -> Arguments | None:
    """The arguments; None if help or the version was asked for, and shown.  Raises `UsageError`."""
    if not any(word.startswith("-") for word in argv):
        return Arguments(paths=tuple(argv))
    split = _parser().split(argv)
    if split is None:
        return None
    found, paths = split
    if found.config is not None and found.no_config:
        raise UsageError("--config and --no-config contradict each other")
    files = [file for _, file in found.output]
    if len(set(files)) < len(files):
        raise UsageError(f"two reports cannot go to one file: {max(files, key=files.count)}")
    return Arguments(
        paths=paths,
        format=found.format,
        outputs=tuple(found.output),
        select=tuple(word for words in found.select for word in words),
        ignore=tuple(word for words in found.ignore for word in words),
        server=found.server,
        kind=found.kind,
        config=found.config,
        no_config=found.no_config,
        data=found.data,
        today=found.today,
        show_files=found.show_files,
        statistics=found.statistics,
        quiet=found.quiet,
        no_color=found.no_color,
        fail_on=found.fail_on,
        force_exclude=found.force_exclude,
        stdin_filename=found.stdin_filename,
    )


def _parser() -> Parser:
    from redislint.cli.parser import Parser, one_of

    parser = Parser("redislint [check] [OPTION ...] [PATH ...]", ABOUT, EXAMPLES)
    rules = parser.add_argument_group("rules: by id (RL101), beginning of an id (RL2), name, family or tag")
    rules.add_argument(
        "--select",
        type=_words,
        action="append",
        default=[],
        metavar="WORDS",
        help="run these, separated by commas, and no others",
    )
    rules.add_argument("--ignore", type=_words, action="append", default=[], metavar="WORDS", help="do not run these")
    files = parser.add_argument_group("files: those named, and those that folders hold; without any, this folder")
    files.add_argument(
        "--kind",
        type=one_of(READERS),
        metavar="KIND",
        help=f"what the named files are, whatever they look like: {', '.join(READERS)}",
    )
    files.add_argument(
        "--stdin-filename", default="", metavar="PATH", help="what standard input, named `-`, would be called"
    )
    files.add_argument(
        "--force-exclude", action="store_true", help="pass over named files too where .gitignore or `exclude` say so"
    )
    files.add_argument("--show-files", action="store_true", help="show which files would be read, and as what, and end")
    report = parser.add_argument_group("report")
    report.add_argument(
        "--format",
        type=one_of(FORMATS),
        default="text",
        metavar="FORMAT",
        help=f"how findings are shown: {', '.join(FORMATS)}",
    )
    report.add_argument(
        "-o",
        "--output",
        type=_output,
        action="append",
        default=[],
        metavar="FORMAT:FILE",
        help="write a report to a file too (`-` is standard output); may be repeated",
    )
    report.add_argument("--statistics", action="store_true", help="count the findings of each rule")
    report.add_argument("--quiet", action="store_true", help="no summary, no notes")
    report.add_argument(
        "--fail-on",
        type=one_of(FAIL_ON),
        default="warning",
        metavar="LEVEL",
        help=f"end with 1 from this severity on: {', '.join(FAIL_ON)} (warning if not said)",
    )
    settings = parser.add_argument_group("settings")
    settings.add_argument(
        "--server", type=_server, metavar="VERSION", help="the server's version: redis@7.2, valkey@8.0, valkey@8.0.1"
    )
    settings.add_argument(
        "--config",
        metavar="FILE",
        help="read this configuration file, not the nearest .redislint.yaml or pyproject.toml",
    )
    settings.add_argument("--no-config", action="store_true", help="read no configuration file")
    settings.add_argument(
        "--data", metavar="DIR", help="use the newer data about servers in this folder; `redislint data` shows ours"
    )
    settings.add_argument(
        "--today", type=_day, default="", metavar="DATE", help="judge ends of support by this day, such as 2026-11-23"
    )
    parser.general()
    return parser


def _words(text: str) -> list[str]:
    return [word for word in (part.strip() for part in text.split(",")) if word]


def _server(text: str) -> Server:
    from argparse import ArgumentTypeError

    try:
        return servers.parse(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def _day(text: str) -> str:
    from argparse import ArgumentTypeError

    from redislint.api import day

    try:
        return day(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def _output(text: str) -> tuple[str, str]:
    from argparse import ArgumentTypeError

    name, sign, file = text.partition(":")
    if not sign or not file:
        raise ArgumentTypeError(f"a format and a file are expected, such as sarif:redislint.sarif, not `{text}`")
    if name not in FORMATS:
        raise ArgumentTypeError(f"`{name}` is none of {', '.join(FORMATS)}{did_you_mean(name, FORMATS)}")
    return name, file
