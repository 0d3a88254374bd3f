"""Rules to blame: with all of them gone a right is gone, and each of them alone would give it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redislint.access.blame import givers, taker
from redislint.access.byline import ByLine, held_on
from redislint.access.names import names
from redislint.access.sums import HAS_ACLS
from redislint.model.acl import AclToken, User
from redislint.source import Source
from tests.access.asked import ask, person
from tests.acl import words


def blamed(rules: str, name: str, server: str = "redis@7.2") -> list[str]:
    held = person(ask(f"user u on >x {rules}\n", server=server), "u").held
    assert held is not None
    return [f"{one.text} {one.span.position[1]}" for one in givers(held, server, name)]


@pytest.mark.parametrize(
    ("rules", "name", "expected"),
    [
        ("+@write", "flushall", ["+@write 14"]),
        ("+@all -@dangerous +flushall", "flushall", ["+flushall 32"]),
        ("+@all +flushall", "flushall", ["+@all 14", "+flushall 20"]),
        ("+@all -flushall", "flushall", []),
        ("-flushall +@all", "flushall", ["+@all 24"]),
        ("+@all reset +get", "flushall", []),
        ("allcommands", "flushall", ["allcommands 14"]),
        ("+config|get", "config|get", ["+config|get 14"]),
        ("+config -config|set", "config|set", []),
        ("+config -config|set", "config|get", ["+config 14"]),
        ("+get (~a +get) (~b +@all -get) (~c +@read)", "get", ["+get 14", "+get 23", "+@read 49"]),
        ("(~a +@all) clearselectors +get", "flushall", []),
        ("+auth", "hello", []),
    ],
)
def test_all_rules_that_give_a_command(rules: str, name: str, expected: list[str]) -> None:
    assert blamed(rules, name) == expected


@pytest.mark.parametrize(
    ("rules", "name", "expected"),
    [
        ("+config|get", "config|get", ["+config|get 14"]),
        ("+config", "config|get", ["+config 14"]),
        ("+config|get +config|set", "config|set", ["+config|set 26"]),
        ("+config|get -config", "config|get", []),
        ("+config|get -@admin", "config|get", []),
        ("+@admin -config +config|get", "config|set", []),
    ],
)
def test_first_arguments_before_7_0(rules: str, name: str, expected: list[str]) -> None:
    assert blamed(rules, name, "redis@6.2") == expected


@pytest.mark.parametrize(
    ("rules", "name", "expected"),
    [
        ("+@all -@dangerous", "flushall", "-@dangerous"),
        ("+@all -flushall -@dangerous", "flushall", "-flushall"),
        ("-@all", "flushall", None),
        ("+@all -@dangerous +flushall", "flushall", None),
        ("+@all nocommands", "get", "nocommands"),
    ],
)
def test_the_rule_that_takes_a_command(rules: str, name: str, expected: str | None) -> None:
    held = person(ask(f"user u on >x {rules}\n", server="redis@7.2"), "u").held
    assert held is not None
    found = taker(held, "redis@7.2", name)
    assert (found.text if found is not None else None) == expected


def _held(rules: list[str], line: str) -> ByLine:
    """A user with these rules, each at a place of its own."""
    source = Source("u", " ".join(rules), "users-acl")
    tokens, at = [], 0
    for rule in rules:
        tokens.append(AclToken(rule, source.span(at, at + len(rule))))
        at += len(rule) + 1
    found = held_on(User("u", tuple(tokens), source.anchor, source.anchor), (line,))
    assert found is not None
    return found


def _without(rules: list[str], places: set[int]) -> list[str]:
    """The rules without the words at these offsets of the text that they make; a selector's words are its own."""
    kept, at = [], 0
    for rule in rules:
        if rule.startswith("(") and rule.endswith(")"):
            inner, offset = [], at + 1
            for word in rule[1:-1].split(" "):
                if offset not in places:
                    inner.append(word)
                offset += len(word) + 1
            kept.append(f"({' '.join(inner)})")
        elif at not in places:
            kept.append(rule)
        at += len(rule) + 1
    return kept


@cache
def _rules(line: str) -> st.SearchStrategy[list[str]]:
    """Rules, all of them one word long, and perhaps a selector."""
    rule = words.inner(line).filter(bool)
    flag = st.sampled_from(["reset", "allcommands", "nocommands", "+@all", "-@all", "on", "clearselectors"])
    own = st.lists(st.one_of(rule, rule, rule, flag), max_size=8)
    selector = st.lists(rule, max_size=4).map(lambda inner: [f"({' '.join(inner)})"])
    return st.builds(list.__add__, own, selector | st.just([])) if line > "redis@6.2" else own


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_without_the_rules_to_blame_the_answer_is_another(data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(HAS_ACLS))
    rules = data.draw(_rules(line))
    name = data.draw(st.sampled_from(sorted(names(line))))
    held = _held(rules, line)
    if held.rights[line].faults:
        return
    found = {word.span.start for word in givers(held, line, name)}
    may = held.may_on(line, name)
    if not found:
        assert not may or held.rights[line].root.table.bit(name) & held.rights[line].root.table.free
        return
    assert may
    assert not _held(_without(rules, found), line).may_on(line, name)
    for one in found:
        assert _held(_without(rules, found - {one}), line).may_on(line, name)
