"""The arguments of `redislint acl`."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Sequence

from redislint.cli import UsageError, suggest
from redislint.cli.parser import Parser, one_of, server
from redislint.read import READERS
from redislint.typed import Final

FORMATS: Final = ("text", "json", "markdown")
# Each asks for another answer.
_VIEWS: Final = ("user", "who", "can", "diff", "versions", "suggest")

_ABOUT: Final = "Show who may run what: every user against what a reviewer asks."
_END: Final = """\
examples:
  redislint acl                         all servers and ACL files of this folder
  redislint acl users.acl --server redis@7.2
  redislint acl users.acl --user app    what app may run, which rule says so
  redislint acl --who FLUSHALL          who may, and the rule to blame
  redislint acl --can app SET app:1 x   may app run this? As ACL DRYRUN says it
  redislint acl --diff HEAD~1:users.acl users.acl --format markdown
  redislint acl --suggest app --allow get,set --keys 'app:*' --server redis@7.2

exit status:
  0  shown; with --can: yes
  1  with --can: no
  2  something could not be done; with --can: not known, and why
"""


def parse(argv: Sequence[str]) -> tuple[Namespace, tuple[str, ...]] | None:
    """The arguments and the paths; None if help or the version was asked for, and shown.  Raises `UsageError`."""
    split = parser().split(argv)
    if split is None:
        return None
    found, paths = split
    views = [f"--{name}" for name in _VIEWS if getattr(found, name) is not None]
    if len(views) > 1:
        raise UsageError(f"{' and '.join(views)} ask for different answers: one at a time")
    if found.can is not None and len(found.can) < 2:
        raise UsageError("--can: a user and a command are expected, such as --can app SET app:1 x")
    if found.suggest is not None and split[1]:
        raise UsageError("--suggest reads no files: the rules come from --allow, --keys and --channels")
    if found.config is not None and found.no_config:
        raise UsageError("--config and --no-config contradict each other")
    return found, paths


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint acl [OPTION ...] [PATH ...]", _ABOUT, _END)
    views = made.add_argument_group("answers: the matrix of all users, or one of these")
    views.add_argument("--user", metavar="NAME", help="what one user may run, by category, and the rules that say so")
    views.add_argument(
        "--who", metavar="COMMAND", help="who may run a command (FLUSHALL, `CONFIG SET`), by which rules"
    )
    views.add_argument(
        "--can",
        nargs="+",
        metavar="WORD",
        help="NAME COMMAND [KEY ...]: may this user run this? Behind `--` follow the paths",
    )
    views.add_argument(
        "--diff",
        nargs=2,
        metavar=("OLD", "NEW"),
        help="what a change gives and takes: two files, or revisions of git (HEAD~1:users.acl)",
    )
    views.add_argument(
        "--versions",
        type=_versions,
        metavar="LIST",
        help="where rights differ between versions: 6.2,7.4,8.2 or redis@7.2,valkey@8.1",
    )
    suggest.add_arguments(made)
    report = made.add_argument_group("report")
    report.add_argument(
        "--format",
        type=one_of(FORMATS),
        default="text",
        metavar="FORMAT",
        help=f"how it is shown: {', '.join(FORMATS)}",
    )
    settings = made.add_argument_group("settings")
    settings.add_argument("--server", type=server, metavar="VERSION", help="the server's version, such as redis@7.2")
    settings.add_argument(
        "--kind", type=one_of(READERS), metavar="KIND", help=f"what the named files are: {', '.join(READERS)}"
    )
    settings.add_argument("--config", metavar="FILE", help="read this configuration file, not the nearest one")
    settings.add_argument("--no-config", action="store_true", help="read no configuration file")
    made.general()
    return made


def _versions(text: str) -> tuple[str, ...]:
    """Lines of servers, in the order given; a number alone is a version of redis."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    lines = tuple(dict.fromkeys(server(word if "@" in word else f"redis@{word}").key for word in words))
    if len(lines) < 2:
        raise ArgumentTypeError("two versions at least are expected, such as 6.2,7.4")
    if "redis@5.0" in lines:
        raise ArgumentTypeError("redis 5.0 has no ACLs: they came with 6.0")
    return lines
