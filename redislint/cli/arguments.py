"""The arguments of `redislint check`.

Paths and switches alone, as most runs have them, need no parser: argparse takes longer to import than a file to read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from redislint.cli import UsageError
from redislint.read import READERS
from redislint.report import FORMATS
from redislint.servers import Server
from redislint.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from argparse import Namespace

    from redislint.cli.parser import Parser

FAIL_ON: Final = ("error", "warning", "info", "never")
# Options without a value.
_SWITCHES: Final = (
    "--diff",
    "--fix",
    "--force-exclude",
    "--no-baseline",
    "--no-color",
    "--no-config",
    "--no-ignores",
    "--quiet",
    "--show-files",
    "--statistics",
    "--strict",
    "--unsafe",
)

ABOUT: Final = "Find what is wrong with everything that declares a Redis or Valkey."
EXAMPLES: Final = """\
commands:
  acl                   show who may run what, and which rule says so
  baseline              accept the present findings, so that only new ones are
                        reported from now on
  check                 look for findings; so does redislint without a command
  checklist             show what is checked of the delivery checklist, what is
                        attested, and what is open
  compare ENV ENV ...   show what differs between environments (dev stage prod)
  completion SHELL      print what bash, zsh or fish needs to complete all this
  data                  show of which day the data about servers is
  drift SNAPSHOT        compare a running server with what the files declare
  effective FILE        show the configuration that a server would run with
  explain WORD          show the page of a rule, or what a directive is
  init acl              print users who may do no more than their job
  init config           print a first .redislint.yaml for what is here
  new-rule ID NAME      start a page for a rule of your own
  rules                 list all rules
  snapshot              print what to run on a server's host; pack its answers
  test-rules DIR        try the examples of your own rules
  upgrade --to VERSION  show what another version would refuse or change

examples:
  redislint                                     all of this folder
  redislint redis.conf charts/ --fail-on error  these, and only errors matter
  redislint --server redis@7.2 --select security
  redislint -o sarif:redislint.sarif            a report for GitHub as well
  redislint - --kind redis-conf < redis.conf    what comes in by a pipe
  redislint --diff                              what --fix would change

exit status:
  0  no findings at or above --fail-on; with --diff, nothing to fix
  1  findings at or above --fail-on; with --diff, a patch is shown
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
    strict: bool = False
    force_exclude: bool = False
    stdin_filename: str = ""
    since: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    only_new: bool = False
    baseline: str | None = None
    no_baseline: bool = False
    no_ignores: bool = False
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    fix_only: tuple[str, ...] = ()

    @property
    def fixes(self) -> bool:
        """Is anything to be fixed, or shown as it would be?"""
        return self.fix or self.diff or bool(self.fix_only)


def parse(argv: Sequence[str]) -> Arguments | None:
    """The arguments; None if help or the version was asked for, and shown.  Raises `UsageError`."""
    if all(word in _SWITCHES or word == "-" or not word.startswith("-") for word in argv):
        return _checked(_switched(argv))
    split = parser().split(argv)
    if split is None:
        return None
    found, _ = split
    return _checked(
        collected(*split)._replace(
            fix=found.fix,
            unsafe=found.unsafe,
            diff=found.diff,
            fix_only=tuple(word for words in found.fix_only for word in words),
            only_new=found.only_new,
            baseline=found.baseline,
            no_baseline=found.no_baseline,
            no_ignores=found.no_ignores,
        )
    )


def collected(found: Namespace, paths: tuple[str, ...]) -> Arguments:
    """The arguments from what a parser with all of `GROUPS` has found, and the other words.  Raises `UsageError`."""
    if found.config is not None and found.no_config:
        raise UsageError("--config and --no-config contradict each other")
    if found.strict and found.fail_on not in (None, "info"):
        raise UsageError("--strict and --fail-on contradict each other: a strict run fails on any finding")
    if found.since == "":
        raise UsageError("--since: the name of a git revision is expected, such as origin/main")
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
        fail_on=found.fail_on or ("info" if found.strict else "warning"),
        strict=found.strict,
        force_exclude=found.force_exclude,
        stdin_filename=found.stdin_filename,
        since=found.since or "",
        variables=(*(environment() if found.var_env else ()), *found.variables),
    )


