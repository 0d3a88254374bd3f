"""What real servers and Sentinels do with settings that the rules about availability speak of."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests import living
from tests.access.failover import ask, until, unused
from tests.checks.lab import known, lab, link

SERVERS = living.everywhere()


@pytest.mark.parametrize("server", SERVERS)
def test_a_lag_of_0_switches_the_guard_off(server: str, tmp_path: Path) -> None:
    with lab(server, tmp_path) as here:
        guarded = here.start("min-replicas-to-write 1\n")
        off = here.start("min-replicas-to-write 1\nmin-replicas-max-lag 0\n")
        assert "NOREPLICAS" in str(ask(guarded, "", "SET", "key", "1"))
        assert ask(off, "", "SET", "key", "1") == "OK"


@pytest.mark.parametrize("server", SERVERS)
def test_more_replicas_than_there_are_stop_writes(server: str, tmp_path: Path) -> None:
    with lab(server, tmp_path) as here:
        master = here.start("min-replicas-to-write 2\nrepl-diskless-sync-delay 0\n")
        replica = here.start(f"replicaof 127.0.0.1 {master}\n")
        until(lambda: link(replica) == "up", "the replica followed")
        time.sleep(1.5)
        assert "NOREPLICAS" in str(ask(master, "", "SET", "key", "1"))
        ask(master, "", "CONFIG", "SET", "min-replicas-to-write", "1")
        until(lambda: ask(master, "", "SET", "key", "1") == "OK", "one is enough")


@pytest.mark.parametrize("server", SERVERS)
def test_who_follows_itself_has_no_master_and_takes_no_writes(server: str, tmp_path: Path) -> None:
    with lab(server, tmp_path) as here:
        port = here.start("replicaof 127.0.0.1 OWN\n")
        time.sleep(2.5)
        assert link(port) == "down"
        assert "READONLY" in str(ask(port, "", "SET", "key", "1"))


@pytest.mark.parametrize("server", SERVERS)
def test_a_replica_without_its_first_copy_answers_as_if_there_were_no_keys(server: str, tmp_path: Path) -> None:
    with lab(server, tmp_path) as here:
        nowhere = f"replicaof 127.0.0.1 {unused(1)[0]}\n"
        stale, strict = here.start(nowhere), here.start(nowhere + "replica-serve-stale-data no\n")
        assert ask(stale, "", "GET", "key") is None
        assert "MASTERDOWN" in str(ask(strict, "", "GET", "key"))


@pytest.mark.parametrize("server", SERVERS)
def test_a_node_of_a_cluster_cannot_be_failed_over_by_sentinel(server: str, tmp_path: Path) -> None:
    with lab(server, tmp_path) as here:
        node = here.start("cluster-enabled yes\n")
        assert "not allowed in cluster mode" in str(ask(node, "", "SLAVEOF", "127.0.0.1", "1"))


@pytest.mark.parametrize("server", SERVERS)
def test_sentinel_forgets_a_name_that_it_does_not_announce(server: str, tmp_path: Path) -> None:
    with lab(server, tmp_path) as here:
        master = here.start("repl-diskless-sync-delay 0\n")
        replica = here.start(f"replicaof 127.0.0.1 {master}\n")
        until(lambda: link(replica) == "up", "the replica followed")
        resolving = "sentinel resolve-hostnames yes\n"
        forgetting = here.watch(master, host="localhost", first=resolving)
        keeping = here.watch(master, host="localhost", first=f"{resolving}sentinel announce-hostnames yes\n")
        both = (forgetting, keeping)
        until(lambda: all(known(one, "MASTER")["num-slaves"] == "1" for one in both), "they saw the replica")
        address = ask(forgetting, "", "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "shop")
        name = ask(keeping, "", "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "shop")
        assert (address[0], name[0]) == ("127.0.0.1", "localhost")
        assert "monitor shop 127.0.0.1 " in here.text(forgetting)
        assert "monitor shop localhost " in here.text(keeping)
        # The replica says no name of its own, and is known by its address all the same.
        assert known(keeping, "SLAVES")["name"].startswith("127.0.0.1:")


@pytest.mark.parametrize("server", SERVERS)
def test_a_replica_of_priority_0_is_no_candidate(server: str, tmp_path: Path) -> None:
    with lab(server, tmp_path) as here:
        master = here.start("repl-diskless-sync-delay 0\n")
        replica = here.start(f"replicaof 127.0.0.1 {master}\nreplica-priority 0\n")
        until(lambda: link(replica) == "up", "the replica followed")
        sentinel = here.watch(master)
        until(lambda: known(sentinel, "MASTER")["num-slaves"] == "1", "it saw the replica")
        until(lambda: known(sentinel, "SLAVES")["slave-priority"] == "0", "it knew its priority")
        assert "NOGOODSLAVE" in str(ask(sentinel, "", "SENTINEL", "FAILOVER", "shop"))


@pytest.mark.parametrize("server", SERVERS)
def test_sentinels_with_different_names_for_a_master_do_not_meet(server: str, tmp_path: Path) -> None:
    with lab(server, tmp_path) as here:
        master = here.start("")
        first, second, other = here.watch(master), here.watch(master), here.watch(master, name="store")
        met = ("num-other-sentinels", "1")
        until(lambda: all(met in known(one, "MASTER").items() for one in (first, second)), "the two met")
        assert known(other, "MASTER", "store")["num-other-sentinels"] == "0"


@pytest.mark.parametrize("server", SERVERS)
def test_a_short_timeout_gives_failovers_up(server: str, tmp_path: Path) -> None:
    with lab(server, tmp_path) as here:
        master = here.start("repl-diskless-sync-delay 0\n")
        replica = here.start(f"replicaof 127.0.0.1 {master}\n")
        until(lambda: link(replica) == "up", "the replica followed")
        sentinel = here.watch(master, "sentinel failover-timeout shop 1\n")
        until(lambda: known(sentinel, "MASTER")["num-slaves"] == "1", "it saw the replica")
        until(lambda: ask(sentinel, "", "SENTINEL", "FAILOVER", "shop") == "OK", "it tried")
        until(lambda: "-failover-abort" in here.text(sentinel, "log"), "it gave up")
