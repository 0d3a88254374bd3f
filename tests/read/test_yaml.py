"""YAML nodes: values, places in every kind of scalar, templates, merges, and files made to hurt."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.facts import UNKNOWN
from redislint.read import yamltext
from redislint.read.yaml import TOO_DEEP, Node, Yaml
from redislint.source import Source
from tests.timing import SLOW


def read(text: str) -> Yaml:
    return Yaml(Source("values.yaml", text, "helm-values"))


def at(text: str, path: str = "a") -> Node:
    node = read(text).documents[0].at(path)
    assert node is not None
    return node


def placed(node: Node) -> list[tuple[str, str]]:
    """Each character of a scalar's text with the character of the file at its place."""
    inner = node.inner("redis-conf")
    return [(character, inner.span(index, index + 1).text) for index, character in enumerate(inner.text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: yes", True),
        ("a: Off", False),
        ('a: "false"', "false"),
        ("a: 12", 12),
        ("a: -3", -3),
        ("a: 0", 0),
        ("a: 007", "007"),
        ("a: 0x1F", "0x1F"),
        ("a: 1_000", "1_000"),
        ("a: 1.50", "1.50"),
        ("a: 2024-01-02", "2024-01-02"),
        ("a: y", "y"),
        ("a: ~", None),
        ("a:", None),
        ("a: 'x'", "x"),
        ("a: !!bool perhaps", "perhaps"),
        ("a: {{ .Values.x }}-y", UNKNOWN),
        ("a: ${REDIS_PASSWORD}", UNKNOWN),
        ("a: ENC[AES256_GCM,data:abc]", UNKNOWN),
        ("a: !vault x", UNKNOWN),
        ("a: 100%", "100%"),
        ("a: K$lsh", "K$lsh"),
    ],
)
def test_value(text: str, value: object) -> None:
    found = at(text).value
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a: |\n  x\n  port 1\n", 3, 3, "port 1"),
        ("a: |-\n  x\n\n    port 1\n", 4, 5, "port 1"),
        ("a: |2\n    x\n  port 1\n", 3, 3, "port 1"),
        ("a: |\r\n  x\r\n  port 1\r\n", 3, 3, "port 1"),
        ("a: |\tx\n  b\n".replace("\tx", " # why"), 2, 3, "b"),
        ("a: >\n  x\n\n  port 1\n", 4, 3, "port 1"),
        ("a: x\n  port 1\n", 2, 3, "port 1"),
        ('a: "x\\nport 1"\n', 1, 8, "port 1"),
        ('a: "x\\\n  port 1"\n', 2, 3, "port 1"),
        ('a: "x\\x41\\u00e9 port 1"\n', 1, 17, "port 1"),
        ("a: 'it''s port 1'\n", 1, 11, "port 1"),
        ('a: &anchor "port 1"\n', 1, 13, "port 1"),
        ("a: &anchor |\n  x\n  port 1\n", 3, 3, "port 1"),
        ("a: !!str port 1\n", 1, 10, "port 1"),
        ("\ufeffa: |\n  port 1\n", 2, 3, "port 1"),
        ("é: 1\na: 'ü port 1'\n", 2, 7, "port 1"),
    ],
)
def test_place_within_a_scalar(text: str, line: int, column: int, said: str) -> None:
    inner = at(text).inner("redis-conf")
    start = inner.text.index(said)
    span = inner.span(start, start + len(said))
    assert span.text == said
    assert span.position == (line, column)


def test_place_of_a_quoted_scalar_covers_its_quotes_and_no_anchor() -> None:
    assert at("a: &x 'b c'  # d\n").span.text == "'b c'"
    assert at("a: !!str b # c\n").span.text == "b"
    assert at("a: |\n  b\n  c\n\nd: 1\n").span.text == "|\n  b\n  c"


def test_byte_order_mark_shifts_no_column() -> None:
    file = read("\ufeffa: 1\nb: 2\n")
    assert not file.problems
    assert [key.span.position for key, _ in file.documents[0].pairs()] == [(1, 1), (2, 1)]


# What a YAML scalar may hold and a configuration text does hold.
LINE = st.text(st.sampled_from("ab 1\"'#:-{}é\\"), max_size=12)
TEXT = st.lists(LINE, min_size=1, max_size=5).map("\n".join)


@given(text=TEXT, style=st.sampled_from(["|", ">", '"', "'", None]), width=st.integers(10, 40))
def test_every_character_has_its_place(text: str, style: str | None, width: int) -> None:
    dumped = yaml.safe_dump({"k": 1, "a": text}, default_style=style, width=width, allow_unicode=True, sort_keys=False)
    node = at(dumped)
    assert node.text == text
    for character, there in placed(node):
        # Blanks may stand for a line's end; the place of an escape is all of it.
        if not character.isspace():
            quote = node.yaml.style if node.yaml.style in ('"', "'") else ""
            assert there == character or (quote and yaml.safe_load(f"{quote}{there}{quote}") == character)


