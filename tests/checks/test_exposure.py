"""Who can reach a server, who gets in, and what Docker publishes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.checks import exposure, reach, tls
from redislint.checks.auth import default_user_open
from redislint.finding import Hit, Severity, Undecided
from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, Instance, Managed, Port
from tests.checks.instances import composed, configured, service

APP = "user app on >secret-word ~* +@all\n"


def hits(found: Iterator[Hit | Undecided]) -> list[Hit]:
    return [hit for hit in found if isinstance(hit, Hit)]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("[::1]", True),
        ("LOCALHOST", True),
        ("::ffff:127.0.0.1", True),
        ("128.0.0.1", False),
        ("10.127.0.1", False),
        ("::", False),
        ("localhost.example.com", False),
        ("", False),
    ],
)
def test_loopback(address: str, expected: bool) -> None:
    assert reach.is_loopback(address) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("bind 0.0.0.0\n", True),
        ("bind * -::*\n", True),
        ("bind 127.0.0.1 10.0.0.4\n", True),
        ("bind fd00::7\n", True),
        ('bind "127.0.0.1 192.168.0.9"\n', True),
        ("bind 127.0.0.1 -::1\n", False),
        ("bind localhost\n", False),
        ("bind 0.0.0.0\nbind 127.0.0.1\n", False),
        ("bind redis.internal\n", None),
        ("bind 127.0.0.1 redis.internal\n", None),
        ("bind {{ address }}\n", None),
        ('bind ""\n', None),
    ],
)
def test_bound_beyond_loopback(text: str, expected: bool | None) -> None:
    assert reach.is_bound_beyond_loopback(configured(text)) is expected


def test_without_bind_an_incomplete_configuration_says_nothing_of_addresses() -> None:
    assert reach.is_bound_beyond_loopback(configured("port 6379\n")._replace(complete=False)) is None


@pytest.mark.parametrize(
    ("text", "server", "expected"),
    [
        ("", "", True),
        ("bind 0.0.0.0\n", "redis@6.2", False),
        ("bind 0.0.0.0\n", "redis@5.0", False),
        ("bind 0.0.0.0\n", "redis@7.0", True),
        ("bind 0.0.0.0\n", "redis@8.10", True),
        ("bind 0.0.0.0\n", "valkey@7.2", True),
        ("bind 0.0.0.0\n", "", None),
        ("port 6379\n", "redis@6.0", True),
        ("protected-mode no\n", "redis@8.0", False),
        ("protected-mode {{ mode }}\n", "redis@8.0", None),
    ],
)
def test_protected(text: str, server: str, expected: bool | None) -> None:
    assert reach.is_protected(configured(text, server)) is expected


@pytest.mark.parametrize(
    ("text", "acl", "expected"),
    [
        ("", None, True),
        ('requirepass ""\n', None, True),
        ("requirepass correct-horse\n", None, False),
        ("requirepass {{ password }}\n", None, None),
        ("user default off\n", None, False),
        ("user default on ~* +@all\n", None, False),
        ("user default on nopass ~* +@all\nrequirepass correct-horse\n", None, True),
        ("requirepass correct-horse\nuser default on nopass ~* +@all\n", None, True),
        ("user default on nopass -@all +ping\n", None, False),
        ("user default on {{ rest }}\n", None, None),
        ("user {{ name }} on nopass\n", None, None),
        (APP, None, True),
        (f"requirepass correct-horse\n{APP}", None, False),
        ("requirepass correct-horse\naclfile users.acl\n", APP, True),
        ("requirepass correct-horse\naclfile users.acl\n", "", True),
        ("aclfile users.acl\n", f"user default off\n{APP}", False),
        ("aclfile users.acl\n", "user default on >secret-word ~* +@all\n", False),
        ("aclfile users.acl\n", "user default on nopass ~* +@all\n", True),
        ("aclfile users.acl\n", None, None),
        ("aclfile /etc/redis/users.acl\n", None, None),
        ('aclfile ""\n', None, True),
        ("aclfile {{ file }}\n", None, None),
    ],
)
def test_default_user_open(text: str, acl: str | None, expected: bool | None) -> None:
    instance = configured(text) if acl is None else configured(text, acl=acl)
    assert default_user_open(instance) is expected


def test_default_user_of_servers_without_acls() -> None:
    assert default_user_open(configured("port 6379\n", "redis@5.0")) is True
    assert default_user_open(configured("requirepass correct-horse\n", "redis@5.0")) is False


def test_default_user_is_not_known_in_part_of_a_configuration() -> None:
    assert default_user_open(configured("port 6379\n")._replace(complete=False)) is None
    assert default_user_open(configured("requirepass correct-horse\n")._replace(complete=False)) is None


def test_default_user_of_an_acl_file_that_is_the_default_of_an_image() -> None:
    assert default_user_open(configured("port 6379\n")._replace(defaults={"aclfile": ("/etc/users.acl",)})) is None


def test_default_user_of_a_managed_service_is_not_ours_to_know() -> None:
    assert default_user_open(configured("")._replace(managed=Managed("aws_elasticache_cluster", {}))) is None


@pytest.mark.parametrize(
    ("text", "server", "why"),
    [
        ("bind 0.0.0.0\nprotected-mode no\n", "", "`protected-mode no` takes the last guard away"),
        ("bind 0.0.0.0\n", "redis@6.2", "up to Redis 6.2 any `bind` line switches protected mode off"),
    ],
)
def test_open_to_others_says_why_protected_mode_does_not_help(text: str, server: str, why: str) -> None:
    (hit,) = hits(exposure.without_auth(configured(text, server)))
    assert hit.span.text == "bind 0.0.0.0"
    assert hit.values["why"] == why
    assert hit.values["rights"] == "every right"


def test_open_to_others_with_the_rights_that_the_default_user_has() -> None:
    (hit,) = hits(exposure.without_auth(configured("protected-mode no\nuser default on nopass ~* +@read\n")))
    assert hit.span.text == "protected-mode no"
    assert hit.values["rights"] == "the default user's rights"


def test_a_sentinel_is_another_matter() -> None:
    open_server = configured("bind 0.0.0.0\nprotected-mode no\n")
    assert hits(exposure.without_auth(open_server))
    assert list(exposure.without_auth(open_server._replace(role=SENTINEL))) == []


def test_an_address_that_is_a_name_leaves_an_open_server_undecided() -> None:
    (found,) = exposure.without_auth(configured("bind redis.internal\nprotected-mode no\n"))
    assert isinstance(found, Undecided)


def test_the_published_port_is_blamed_and_not_what_else_is_published() -> None:
    (hit,) = hits(exposure.without_auth(service("'9121:9121', '127.0.0.1:6379:6379', '6380:6379'")))
    assert hit.span.text == "6380:6379"
    assert hit.values["why"] == "the image runs with protected mode off"


@pytest.mark.parametrize(
    ("ports", "expected"),
    [
        ("'127.0.0.1:6379:6379'", False),
        ("'10.0.0.5:6379:6379'", True),
        ("'6379:6379'", True),
        ("'8001:8001'", False),
        ("", False),
        ("'${ADDRESS}:6379:6379'", None),
    ],
)
def test_reachable_through_published_ports(ports: str, expected: bool | None) -> None:
    assert reach.is_reachable(service(ports)) is expected


def test_reachable_where_the_port_inside_is_not_known() -> None:
    assert reach.is_reachable(service("'6379:6379'", "--port ${PORT}")) is None
    assert reach.is_reachable(service("'6379:6379'", "--port 0 --unixsocket /run/redis.sock")) is False
    assert reach.is_reachable(service("'6379:6379'", "--bind 127.0.0.1 --port ${PORT}")) is False
    assert reach.is_reachable(service("'6379:6379'")._replace(ports=None)) is None


@pytest.mark.parametrize(
    ("ports", "after"),
    [
        ("'6379:6379'", "'127.0.0.1:6379:6379'"),
        ("6379:6379", "127.0.0.1:6379:6379"),
        ('"${PORT}:6379/tcp"', '"127.0.0.1:${PORT}:6379/tcp"'),
        ("'0.0.0.0:6379:6379'", "'127.0.0.1:6379:6379'"),
        ("'6379'", None),
    ],
)
def test_the_fix_publishes_on_loopback(ports: str, after: str | None) -> None:
    instance = service(ports, "--requirepass correct-horse")
    (hit,) = exposure.published_port(instance)
    if after is None:
        assert hit.fix is None
        return
    assert hit.fix is not None
    assert not hit.fix.safe
    (edit,) = hit.fix.edits
    text = edit.span.source.text
    changed = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert changed == text.replace(ports, after)
    assert list(exposure.published_port(composed(changed))) == []


@pytest.mark.parametrize(
    ("command", "severity"),
    [("", Severity.ERROR), ("--requirepass correct-horse", None), ("--requirepass ${PASSWORD}", None)],
)
def test_a_published_port_is_graver_where_nothing_asks_for_a_password(command: str, severity: Severity | None) -> None:
    (hit,) = exposure.published_port(service("'6379:6379'", command))
    assert hit.severity is severity


def test_a_port_is_called_by_its_number_on_the_host() -> None:
    closed, opened = service("'6380:6379'", "--requirepass correct-horse"), service("'6380:6379'")
    (hit,) = exposure.published_port(closed)
    assert (hit.values["port"], hit.key) == (6380, "port 6379")
    (hit,) = hits(exposure.without_auth(opened))
    assert hit.values["what"] == "port 6380 is published"


ADDRESSES = st.sampled_from(["", "0.0.0.0", "::", "127.0.0.1", "::1", "10.1.2.3", None])


@given(ports=st.lists(st.tuples(ADDRESSES, st.sampled_from([6379, 7000, 16379, 8001])), max_size=6))
def test_what_docker_publishes_everywhere_is_found_port_by_port(ports: list[tuple[str | None, int]]) -> None:
    base = service("")
    instance = base._replace(ports=tuple(Port(host, number, base.anchor) for host, number in ports))
    found = [hit.values["port"] for hit in exposure.published_port(instance)]
    assert found == [number for host, number in ports if host in ("", "0.0.0.0", "::") and number in (6379, 16379)]


def test_a_pod_is_reached_through_its_service_alone() -> None:
    conf = configured('requirepass ""\nprotected-mode no\nbind 0.0.0.0\n')
    place = conf.setting("requirepass").span
    pod = conf._replace(kind="helm-values", ports=(Port("", 6379, place),))
    (hit,) = hits(exposure.without_auth(pod))
    assert hit.span == place
    assert hit.values["what"] == "port 6379 is published beyond the cluster"
    assert list(exposure.without_auth(pod._replace(ports=()))) == []
    (undecided,) = exposure.without_auth(pod._replace(ports=None))
    assert isinstance(undecided, Undecided)


def test_a_switch_of_a_chart_that_turns_protected_mode_off() -> None:
    conf = configured('requirepass ""\nbind 0.0.0.0\n')
    switch = conf.setting("requirepass")
    mode = Setting("protected-mode", ("no",), switch.span, switch.value_span, "protected-mode")
    pod = conf._replace(kind="helm-values", settings=(*conf.settings, mode), ports=(Port("", 6379, switch.span),))
    (hit,) = hits(exposure.without_auth(pod))
    assert hit.values["why"] == "the chart then turns protected mode off as well"
    assert [one.span for one in hit.related] == [switch.span]


OPTIONS = st.sampled_from(
    [
        "--port 7000",
        "--port 0",
        "--tls-port 6380",
        "--bind 127.0.0.1",
        "--requirepass correct-horse",
        "--protected-mode yes",
    ]
)
PUBLISHED = st.sampled_from(
    ["'6379:6379'", "'7000:7000'", "'6380:6380'", "'127.0.0.1:6379:6379'", "'${IP}:6379:6379'", "'8001:8001'"]
)


@given(
    options=st.lists(OPTIONS, max_size=5, unique=True),
    ports=st.lists(PUBLISHED, max_size=4, unique=True),
    lost=st.sets(st.integers(0, 4)),
    data=st.data(),
)
def test_knowing_less_never_finds_more(
    options: list[str], ports: list[str], lost: set[int], data: st.DataObject
) -> None:
    known = service(", ".join(ports), " ".join(options))
    less = known._replace(
        settings=tuple(one._replace(args=None) if index in lost else one for index, one in enumerate(known.settings)),
        ports=data.draw(st.sampled_from([known.ports, None])),
        complete=data.draw(st.booleans()),
        server=data.draw(st.sampled_from([known.server, None])),
    )
    assert places(less) <= places(known)


def places(instance: Instance) -> set[tuple[str, int]]:
    checks = (exposure.without_auth, exposure.published_port, tls.no_tls, tls.plaintext_beside_tls)
    return {(check.__name__, hit.span.start) for check in checks for hit in hits(check(instance))}
