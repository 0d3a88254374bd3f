"""Commands that are renamed."""

from __future__ import annotations

from redislint.checks import renamed
from redislint.finding import Severity
from redislint.model.facts import UNKNOWN, Fact
from tests.checks.instances import configured


def test_servers_of_one_text_all_know_a_new_name() -> None:
    server = configured("port 6379\nrename-command FLUSHALL kjh3kh4k5h6kh7\n")
    told = {
        copies: hit.severity
        for copies in (1, 3, UNKNOWN)
        for hit in renamed.replicated(server._replace(replicas=Fact(copies, server.anchor)))
    }
    assert told == {1: None, 3: Severity.INFO, UNKNOWN: None}
    (alone,) = renamed.replicated(server)
    assert alone.severity is None
