"""The options of `redislint check` in their groups, some of which other verbs have too, and its help.

Imported where arguments need a parser, or are to be completed.
"""

from __future__ import annotations

from collections.abc import Callable

from redislint.cli.parser import Parser, day, one_of, output, server, variable, variables, words
from redislint.read import READERS
from redislint.report import FORMATS
from redislint.typed import Final

FAIL_ON: Final = ("error", "warning", "info", "never")

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


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint [check] [OPTION ...] [PATH ...]", ABOUT, EXAMPLES)
    # Fixes stand behind files, and what is left out behind what is compared.
    for add in (*GROUPS[:2], _add_fixes, *GROUPS[2:5], _add_left_out, *GROUPS[5:]):
        add(made)
    made.general()
    return made


def add_rules(parser: Parser) -> None:
    """Add the options for which rules run."""
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
