"""What crosses the network in clear, and the edits that end it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.checks import tls
from redislint.finding import Hit, Severity
from redislint.model.instance import SENTINEL, Instance
from redislint.servers import Server
from tests.checks.instances import configured, service

BOTH = "bind 10.0.0.5\nport 6379\ntls-port 6380\n"
REPLICA = "port 0\ntls-port 6379\nreplicaof redis-0 6379\n"


def edited(hit: Hit) -> str:
    """The file after the fix of a finding."""
    assert hit.fix is not None
    assert not hit.fix.safe
    (edit,) = hit.fix.edits
    text = edit.span.source.text
    return text[: edit.span.start] + edit.text + text[edit.span.end :]


def test_a_port_in_clear_is_blamed_and_can_be_closed() -> None:
    (hit,) = tls.plaintext_beside_tls(configured(BOTH))
    assert hit.span.text == "port 6379"
    assert hit.values["port"] == "6379"
    assert [one.span.text for one in hit.related] == ["tls-port 6380"]
    assert edited(hit) == BOTH.replace("port 6379", "port 0")
    assert list(tls.plaintext_beside_tls(configured(edited(hit)))) == []


def test_the_port_that_nobody_wrote_is_blamed_where_tls_is_turned_on() -> None:
    (hit,) = tls.plaintext_beside_tls(configured("bind 10.0.0.5\ntls-port 6380\n"))
    assert hit.span.text == "tls-port 6380"
    assert hit.values["port"] == "6379"
    assert edited(hit) == "bind 10.0.0.5\ntls-port 6380\nport 0\n"


def test_a_quoted_port_is_rewritten_within_its_quotes() -> None:
    (hit,) = tls.plaintext_beside_tls(configured('bind 10.0.0.5\nport "6379"\ntls-port 6380\n'))
    assert hit.span.text == 'port "6379"'
    assert edited(hit) == 'bind 10.0.0.5\nport "0"\ntls-port 6380\n'


@pytest.mark.parametrize(
    "text",
    [
        "bind 127.0.0.1\nport 6379\ntls-port 6380\n",
        "bind redis.internal\nport 6379\ntls-port 6380\n",
        "port 0\ntls-port 6380\n",
        "port 6379\ntls-port 0\n",
        "port {{ port }}\ntls-port 6380\n",
        "port 6379\ntls-port {{ port }}\n",
    ],
)
def test_no_port_in_clear_is_known_to_be_reached_beside_tls(text: str) -> None:
    assert list(tls.plaintext_beside_tls(configured(text))) == []


def test_in_a_project_only_a_published_port_in_clear_is_reached() -> None:
    command = "--tls-port 6380"
    assert list(tls.plaintext_beside_tls(service("'6380:6380'", command))) == []
    (hit,) = tls.plaintext_beside_tls(service("'6379:6379', '6380:6380'", command))
    assert hit.span.text == "--tls-port 6380"


def test_in_a_pod_every_port_is_reached() -> None:
    pod = configured(BOTH)._replace(kind="helm-values", ports=())
    assert [hit.span.text for hit in tls.plaintext_beside_tls(pod)] == ["port 6379"]


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("requirepass correct-horse\nbind 10.0.0.5\nport 6379\n", "bind 10.0.0.5"),
        ("requirepass correct-horse\nport 6379\n", "port 6379"),
        ("requirepass correct-horse\n", ""),
        ("bind 10.0.0.5\nprotected-mode no\n", "bind 10.0.0.5"),
    ],
)
def test_no_tls(text: str, blamed: str) -> None:
    (hit,) = tls.no_tls(configured(text))
    assert hit.span.text == blamed


@pytest.mark.parametrize(
    "text",
    [
        "requirepass correct-horse\nbind 127.0.0.1\n",
        "requirepass correct-horse\ntls-port 6380\n",
        "requirepass correct-horse\ntls-port {{ port }}\n",
        "requirepass correct-horse\nport 0\nunixsocket /run/redis.sock\n",
        # Protected mode turns others away, or may.
        "port 6379\n",
        "bind 10.0.0.5\nrequirepass {{ password }}\n",
    ],
)
def test_no_tls_is_needed_or_known_to_be_missing(text: str) -> None:
    assert list(tls.no_tls(configured(text))) == []


def test_servers_that_have_no_tls_at_all() -> None:
    (hit,) = tls.no_tls(configured("requirepass correct-horse\nbind 10.0.0.5\n", "redis@5.0"))
    assert hit.span.text == "bind 10.0.0.5"


def test_no_tls_at_a_published_port_whose_password_is_not_known() -> None:
    (hit,) = tls.no_tls(service("'10.0.0.5:6379:6379'", "--protected-mode yes --requirepass ${PASSWORD}"))
    assert hit.span.text == "10.0.0.5:6379:6379"
    assert list(tls.no_tls(service("'127.0.0.1:6379:6379'", "--requirepass ${PASSWORD}"))) == []


def test_no_tls_of_a_sentinel_is_another_matter() -> None:
    instance = configured("requirepass correct-horse\n")
    assert list(tls.no_tls(instance._replace(role=SENTINEL))) == []


@pytest.mark.parametrize(
    ("text", "blamed", "severity"),
    [
        (REPLICA, "replicaof redis-0 6379", None),
        (REPLICA + "tls-replication no\n", "no", None),
        (REPLICA.replace("port 0", "port 6379"), "replicaof redis-0 6379", Severity.WARNING),
        (REPLICA.replace("redis-0", "127.0.0.1"), "replicaof 127.0.0.1 6379", None),
        ("port 0\ntls-port 6379\nmin-slaves-to-write 1\n", "tls-port 6379", None),
        ("port 6379\ntls-port 6380\nmin-replicas-to-write 2\n", "tls-port 6380", Severity.WARNING),
    ],
)
def test_cleartext_replication(text: str, blamed: str, severity: Severity | None) -> None:
    (hit,) = tls.cleartext_replication(configured(text))
    assert hit.span.text == blamed
    assert hit.severity is severity


@pytest.mark.parametrize(
    "text",
    [
        REPLICA + "tls-replication yes\n",
        REPLICA + "tls-replication {{ tls }}\n",
        REPLICA.replace("redis-0 6379", "no one"),
        REPLICA.replace("redis-0", "{{ master }}"),
        "port 0\ntls-port 6379\n",
        "port 0\ntls-port 6379\nmin-replicas-to-write 0\n",
        "port 6380\ntls-port 6379\nreplicaof localhost 6379\n",
        "port 6379\nreplicaof redis-0 6379\n",
    ],
)
def test_replication_has_tls_or_no_need_of_it(text: str) -> None:
    assert list(tls.cleartext_replication(configured(text))) == []


@pytest.mark.parametrize("text", [REPLICA, REPLICA + "tls-replication no\n", REPLICA + "tls-replication NO"])
def test_the_fix_turns_tls_on_for_the_link(text: str) -> None:
    (hit,) = tls.cleartext_replication(configured(text))
    changed = edited(hit)
    assert configured(changed).setting("tls-replication").is_one_of("yes")
    assert len(changed.splitlines()) == 4
    assert list(tls.cleartext_replication(configured(changed))) == []


def test_on_a_command_line_an_option_is_added() -> None:
    (hit,) = tls.cleartext_replication(service("", "--port 0 --tls-port 6379 --replicaof primary 6379"))
    assert hit.span.text == "--replicaof primary 6379"
    assert "--port 0 --tls-port 6379 --replicaof primary 6379 --tls-replication yes" in edited(hit)


CHECKS = (tls.plaintext_beside_tls, tls.no_tls, tls.cleartext_replication)
LINES = st.sampled_from(
    [
        "bind 10.0.0.5",
        "bind 127.0.0.1",
        "port 0",
        "port 6379",
        "tls-port 6380",
        "requirepass correct-horse",
        "protected-mode no",
        "replicaof redis-0 6379",
        "min-replicas-to-write 1",
        "tls-replication yes",
    ]
)


def places(instance: Instance) -> set[tuple[str, int]]:
    return {(check.__name__, hit.span.start) for check in CHECKS for hit in check(instance)}


@given(lines=st.lists(LINES, max_size=8, unique=True), lost=st.sets(st.integers(0, 7)), data=st.data())
def test_knowing_less_never_finds_more(lines: list[str], lost: set[int], data: st.DataObject) -> None:
    known = configured("\n".join(lines))._replace(server=Server("redis", data.draw(st.sampled_from(["6.2", "7.2"]))))
    settings = tuple(
        setting._replace(args=None) if index in lost else setting for index, setting in enumerate(known.settings)
    )
    less = known._replace(settings=settings, complete=data.draw(st.booleans()), server=None)
    assert places(less) <= places(known)
