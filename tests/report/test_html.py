"""The HTML report as a text: what is in it, and that nothing from a file becomes markup."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from redislint.finding import Related, Severity
from redislint.options import Options
from redislint.pipeline import Report, lint_readings, lint_sources, read_source
from redislint.report import render
from redislint.report.html import findings, rules
from redislint.report.words import visible
from redislint.source import Source, Span
from tests.pages import Files
from tests.report import samples

VOID = {"meta", "br", "hr"}


class Reader(HTMLParser):
    """Elements of a page: tag, attributes and the text in each; they must be closed in their order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self.open: list[int] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self.open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for index in self.open:
            self.elements[index][2].append(data)

    def texts(self, tag: str, kind: str = "") -> list[str]:
        """The texts of elements of a tag, and of a class."""
        return [
            "".join(text)
            for name, attributes, text in self.elements
            if name == tag and kind in ("", *attributes.get("class", "").split())
        ]


def read(report: Report) -> Reader:
    return Reader(render("html", report))


def test_the_parts(report: Report) -> None:
    page = read(report)
    assert page.texts("h2") == ["Could not be done", "Findings", "The rules that spoke"]
    assert page.texts("h1") == ["redislint"]
    assert page.texts("title") == [
        "redislint: Found 3 errors, 4 warnings and 3 informational in 4 files; 4 files checked, 2 findings suppressed."
    ]
    assert "locked.conf: permission denied" in page.texts("li")
    assert page.texts("h3")[:4] == ["chart/values.yaml", "empty.conf", "shop/redis.conf", "shop/sentinel ü.conf"]
    assert len(page.texts("article")) == len(report.findings)


def test_a_finding() -> None:
    source, (bind, mode, secret) = samples.marked(
        "a/redis.conf", "bind «0.0.0.0»\n# 🎉\n«protected-mode no»\nrequirepass «correct-horse»\n"
    )
    one = samples.finding(
        bind,
        message="`bind 0.0.0.0` lets <any> in",
        related=(Related(mode, "it is off"), Related(secret, "weak"), Related(source.anchor, "no `user`")),
    )
    page = read(Report(findings=(one,), secrets={"a/redis.conf": (secret,)}))
    (article,) = (attributes for tag, attributes, _ in page.elements if tag == "article")
    assert article == {
        "class": "finding error",
        "data-severity": "error",
        "data-family": "",
        "data-instance": "redis.conf, redis.conf",
        "data-file": "a/redis.conf",
    }
    assert page.texts("p", "message") == ["bind 0.0.0.0 lets <any> in"]
    assert page.texts("p", "place") == ["a/redis.conf:1:6"]
    assert page.texts("mark") == ["0.0.0.0", "protected-mode no", "*************"]
    numbers = [attributes["value"] for tag, attributes, _ in page.elements if tag == "li" and "value" in attributes]
    assert numbers == ["1", "3", "4"]
    assert page.texts("span", "label") == ["it is off", "weak"]
    assert page.texts("p", "label") == ["no user"]
    assert page.texts("p", "fix") == ["Fix: set requirepass, or bind to loopback"]


def test_a_place_at_the_end_of_a_line_is_marked() -> None:
    source = Source("a.conf", "bind\nport 1\n", "redis-conf")
    assert read(Report(findings=(samples.finding(Span(source, 4, 4)),))).texts("mark") == [" "]


def test_the_policy_allows_what_is_in_the_page_and_nothing_else(report: Report) -> None:
    page = read(report)
    (policy,) = [one["content"] for _, one, _ in page.elements if one.get("http-equiv") == "Content-Security-Policy"]
    said = dict(part.split(" ", 1) for part in policy.split("; "))
    for tag in ("style", "script"):
        (text,) = page.texts(tag)
        assert said[f"{tag}-src"] == f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
    assert (said["default-src"], said["base-uri"], said["form-action"]) == ("'none'", "'none'", "'none'")
    names = {name for _, attributes, _ in page.elements for name in attributes}
    assert not [name for name in names if name in ("src", "style", "srcset", "background") or name.startswith("on")]
    assert "url(" not in page.texts("style")[0]
    assert "@import" not in page.texts("style")[0]


def test_every_control_and_cell_has_a_name(report: Report) -> None:
    page = read(report)
    assert len(page.texts("label")) == len(page.texts("select")) == 4
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes, _ in page.elements:
        assert attributes.get("aria-labelledby", ids[0]) in ids
        target = attributes.get("href", "")
        assert not target.startswith("#") or target[1:] in ids, target
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_rules_without_their_examples(report: Report) -> None:
    text = render("html", report)
    assert "Anyone who reaches the port can read and write everything." in text
    assert "A port for everyone" not in text
    assert text.count("<details") == len({one.rule for one in report.findings})


