"""Real servers are asked what configurations come to that Hypothesis writes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redislint import Refused, effective
from redislint.merged.shows import directives
from tests.living import WHERE, Living, examples, named, needed
from tests.outcome import configurations, live


@pytest.mark.parametrize("name", WHERE)
def test_values_are_those_of_the_server(name: str) -> None:
    agree(needed(name))


def test_values_are_those_of_further_servers() -> None:
    for one in named():
        agree(one)


def agree(one: Living) -> None:
    """Ask one server of a number of configurations."""
    server, line = one.path, one.line
    hidden = [name for one in directives(line) if "hidden" in one.facts.get("flags", ()) for name in one.names]

    @settings(max_examples=examples(30, 0.1), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(configurations.lines(line), st.none() | configurations.lines(line))
    def ask(written: list[str], included: list[str] | None) -> None:
        half = len(written) // 2
        include = [] if included is None else ["include more.conf"]
        text = "\n".join([*written[:half], *include, *written[half:]])
        files = {} if included is None else {"more.conf": "\n".join(included)}
        with tempfile.TemporaryDirectory() as folder:
            theirs = live.values(server, Path(folder), text, files, live.ARGS, hidden)
        try:
            ours = effective(text.encode("utf-8", "surrogateescape"), server=line, files=files, args=live.ARGS)
        except Refused:
            ours = {}
        # A build without TLS does not know its directives.
        lacking = {one for one in ours if one.startswith("tls-") and theirs and one not in theirs}
        assert {one: value for one, value in ours.items() if one not in lacking} == (theirs or {}), (text, files)

    ask()
