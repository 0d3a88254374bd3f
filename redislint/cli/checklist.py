"""`redislint checklist`: what is checked of the delivery checklist, what is attested, and what is open."""

from __future__ import annotations

from redislint import api
from redislint.cli import DONE, UsageError, ended
from redislint.cli.look import look
from redislint.cli.parser import Parser, one_of
from redislint.cli.settings import configuration, here
from redislint.cli.streams import show
from redislint.discover.request import Request
from redislint.options import Options
from redislint.pipeline import Report
from redislint.typed import Final

_ABOUT: Final = "Show what is checked of the delivery checklist, what is attested, and what is open."
_END: Final = """\
states:
  checked              rules that serve the bullet looked at something; what
                       they found is counted
  attested until DATE  `checklist` in .redislint.yaml names evidence, an owner,
                       and a day that has not come
  not applicable       it says why
  open                 nobody answers it

examples:
  redislint checklist                       all of this folder
  redislint checklist charts/ --format markdown > CHECKLIST.md
  redislint checklist --today 2027-01-31    what will be open by then

exit status:
  0  shown, whatever the answers are
  2  something could not be done
"""
FORMATS: Final = ("text", "markdown", "json", "html")


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint checklist [OPTION ...] [PATH ...]", _ABOUT, _END)
    group = made.add_argument_group("report")
    group.add_argument(
        "--format",
        type=one_of(FORMATS),
        default="text",
        metavar="FORMAT",
        help=f"how it is shown: {', '.join(FORMATS)}",
    )
    settings = made.add_argument_group("settings")
    settings.add_argument("--today", type=_day, default="", metavar="DATE", help="judge attestations by this day")
    made.general()
    return made


def run(argv: list[str]) -> int:
    """Show the answers; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    asked, paths = split
    cwd = here()
    report = api.run(Request(paths=paths, cwd=cwd), Options(today=asked.today), configuration(cwd), count=True)
    show(_shown(asked.format, report, look().width))
    return ended(report.errors, found=False)


def _day(text: str) -> str:
    try:
        return api.day(text)
    except ValueError as error:
        raise UsageError(f"--today: {error}") from error


def _shown(name: str, report: Report, width: int | None) -> str:
    import json

    from redislint.checklist import answered
    from redislint.report.checklist import markdown, rows, text

    found = answered(report)
    if name == "html":
        from redislint.report import render

        return render("html", report)
    if name == "json":
        return json.dumps(rows(found), indent=2) + "\n"
    return markdown(found) if name == "markdown" else text(found, width)
