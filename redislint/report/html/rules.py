"""The pages of the rules that spoke: why each matters and what to do, without its examples.

A page may come from somebody else's folder: HTML in it is text, and images, which would be fetched, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, fromstring

from markdown_it import MarkdownIt

from redislint.report.nodes import node
from redislint.report.words import clean, visible
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it.token import Token

    from redislint.pipeline import Report
    from redislint.rules import Rule

_EXAMPLES: Final = ("Bad", "Good")
# A page's own title is not shown again; what is below it becomes a heading below the rule's.
_LOWER: Final = {"h1": "h4", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}


def content(report: Report) -> list[Element]:
    """The rules that have a finding, in their order."""
    spoke = {finding.rule for finding in report.findings}
    reader = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).enable("table").disable("image")
    return [_rule(rule, reader) for rule in report.rules if rule.id in spoke]


def _rule(rule: Rule, reader: MarkdownIt) -> Element:
    """A rule, folded; a link to its id unfolds it."""
    title = node("h3", {}, f"{rule.id} {rule.name}: ", visible(rule.title).replace("`", ""))
    facts = f"{rule.severity}, {rule.family}, confidence {rule.confidence}"
    about = node("p", {"class": "note"}, f"{facts}. ", node("a", {"href": rule.url}, "Online, with examples"))
    return node(
        "details",
        {"class": "rule"},
        node("summary", {}, title),
        node("div", {"id": rule.id}, about, *text(rule, reader)),
    )


def text(rule: Rule, reader: MarkdownIt) -> list[Element]:
    """The page below its title."""
    tokens = list(_prose(reader.parse(clean(rule.body))))
    # What the renderer writes is XHTML: no page can put a declaration or an entity into it.
    whole = fromstring(f"<div>{reader.renderer.render(tokens, reader.options, {})}</div>")  # noqa: S314
    for element in whole.iter():
        element.tag = _LOWER.get(element.tag, element.tag)
    return list(whole)


def _prose(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without the page's title and the sections of examples."""
    level, section = "", ""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            level = token.tag
            if level in ("h1", "h2"):
                section = tokens[index + 1].content
        if level != "h1" and section not in _EXAMPLES:
            yield token
        if token.type == "heading_close" and level == "h1":
            level = ""
