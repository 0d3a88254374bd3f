"""Parsing by kept tables: the same as Lark's own parser, with tables that are kept safely."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, Token, Tree, UnexpectedToken

from redislint import userdir
from redislint.read import lalr
from redislint.read.grammar import source
from redislint.read.terraform.lexer import Lexer
from tests.read.test_hcl import EXPRESSIONS
from tests.read.test_hcl_terraform import INVALID, VALID

LARK = Lark(source("terraform/hcl"), parser="lalr", lexer="basic", start=["body", "alone"])


class Trees:
    """A builder of Lark's own trees."""

    def __getattr__(self, name: str) -> Callable[[list[Any]], Tree[Any]]:
        return lambda parts: Tree(name, parts)


def tokens(text: str) -> list[lalr.Token]:
    found = Lexer(text, 0, len(text), lines=True)
    return [*found.found, lalr.Token(lalr.END, "", len(text), len(text))]


def ours(text: str) -> Any:
    """The tree, or the type and place of the token that is wrong, and what would do."""
    try:
        return shown(lalr.Parser(lalr.tables("terraform/hcl", "body", "alone"), Trees()).parse(tokens(text), "body"))
    except lalr.Unexpected as error:
        return error.token.type, error.token.start, error.expected


def theirs(text: str) -> Any:
    parser = LARK.parse_interactive(start="body")
    try:
        for one in tokens(text):
            tree = parser.feed_token(Token(one.type, one.text, one.start))
    except UnexpectedToken as error:
        return error.token.type, error.token.start_pos, frozenset(error.expected)
    return shown(tree)


def shown(node: Any) -> Any:
    """Rules by name, terminals by type and place."""
    if isinstance(node, Tree):
        return [str(node.data), *(shown(child) for child in node.children)]
    return (node.type, node.start) if isinstance(node, lalr.Token) else (node.type, node.start_pos)


@pytest.mark.parametrize("text", [*VALID, *INVALID])
def test_trees_and_errors_are_those_of_lark(text: str) -> None:
    assert ours(text) == theirs(text)


@given(text=EXPRESSIONS)
def test_any_tree_is_that_of_lark(text: str) -> None:
    assert ours(f"a = {text}\nb {{\n  c = {text}\n}}\n") == theirs(f"a = {text}\nb {{\n  c = {text}\n}}\n")


@given(text=EXPRESSIONS, place=st.integers(0, 100))
def test_any_error_is_that_of_lark(text: str, place: int) -> None:
    text = f"a = {text[:place]}, = {text[place:]}\n"
    assert ours(text) == theirs(text)


def test_tokens_without_an_end_are_a_mistake() -> None:
    with pytest.raises(AssertionError):
        lalr.Parser(lalr.tables("terraform/hcl", "body", "alone"), Trees()).parse(tokens("a = 1\n")[:-1], "body")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder of our own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    lalr.tables.cache_clear()
    yield tmp_path / "redislint"
    lalr.tables.cache_clear()


def test_tables_are_kept(folder: Path) -> None:
    first = lalr.tables("terraform/hcl", "body", "alone")
    (kept,) = folder.iterdir()
    written = kept.read_bytes()
    lalr.tables.cache_clear()
    again = lalr.tables("terraform/hcl", "body", "alone")
    assert again.states == first.states
    assert again.ends == first.ends
    assert kept.read_bytes() == written
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "kept", [b"", b"\xff", b"[]", b"{}", b"7", b'{"key": ["0", "other"], "states": [{}], "rules": [[]]}']
)
def test_what_is_kept_of_another_grammar_is_not_used(folder: Path, kept: bytes) -> None:
    userdir.write("terraform-hcl.tables.json", kept)
    assert lalr.tables("terraform/hcl", "body", "alone").starts.keys() == {"body", "alone"}
    assert userdir.read("terraform-hcl.tables.json") != kept


def test_no_folder_is_no_hindrance(folder: Path) -> None:
    folder.write_text("a file")
    assert lalr.tables("terraform/hcl", "body", "alone").rules


def test_a_second_run_does_without_lark(folder: Path) -> None:
    lalr.tables("terraform/hcl", "body", "alone")
    code = "import sys; from redislint.read.terraform import hcl; hcl.parse('a = 1'); print('lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