def _checked(arguments: Arguments) -> Arguments:
    """The arguments, if they go together."""
    if arguments.unsafe and not arguments.fixes:
        raise UsageError("--unsafe says which fixes are made, and goes with --fix or --diff")
    if arguments.diff and arguments.fix:
        raise UsageError("--fix writes and --diff only shows: say one of them")
    if arguments.baseline is not None and arguments.no_baseline:
        raise UsageError("--baseline and --no-baseline contradict each other")
    if arguments.only_new and not arguments.since:
        raise UsageError("--only-new: a revision to compare with is needed too, such as --since origin/main")
    return arguments


def environment() -> Iterator[tuple[str, str]]:
    """The values of Terraform's variables that the environment has."""
    yield from ((name, text) for name, text in sorted(os.environ.items()) if name.startswith("TF_VAR_"))


def _switched(argv: Sequence[str]) -> Arguments:
    """The arguments where they are paths and switches alone."""
    return Arguments(
        paths=tuple(word for word in argv if word not in _SWITCHES),
        no_config="--no-config" in argv,
        show_files="--show-files" in argv,
        statistics="--statistics" in argv,
        quiet="--quiet" in argv,
        no_color="--no-color" in argv,
        strict="--strict" in argv,
        fail_on="info" if "--strict" in argv else "warning",
        force_exclude="--force-exclude" in argv,
        no_baseline="--no-baseline" in argv,
        no_ignores="--no-ignores" in argv,
        fix="--fix" in argv,
        unsafe="--unsafe" in argv,
        diff="--diff" in argv,
    )


def parser() -> Parser:
    """The parser of the verb's options."""
    from redislint.cli.parser import Parser

    made = Parser("redislint [check] [OPTION ...] [PATH ...]", ABOUT, EXAMPLES)
    # Fixes stand behind files, and what is left out behind what is compared.
    for add in (*GROUPS[:2], _add_fixes, *GROUPS[2:5], _add_left_out, *GROUPS[5:]):
        add(made)
    made.general()
    return made


def add_rules(parser: Parser) -> None:
    """Add the options for which rules run."""
    from redislint.cli.parser import words

    group = parser.add_argument_group("rules: by id (RL101), beginning of an id (RL2), name, family or tag")
    group.add_argument(
        "--select",
        type=words,
        action="append",
        default=[],
        metavar="WORDS",
        help="run these, separated by commas, and no others",
    )
    group.add_argument("--ignore", type=words, action="append", default=[], metavar="WORDS", help="do not run these")


def _add_files(parser: Parser) -> None:
    from redislint.cli.parser import one_of

    group = parser.add_argument_group("files: those named, and those that folders hold; without any, this folder")
    group.add_argument(
        "--kind",
        type=one_of(READERS),
        metavar="KIND",
        help=f"what the named files are, whatever they look like: {', '.join(READERS)}",
    )
    group.add_argument(
        "--stdin-filename", default="", metavar="PATH", help="what standard input, named `-`, would be called"
    )
    group.add_argument(
        "--force-exclude", action="store_true", help="pass over named files too where .gitignore or `exclude` say so"
    )
    group.add_argument("--show-files", action="store_true", help="show which files would be read, and as what, and end")


def _add_fixes(parser: Parser) -> None:
    from redislint.cli.parser import words

    group = parser.add_argument_group("fixes: the report is of what is left, and no fix brings another error")
    group.add_argument("--fix", action="store_true", help="write the safe fixes into the files")
    group.add_argument(
        "--unsafe", action="store_true", help="make fixes too that may change what a server does: read the patch first"
    )
    group.add_argument(
        "--diff",
        action="store_true",
        help="show what --fix would write as a patch, and no findings; write nothing, and end with 1 if there is any",
    )
    group.add_argument(
        "--fix-only",
        type=words,
        action="append",
        default=[],
        metavar="WORDS",
        help="fix what these rules find, and nothing else; --fix may be left out",
    )


