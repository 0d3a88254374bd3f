"""Files that are read as one text: each line belongs to the file that it begins in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from redislint.discover.runon import run_on, seams
from redislint.read.conf import read
from redislint.source import Source

TEXTS = st.lists(st.text(st.sampled_from("ab\n"), max_size=6), max_size=5)


@given(TEXTS)
def test_the_parts_are_the_whole(texts: list[str]) -> None:
    parts = [text[begun:] + rest for text, (begun, rest) in zip(texts, seams(texts), strict=True)]
    assert "".join(parts) == "".join(texts)


@given(TEXTS)
def test_a_line_is_in_one_part(texts: list[str]) -> None:
    parts = [text[begun:] + rest for text, (begun, rest) in zip(texts, seams(texts), strict=True)]
    whole = [part for part in parts if part]
    assert all(part.endswith("\n") for part in whole[:-1])


def test_what_follows_keeps_its_place() -> None:
    class Tree:
        def read(self, path: str) -> Source | None:
            return None

        def names(self, folder: str) -> tuple[str, ...]:
            return ("a.conf", "b.conf")

        def keeps(self, path: str) -> bool:
            return True

    texts = {"main.conf": "include *.conf\n", "a.conf": "port 1", "b.conf": "2\nhz 10\n"}
    readings = {path: read(Source(path, text, "redis-conf"), Tree()) for path, text in texts.items()}
    found = {source.path: source.text for source in run_on(readings)}
    assert found == {"a.conf": "port 12\n", "b.conf": " \nhz 10\n"}
