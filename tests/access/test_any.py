"""Whatever the rules are, everything is answered; and what is not known is never a plain answer."""

from __future__ import annotations

from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redislint.access.answers import NO, UNKNOWN, answers
from redislint.access.compare import common, differences
from redislint.access.reach import reach
from redislint.access.rights import allowed, rights
from redislint.access.vary import varying
from tests.access.asked import ask
from tests.acl import words

TEMPLATES = ["{{ .Values.rules }}", "~{{ .Values.prefix }}:*", ">{{ .Values.password }}", "#${HASH}", "+@{{ .x }}"]


@cache
def _rules(line: str) -> st.SearchStrategy[str]:
    rule = words.inner(line) | st.sampled_from(["on", "off", "nopass", ">pw", "reset", "nonsense"])
    plain = st.lists(rule, max_size=6)
    selector = st.lists(words.inner(line), max_size=3).map(lambda inner: [f"({' '.join(inner)})"])
    template = st.sampled_from(TEMPLATES).map(lambda text: [text])
    parts = st.lists(plain | selector | template, max_size=3)
    return parts.map(lambda found: " ".join(word for part in found for word in part))


def _text() -> st.SearchStrategy[str]:
    user = st.builds(
        lambda name, text: f"user {name} {text}\n", st.sampled_from(["default", "a", "b"]), _rules("redis@7.2")
    )
    return st.lists(user, max_size=3).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_text(), _text(), st.sampled_from([None, "redis@6.0", "redis@7.2", "valkey@9.1"]))
def test_everything_is_answered(first: str, second: str, server: str | None) -> None:
    old, new = ask(first, server=server), ask(second, server=server)
    for one in new.persons:
        states = {answer.state for answer in answers(new, one).values()}
        if one.held is None:
            assert states <= {NO, UNKNOWN}
            continue
        for right in rights(new, one.held):
            assert (right.allowed is False) == (not right.lines)
            assert right.allowed is not True or right.lines == right.known
        list(varying(new, one.held, new.lines))
        for line in new.lines:
            reach(one.held, line)
            allowed(one.held, line)
    was, now = common(old, new)
    for difference in differences(was, now):
        assert difference.says_anything
        assert not {one.name for one in difference.gained} & {one.name for one in difference.lost} or len(now.lines) > 1
    assert not list(differences(now, now))
