"""Secrets: in no format, in no part of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.finding import Edit, Fix, Related
from redislint.lint import Report
from redislint.report import FORMATS, render
from redislint.report.mask import Masks
from redislint.source import Source, Span
from tests.report import samples

SECRETS = ("correct-horse-battery", "tr0ub4dor&3")


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_shows_a_secret(name: str, report: Report) -> None:
    text = render(name, report)
    assert text
    assert not [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("width", [60, 80, None])
def test_no_terminal_shows_a_secret(width: int | None, report: Report) -> None:
    text = render("text", report, terminal=True, width=width)
    assert not [secret for secret in SECRETS if secret in text]


@given(
    secret=st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1).map(lambda text: f"K4n{text}ry9"),
    before=st.text(max_size=5),
    after=st.text(max_size=5),
)
def test_a_secret_told_in_every_field(secret: str, before: str, after: str) -> None:
    source = Source("a.conf", f"{before}\nrequirepass {secret} {after}", "redis-conf")
    start = source.text.index(f"requirepass {secret}") + len("requirepass ")
    span = Span(source, start, start + len(secret))
    line = Span(source, start - len("requirepass "), span.end)
    told = f"the password is {secret} here"
    finding = samples.finding(
        line,
        message=told,
        advice=told,
        related=(Related(span, told), Related(source.anchor, told)),
        fix=Fix(told, (Edit(span, secret * 2),), True),
    )
    report = Report(findings=(finding,), files={"a.conf": "redis-conf"}, secrets={"a.conf": (span,)})
    for name in FORMATS:
        text = render(name, report)
        assert "K4n" not in text
        assert "ry9" not in text


def masks(source: Source, *spans: Span) -> Masks:
    return Masks(Report(secrets={source.path: spans}))


def test_places_are_masked_at_equal_width() -> None:
    source, (one, two) = samples.marked("a.conf", "requirepass «pässwort»\nmasterauth «x»\n")
    mask = masks(source, one, two, Span(source, one.start, one.start + 3))
    assert mask.shown(source, 0, len(source.text)) == "requirepass ********\nmasterauth *\n"
    assert mask.shown(source, one.start + 2, one.end + 2) == "******\nm"
    assert mask.within(source, 0, 5) == []
    assert mask.within(source, one.end, two.start) == []


def test_a_secret_as_it_is_meant() -> None:
    source, places = samples.marked("a.conf", 'user a «>ab"cd» on\nrequirepass «"ef\\"gh"»\n')
    mask = masks(source, *places)
    assert mask.redacted('x ab"cd y ef"gh z') == "x **** y **** z"


def test_a_secret_within_a_longer_word_is_not_one() -> None:
    source, places = samples.marked("a.conf", "requirepass «redis»\n")
    assert masks(source, *places).redacted("redis://redis@redislint") == "****://****@redislint"


def test_the_words_of_a_rule_stay(tmp_path: Path) -> None:
    """A template that uses the word that is the password must not point it out."""
    _source, (span,) = samples.marked("a.conf", "requirepass «password»\n")
    rule = samples.rule(
        tmp_path, message="`{setting}` is a password from a list: {value}", fix={"default": "no password"}
    )
    report = Report(secrets={"a.conf": (span,)}, rules=(rule,))
    finding = samples.finding(span, message="`requirepass` is a password from a list: password", advice="no password")
    mask = Masks(report)
    assert mask.message(finding) == "`requirepass` is a password from a list: ****"
    assert mask.advice(finding) == "no password"
    assert mask.message(samples.finding(span, message="another password")) == "another ****"


def test_short_secrets_in_edits() -> None:
    source, (span,) = samples.marked("a.conf", "requirepass «abc» # abc\n")
    mask = masks(source, span)
    elsewhere = Span(source, span.end + 3, span.end + 6)
    assert mask.fix(samples.finding(span, fix=Fix("t", (Edit(span, "(abc)"),), True))) is None
    assert mask.fix(samples.finding(span, fix=Fix("t", (Edit(span, "hidden"),), True))) is not None
    assert mask.fix(samples.finding(span, fix=Fix("t", (Edit(elsewhere, "abc"),), True))) is not None
    assert mask.fix(samples.finding(span)) is None


def test_messages_are_cut() -> None:
    _source, (span,) = samples.marked("a.conf", "«x»\n")
    message = Masks(Report()).message(samples.finding(span, message="x" * 10_000_000))
    assert len(message) <= 1000
