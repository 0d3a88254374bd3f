"""`redislint data`: which data about servers is used, of which day it is, and where it comes from."""

from __future__ import annotations

import json
import os

from redislint.cli import DONE, UsageError
from redislint.cli.look import look
from redislint.cli.parser import Parser, one_of
from redislint.cli.settings import use_data
from redislint.cli.shown import shown
from redislint.cli.streams import show
from redislint.report.columns import columns
from redislint.report.words import visible
from redislint.report.wrap import Line
from redislint.servers import files
from redislint.typed import Any, Final

# What a file holds, by the key that holds it.
_HOLDS: Final = {
    "releases": ("lines", "lines of releases, with the end of their support"),
    "advisories": ("advisories", "known vulnerabilities"),
    "directives": ("directives", "directives"),
    **dict.fromkeys(
        (f"terraform/{provider}" for provider in files.PROVIDERS), ("resources", "resources of a Terraform provider")
    ),
}

_ABOUT: Final = "Show which data about servers is used, and of which day it is."
_END: Final = """\
examples:
  redislint data
  redislint data --data newer/ --format json   newer files, before use

exit status:
  0  shown
  2  there is something wrong with the files
"""


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint data [OPTION ...]", _ABOUT, _END)
    group = made.add_argument_group("report")
    group.add_argument("--format", type=one_of(("text", "json")), default="text", metavar="FORMAT", help="text or json")
    settings = made.add_argument_group("settings")
    settings.add_argument("--data", metavar="DIR", help="look at the newer data files in this folder")
    made.general()
    return made


def run(argv: list[str]) -> int:
    """Show what is loaded; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    found, words = split
    if words:
        raise UsageError(f"`redislint data` takes no {words[0]}; a folder with newer files is `--data {words[0]}`")
    use_data(found.data)
    rows = [_row(name) for name in files.NAMES]
    if found.format == "json":
        show(json.dumps(rows, indent=2) + "\n")
    else:
        looks = look(no_color=found.no_color)
        show(shown(columns(map(_line, rows), looks.width), looks))
    return DONE


def _row(name: str) -> dict[str, Any]:
    data = files.load(name)
    key, what = _HOLDS[name]
    return {
        "name": name,
        "as_of": data["as_of"],
        "count": len(data[key]),
        "holds": what,
        "source": data["source"],
        "file": files.path(name),
    }


def _line(row: dict[str, Any]) -> Line:
    where = row["file"] or "with redislint"
    what = visible(f"{row['count']} {row['holds']} ({os.fspath(where)})")
    return [(row["name"], "message"), (row["as_of"], "gutter"), (what, "")]
