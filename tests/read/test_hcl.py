"""HCL: tokens, nodes and their places, what is wrong with a text, and texts without measure."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.read.terraform import hcl, reals
from redislint.read.terraform.nodes import (
    ATTRIBUTES,
    SPLAT,
    Attribute,
    Block,
    Call,
    Conditional,
    For,
    Literal,
    Name,
    Node,
    Object,
    Operation,
    Oversized,
    Quoted,
    Traversal,
    Tuple,
    Unary,
)
from redislint.read.terraform.wrong import MAX_NESTING, TOO_DEEP, TOO_MANY, Wrong
from tests.timing import SLOW

TEXT = st.text(st.sampled_from('ab {}[]()="\\$%<>-.:?*/#,!&|1\n\r\t~éE\ufeff\udc80'), max_size=60)


def value(text: str) -> Node:
    """The node of an expression."""
    return hcl.parse(f"a = {text}\n").body.attributes["a"].value


def plain(node: Any, text: str) -> Any:
    """A node as Python writes its meaning: places out, quoted texts with code as written."""
    match node:
        case Literal():
            return float(reals.text(node.value)) if isinstance(node.value, reals.Real) else node.value
        case For():
            return plain_for(node, text)
        case Quoted() | Oversized():
            return {text[node.start : node.end]}
        case Name():
            return node.name
        case Traversal():
            return ["get", plain(node.base, text), *(plain(step, text) for step in node.steps)]
        case Unary():
            return [*node.signs, plain(node.operand, text)]
        case Operation():
            operands = [plain(operand, text) for operand in node.operands]
            pairs = zip(node.operators, operands[1:], strict=True)
            return [operands[0], *(part for pair in pairs for part in pair)] if node.operators else operands[0]
        case Conditional():
            return ["if", plain(node.test, text), plain(node.yes, text), plain(node.no, text)]
        case Call():
            return [f"{node.function}()", *(plain(one, text) for one in node.arguments), *(["..."] * node.spread)]
        case Tuple():
            return [plain(one, text) for one in node.items]
        case Object():
            return [(plain(key, text), plain(one, text)) for key, one in node.pairs]
    return node


def plain_for(node: For, text: str) -> Any:
    """A `for` expression as it is written."""
    name = [] if node.name_of is None else [plain(node.name_of, text), "=>"]
    test = [] if node.test is None else ["if", plain(node.test, text)]
    names = [one for one in (node.key, node.name) if one]
    result = [*name, plain(node.value, text), *(["..."] * node.groups)]
    return ["for", *names, "in", plain(node.items, text), *result, *test]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1),
        ("1.5", 1.5),
        ("1e3", 1000),
        ("2.0", 2),
        ("9" * 5000, {"9" * 5000}),
        ("true", True),
        ("null", None),
        ('""', ""),
        (r'"a\n\t\"\\\u00e9\U0001F600"', 'a\n\t"\\é😀'),
        ('"$${a} %%{b} $ % $x"', "${a} %{b} $ % $x"),
        ('"a ${b} c"', {'"a ${b} c"'}),
        ('"${a["b"]} }"', {'"${a["b"]} }"'}),
        ('"${"${"}"}"}"', {'"${"${"}"}"}"'}),
        ('"${ { a = "}" } }"', {'"${ { a = "}" } }"'}),
        ('"%{ if a }x%{ endif }"', {'"%{ if a }x%{ endif }"'}),
        ("x", "x"),
        ("größe", "größe"),
        ("_a-b", "_a-b"),
        ("var.a", ["get", "var", "a"]),
        ("var.a[0].b", ["get", "var", "a", 0, "b"]),
        ("var.a.0.b", ["get", "var", "a", 0, "b"]),
        ("a[*].b", ["get", "a", SPLAT, "b"]),
        ("a.*.b", ["get", "a", ATTRIBUTES, "b"]),
        ('a["b"]', ["get", "a", "b"]),
        ("a.for.if.in", ["get", "a", "for", "if", "in"]),
        ("!a", ["!", "a"]),
        ("!!a", ["!", "!", "a"]),
        ("-a.b", ["-", ["get", "a", "b"]]),
        ("1 - -2", [1, "-", ["-", 2]]),
        ("1 + 2 * 3 == 7 && true", [1, "+", 2, "*", 3, "==", 7, "&&", True]),
        ("a.* * 2", [["get", "a", ATTRIBUTES], "*", 2]),
        ("a ? b : c ? d : e", ["if", "a", "b", ["if", "c", "d", "e"]]),
        ("(1 + 2) * 3", [[1, "+", 2], "*", 3]),
        ("(\n1\n+ 2\n)", [1, "+", 2]),
        ("f()", ["f()"]),
        ("f(a, b,)", ["f()", "a", "b"]),
        ("f(a, b...)", ["f()", "a", "b", "..."]),
        ("f(\na,\nb\n)", ["f()", "a", "b"]),
        ("provider::aws::f(1)", ["provider::aws::f()", 1]),
        ("f(a).b", ["get", ["f()", "a"], "b"]),
        ("[]", []),
        ("[a, b,]", ["a", "b"]),
        ("[\n  a,\n  b\n]", ["a", "b"]),
        ("{}", []),
        ("{ a = 1, b : 2 }", [("a", 1), ("b", 2)]),
        ('{\n a = 1\n\n "b" = 2, (var.c) = 3,\n}', [("a", 1), ("b", 2), (["get", "var", "c"], 3)]),
        ("{ a = { b = 1 } }", [("a", [("b", 1)])]),
        ("[for a in b : a]", ["for", "a", "in", "b", "a"]),
        (
            "[for i, a in b : a.if if a != null]",
            ["for", "i", "a", "in", "b", ["get", "a", "if"], "if", ["a", "!=", None]],
        ),
        ("{for k, v in b : k => v... if v}", ["for", "k", "v", "in", "b", "k", "=>", "v", "...", "if", "v"]),
        ("{\n for k, v in b :\n k => v\n}", ["for", "k", "v", "in", "b", "k", "=>", "v"]),
        (
            "[for a in [for b in c : b] : a ? b : c]",
            ["for", "a", "in", ["for", "b", "in", "c", "b"], ["if", "a", "b", "c"]],
        ),
        ("<<EOT\na ${b}\nEOT", {"<<EOT\na ${b}\nEOT"}),
        ("<<-_E-1\n  a\n  _E-1", {"<<-_E-1\n  a\n  _E-1"}),
        ("<<EOT\r\na\r\nEOT", {"<<EOT\r\na\r\nEOT"}),
    ],
)
def test_expressions(text: str, expected: Any) -> None:
    node = value(text)
    assert plain(node, f"a = {text}\n") == expected
    assert (node.start, node.end) == (4, 4 + len(text))


def test_a_file() -> None:
    text = (
        "\ufeff# one\r\n"
        "terraform {}\r\n"
        '/* two\r\n */ resource "a" b { // three\r\n'
        "  x = 1 # four\r\n"
        "  c { y = 2 }\r\n"
        "\r\n"
        "}\r\n"
        "z = 3"
    )
    file = hcl.parse(text)
    assert [text[start:end].strip("\r") for start, end in file.comments] == [
        "# one",
        "/* two\r\n */",
        "// three",
        "# four",
    ]
    terraform, resource = file.body.blocks
    assert (terraform.body.attributes, terraform.body.blocks) == ({}, ())
    assert (resource.type, resource.labels) == ("resource", ("a", "b"))
    assert text[resource.start : resource.end] == 'resource "a" b'
    x = resource.body.attributes["x"]
    assert text[x.start : x.end] == "x = 1"
    assert text[x.value.start : x.value.end] == "1"
    (inner,) = resource.body.blocks
    assert list(inner.body.attributes) == ["y"]
    assert list(file.body.attributes) == ["z"]


def test_repeated_attributes_are_kept_apart() -> None:
    body = hcl.parse("a = 1\nb = 2\na = 3\n").body
    assert plain(body.attributes["a"].value, "") == 3
    assert [(one.name, one.start) for one in body.repeated] == [("a", 12)]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a {\n", 2, "the `{` that opens here is never closed"),
        ("a = [\n1\n", 4, "the `[` that opens here is never closed"),
        ("a {\n b = 1\n}}\n", 12, "this `}` closes nothing"),
        ("a {\n b = (1\n}\n", 12, "this `}` does not close the `(` of line 2"),
        ('a = "b\n', 4, "the quoted text that opens here is not closed on its line"),
        ('a = "b ${c\n', 4, "the quoted text that opens here is not closed on its line"),
        ('a = "\\d"\n', 5, "a `\\` in a quoted text is followed by one of"),
        ("a = <<EOT\nb\n", 4, "the text that opens here has no closing line `EOT`"),
        ("a = 1 /* b\n", 6, "the comment that opens here is never closed"),
        ("a = @\n", 4, "the character `@` has no meaning here"),
        ("a = 1\rb = 2", 5, "the character U+000D has no meaning here"),
        ("a = \udc80\n", 4, "the character U+DC80 has no meaning here"),
        ("a = 1 b = 2\n", 6, "the line should end before this"),
        ('a = "b" "c"\n', 8, "the line should end before this"),
        ("a =\n1\n", 3, "the line ends too early"),
        ("a\n", 1, "the line ends too early"),
        ("a", 1, "the file ends in the middle of something"),
        ("a { b = 1\n}\n", 9, "the line ends too early"),
        ("a { b {} }\n", 6, "this `{` is out of place"),
        ("a\n{\n}\n", 1, "the line ends too early"),
        ("a = b.0.1\n", 6, "one number at a time may follow a `.`"),
        ("a = 1 +\n", 7, "the line ends too early"),
        ("a = { for = 1 }\n", 10, "this `=` is out of place"),
        ("a = ]\n", 4, "this `]` closes nothing"),
        ("a = f(b c)\n", 8, "a comma is missing before this"),
    ],
)
def test_what_is_wrong(text: str, place: int, said: str) -> None:
    with pytest.raises(Wrong) as found:
        hcl.parse(text)
    assert said in found.value.detail
    assert found.value.offset == place
    assert not found.value.detail.endswith(".")


@pytest.mark.parametrize(
    "text", ["a = s3cret s3cret", 'a "s3cret" = 1', "a = 53 5333", "s3cret", "a = <<E\ns3cret\nE x"]
)
def test_what_is_wrong_tells_no_secret(text: str) -> None:
    with pytest.raises(Wrong) as found:
        hcl.parse(text)
    assert "s3cret" not in found.value.detail
    assert "53" not in found.value.detail


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("[" * 10_000 + "]" * 10_000, TOO_DEEP),
        ("[" * 100_000, TOO_DEEP),
        ("(" * (MAX_NESTING + 1), TOO_DEEP),
        ('"${' * 100_000, TOO_DEEP),
        ('"${' * 600 + "1" + '}"' * 600, TOO_DEEP),
        ("!" * 1_000_000 + "a", TOO_MANY),
        ("1 + " * 500_000 + "1", TOO_MANY),
        ("a ? b : " * 200_000 + "c", TOO_MANY),
        ('"' + "x" * 2_000_000, "the quoted text that opens here is not closed on its line"),
        ("<<E\n" + "\n" * 2_000_000, "the text that opens here has no closing line `E`"),
        ("/*" + "*" * 2_000_000, "the comment that opens here is never closed"),
    ],
    ids=lambda text: f"{text[:12]!r}",
)
def test_texts_without_measure(text: str, detail: str) -> None:
    started = time.process_time()
    with pytest.raises(Wrong) as found:
        hcl.parse(f"a = {text}\n")
    assert found.value.detail == detail
    assert time.process_time() - started < 5 * SLOW


def test_nested_blocks_without_measure() -> None:
    with pytest.raises(Wrong) as found:
        hcl.parse("a {\n" * 10_000)
    assert found.value.detail == TOO_DEEP


@pytest.mark.parametrize(
    "text",
    [
        "(" * 900 + "1" + ")" * 900,
        "[" * 900 + "]" * 900,
        "!" * 50_000 + "a",
        "a ? b : " * 30_000 + "c",
        "a" + ".b" * 50_000,
        "1" + " + 1" * 50_000,
    ],
    ids=lambda text: f"{text[:12]!r}",
)
def test_long_and_deep_texts_are_read(text: str) -> None:
    assert isinstance(value(text), Node)


def verdict(text: str) -> Wrong | None:
    try:
        hcl.parse(text)
    except Wrong as wrong:
        return wrong
    return None


@given(text=TEXT)
def test_any_text_is_read_or_wrong_somewhere(text: str) -> None:
    wrong = verdict(text)
    assert wrong is None or (0 <= wrong.offset <= len(text) and wrong.detail)


# Expressions by construction, so that most texts are valid.
NAMES = st.sampled_from(["a", "var.b", "local.c[0]", "each.value.d", "x-y", "data.e.f[*].id"])
LEAVES = NAMES | st.sampled_from(["1", "2.5", "true", "null", '"s"', '"p ${var.b} q"', '"${a["k"]}"', '""'])


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return (
        pair.map(lambda two: f"{two[0]} + {two[1]}")
        | pair.map(lambda two: f"[{two[0]}, {two[1]},]")
        | pair.map(lambda two: f"{{ k = {two[0]}\n\n l : {two[1]}\n}}")
        | pair.map(lambda two: f"f({two[0]}, {two[1]}...)")
        | pair.map(lambda two: f"[for x in {two[0]} : {two[1]} if x != null]")
        | pair.map(lambda two: f"({two[0]}) ? !({two[1]}) : -a")
        | inner.map(lambda one: f'"t ${{ {one} }} u"' if "\n" not in one else f"({one})")
        | inner.map(lambda one: f"(\n{one} # c\n)")
    )


EXPRESSIONS = st.recursive(LEAVES, _wider, max_leaves=8)


@given(text=EXPRESSIONS)
def test_nodes_lie_within_each_other(text: str) -> None:
    file = hcl.parse(f"a = {text}\n")
    stack: list[tuple[int, int, Any]] = [(0, len(text) + 5, file.body.attributes["a"])]
    while stack:
        start, end, node = stack.pop()
        if isinstance(node, tuple):
            stack += [(start, end, one) for one in node]
        elif isinstance(node, Node):
            assert start <= node.start < node.end <= end
            stack += [(node.start, node.end, getattr(node, name)) for name in type(node).__slots__]


@given(text=EXPRESSIONS)
def test_code_in_quoted_texts_is_code_anywhere(text: str) -> None:
    alone = hcl.expression(text, 0, len(text))
    around = f"xx{text}yy"
    inside = hcl.expression(around, 2, 2 + len(text))
    assert plain(alone, text) == plain(inside, around)


def test_nodes_are_told_apart() -> None:
    body = hcl.parse("a = 1\nb {\n}\n").body
    assert isinstance(body.attributes["a"], Attribute)
    assert isinstance(body.blocks[0], Block)
