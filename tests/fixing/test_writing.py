"""How values, words and lines are written where they stand: YAML's own reader says what has become of them."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from redislint import writing
from redislint.finding import Edit, Fix
from redislint.source import Source, Span


def place(text: str, word: str, kind: str = "compose") -> Span:
    start = text.index(word)
    return Span(Source("compose.yaml", text, kind), start, start + len(word))


def after(text: str, *edits: Edit) -> str:
    for edit in sorted(edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


OLD = ["old", "no", "0", "-1", "1gb", "12", "~", "null"]
NEW = st.sampled_from(["yes", "no", "300", "everysec", "2gb", "true", "null", "770", "-1", "1.2"])
STYLES = [
    "k: {}",
    "k: '{}'",
    'k: "{}"',
    "- {}",
    '- "{}"',
    "[a, {}, b]",
    '["a", "{}"]',
    "k: run --x {} --y",
    "k: {{a: {}}}",
]


@given(st.sampled_from(OLD), NEW, st.sampled_from(STYLES))
def test_what_was_a_text_in_yaml_stays_one(old: str, new: str, style: str) -> None:
    text = style.format(old) + "\n"
    start = style.replace("{{", "{").index("{}")
    edit = writing.rewritten(Span(Source("values.yaml", text, "helm-values"), start, start + len(old)), old, new)
    assert edit is not None
    done = after(text, edit)
    # BaseLoader takes every scalar for a text: it says what stands there.
    assert str(yaml.load(done, yaml.BaseLoader)) == str(yaml.load(text, yaml.BaseLoader)).replace(
        f"'{old}'", f"'{new}'"
    ).replace(f" {old} ", f" {new} ")
    if isinstance(leaf(yaml.safe_load(text)), str):
        assert isinstance(leaf(yaml.safe_load(done)), str)


def leaf(value: object) -> object:
    """The one value that is not always the same."""
    while isinstance(value, dict | list):
        value = next(iter(value.values())) if isinstance(value, dict) else value[1] if len(value) > 1 else value[0]
    return value


@pytest.mark.parametrize(
    ("text", "old", "put"),
    [
        ("tls: true", "yes", "false"),
        ("tls: True", "yes", "False"),
        ("tls: false", "yes", None),
        ("tls: ${TLS}", "yes", None),
        ("tls: &a yes", "yes", None),
    ],
)
def test_only_what_stands_there_in_so_many_letters(text: str, old: str, put: str | None) -> None:
    edit = writing.rewritten(place(text, text.removeprefix("tls: ")), old, "no")
    assert (edit.text if edit else None) == put


@pytest.mark.parametrize("new", ["a b", "a\nb", "a: b", "a #b", '"', "a,b", "{{ x }}"])
def test_what_would_be_read_otherwise_is_not_written(new: str) -> None:
    assert writing.rewritten(place("tls: old", "old"), "old", new) is None


@pytest.mark.parametrize(
    ("text", "word", "done"),
    [
        ("user a on nopass +get\n", "nopass", "user a on +get\n"),
        ('c: ["--user", "a", "nopass", "+get"]\n', "nopass", 'c: ["--user", "a", "+get"]\n'),
        ("c: [a, nopass, +get]\n", "nopass", "c: [a, +get]\n"),
        ("c: [a, nopass]\n", "nopass", "c: [a]\n"),
        ("c:\n  - a\n  - nopass\n  - b\n", "nopass", "c:\n  - a\n  - b\n"),
        ("c:\n  - 'nopass'\n", "nopass", "c:\n"),
        ("a: 'nopass +get'\n", "nopass", "a: '+get'\n"),
        ("a 1\r\nnopass\r\nb 2\r\n", "nopass", "a 1\r\nb 2\r\n"),
        ("a: nopass\n", "nopass", None),
        ("c: [nopass, a]\n", "nopass", None),
        ("c:\n  - nopass # why\n", "nopass", None),
    ],
)
def test_a_word_is_taken_out_with_what_parts_it(text: str, word: str, done: str | None) -> None:
    edit = writing.removed(place(text, word))
    assert (after(text, edit) if edit else None) == done


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("user a on +get\n", "user a on +get -x -y\n"),
        ("a: 'on +get'\n", "a: 'on +get -x -y'\n"),
        ('a: "+get"\n', 'a: "+get -x -y"\n'),
        ('c: [on, "+get"]\n', 'c: [on, "+get", "-x", "-y"]\n'),
        ("c: [on, +get]\n", 'c: [on, +get, "-x", "-y"]\n'),
        ("c:\r\n  - on\r\n  - +get\r\n", 'c:\r\n  - on\r\n  - +get\r\n  - "-x"\r\n  - "-y"\r\n'),
        ("a: +get\n", None),
    ],
)
def test_words_are_put_behind_one(text: str, done: str | None) -> None:
    edit = writing.appended(place(text, "+get"), ("-x", "-y"))
    assert (after(text, edit) if edit else None) == done


@given(st.text(alphabet=" -[],:\"'#\n\rab", max_size=30), st.text(alphabet=" -[],:\"'#\n\rab", max_size=30))
def test_whatever_stands_around_a_word(before: str, behind: str) -> None:
    text = f"{before}word{behind}"
    span = Span(Source("x", text, "compose"), len(before), len(before) + 4)
    for edit in (writing.removed(span), writing.appended(span, ("-x",)), writing.rewritten(span, "word", "no")):
        if edit is not None:
            assert 0 <= edit.span.start <= edit.span.end <= len(text)
            assert edit.text or "word" in edit.span.text


def test_no_more_of_a_long_line_is_looked_at_than_what_is_near() -> None:
    text = "a " * 5_000_000 + "nopass"
    span = Span(Source("x", text, "compose"), len(text) - 6, len(text))
    for _ in range(2_000):
        assert writing.removed(span) is not None
        assert not writing.is_line(span)


@pytest.mark.parametrize(
    ("old", "new", "keeps"),
    [("b 2", "b 3", True), ("c 3", "c 4", False), ("b 2\n", "", True), ("b 2\nc", "", False), ("", "# x\n", True)],
)
def test_a_fix_keeps_to_the_lines_that_are_blamed(old: str, new: str, keeps: bool) -> None:
    text = "a 1\nb 2\nc 3\n"
    fix = Fix("write it", (Edit(place(text, old), new),), safe=True)
    assert writing.keeps_to(fix, [place(text, "2")]) is keeps