def _add_report(parser: Parser) -> None:
    from redislint.cli.parser import one_of, output

    group = parser.add_argument_group("report")
    group.add_argument(
        "--format",
        type=one_of(FORMATS),
        default="text",
        metavar="FORMAT",
        help=f"how findings are shown: {', '.join(FORMATS)}",
    )
    group.add_argument(
        "-o",
        "--output",
        type=output,
        action="append",
        default=[],
        metavar="FORMAT:FILE",
        help="write a report to a file too (`-` is standard output); may be repeated",
    )
    group.add_argument("--statistics", action="store_true", help="count the findings of each rule")
    group.add_argument("--quiet", action="store_true", help="no summary, no notes")
    group.add_argument(
        "--fail-on",
        type=one_of(FAIL_ON),
        metavar="LEVEL",
        help=f"end with 1 from this severity on: {', '.join(FAIL_ON)} (warning if not said)",
    )
    group.add_argument(
        "--strict",
        action="store_true",
        help="end with 1 on any finding, none of them lowered for where it stands (dev, tests/, examples/, ...), and"
        " with 2 if a file could not be read",
    )


def add_settings(parser: Parser) -> None:
    """Add the options for the server, the configuration and the data."""
    from redislint.cli.parser import day, server

    group = parser.add_argument_group("settings")
    group.add_argument(
        "--server", type=server, metavar="VERSION", help="the server's version: redis@7.2, valkey@8.0, valkey@8.0.1"
    )
    group.add_argument(
        "--config",
        metavar="FILE",
        help="read this configuration file, not the nearest .redislint.yaml or pyproject.toml",
    )
    group.add_argument("--no-config", action="store_true", help="read no configuration file")
    group.add_argument(
        "--data", metavar="DIR", help="use the newer data about servers in this folder; `redislint data` shows ours"
    )
    group.add_argument(
        "--today", type=day, default="", metavar="DATE", help="judge ends of support by this day, such as 2026-11-23"
    )


def _add_changes(parser: Parser) -> None:
    group = parser.add_argument_group("changes")
    group.add_argument(
        "--since",
        metavar="REV",
        help="compare with this git revision, for rules about a change: origin/main",
    )


def _add_left_out(parser: Parser) -> None:
    group = parser.add_argument_group("what is left out")
    group.add_argument(
        "--only-new", action="store_true", help="findings that the revision of --since had as well, wherever they stand"
    )
    group.add_argument(
        "--baseline",
        metavar="FILE",
        help="findings that are accepted in this file, not in .redislint-baseline.json",
    )
    group.add_argument("--no-baseline", action="store_true", help="report accepted findings, too")
    group.add_argument(
        "--no-ignores", action="store_true", help="report findings in spite of comments that ignore them, too"
    )


def add_terraform(parser: Parser) -> None:
    """Add the options for the values of variables."""
    from redislint.cli.parser import variable, variables

    group = parser.add_argument_group("Terraform's variables: as terraform plan is given them")
    group.add_argument(
        "--var",
        type=variable,
        dest="variables",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="the value of a variable; may be repeated",
    )
    group.add_argument(
        "--var-file", type=variables, dest="variables", action="append", metavar="FILE", help="values from this file"
    )
    group.add_argument("--var-env", action="store_true", help="take those of TF_VAR_ in the environment as well")


# The options of `check`, which other verbs have too.
GROUPS: Final[tuple[Callable[[Parser], None], ...]] = (
    add_rules,
    _add_files,
    _add_report,
    add_settings,
    _add_changes,
    add_terraform,
)
