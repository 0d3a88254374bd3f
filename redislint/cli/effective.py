"""`redislint effective redis.conf`: the configuration that a server would run with, and where each value comes from."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence

from redislint import __version__, api
from redislint.cli import DONE, UsageError, ended
from redislint.cli.look import look
from redislint.cli.parser import Parser, one_of, server
from redislint.cli.settings import configuration, here
from redislint.cli.shown import shown
from redislint.cli.streams import say, show
from redislint.discover.find import find
from redislint.discover.request import Request
from redislint.finding import Finding
from redislint.link import link
from redislint.merged.merge import merged
from redislint.merged.origins import Value
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.outcome import rows, tell
from redislint.outcome.chosen import chosen, refusals
from redislint.pipeline import lint_readings, read_source
from redislint.read import READERS
from redislint.report.words import clean
from redislint.report.wrap import Line
from redislint.suggest import did_you_mean
from redislint.typed import Final, NamedTuple

_ABOUT: Final = "Show the configuration that a server would run with, and where each value comes from."
_END: Final = """\
examples:
  redislint effective redis.conf --server redis@7.2
  redislint effective compose.yaml --changed    without the server's defaults
  redislint effective values.yaml --why maxmemory --why save

exit status:
  0  shown
  1  a server would not start with this
  2  something could not be done
"""
_STDIN: Final = "-"


class _Shown(NamedTuple):
    """One server: what keeps it from starting, or the values that were asked for."""

    instance: Instance
    refused: tuple[Finding, ...]
    values: tuple[Value, ...]


def run(argv: list[str]) -> int:
    """Show the values; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    asked, paths = split
    if not paths:
        raise UsageError("which file? A redis.conf, a compose file, a manifest or Helm values")
    errors: list[str] = []
    found = tuple(_servers(asked, paths, errors))
    if asked.format == "json":
        show(_json(found, asked, errors))
    else:
        _show(found, asked)
    return ended(errors, found=any(one.refused for one in found))


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint effective [OPTION ...] FILE ...", _ABOUT, _END)
    group = made.add_argument_group("values")
    group.add_argument("--changed", action="store_true", help="leave out what is the server's own default")
    group.add_argument(
        "--why", action="append", default=[], metavar="NAME", help="show every line that had a say in this value"
    )
    group.add_argument("--format", type=one_of(("text", "json")), default="text", metavar="FORMAT", help="text or json")
    settings = made.add_argument_group("settings")
    settings.add_argument("--server", type=server, metavar="VERSION", help="the server's version, such as redis@7.2")
    settings.add_argument(
        "--kind", type=one_of(READERS), metavar="KIND", help=f"what the files are: {', '.join(READERS)}"
    )
    made.general()
    return made


def _servers(asked: Namespace, paths: Sequence[str], errors: list[str]) -> Iterator[_Shown]:
    """The servers that are meant; what cannot be done goes into `errors`."""
    stdin = sys.stdin.buffer.read() if _STDIN in paths and sys.stdin is not None else b""
    kind = asked.kind or ("redis-conf" if tuple(paths) == (_STDIN,) else None)
    request = Request(paths=paths, cwd=here(), kind=kind, stdin=stdin)
    options = Options(server=asked.server, select=("validity",))
    config = configuration(request.cwd)
    if config is not None:
        request, options = api.configured(request, options, config)
    found = find(request, read_source)
    for note in found.notes:
        say("note", note)
    launched = {*found.launched, *(one.source.path for one in found.readings if one.source.path in found.scope)}
    errors += [f"{path}: {found.unread[path]}" for path in sorted(found.named) if path in found.unread]
    instances = tuple(chosen(link(found.readings, options, launched).instances, found.scope))
    if not instances and not errors:
        errors.append(f"no server is declared in {', '.join(paths)}; if it is a redis.conf, say so: --kind redis-conf")
    findings = lint_readings(found.readings, options, launched=launched).findings
    for instance in instances:
        if instance.server is None:
            errors.append(f"{tell.named(instance)}: the server's version is not known; say it: --server redis@7.2")
        else:
            refused = refusals(instance, findings)
            yield _Shown(instance, refused, () if refused else _wanted(merged(instance), asked, instance))


def _wanted(values: Mapping[str, Value], asked: Namespace, instance: Instance) -> tuple[Value, ...]:
    for name in asked.why:
        if name.lower() not in values:
            raise UsageError(f"{instance.server} has no value named {name}{did_you_mean(name.lower(), values)}")
    names = {name.lower() for name in asked.why} or values
    return tuple(one for one in values.values() if one.name in names and (one.is_changed or not asked.changed))


def _show(found: Sequence[_Shown], asked: Namespace) -> None:
    lines: list[Line] = []
    for one in found:
        if lines:
            lines.append([("", "")])
        lines.append([(tell.head(one.instance), "path")])
        if one.refused:
            lines.append([("  it does not start: ", "error"), (tell.refusal(one.refused[0]), "")])
        elif asked.why:
            lines += (line for value in one.values for line in tell.why(one.instance, value))
        else:
            lines += tell.table(one.instance, one.values)
    show(shown(lines, look(no_color=asked.no_color)))


def _json(found: Sequence[_Shown], asked: Namespace, errors: Sequence[str]) -> str:
    import json

    says = bool(asked.why)
    listed = [rows.server(one.instance, next(iter(one.refused), None), one.values, says=says) for one in found]
    whole = {"schema": 1, "version": __version__, "servers": listed, "errors": [clean(error) for error in errors]}
    return json.dumps(whole, indent=2) + "\n"
