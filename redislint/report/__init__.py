"""Reports: a pure function from a `Report` to a text, one module a format."""

from __future__ import annotations

from importlib import import_module

from redislint.rules import DOCS
from redislint.typed import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from redislint.pipeline import Report

# A format is a module with `render(report, look)`, imported when it is asked for.
FORMATS: Final[dict[str, str]] = {
    "text": "redislint.report.text",
    "concise": "redislint.report.concise",
    "json": "redislint.report.jsonfmt",
    "sarif": "redislint.report.sarif",
    "github": "redislint.report.github",
    "gitlab": "redislint.report.gitlab",
    "rdjson": "redislint.report.rdjson",
    "checkstyle": "redislint.report.checkstyle",
    "junit": "redislint.report.junit",
    "markdown": "redislint.report.markdown",
    "html": "redislint.report.html",
}

HOME: Final = "https://redislint.readthedocs.io/"


class Look(NamedTuple):
    """How a report is to look.

    terminal    for a person at a terminal: rich text, hyperlinks, long lines wrapped
    color       with colours (only on a terminal)
    unicode     with box-drawing characters (only on a terminal; elsewhere the text keeps to ASCII where it can)
    width       cells in a line, None if nothing limits it
    statistics  text: with a table of findings by rule
    quiet       text: without the summary
    category    sarif: the category that GitHub keeps this tool's alerts under
    summary     markdown: for the summary of a job, which has more room than a comment
    """

    terminal: bool = False
    color: bool = True
    unicode: bool = True
    width: int | None = None
    statistics: bool = False
    quiet: bool = False
    category: str = ""
    summary: bool = False


def rule_url(rule: str) -> str:
    """Where a rule's page is on the documentation site."""
    return f"{DOCS}{rule}/"


def render(name: str, report: Report, **options: Any) -> str:
    """The report in the format `name` (a key of `FORMATS`); the options are the fields of `Look`.

    The text ends with a line feed, or is empty where a format has nothing to say.
    """
    text: str = import_module(FORMATS[name]).render(report, Look(**options))
    return text
