"""What a line still says whose end another tool fills in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.facts import Setting
from redislint.read import read
from redislint.source import Source
from tests.read.reading import Files


def line(text: str, kind: str = "sentinel-conf") -> Setting:
    """The only line `sentinel` of a configuration."""
    (found,) = read(Source("sentinel.conf", f"{text}\n", kind), Files()).instances[0].all("sentinel")
    return found


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("sentinel auth-pass shop {{ password }}", ("auth-pass", "shop")),
        ("sentinel  auth-pass\tshop\t${PASSWORD}", ("auth-pass", "shop")),
        ("sentinel monitor shop {{ host }} 6379 2", ("monitor", "shop")),
        ("sentinel monitor shop-{{ env }} 10.0.0.1 6379 2", ("monitor",)),
        ("sentinel {{ kind }} shop 5", ()),
        ("sentinel ${KIND} shop 5", ()),
        ('sentinel "auth-pass" shop {{ password }}', ()),
        ("sentinel auth-pass shop_1 {{ password }}", ("auth-pass",)),
        ("sentinel auth-pass {{ all }}", ("auth-pass",)),
    ],
)
def test_the_words_before_what_is_unknown(text: str, head: tuple[str, ...]) -> None:
    found = line(text)
    assert found.args is None
    assert found.head == head


def test_of_a_known_line_it_is_all() -> None:
    assert line("sentinel auth-pass shop x").head == ("auth-pass", "shop", "x")


def test_what_a_line_may_be() -> None:
    known, open_, cut = (
        line(f"sentinel {text}") for text in ("monitor a 1.1.1.1 1 1", "{{ x }}", "Auth-Pass a {{ x }}")
    )
    assert [one.may_begin("monitor") for one in (known, open_, cut)] == [True, True, False]
    assert cut.may_begin("auth-user", "auth-pass")
    assert not known.may_begin("auth-pass")


WORDS = st.lists(st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True), max_size=4)


@given(WORDS, st.sampled_from(["{{ x }}", "${X}", "<%= x %>"]), WORDS)
def test_it_is_never_more_than_what_stands_there(before: list[str], hole: str, behind: list[str]) -> None:
    found = line(" ".join(["sentinel", *before, hole, *behind]))
    assert list(found.head) == before