@example("# a\n\n<script>alert(1)</script> [x](javascript:alert(1)) ![i](https://example.org/a.png) &lt;b&gt;")
@example("a\n\n| b | c |\n| - | - |\n| <i> | `d` |\n\n```x\n</code>\n```\n")
@given(st.text())
def test_no_page_of_a_rule_brings_markup(body: str) -> None:
    """Whatever Markdown a page holds becomes well-formed, and nothing in it runs or is fetched."""
    reader = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).enable("table").disable("image")

    class Page:
        """A rule's page."""

    page = Page()
    page.body = body  # type: ignore[attr-defined]
    for element in (inner for one in rules.text(page, reader) for inner in one.iter()):  # type: ignore[arg-type]
        assert element.tag not in ("script", "img", "style", "iframe")
        assert not {*element.keys()} - {"href", "title", "class", "start", "style"}
        assert not element.get("href", "").startswith("javascript:")


def declared() -> Report:
    acl = "user default off\nuser app on >Correct-horse1 ~app:* +@read +config|set\nuser ops on nopass ~* &* +@all\n"
    sources = [
        Source("redis.conf", "port 6379\nbind 10.0.0.1\naclfile users.acl\n", "redis-conf"),
        Source("users.acl", acl, "users-acl"),
    ]
    return lint_sources(sources, Files({one.path: one for one in sources}), Options())


def test_who_may_run_what() -> None:
    page = read(declared())
    assert "Who may run what" in page.texts("h2")
    rows = [[part.strip() for part in text] for tag, _, text in page.elements if tag == "tr"]
    assert rows[0] == ["User", "before", "open", "change", "erase", "stall", "copy", "hear", "keys", "names"]
    assert rows[1] == ["default", *["off"] * 9]
    assert rows[2] == ["app", "no", "no", "yes", "no", "yes", "no", "no", "yes", "yes"]
    assert rows[3] == ["ops", "no", "yes", "yes", "yes", "yes", "yes", "yes", "all", "all"]
    said = {("".join(row[:1]), "".join(row[1:2])): "".join(row[2:]) for row in rows[4:]}
    assert said["Who can change the server?", "app"] == "CONFIG SET+config|setusers.acl:2:43"
    assert said["Who logs in without a secret?", "ops"] == "any password doesnopassusers.acl:3:13"
    assert "Correct-horse1" not in render("html", declared())


def test_no_matrix_where_no_users_are_declared() -> None:
    sources = [Source("redis.conf", "port 6379\nbind 10.0.0.1\n", "redis-conf")]
    report = lint_sources(sources, Files({}), Options())
    assert report.instances
    assert "Who may run what" not in render("html", report)


def test_the_checklist_stands_there_where_rules_were_counted() -> None:
    sources = [Source("redis.conf", "port 6379\nbind 10.0.0.1\n", "redis-conf")]
    readings = [read_source(one, Files({})) for one in sources]
    page = Reader(render("html", lint_readings(readings, Options(), count=True)))
    assert "Delivery checklist" in page.texts("h2")
    captions = [one for one in page.texts("caption") if one[0].isdigit()]
    assert (len(captions), captions[0]) == (12, "1. Installation and environments")
    assert {"checked", "open"} <= set(page.texts("td"))
    assert "Delivery checklist" not in render("html", lint_readings(readings, Options()))


def test_too_many() -> None:
    source = Source("a.conf", "port 1\n", "redis-conf")
    spans = [Span(source, 0, 4)] * (findings.LIMIT + 2)
    found = [samples.finding(span, severity=Severity.INFO) for span in spans]
    page = read(Report(findings=(*found, samples.finding(spans[0], message="the worst"))))
    assert len(page.texts("article")) == findings.LIMIT
    assert page.texts("p", "message")[-1] == "the worst"
    assert page.texts("p", "note")[0] == "3 findings left out, the least severe: the JSON report has all."


@example(message="</style><script>alert(1)</script>", path='"><img src=x onerror=a>', error="<b>&amp;")
@given(message=st.text(min_size=1), path=st.text(min_size=1), error=st.text(min_size=1))
def test_any_text_survives(message: str, path: str, error: str) -> None:
    """What stands between two backquotes is code: they are not seen."""
    source = Source(path, message, "redis-conf")
    finding = samples.finding(Span(source, 0, len(message)), message=message, advice="")
    page = read(Report(findings=(finding,), errors=(error,)))
    (article,) = (attributes for tag, attributes, _ in page.elements if tag == "article")
    assert article["data-file"] == visible(path)
    assert page.texts("h3") == [visible(path)]
    (shown,) = page.texts("p", "message")
    assert shown.replace("`", "") == visible(message).replace("`", "")
    assert visible(error).replace("`", "") in [text.replace("`", "") for text in page.texts("li")]
