"""Real servers load the users of `redislint init acl`, and each does its job: nothing less, nothing more."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from redislint.access.jobs import NEVER, ROLES, Role
from redislint.access.least import default_user, user
from redislint.acl.table import HAS_SUBCOMMANDS
from tests.access import failover
from tests.access.failover import ask, connected, denied, until
from tests.acl import live
from tests.living import NAMED, WHERE, installed
from tests.parts import need

# More of them, by their paths, for a longer run.
OTHERS = [path for path in os.environ.get(NAMED, "").split(os.pathsep) if path]
SERVERS = [*WHERE, *OTHERS]
# Answered at once within MULTI, which is how servers before 7.0 are asked.
NOT_QUEUED = frozenset("exec hello multi".split())
METRICS = ("INFO all", "SLOWLOG GET 10", "SLOWLOG LEN", "LATENCY LATEST", "CLIENT LIST", "CLIENT SETNAME x", "PING")


def found(name: str) -> tuple[str, str]:
    server = installed(name)
    need(name, server is not None, WHERE.get(name, "it was named"))
    assert server is not None
    return server.path, server.line


def users(line: str) -> str:
    """All roles, as they are printed."""
    return "".join(f"{one.line}\n" for one in (default_user(line), *(user(name, line) for name in ROLES)))


@pytest.fixture(scope="module")
def failovers() -> Iterator[dict[str, Future[list[str]]]]:
    """What came of a failover on each server, all of them at once: they mostly wait."""
    with ThreadPoolExecutor(2) as pool:
        here = {name: server for name in SERVERS if (server := installed(name)) is not None}
        yield {name: pool.submit(fail_over, server.path, server.line) for name, server in here.items()}


def fail_over(server: str, line: str) -> list[str]:
    """Replicate, lose the master, let Sentinel promote the replica, and take the old master back; what was denied."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        group = failover.Group(server, Path(folder), users(line), stack)
        try:
            return go_through(group)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{group.logs()}") from error


def go_through(group: failover.Group) -> list[str]:
    until(lambda: failover.role(group.replica) == ("slave", "connected"), "the replica was connected")
    group.watch()
    assert ask(group.master, "app-rw", "SET", "app:x", "1") == "OK"
    until(lambda: ask(group.replica, "app-ro", "GET", "app:x") == "1", "the replica had the data")
    seen = denied(group.master)
    group.kill(group.master)
    until(lambda: failover.role(group.replica)[0] == "master", "the replica was promoted")
    until(group.agreed, "the Sentinels agreed on the new master")
    group.start(group.master)
    until(lambda: group.settled() is not None, "the old master was taken back")
    master, other = group.settled() or (0, 0)
    assert ask(master, "app-rw", "SET", "app:y", "2") == "OK"
    until(lambda: ask(other, "app-ro", "GET", "app:y") == "2", "the old master had the data")
    work(master)
    return [*seen, *denied(master), *denied(other)]


def work(port: int) -> None:
    """What watches a server and saves it does its job."""
    with connected(port, "exporter") as client:
        for call in METRICS:
            assert not isinstance(client.ask(*call.split()), live.Refused), call
        cluster = client.ask("CLUSTER", "INFO")
        assert "cluster support disabled" in str(cluster)
    assert ask(port, "health", "PING") == "PONG"
    with connected(port, "backup") as client:
        assert client.ask("REPLCONF", "capa", "psync2") == "OK"
        assert client.ask("PSYNC", "?", "-1").startswith("FULLRESYNC")


@pytest.mark.parametrize("name", SERVERS)
def test_a_real_failover(name: str, failovers: dict[str, Future[list[str]]]) -> None:
    found(name)
    assert failovers[name].result() == []


@pytest.mark.parametrize("name", SERVERS)
def test_the_server_loads_them_and_lets_nobody_in_as_they_are_printed(name: str, tmp_path: Path) -> None:
    server, line = found(name)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "users.acl").write_text(users(line), encoding="utf-8")
        (Path(folder) / "conf").write_text(f"aclfile {folder}/users.acl\n", encoding="utf-8")
        with live.running(server, Path(folder), str(Path(folder) / "conf")) as client:
            assert str(client.ask("PING")).startswith("NOAUTH")
            for role in ROLES:
                for password in ("", role, "password", f"{role}-password", "0" * 64):
                    assert str(client.ask("AUTH", role, password)).startswith("WRONGPASS")


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_can_do_what_it_is_for_and_nothing_else(
    name: str, role: str, servers: dict[str, tuple[live.Client, Path]]
) -> None:
    _, line = found(name)
    client, path = servers[name]
    known = ROLES[role]
    can = calls(known.can, known)
    cannot = [call for call in calls(f"{NEVER};{known.cannot}", known) if call not in can and known.keys != "~*"]
    words = [word for word in user(role, line, in_cluster=True).words if not word.startswith("#")]
    has_dryrun = line in HAS_SUBCOMMANDS
    assert live.set_user(client, [*words, "nopass", *(() if has_dryrun else ("+multi", "+discard"))])
    asked = [call for call in (*can, *cannot) if has_dryrun or call[0] not in NOT_QUEUED]
    answers = dict(zip(map(tuple, asked), live.tried(client, path, asked, has_dryrun), strict=True))
    assert {call for call in map(tuple, can) if answers.get(call) is False} == set()
    assert {call for call in map(tuple, cannot) if answers.get(call)} == set()
    assert sum(answer is not None for answer in answers.values()) > len(answers) // 2


def calls(text: str, role: Role) -> list[list[str]]:
    filled = text.replace("{other}", "0").replace("{prefix}", role.prefix)
    return [call.split() for call in filled.split(";") if call.strip()]


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, tuple[live.Client, Path]]]:
    """One of each server that is there, with a connection to it and its socket."""
    with ExitStack() as stack:
        here = {}
        for name in SERVERS:
            server = installed(name)
            if server is not None:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                here[name] = (stack.enter_context(live.running(server[0], folder)), folder / "s")
        yield here
