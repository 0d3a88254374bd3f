"""`redislint upgrade --to redis@8.2`: what another version would refuse, ignore and change."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence

from redislint import __version__, api
from redislint.cli import DONE, UsageError, ended
from redislint.cli.look import look
from redislint.cli.parser import Parser, one_of, server
from redislint.cli.settings import configuration, here, use_data
from redislint.cli.shown import shown
from redislint.cli.streams import show
from redislint.discover.find import Found, find
from redislint.discover.request import Request
from redislint.model.document import Problem, Reading
from redislint.options import Options
from redislint.pipeline import read_source
from redislint.read import READERS
from redislint.report.words import clean
from redislint.servers import Server
from redislint.typed import Final
from redislint.upgrade import Upgrade, upgrades

_ABOUT: Final = "Show what another version of the server would refuse, ignore and change, and what that breaks."
_END: Final = """\
examples:
  redislint upgrade --to redis@8.2                      all of this folder
  redislint upgrade --to valkey@8.1 --from redis@7.2.4 redis.conf

exit status:
  0  nothing would break
  1  something would: a server would not start, a user would lose rights, ...
  2  something could not be done; whatever could be done is shown
"""
_STDIN: Final = "-"


def run(argv: list[str]) -> int:
    """Show what changes; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    asked, paths = split
    if asked.to is None:
        raise UsageError("to which version? Say it with --to redis@8.2")
    target, present = asked.to, asked.present
    use_data(asked.data)
    errors: list[str] = []
    found = _found(asked, paths, target, present, errors)
    if asked.format == "json":
        show(_json(found, target, errors))
    else:
        _show(found, asked)
    return ended(errors, found=any(one.breaks for one in found))


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint upgrade --to VERSION [OPTION ...] [PATH ...]", _ABOUT, _END)
    group = made.add_argument_group("versions")
    group.add_argument(
        "--to", type=server, metavar="VERSION", help="the version to come: redis@8.2, valkey@8.1, valkey@8.1.4"
    )
    group.add_argument(
        "--from",
        dest="present",
        type=server,
        metavar="VERSION",
        help="the present version, where no image, chart, comment or configuration says it, or to overrule them",
    )
    report = made.add_argument_group("report")
    report.add_argument(
        "--all", action="store_true", help="show also what hardly anybody notices, and long lists whole"
    )
    report.add_argument(
        "--format", type=one_of(("text", "json")), default="text", metavar="FORMAT", help="text or json"
    )
    settings = made.add_argument_group("settings")
    settings.add_argument(
        "--kind", type=one_of(READERS), metavar="KIND", help=f"what the named files are: {', '.join(READERS)}"
    )
    settings.add_argument(
        "--data", metavar="DIR", help="use the newer data about servers in this folder; `redislint data` shows ours"
    )
    made.general()
    return made


def _found(
    asked: Namespace, paths: Sequence[str], target: Server, present: Server | None, errors: list[str]
) -> tuple[Upgrade, ...]:
    """The servers that are meant; what cannot be done goes into `errors`."""
    stdin = sys.stdin.buffer.read() if _STDIN in paths and sys.stdin is not None else b""
    kind = asked.kind or ("redis-conf" if tuple(paths) == (_STDIN,) else None)
    request = Request(paths=paths, cwd=here(), kind=kind, stdin=stdin)
    options = Options(server=present)
    config = configuration(request.cwd)
    if config is not None:
        request, options = api.configured(request, options, config)
    found = find(request, read_source)
    errors += _unread(found)
    # What is named is taken for a file that a server is started with; what is met in a folder has to look like one.
    launched = {*found.launched, *found.scope.files}
    shown, failed = upgrades(found.readings, options, target, launched=launched, scope=found.scope)
    errors += failed
    if not shown and not errors:
        where = ", ".join(paths) or "this folder"
        errors.append(f"no server is declared in {where}; if it is a redis.conf, say so: --kind redis-conf")
    return shown


def _unread(found: Found) -> Iterator[str]:
    """The files, and parts of files, that could not be read."""
    yield from (f"{path}: {reason}" for path, reason in sorted(found.unread.items()))
    for reading in found.readings:
        if reading.source.path in found.scope:
            for one in _problems(reading):
                if one.kind == "unreadable":
                    yield f"{one.span.source.path}:{one.span.position[0]}: it cannot be read: {one.detail}"


def _problems(reading: Reading) -> Iterator[Problem]:
    yield from reading.problems
    for document in reading.documents:
        yield from document.problems


def _show(found: Sequence[Upgrade], asked: Namespace) -> None:
    from redislint.cli.upgraded import told

    looks = look(no_color=asked.no_color)
    lines = told(found, everything=asked.all, width=looks.width)
    show(shown(lines, looks))


def _json(found: Sequence[Upgrade], target: Server, errors: Sequence[str]) -> str:
    import json

    from redislint.cli.upgraderows import row

    whole = {
        "schema": 1,
        "version": __version__,
        "to": target.key,
        "release": target.patch or None,
        "breaks": any(one.breaks for one in found),
        "servers": [row(one) for one in found],
        "errors": [clean(error) for error in errors],
    }
    return json.dumps(whole, indent=2) + "\n"