ENDS = [
    (r'a: "x \"y\""', r"\"y\""),
    (r'a: "x \"y\" z"', r"\"y\""),
    ("a: 'x \"y\"'", '"y"'),
    ('a: "x \\"y\\"\\\n  z"', r"\"y\""),
]


@pytest.mark.parametrize(("text", "place"), ENDS)
def test_quotes_that_are_escaped_belong_to_a_word_whole(text: str, place: str) -> None:
    inner = at(text).inner("redis-conf")
    start = inner.text.index('"')
    assert inner.span(start, start + 3).text == place


@given(text=st.text(st.sampled_from("ab:-?[]{}|>&*!#%'\"\\\n \t\r{}\ufeff\0\udc80\x85é<"), max_size=60))
def test_no_text_fails(text: str) -> None:
    file = read(text)
    for node in file.nodes():
        start, end = node.place
        assert 0 <= start <= end <= len(text)
        assert isinstance(node.is_known, bool)
        node.inner("redis-conf").span(0, len(node.text))
    file.comments()
    list(file.duplicates())


def test_comments_stand_outside_scalars() -> None:
    text = "# redislint: a\na: 'x # no'  # yes # and on\nb: |\n  # no\nc: x#no\n#no-blank\n"
    assert [span.text for span in read(text).comments()] == ["# redislint: a", "# yes # and on", "#no-blank"]
    assert read("# else\na: 1\n").comments() == ()


def test_duplicate_keys_the_last_counts() -> None:
    file = read("a:\n  b: 1\n  c: 2\n  b: 3\n'<<': 1\n")
    (problem,) = file.duplicates()
    assert (problem.kind, problem.span.position) == ("duplicate-key", (2, 3))
    assert "line 4" in problem.detail
    assert at("a: {b: 1, b: 3}", "a.b").value == 3


def test_several_documents_and_what_comes_before_an_error() -> None:
    file = read("---\na: 1\n---\nb: 2\n---\nc: [\n")
    assert [list(document.items()) for document in file.documents] == [["a"], ["b"]]
    assert [problem.kind for problem in file.problems] == ["unreadable"]
    assert file.problems[0].span.position[0] >= 6


def test_an_error_names_its_place_and_none_of_the_text() -> None:
    (problem,) = read("a: 1\npassword: s3cret: x\n").problems
    assert problem.span.position[0] == 2
    assert "s3cret" not in problem.detail


@pytest.mark.parametrize("text", ["a:\n\tb: 1\n", "a: 'x\n", "a: *b\n", "a: \0\n", "%YAML 9.9\n---\na: 1\n"])
def test_broken_files_are_said_to_be_so(text: str) -> None:
    assert [problem.kind for problem in read(text).problems] == ["unreadable"]


def test_unknown_tags_make_nothing() -> None:
    file = read("a: !!python/object/apply:os.system ['true']\nb: !custom {c: 1}\n")
    assert not file.problems
    node = file.documents[0].get("a")
    assert node is not None
    assert not node.is_known


# --- merges ---------------------------------------------------------------------------------------------------------

NAMES = ["k", "l", "m"]
MAPPINGS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(NAMES), st.integers(0, 9), max_size=3),
        st.lists(st.integers(0, 20), max_size=3),
    ),
    min_size=1,
    max_size=6,
)


@given(mappings=MAPPINGS)
def test_own_keys_count_before_merged_ones_and_earlier_merges_before_later(
    mappings: list[tuple[dict[str, int], list[int]]],
) -> None:
    lines = []
    expected: list[dict[str, int]] = []
    for index, (own, merged) in enumerate(mappings):
        earlier = [one % index for one in merged] if index else []
        lines.append(f"a{index}: &a{index}")
        lines.append(f"  <<: [{', '.join(f'*a{one}' for one in earlier)}]")
        lines += [f"  {key}: {value}" for key, value in own.items()]
        expected.append(dict(own))
        for one in earlier:
            expected[index] = expected[one] | expected[index]
    root = read("\n".join(lines)).documents[0]
    for index, values in enumerate(expected):
        node = root.get(f"a{index}")
        assert node is not None
        assert {key: value.value for key, (_, value) in node.items().items()} == values


def test_merges_that_lead_back_end() -> None:
    node = at("a: &a\n  <<: [*a, *a]\n  b: 1\n")
    assert list(node.items()) == ["b"]


# --- templates ------------------------------------------------------------------------------------------------------


