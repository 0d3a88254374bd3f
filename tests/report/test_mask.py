"""Secrets: in no format, in no part of it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from redislint.finding import Edit, Fix, Related
from redislint.pipeline import Report
from redislint.redact import Redactor
from redislint.report import FORMATS, render
from redislint.report.mask import Masks
from redislint.rules import Rule
from redislint.source import Source, Span
from tests.report import samples
from tests.timing import SLOW

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


@example("K4n``ry9", "", "")
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
    secrets = {"a.conf": (span,)}
    redacted = Redactor(secrets, ()).finding(finding)
    report = Report(findings=(redacted,), files={"a.conf": "redis-conf"}, secrets=secrets)
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


def test_what_repeats_a_password_is_masked_too() -> None:
    source, places = samples.marked("a.conf", "requirepass «tr0ub4dor&3»\nport 1 # was tr0ub4dor&3\n")
    assert masks(source, *places).shown(source, 0, len(source.text)).endswith("port 1 # was ***********\n")


@pytest.mark.parametrize("word", ["appuser", "12345678", "app-1"])
def test_a_name_that_is_a_password_too_is_not_pointed_out(word: str) -> None:
    source, places = samples.marked("a.acl", f"user {word} on «>{word}»\n")
    assert masks(source, *places).shown(source, 0, len(source.text)) == f"user {word} on {'*' * (len(word) + 1)}\n"


def redactor(source: Source, *spans: Span, rules: tuple[Rule, ...] = ()) -> Redactor:
    return Redactor({source.path: spans}, rules)


def redacted(message: str, source: Source, *spans: Span) -> str:
    return redactor(source, *spans).finding(samples.finding(source.anchor, message=message)).message


def test_a_secret_as_it_is_meant() -> None:
    source, places = samples.marked("a.conf", 'user a «>ab"cd» on\nrequirepass «"ef\\"gh"»\n')
    assert redacted('x ab"cd y ef"gh z', source, *places) == "x **** y **** z"


def test_a_secret_within_a_longer_word_is_not_one() -> None:
    source, places = samples.marked("a.conf", "requirepass «redis7»\n")
    assert redacted("redis7://redis7@redis7lint", source, *places) == "****://****@redis7lint"


def test_a_plain_word_is_a_secret_only_where_it_is_quoted() -> None:
    source, places = samples.marked("a.conf", "requirepass «redis»\n")
    assert redacted("redis 5.0 does not know `requirepass redis`", source, *places) == (
        "redis 5.0 does not know `requirepass ****`"
    )


def test_a_secret_of_another_file_is_none_here() -> None:
    source, places = samples.marked("a.conf", "requirepass «correct-horse»\n")
    elsewhere = samples.finding(Source("b.conf", "x", "redis-conf").anchor, message="`correct-horse`")
    assert redactor(source, *places).finding(elsewhere).message == "`correct-horse`"
    related = elsewhere._replace(related=(Related(places[0], "here"),))
    assert redactor(source, *places).finding(related).message == "`****`"


def test_a_secret_of_ten_megabytes() -> None:
    text = "requirepass " + "ab" * 5_000_000
    source = Source("a.conf", text, "redis-conf")
    started = time.process_time()
    assert redacted(f"before {text[12:]} after", source, Span(source, 12, len(text))) == "before ****"
    assert time.process_time() - started < 1 * SLOW


def test_the_words_of_a_rule_stay(tmp_path: Path) -> None:
    """A template that uses the word that is the password must not point it out."""
    source, (span,) = samples.marked("a.conf", "requirepass «password»\n")
    rule = samples.rule(
        tmp_path,
        message="`{setting}` of `{user}` is a password from a list: `{value}`",
        fix={"default": "no `password`"},
    )
    finding = samples.finding(
        span, message="`requirepass` of `password` is a password from a list: `password`", advice="no `password`"
    )
    ours = redactor(source, span, rules=(rule,))
    assert ours.finding(finding).message == "`requirepass` of `password` is a password from a list: `****`"
    assert ours.finding(finding).advice == "no `password`"
    assert ours.finding(samples.finding(span, message="another `password`")).message == "another `****`"


def test_short_secrets_in_edits() -> None:
    source, (span,) = samples.marked("a.conf", "requirepass «abc» # abc\n")
    ours = redactor(source, span)
    elsewhere = Span(source, span.end + 3, span.end + 6)
    for place, text, stays in ((span, "(abc)", False), (span, "hidden", True), (elsewhere, "abc", True)):
        finding = samples.finding(span, fix=Fix("t", (Edit(place, text),), True))
        assert (ours.finding(finding).fix is not None) == stays
    assert ours.finding(samples.finding(span)).fix is None


def test_messages_are_cut() -> None:
    source, (span,) = samples.marked("a.conf", "«x»\n")
    finding = redactor(source).finding(samples.finding(span, message="x" * 10_000_000))
    assert len(finding.message) <= 1000
