"""A text inside another: places go out to the file, and back in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.read.yaml import Yaml
from redislint.source import Source
from tests.read import styles

STYLES = [styles.double, styles.in_escapes, styles.in_json, styles.single, styles.literal, styles.folded]
TEXTS = st.lists(
    st.lists(st.text("ab#\"'\\\u00e4\u6f22", min_size=1, max_size=4), min_size=1, max_size=4).map(" ".join),
    min_size=1,
    max_size=4,
).map("\n".join)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
@given(text=TEXTS)
def test_what_stands_in_a_text_is_found_there_again(style: styles.Style, text: str) -> None:
    written = style(text, 2)
    assert written is not None
    node = Yaml(Source("a.yaml", f"k: {written[0]}\n", "kubernetes")).documents[0].at("k")
    assert node is not None
    inner = node.inner("redis-conf")
    assert inner.text == text
    for word in re.finditer(r"\S+", text):
        assert inner.within(inner.span(*word.span())) == word.span()


def test_what_stands_elsewhere_is_not_found() -> None:
    outer = Source("a.yaml", 'k: "port\\x206379" # port', "kubernetes")
    inner = outer.inner("port 6379", "redis-conf", ((0, 4), (4, 8), (5, 12)))
    assert inner.within(outer.span(4, 8)) == (0, 4)
    assert inner.within(outer.span(12, 16)) == (5, 9)
    assert inner.within(outer.span(0, 4)) is None
    # Amid an escape.
    assert inner.within(outer.span(9, 12)) is None
    assert inner.within(Source("b.yaml", outer.text, "kubernetes").span(4, 8)) is None
    assert outer.within(outer.span(0, 4)) == (0, 4)
