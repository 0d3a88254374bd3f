"""Values that are set one by one: what Helm takes a text for, and where each stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.facts import UNKNOWN
from redislint.read.node import Node
from redislint.read.releases.sets import Set, mapped
from redislint.read.yaml import Yaml
from redislint.source import Source


def made(*pairs: tuple[str, str], text: bool = False) -> Node | None:
    lines = "".join(f"- name: '{name}'\n  value: '{value}'\n" for name, value in pairs)
    (root,) = Yaml(Source("x.yaml", f"set:\n{lines or '- {}'}", "helm-values")).documents
    listed, key = root.get("set"), root.key("set")
    assert listed is not None
    assert key is not None
    sets = [(one.get("name"), one.get("value")) for one in listed.elements()]
    return mapped([Set(name, value, text=text) for name, value in sets if name is not None], key)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("0", 0),
        ("12", 12),
        ("-3", -3),
        ("007", "007"),
        ("1.5", "1.5"),
        ("yes", "yes"),
        ("", ""),
        ("maxmemory 1gb", "maxmemory 1gb"),
        ("{a,b}", UNKNOWN),
        (r"a\,b", UNKNOWN),
        ("$ARGOCD_APP_NAME-x", UNKNOWN),
        ("{{ .x }}", UNKNOWN),
    ],
)
def test_what_a_text_is_taken_for(value: str, expected: object) -> None:
    root = made(("a.b", value))
    assert root is not None
    node = root.at("a.b")
    assert node is not None
    assert node.value == expected
    assert type(node.value) is type(expected)


def test_a_text_by_force() -> None:
    root = made(("a", "true"), text=True)
    assert root is not None
    node = root.get("a")
    assert node is not None
    assert node.value == "true"


def test_keys_and_values_have_places_of_their_own() -> None:
    root = made(("auth.enabled", "false"))
    assert root is not None
    auth = root.get("auth")
    key, node = root.key("auth"), root.at("auth.enabled")
    assert key is not None
    assert node is not None
    assert auth is not None
    assert (key.text, key.span.text, node.span.text) == ("auth", "'auth.enabled'", "'false'")
    assert key.span.position == (2, 9)
    assert root.is_made
    assert auth.kind == "mapping"


def test_what_comes_later_counts() -> None:
    root = made(("a.b", "1"), ("a.c", "2"), ("a.b", "3"), ("d", "4"), ("d.e", "5"))
    assert root is not None
    found = {path: node.value for path in ("a.b", "a.c", "d.e") if (node := root.at(path)) is not None}
    assert found == {"a.b": 3, "a.c": 2, "d.e": 5}


def test_an_escaped_dot_is_part_of_a_key() -> None:
    root = made((r"labels.app\.kubernetes\.io/name", "x"))
    assert root is not None
    labels = root.get("labels")
    assert labels is not None
    assert list(labels.items()) == ["app.kubernetes.io/name"]


def test_of_a_list_nothing_is_known() -> None:
    root = made(("a.b[0].c", "1"))
    assert root is not None
    node = root.at("a.b")
    assert node is not None
    assert node.value is UNKNOWN


@pytest.mark.parametrize("name", ["", ".", "a..b", "{{ x }}", "${X}.y", "a[x]", "[0]"])
def test_a_path_that_is_not_known(name: str) -> None:
    assert made((name, "1")) is None


@given(st.lists(st.tuples(st.text("ab.\\[]0", max_size=8), st.text("ab01,{}\\$", max_size=5)), max_size=5))
def test_any_paths_are_read(pairs: list[tuple[str, str]]) -> None:
    root = made(*pairs)
    assert root is None or root.kind == "mapping"
