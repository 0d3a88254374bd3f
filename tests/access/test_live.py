"""Real servers are asked whether the questions ask for the right commands."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from redislint.access.answers import NO, answers
from redislint.access.names import exists
from redislint.access.questions import BEYOND, NAMES, SORTS_BEYOND
from redislint.acl.table import HAS_SUBCOMMANDS, table
from tests.access.asked import ask, person
from tests.acl import live
from tests.living import everywhere, started_by


@pytest.mark.parametrize("name", everywhere())
def test_no_key_pattern_holds_these_back(name: str) -> None:
    server, line = started_by(name)
    commands = table(line)
    calls = []
    for one in dict.fromkeys((*BEYOND, *NAMES)):
        command = commands.command(one) or commands.command(one.partition("|")[0])
        if exists(line, one) and command is not None:
            words = one.split("|")
            calls.append([*words, *["1"] * (abs(command.arity) - len(words))])
    with tempfile.TemporaryDirectory() as folder, live.running(server, Path(folder)) as client:
        assert live.set_user(client, ["on", "nopass", "~nothing", "+@all"])
        allowed = live.tried(client, Path(folder) / "s", calls, line in HAS_SUBCOMMANDS)
    assert [call for call, answer in zip(calls, allowed, strict=True) if answer is False] == []


@pytest.mark.parametrize("name", everywhere())
def test_sort_reads_what_no_pattern_allows_on_old_servers_alone(name: str) -> None:
    server, line = started_by(name)
    with tempfile.TemporaryDirectory() as folder, live.running(server, Path(folder)) as client:
        client.ask("SET", "secret", "x")
        client.ask("RPUSH", "app:list", "secret")
        assert live.set_user(client, ["on", "nopass", "~app:*", "+sort"])
        user = live.Client(Path(folder) / "s")
        user.ask("AUTH", live.USER, "any")
        got = user.ask("SORT", "app:list", "BY", "nosort", "GET", "*")
        user.close()
    assert (got == ["x"]) == (line in SORTS_BEYOND)
    everybody = ask("user u on nopass ~app:* +sort\n", server=line)
    state = answers(everybody, person(everybody, "u"))["keys-beyond-pattern"].state
    assert (state != NO) == (line in SORTS_BEYOND)
