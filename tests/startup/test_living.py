"""Real servers are started with whole configurations that Hypothesis writes: refused or not, and at which line."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings

from tests.living import WHERE, Living, examples, named, needed
from tests.startup.comparing import differ, is_left_to_chance, refused
from tests.startup.starting import APART, Configuration, has_own_network, start
from tests.startup.written import written

FEW = 200
# Each thread that starts servers has a network of its own, if it may.
THREADS = 2


@pytest.mark.parametrize("name", WHERE)
def test_starts_are_those_of_the_server(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    agree([needed(name)], capsys)


def test_starts_are_those_of_further_servers(capsys: pytest.CaptureFixture[str]) -> None:
    if named():
        agree(named(), capsys)


def agree(servers: Sequence[Living], capsys: pytest.CaptureFixture[str]) -> None:
    """Ask all servers of each of a number of configurations, and say how many that were."""
    apart: list[bool] = []
    asked: Counter[Living] = Counter()
    started: Counter[Living] = Counter()
    with ThreadPoolExecutor(THREADS, initializer=lambda: apart.append(has_own_network())) as threads:
        threads.submit(int).result()
        many = examples(FEW)

        # The same configurations in every run of the tests, and others in every long one.
        @settings(
            max_examples=many,
            deadline=None,
            derandomize=many == FEW,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(written().filter(lambda configuration: not is_left_to_chance(configuration)))
        def ask(configuration: Configuration) -> None:
            if not apart[0]:
                configuration = configuration._replace(args=(*configuration.args, *APART))
            fit = [one for one in servers if one.has_tls or not configuration.tls]
            answers = [(one, threads.submit(start, one.path, configuration)) for one in fit]
            for server, answer in answers:
                theirs, ours = answer.result(), refused(configuration, server.line)
                asked[server] += 1
                started[server] += theirs.started
                assert not differ(configuration, theirs, ours), (server, configuration, theirs, ours[:2])

        ask()
    with capsys.disabled():
        for server in servers if many != FEW else ():
            said = f"{server.release} ({server.line}): {asked[server]} configurations, {started[server]} started"
            print(said, file=sys.stderr)
    assert all(asked[server] > many // 2 for server in servers)
    assert all(started[server] > asked[server] // 10 for server in servers)
