"""One HTML file that needs nothing else: no network, and no script to be read.

A small script filters the findings.  A policy in the file itself forbids every request, and every style and script but
the two that are in it, by their hashes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from xml.etree.ElementTree import Element

from redislint import __data__, __version__
from redislint.report import HOME, Look
from redislint.report.html import checklist, findings, rules, users
from redislint.report.html.pieces import Part, prose, section
from redislint.report.nodes import node, page
from redislint.report.text import plain, summary
from redislint.report.words import visible
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report

_HERE: Final = Path(__file__).parent


def render(report: Report, look: Look) -> str:
    """The findings, the rules that spoke, who may run what, and the checklist where it was asked for."""
    found = Part("findings", "Findings", findings.content(report))
    spoke = Part("rules", "The rules that spoke", rules.content(report))
    may = Part("users", "Who may run what", users.content(report.instances))
    asked = Part("checklist", "Delivery checklist", checklist.content(report))
    shown = [part for part in (_undone(report), found, spoke, may, asked) if part.content]
    contents = [node("li", {}, node("a", {"href": f"#{part.id}"}, part.title)) for part in shown]
    said = plain(summary(report, Look())).strip().splitlines()
    body = node(
        "body",
        {},
        node("header", {}, node("h1", {}, "redislint"), *(node("p", {}, line) for line in said)),
        node("nav", {"aria-label": "Parts of this report"}, node("ul", {}, *contents)),
        node("main", {}, *map(section, shown)),
        _footer(),
        node("script", {}, _file("page.js")),
    )
    return page(node("html", {"lang": "en"}, _head(said[0]), body))


def _undone(report: Report) -> Part:
    """What could not be done: it comes first."""
    items = [node("li", {}, *prose(error)) for error in report.errors]
    return Part("undone", "Could not be done", [node("ul", {}, *items)] if items else [])


def _head(said: str) -> Element:
    return node(
        "head",
        {},
        node("meta", {"charset": "utf-8"}),
        node("meta", {"http-equiv": "Content-Security-Policy", "content": "; ".join(_policy())}),
        *(node("meta", {"name": name, "content": content}) for name, content in _METAS.items()),
        node("title", {}, f"redislint: {visible(said)}"),
        node("style", {}, _file("page.css")),
    )


_METAS: Final = {
    "viewport": "width=device-width, initial-scale=1",
    "color-scheme": "light dark",
    "referrer": "no-referrer",
    "generator": f"redislint {__version__}",
}


def _policy() -> Iterator[str]:
    yield "default-src 'none'"
    for kind, name in (("style-src", "page.css"), ("script-src", "page.js")):
        digest = b64encode(sha256(_file(name).encode()).digest()).decode()
        yield f"{kind} 'sha256-{digest}'"
    yield "base-uri 'none'"
    yield "form-action 'none'"


def _file(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _footer() -> Element:
    made = f", version {__version__} with the data of {__data__}. Passwords are masked."
    return node("footer", {}, node("p", {}, "Made by ", node("a", {"href": HOME}, "redislint"), made))
