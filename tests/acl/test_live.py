"""Real servers are asked what users may do whose rules Hypothesis writes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from redislint.acl.decide import decide
from redislint.acl.engine import evaluate
from redislint.acl.table import HAS_SUBCOMMANDS, table
from tests.acl import live, words
from tests.living import WHERE, Living, examples, named, needed

# These make MULTI and DISCARD the user's own, so that older servers can be asked.
ASKABLE = ("on", "nopass", "+multi", "+discard")
_NOT_QUEUED = frozenset("exec discard multi watch quit reset unwatch auth hello".split())


@pytest.mark.parametrize("name", WHERE)
def test_users_may_do_what_the_server_lets_them(name: str) -> None:
    agree(needed(name))


def test_users_may_do_what_further_servers_let_them() -> None:
    for one in named():
        agree(one)


def agree(one: Living) -> None:
    """Ask one server about a number of users."""
    server, line = one.path, one.line
    has_dryrun = line in HAS_SUBCOMMANDS
    all_channels = line == "redis@6.2"
    everything = _probes(line)

    with tempfile.TemporaryDirectory() as folder, live.running(server, Path(folder)) as client:

        @settings(max_examples=examples(150, 0.3), deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(words.rules(line), st.lists(words.calls(line), max_size=12))
        def ask(rules: list[str], calls: list[list[str]]) -> None:
            taken = live.set_user(client, rules)
            rights = evaluate(rules, line, all_channels=all_channels)
            note(repr(rules))
            assert (rights.refused is None) == taken, rights.refused
            if not taken:
                return
            rules = [*rules, *ASKABLE]
            assert live.set_user(client, rules)
            rights = evaluate(rules, line, all_channels=all_channels)
            theirs = live.tried(client, Path(folder) / "s", calls, has_dryrun)
            for call, answer in zip(calls, theirs, strict=True):
                ours = decide(rights, call).allowed
                assert ours == answer or (ours is None and _is_unknown(line, call)), (call, ours, answer)
            rules = [*rules, "allkeys", *(["clearselectors"] if has_dryrun else [])]
            rules += [] if line == "redis@6.0" else ["allchannels"]
            assert live.set_user(client, rules)
            theirs = live.tried(client, Path(folder) / "s", list(everything.values()), has_dryrun)
            commands = evaluate(rules, line, all_channels=all_channels).commands
            for command, answer in zip(everything, theirs, strict=True):
                by_argument = any(command in part.first_args for part in rights.parts)
                assert answer is None or answer == (command in commands) or by_argument, command

        ask()


def _probes(line: str) -> dict[str, list[str]]:
    """A call of every command, with as many words as it takes."""
    found = {}
    for name in table(line).named(table(line).every) - _NOT_QUEUED:
        command = table(line).command(name)
        assert command is not None
        start = name.split("|")
        found[name] = [*start, *["1"] * (abs(command.arity) - len(start))]
    return found


def _is_unknown(line: str, call: list[str]) -> bool:
    """Is nothing known of where the keys of this command are?"""
    command = table(line).command(call[0].lower())
    return command is None or command.keys == "?" or command.arity == 0
