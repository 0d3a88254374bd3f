"""`redislint compare dev stage prod`: what differs between the environments of declared instances."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from redislint import __version__, api
from redislint.checks.environments import ORDER, Row, rows
from redislint.cli import DONE, UsageError, ended
from redislint.cli.look import look
from redislint.cli.parser import Parser, one_of
from redislint.cli.settings import configuration, here
from redislint.cli.shown import shown
from redislint.cli.streams import show
from redislint.discover.request import Request
from redislint.model.project import Project
from redislint.options import Options
from redislint.report.columns import columns
from redislint.report.words import clean, visible
from redislint.report.wrap import Line
from redislint.suggest import did_you_mean
from redislint.typed import Any, Final

_ABOUT: Final = (
    "Show what differs between the environments of the instances that .redislint.yaml declares: what their lines come"
    " to, and who may do what. What belongs to a machine may differ (memory, addresses, ports, paths, passwords), and"
    " so may what `may-differ` in .redislint.yaml names."
)
_END: Final = """\
examples:
  redislint compare stage prod           what differs and may not
  redislint compare dev stage prod --all

exit status:
  0  nothing differs that may not
  1  something does
  2  something could not be done
"""


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint compare [OPTION ...] ENVIRONMENT ENVIRONMENT ...", _ABOUT, _END)
    group = made.add_argument_group("report")
    group.add_argument("--all", action="store_true", help="show what may differ, too")
    group.add_argument("--format", type=one_of(("text", "json")), default="text", metavar="FORMAT", help="text or json")
    made.general()
    return made


def run(argv: list[str]) -> int:
    """Show the differences; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    asked, words = split
    environments = _environments(words)
    config = configuration(here())
    if config is None or config.project is None or not config.project.declarations:
        raise UsageError(
            "no instances are declared: `instances` in .redislint.yaml names them, with their environments"
        )
    report = api.run(Request(cwd=here()), Options(select=("RL901",)), config)
    assert report.project is not None
    found = [row for row in rows(report.project, environments) if asked.all or not row.allowed]
    if asked.format == "json":
        show(_json(found, report.errors))
    else:
        looks = look(no_color=asked.no_color)
        show(shown(_lines(found, environments, report.project, looks.width), looks))
    return ended(report.errors, found=any(not row.allowed for row in found))


def _environments(words: Sequence[str]) -> tuple[str, ...]:
    for word in words:
        if word not in ORDER:
            raise UsageError(f"{word} is no environment{did_you_mean(word, ORDER)}: there are {', '.join(ORDER)}")
    if len(set(words)) < 2:
        raise UsageError("which environments? Two of dev, stage and prod, or all three")
    return tuple(one for one in ORDER if one in words)


def _lines(found: Sequence[Row], environments: Sequence[str], project: Project, width: int | None) -> Iterator[Line]:
    for name, group in groupby(found, key=lambda row: row.instance):
        yield [(name, "path")]
        heads: Line = [(head, "gutter") for head in ("", *environments, "")]
        yield from columns([heads, *(_cells(row, environments) for row in group)], width, "  ")
        yield []
    compared = [
        name
        for name, declared in project.environments().items()
        if len({one.environment for one in declared if one.members} & set(environments)) > 1
    ]
    said = (
        f"{len(found)} difference{'' if len(found) == 1 else 's'} in {_listed(compared)}"
        if compared
        else f"no instance has files in two of {', '.join(environments)}"
    )
    yield [(said, "")]


def _cells(row: Row, environments: Sequence[str]) -> Line:
    remark = ("may differ", "gutter") if row.allowed else (str(row.severity), str(row.severity))
    return [(row.name, "message"), *((_value(row, one), "") for one in environments), remark]


def _value(row: Row, environment: str) -> str:
    """A value; that of an environment which is not told apart is the last one's."""
    if environment not in row.values:
        return "-"
    said = row.values[environment] or next(reversed(row.values.values()))
    return visible(said)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _json(found: Sequence[Row], errors: Sequence[str]) -> str:
    listed: list[dict[str, Any]] = [
        {
            "instance": row.instance,
            "name": row.name,
            "values": {key: clean(value or next(reversed(row.values.values()))) for key, value in row.values.items()},
            "allowed": row.allowed,
            "severity": str(row.severity),
            "path": row.at.source.path,
            "line": row.at.position[0],
        }
        for row in found
    ]
    whole = {"schema": 1, "version": __version__, "differences": listed, "errors": [clean(one) for one in errors]}
    return json.dumps(whole, indent=2) + "\n"
