"""Patterns mean what they mean to git: by a table, and compared with git itself."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redislint.discover.gitignore import Patterns, parsed
from redislint.discover.ignore import Ignore
from tests.discover.trees import git, make
from tests.parts import need
from tests.timing import SLOW

TABLE = [
    ("build", "build", True),
    ("build", "a/build", True),
    ("/build", "a/build", None),
    ("a/b", "a/b", True),
    ("a/b", "c/a/b", None),
    ("*.conf", "a/redis.conf", True),
    ("*.conf", "a/redis.conf.j2", None),
    ("a/*.conf", "a/redis.conf", True),
    ("a/*.conf", "a/b/redis.conf", None),
    ("a/**/redis.conf", "a/redis.conf", True),
    ("a/**/redis.conf", "a/b/c/redis.conf", True),
    ("**/c/redis.conf", "c/redis.conf", True),
    ("a/**", "a/b", True),
    ("a/**", "a", None),
    ("redis?.conf", "redis1.conf", True),
    ("redis[0-9].conf", "redis7.conf", True),
    ("redis[!0-9].conf", "redis7.conf", None),
    ("redis[[:alpha:]].conf", "redisx.conf", True),
    ("\\#notes", "#notes", True),
    ("\\!bang", "!bang", True),
    ("# a comment", "# a comment", None),
    ("name   ", "name", True),
    ("name\\ ", "name ", True),
    ("name\\", "name\\", None),
    ("open[", "open[", None),
    ("", "anything", None),
]


@pytest.mark.parametrize(("pattern", "path", "verdict"), TABLE)
def test_one_pattern(pattern: str, path: str, verdict: bool | None) -> None:
    assert Patterns([pattern]).verdict(path, False) is verdict


def test_a_slash_at_the_end_means_folders_alone() -> None:
    patterns = Patterns(["cache/"])
    assert patterns.verdict("a/cache", True) is True
    assert patterns.verdict("a/cache", False) is None


def test_the_last_pattern_that_matches_counts() -> None:
    patterns = Patterns(["*.conf", "!redis.conf", "old/redis.conf"])
    assert patterns.verdict("a.conf", False) is True
    assert patterns.verdict("redis.conf", False) is False
    assert patterns.verdict("old/redis.conf", False) is True


def test_lines_end_at_lf_and_crlf_and_a_bom_does_not_count() -> None:
    patterns = parsed(b"\xef\xbb\xbfone\r\ntwo\n")
    assert patterns.verdict("one", False) is True
    assert patterns.verdict("two", False) is True


@pytest.mark.parametrize("pattern", ["*a" * 60 + "b", "**/" * 40 + "x", "a*" * 50 + "/" + "*b" * 50, "[" * 2000])
def test_no_pattern_is_slow(pattern: str) -> None:
    start = time.process_time()
    Patterns([pattern]).verdict("/".join(["a" * 200] * 10), False)
    assert time.process_time() - start < 1 * SLOW


PARTS = [
    "a",
    "b",
    "ab",
    "*",
    "**",
    "?",
    "[ab]",
    "[!a]",
    "a*",
    "*b",
    "a*b*",
    "\\a",
    ".x",
    "[a-c]x",
    "*.x",
    "[[:alpha:]]",
]
NAMES = ["a", "b", "ab", "a.x", "b.x", "abab", ".x", "*", "ax", "aab", "cx", "a "]


@st.composite
def lines(draw: st.DrawFn) -> str:
    pattern = "/".join(draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4)))
    start, end = draw(st.sampled_from(["", "", "/", "!", "!/"])), draw(st.sampled_from(["", "", "/", " "]))
    return start + pattern + end


ENTRIES = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map("/".join), min_size=1, max_size=12)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outer=st.lists(lines(), max_size=4), inner=st.lists(lines(), max_size=3), paths=ENTRIES)
def test_ignored_is_what_git_ignores(tmp_path: Path, outer: list[str], inner: list[str], paths: list[str]) -> None:
    need("git", shutil.which("git") is not None, "the patterns are compared with git's own")
    if not (tmp_path / ".git").exists():
        git(tmp_path, "init", "-q")
    make(tmp_path, {".gitignore": "\n".join(outer), "a/.gitignore": "\n".join(inner)})
    # `covers` is asked for files.
    entries = sorted(path for path in set(paths) if not (tmp_path / path).is_dir())
    asked = "\0".join(entries).encode() + b"\0"
    said = git(tmp_path, "check-ignore", "--no-index", "-z", "--stdin", input=asked).stdout.decode()
    ignore = Ignore(str(tmp_path))
    assert [path for path in entries if ignore.covers(path)] == [path for path in said.split("\0") if path]
