"""`redislint drift`: a running server, as a snapshot has it, against what the files declare."""

from __future__ import annotations

import os

from redislint.cli import DONE, UsageError
from redislint.cli.arguments import Arguments, collected, options_of
from redislint.cli.check import done
from redislint.cli.groups import GROUPS
from redislint.cli.parser import Parser
from redislint.cli.settings import check_words, configuration, here, use_data
from redislint.cli.streams import say
from redislint.discover.request import Request
from redislint.model.snapshot import Snapshot
from redislint.source import Source
from redislint.typed import Final

_ABOUT: Final = "Compare a running server, as a snapshot has it, with what the files declare of its instance."
_END: Final = """\
`redislint snapshot` makes the snapshot.

examples:
  redislint drift a.snapshot.json                   with the only instance here
  redislint drift a.snapshot.json redis.conf        with this file
  redislint drift a.snapshot.json --instance cache  with this declared instance

exit status:
  0  no findings at or above --fail-on
  1  findings at or above --fail-on
  2  something could not be done
"""
_STDIN: Final = "-"


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint drift [OPTION ...] SNAPSHOT [PATH ...]", _ABOUT, _END)
    group = made.add_argument_group("instance")
    group.add_argument(
        "--instance",
        default="",
        metavar="NAME",
        help="the declared instance, by its name in .redislint.yaml or its file",
    )
    for add in GROUPS:
        add(made)
    made.general()
    return made


def run(argv: list[str]) -> int:
    """Compare, and report what differs; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    found, words = split
    if not words:
        raise UsageError("which snapshot? `redislint snapshot` makes one")
    arguments = _only_these(collected(found, words[1:]))
    use_data(arguments.data)
    cwd = here()
    config = None if arguments.no_config else configuration(cwd, arguments.config)
    options = options_of(arguments)._replace(snapshot=_snapshot(words[0], cwd), against=found.instance)
    check_words(options, config)
    request = Request(paths=arguments.paths, cwd=cwd, force_exclude=arguments.force_exclude, kind=arguments.kind)
    return done(request, options, config, arguments)


def _only_these(arguments: Arguments) -> Arguments:
    """The arguments, if none is among them that only `check` has.  Raises `UsageError`."""
    for option, value in (("--since", arguments.since), ("--show-files", arguments.show_files)):
        if value:
            raise UsageError(f"redislint drift has no {option}: it compares with a server that runs")
    if _STDIN in arguments.paths:
        raise UsageError("redislint drift reads files and folders, not standard input")
    return arguments


def _snapshot(path: str, cwd: str) -> Snapshot:
    """The snapshot in a file.  Raises `UsageError` where there is none."""
    from redislint.discover.files import LIMITS, Unreadable, read_bytes
    from redislint.discover.search import root_of
    from redislint.read.snapshot.packed import NoSnapshot, snapshot

    file = os.path.realpath(path)
    try:
        data = read_bytes(file, LIMITS.nested)
        found = snapshot(Source.from_bytes(_named(file, root_of(cwd), path), data, "snapshot"))
    except (Unreadable, NoSnapshot) as error:
        raise UsageError(f"{path}: {error}") from error
    if found.server is None:
        what = found.release or "no version"
        say("note", f"{path}: {what} is none that is known here, so neither values nor users are compared")
    return found


def _named(file: str, root: str, path: str) -> str:
    """The path of a file as reports have it: relative to the root, or as it was given."""
    inside = os.path.relpath(file, os.path.realpath(root)) if file.startswith(os.path.realpath(root) + os.sep) else path
    return inside.replace(os.sep, "/")