def test_templates_that_are_no_yaml_are_blanked_out() -> None:
    text = "{{- if .Values.redis }}\na: {{ .Values.x }}\nb: 1\n{{- end }}\nc: x{{ y }}\nd: 2\n"
    file = read(text)
    assert not file.problems
    root = file.documents[0]
    assert {key: value.value for key, (_, value) in root.items().items()} == {
        "a": UNKNOWN,
        "b": UNKNOWN,  # there only under a condition
        "c": UNKNOWN,
        "d": 2,
    }
    found = root.get("d")
    assert found is not None
    assert found.span.position == (6, 4)


def test_templates_within_quotes_are_text() -> None:
    file = read('a: "{{ .Values.x }}"\nb: 1\n')
    assert not file.templates
    assert at('a: "{{ .Values.x }}"\n').value is UNKNOWN
    assert at('a: "{{ .Values.x }}"\nb: 1\n', "b").value == 1


@given(text=st.text(st.sampled_from("{}%<> a\n"), max_size=40))
def test_blanking_keeps_all_places(text: str) -> None:
    places = yamltext.templates(text)
    blanked = yamltext.blanked(text, places)
    assert len(blanked) == len(text)
    assert [index for index, letter in enumerate(text) if letter == "\n"] == [
        index for index, letter in enumerate(blanked) if letter == "\n"
    ]
    outside = list(text)
    for start, end in places:
        assert text[start : start + 2] in ("{{", "{%", "<%")
        outside[start:end] = blanked[start:end]
    assert "".join(outside) == blanked


# --- files made to hurt ---------------------------------------------------------------------------------------------

HOSTILE = {
    "brackets": "a: " + "[" * 100_000,
    "braces": "a: " + "{" * 100_000,
    "dashes": "- " * 100_000,
    "questions": "? " * 100_000,
    "columns": "\n".join(" " * level + "a:" for level in range(1_500)),
    "unclosed templates": "a: [\n" + "{{" * 500_000,
    "templates on one line": "a: [ " + "{{a}}" * 200_000,
    "lines of templates": "a: [\n" + "{{a}}\n" * 200_000,
    "aliases": "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 40)),
    "merges": "a0: &a0 {x: 1}\n"
    + "".join(f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 60)}]}}\n" for i in range(1, 40)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_soon(name: str) -> None:
    start = time.process_time()
    file = read(HOSTILE[name])
    for document in file.documents:
        document.items()
        for _, value in document.pairs():
            value.items()
    list(file.duplicates())
    assert time.process_time() - start < 2 * SLOW


@pytest.mark.parametrize("name", ["brackets", "braces", "dashes", "questions", "columns"])
def test_deep_nesting_is_refused_before_it_is_parsed(name: str) -> None:
    file = read(HOSTILE[name])
    assert [problem.detail for problem in file.problems] == [TOO_DEEP]
    assert file.documents == ()


def test_many_brackets_side_by_side_are_fine() -> None:
    file = read("a: [" + "[], " * 5_000 + "1]\n")
    assert not file.problems
    assert len(at("a: [" + "[], " * 5_000 + "1]\n").elements()) == 5_001


def test_a_template_without_quotes_is_no_mapping() -> None:
    node = at("type: {{ .Values.type }}\n", "type")
    assert (node.kind, node.value, node.pairs()) == ("scalar", UNKNOWN, [])
    assert node.span.text == "{{ .Values.type }}"
    assert at("labels: {a: {b: c}}\n", "labels").kind == "mapping"


def test_an_anchor_may_be_defined_again() -> None:
    """YAML 1.2, example 7.1: an alias means the last anchor of its name; PyYAML refuses the second one."""
    text = "a: &x {b: 1}\nc: &x [2]\nd: *x\ne: &x 3\nf: *x\n---\nx: &x 4\ny: *x\nz: &aa bb\n"
    found = Yaml(Source("a.yaml", text, "kubernetes"))
    first, second = found.documents
    assert found.problems == ()
    values = {key: value for one in (first, second) for key, (_, value) in one.items().items()}
    assert [values[key].kind for key in "acdef"] == ["mapping", "sequence", "sequence", "scalar", "scalar"]
    assert [(values[key].text, values[key].span.text) for key in "fyz"] == [("3", "3"), ("4", "4"), ("bb", "bb")]


def test_more_anchors_of_one_name_than_there_are_names() -> None:
    text = "".join(f"k{number}: &x {number}\n" for number in range(50))
    assert not Yaml(Source("a.yaml", text[: text.index("k30:")], "kubernetes")).problems
    assert [one.kind for one in Yaml(Source("a.yaml", text, "kubernetes")).problems] == ["unreadable"]
