"""Declared key spaces: how their names are read, and what they are held against."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.acl.globs import Glob, matches
from redislint.api import lint
from redislint.checks.keynames import has_tag, misnamed
from tests.discover.subsets import planted

HASH = "#6ad40e4bc758bd2e360a4de23fde1263cc101848f009b89f1a40e3b5b3475050"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("a:*", "a:b:*", True),
        ("a:*", "*:b", True),
        ("a:*:x", "a:*:y", False),
        ("a?", "?b", True),
        ("a[b-d]", "a[d-f]", True),
        ("a[b-c]", "a[d-f]", False),
        ("a[^b]", "a[b]", False),
        ("a[^b]", "a[a-c]", True),
        ("[^a]", "[^b]", True),
        ("a\\*", "a*", True),
        ("a\\*", "ab", False),
        ("*[]*", "*", False),
        ("*", "", False),
        ("*", "**", True),
    ],
)
def test_patterns_meet(first: str, second: str, expected: bool) -> None:
    assert Glob(first).meets(Glob(second)) is expected
    assert Glob(second).meets(Glob(first)) is expected


PATTERN = st.text("ab*?", max_size=5) | st.sampled_from(["[ab]*", "a[^a]", "[^b]b*", "*[a-b]?", "\\**", "[]a"])
TEXTS = ["".join(one) for length in range(1, 8) for one in itertools.product("ab", repeat=length)]


@given(PATTERN, PATTERN)
def test_patterns_meet_where_a_text_fits_both(first: str, second: str) -> None:
    fits = next((text for text in TEXTS if matches(first, text) and matches(second, text)), None)
    meets = Glob(first).meets(Glob(second))
    if fits is not None:
        assert meets
    elif "[" not in first + second and "\\" not in first + second and len(first) + len(second) <= 7:
        # Of plain letters and stars, two patterns that meet do so in a text no longer than both.
        assert not meets


def test_long_patterns_are_compared_in_time() -> None:
    start = time.process_time()
    assert not Glob("*a?" * 80 + "b").meets(Glob("*?a" * 80 + "c"))
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "pattern", ["user:*", "cart:{id}:items", "cart:<id>", "{user:<id>}:cart", "session:", "lock", "a.b:c-d_e:*:f"]
)
def test_names_that_are_fine(pattern: str) -> None:
    assert misnamed(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("*", "no word of its own"),
        ("<tenant>:cart", "no word of its own"),
        ("User:*", "upper case"),
        ("user:*:Name", "upper case"),
        ("user*", "no colon before its `*`: `user*`"),
        ("a:b*", "no colon before its `*`: `b*`"),
        ("user::1", "words with colons"),
        ("user/1", "words with colons"),
        ("user name:1", "words with colons"),
    ],
)
def test_names_against_the_convention(pattern: str, said: str) -> None:
    assert said in misnamed(pattern)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("a:{id}:b", True), ("a:{<id>}", True), ("a:{}:b", False), ("a:{}{b}", False), ("a:{b", False), ("a}{", False)],
)
def test_hash_tags_are_what_a_cluster_takes_for_them(pattern: str, expected: bool) -> None:
    assert has_tag(pattern) is expected


CONFIGURED = """\
instances:
  shop:
    files: [shop/]
    profile: cache
    key-spaces:
      - {pattern: "cart:*", ttl: none}
      - {pattern: "wish:*"}
"""
SHOP = {
    "shop/redis.conf": "aclfile users.acl\nmaxmemory 1gb\nmaxmemory-policy volatile-lru\n",
    "shop/users.acl": f"user default off\nuser web on {HASH} ~car* +get\nuser ops on {HASH} %R~x:* +get\n",
}


KEPT = (
    "keys of `cart:*` have no time to live, and `maxmemory-policy volatile-lru` evicts none of them: once they"
    " fill the memory, writes are refused"
)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = planted(tmp_path, {**SHOP, ".redislint.yaml": CONFIGURED})
    monkeypatch.chdir(root)
    return root


def found(*select: str) -> list[tuple[str, str, int, str]]:
    return [(one.rule, one.path, one.line, one.message) for one in lint(select=select).findings]


@pytest.mark.usefixtures("shop")
def test_findings_stand_where_they_can_be_mended() -> None:
    assert found("RL936") == [
        ("RL936", ".redislint.yaml", 6, KEPT),
        ("RL936", ".redislint.yaml", 7, "no user of `shop` may use a key of `wish:*`"),
        ("RL936", "shop/users.acl", 2, "`~car*` lets user `web` use keys that are in no declared key space"),
    ]


@pytest.mark.usefixtures("shop")
def test_keys_that_stay_are_said_once() -> None:
    assert "RL421" in {rule for rule, *_ in found("RL421")}
    assert {rule for rule, *_ in found("RL421", "RL936")} == {"RL936"}


@pytest.mark.usefixtures("shop")
def test_a_template_may_let_users_use_anything(shop: Path) -> None:
    (shop / "shop" / "users.acl").unlink()
    assert "may use a key" not in "".join(said for *_, said in found("RL936"))


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("path", ["shop/users.acl", "shop/redis.conf", ".redislint.yaml"])
def test_part_of_the_tree_says_the_same(path: str) -> None:
    whole = {one.fingerprint for one in lint(select=["RL936"]).findings if one.path == path}
    part = {one.fingerprint for one in lint([path], select=["RL936"]).findings if one.path == path}
    assert whole == part
    assert len(whole) == {"shop/users.acl": 1, "shop/redis.conf": 0, ".redislint.yaml": 2}[path]
