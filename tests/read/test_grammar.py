"""The tables kept from a grammar say what Lark itself says, and what is kept is kept safely."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, Token, Tree

from redislint import userdir
from redislint.read import grammar
from redislint.read.words import few_lines

LANGUAGES = ("conf", "acl", "shell", "dockerfile", "script", "quoted")
TEXT = st.text(st.sampled_from("ab #\"'\\xn0($)`{};>&|-\t\r\n\v\f\u00a0\udc80"), max_size=60)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder of our own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    grammar.lexis.cache_clear()
    yield tmp_path / "redislint"
    grammar.lexis.cache_clear()


def larks(name: str) -> Lark:
    return Lark(grammar.source(name), parser="lalr", lexer="basic")


LARKS = {name: larks(name) for name in LANGUAGES}


@pytest.mark.parametrize("name", LANGUAGES)
@given(text=TEXT)
def test_tokens_are_those_of_lark(name: str, text: str) -> None:
    lark = LARKS[name]
    ignored = {*lark.ignore_tokens}
    ours = [
        (token.lastgroup, token.group(), token.start())
        for token in grammar.lexis(name).finditer(text)
        if token.lastgroup not in ignored
    ]
    assert ours == [(token.type, str(token), token.start_pos) for token in lark.lex(text)]


@pytest.mark.parametrize("name", LANGUAGES)
@given(text=TEXT)
def test_tokens_leave_no_gaps(name: str, text: str) -> None:
    assert "".join(token.group() for token in grammar.lexis(name).finditer(text)) == text


@given(text=TEXT)
def test_lines_are_those_of_larks_parser(text: str) -> None:
    tree = LARKS["conf"].parse(text)
    parsed = [
        [leaf.start_pos for leaf in line.scan_values(lambda leaf: isinstance(leaf, Token))]
        for line in tree.children
        if isinstance(line, Tree)
    ]
    ours = []
    for line in few_lines(text):
        starts = [start for _, start, _ in line.words]
        ours.append([*starts, line.broken[0]] if line.broken else starts)
    assert ours == parsed


@given(text=TEXT)
def test_acl_files_parse(text: str) -> None:
    LARKS["acl"].parse(text)


@pytest.mark.parametrize("name", LANGUAGES)
def test_terminals_never_match_nothing(name: str) -> None:
    for _, pattern in grammar.terminals_of(grammar.source(name)):
        assert re.fullmatch(pattern, "") is None


@pytest.mark.parametrize("name", LANGUAGES)
def test_priorities_settle_the_order(name: str) -> None:
    priorities = [terminal.priority for terminal in LARKS[name].terminals]
    assert len(set(priorities)) == len(priorities)


def test_terminals_are_kept(folder: Path) -> None:
    first = grammar.lexis("conf").pattern
    (kept,) = folder.iterdir()
    grammar.lexis.cache_clear()
    assert grammar.lexis("conf").pattern == first
    assert folder.stat().st_mode & 0o077 == 0
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kept", [b"", b"\xff", b"[]", b"{}", b'{"grammar": "other", "terminals": [["A", "a"]]}', b"7"])
def test_what_is_kept_of_another_grammar_is_not_used(folder: Path, kept: bytes) -> None:
    userdir.write("conf.terminals.json", kept)
    assert "GAP" in grammar.lexis("conf").groupindex
    assert userdir.read("conf.terminals.json") != kept


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="file modes are POSIX's")
def test_a_folder_open_to_others_is_not_trusted(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    bad = folder / "conf.terminals.json"
    bad.write_text('{"grammar": "", "terminals": []}')
    assert "GAP" in grammar.lexis("conf").groupindex
    assert bad.read_text() == '{"grammar": "", "terminals": []}'


def test_no_folder_is_no_hindrance(folder: Path) -> None:
    folder.write_text("a file")
    assert "GAP" in grammar.lexis("conf").groupindex
    assert grammar.parser("conf").parse("port 1").data == "start"


def test_a_parser_is_kept(folder: Path) -> None:
    first = grammar.parser("conf", lexer="basic")
    (kept,) = folder.iterdir()
    assert kept.stat().st_mode & 0o077 in (0, 0o044)
    again = grammar.parser("conf", lexer="basic")
    assert again.parse("port 1\n") == first.parse("port 1\n")


def test_a_second_run_does_without_lark(folder: Path) -> None:
    grammar.lexis("conf")
    code = "import sys; from redislint.read import words; words.few_lines('port 1'); print('lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
