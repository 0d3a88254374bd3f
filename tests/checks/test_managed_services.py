"""What is said of facts about managed services, whichever provider they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from redislint.checks import durability, internet, managed, protocols, safekeeping, shards, takeover, upkeep
from redislint.finding import Hit, Severity
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import Instance, Managed
from redislint.source import Source, Span

SOURCE = Source("main.tf", 'resource "x" "y" {}\nvalue\nvariable "v" {}\n', "terraform")
HEADER, VALUE, VARIABLE = SOURCE.span(0, 16), SOURCE.span(20, 25), SOURCE.span(26, 38)
GROUP, AZURE = "aws_elasticache_replication_group", "azurerm_redis_cache"
Check = Callable[[Instance], Iterator[Hit]]


def service(
    type_: str, facts: dict[str, object], *, by_default: str = "", profile: str = "", nodes: int | None = None
) -> Instance:
    """An instance in production whose facts are written; None stands for a default that holds nothing."""
    found: dict[str, Fact[str | bool | int]] = {}
    for name, value in facts.items():
        assert value is UNKNOWN or isinstance(value, str | bool | int)
        found[name] = Fact(value, VALUE)
    defaults: dict[str, dict[str, Span]] = {by_default: {"v": VARIABLE}} if by_default else {}
    replicas = None if nodes is None else Fact(nodes, HEADER, written=False)
    return Instance(
        HEADER,
        "terraform",
        "y",
        managed=Managed(type_, found, defaults),
        profile=profile,
        environment="prod",
        replicas=replicas,
    )


def whats(hits: Iterator[Hit]) -> list[tuple[Severity | None, str]]:
    return [(hit.severity, str(hit.values.get("what", ""))) for hit in hits]


# Each check with a fact that makes it speak, and one that does not.
SPEAKING: tuple[tuple[Check, dict[str, object], dict[str, object]], ...] = (
    (managed.cleartext, {"transit-encryption": "off"}, {"transit-encryption": "required"}),
    (managed.cleartext, {"transit-encryption": "preferred"}, {"transit-encryption": "required"}),
    (managed.without_auth, {"auth": False}, {"auth": True}),
    (managed.open_acl, {"acl": "open-access"}, {"acl": "shop"}),
    (protocols.legacy, {"minimum-tls": "1.0"}, {"minimum-tls": "1.2"}),
    (protocols.legacy, {"minimum-tls": "1.1"}, {"minimum-tls": "1.3"}),
    (internet.open_to_all, {"open-ranges": "0.0.0.0/0"}, {"open-ranges": False}),
    (internet.public, {"public-endpoint": True}, {"public-endpoint": False}),
    (safekeeping.unencrypted, {"at-rest-encryption": False}, {"at-rest-encryption": True}),
    (safekeeping.service_key, {"customer-key": False}, {"customer-key": True}),
    (safekeeping.no_backups, {"backups": 0}, {"backups": 1}),
    (durability.nothing_kept, {"persistence": "none"}, {"persistence": "rdb"}),
    (safekeeping.lost_with_it, {"deletion-protection": False}, {"deletion-protection": True}),
    (takeover.no_failover, {"failover": False}, {"failover": True}),
    (takeover.no_failover, {"multi-zone": False}, {"multi-zone": True}),
    (upkeep.unscheduled, {"applies-immediately": True}, {"applies-immediately": False}),
    (upkeep.unpatched, {"minor-upgrades": False}, {"minor-upgrades": True}),
)


@pytest.mark.parametrize(("check", "facts", "others"), SPEAKING)
def test_a_fact_is_said_at_its_place_and_an_unknown_one_is_not(
    check: Check, facts: dict[str, object], others: dict[str, object]
) -> None:
    assert [hit.span for hit in check(service("x", facts))] == [VALUE]
    assert not [*check(service("x", others))]
    assert not [*check(service("x", dict.fromkeys(facts, UNKNOWN)))]
    assert not [*check(service("x", {}))]
    assert not [*check(Instance(HEADER, "terraform", "y"))]


@pytest.mark.parametrize(("check", "facts", "_others"), SPEAKING)
def test_a_default_of_a_variable_lowers_what_is_said_and_is_shown(
    check: Check, facts: dict[str, object], _others: dict[str, object]
) -> None:
    (own,) = check(service("x", facts))
    (hit,) = check(service("x", facts, by_default=next(iter(facts))))
    assert [(one.span, one.message) for one in hit.related] == [(VARIABLE, "`var.v` has its default")]
    assert own.related == ()
    if check not in (upkeep.unscheduled, upkeep.unpatched, safekeeping.service_key):  # notes already
        assert hit.severity in (Severity.WARNING, Severity.INFO)
        assert hit.severity is not own.severity or own.severity is Severity.INFO


def test_a_window_that_a_module_leaves_open_is_its_users_choice() -> None:
    facts: dict[str, object] = {"maintenance-window": False}

    def said(one: Instance) -> list[object]:
        return [hit.values["what"] for hit in upkeep.unscheduled(one)]

    assert said(service(AZURE, facts)) == ["no `patch_schedule`: Azure patches it at any time"]
    assert not said(service(AZURE, facts)._replace(environment=""))
    assert not said(service(AZURE, facts, by_default="maintenance-window"))
    assert not said(service(AZURE, {"maintenance-window": True}))
    assert not said(service(AZURE, {"maintenance-window": UNKNOWN}))
    # Of others it is not known what they do without one.
    assert not said(service("x", facts))


def test_zero_is_not_false_and_false_is_not_zero() -> None:
    assert not [*safekeeping.no_backups(service("x", {"backups": False}))]
    assert not [*safekeeping.unencrypted(service("x", {"at-rest-encryption": 0}))]


# --- the words of a provider ------------------------------------------------------------------------------------------


def test_azure_listens_without_tls_for_good() -> None:
    facts: dict[str, object] = {"transit-encryption": "preferred"}
    assert whats(managed.cleartext(service(AZURE, facts))) == [(None, "listens without TLS too, on port 6379")]
    assert whats(managed.cleartext(service(GROUP, facts))) == [(Severity.INFO, "still takes connections without TLS")]


@pytest.mark.parametrize(
    ("ports", "words"),
    [
        ("6379", "reach port 6379"),
        ("6379-6380", "reach ports 6379 to 6380"),
        ("all", "reach every port, Redis's among them"),
        ("16379", "reach port 16379: the bus of a cluster, which asks nobody for a password"),
        ("6379-16379", "reach ports 6379 to 16379"),
        (None, "connect"),
    ],
)
def test_ports_of_a_firewall(ports: str | None, words: str) -> None:
    facts: dict[str, object] = {"open-ranges": "::/0", **({} if ports is None else {"ports": ports})}
    expected = f"`aws_security_group` lets every address (::/0) {words}"
    assert whats(internet.open_to_all(service("aws_security_group", facts))) == [(None, expected)]


def test_an_allow_list_of_everybody_is_told_once() -> None:
    found = service("x", {"open-ranges": "0.0.0.0/0", "public-endpoint": True})
    assert len([*internet.open_to_all(found)]) == 1
    assert not [*internet.public(found)]


def test_an_allow_list_that_nobody_wrote_is_the_public_address() -> None:
    found = service("x", {"open-ranges": "0.0.0.0/0", "public-endpoint": True})
    assert found.managed is not None
    everybody: Fact[str | bool | int] = Fact("0.0.0.0/0", HEADER, written=False)
    unwritten = {**found.managed.facts, "open-ranges": everybody}
    found = found._replace(managed=found.managed._replace(facts=unwritten))
    assert not [*internet.open_to_all(found)]
    assert len([*internet.public(found)]) == 1


@pytest.mark.parametrize("ranges", [False, UNKNOWN])
def test_an_allow_list_guards_a_public_address(ranges: object) -> None:
    found = service("x", {"open-ranges": ranges, "public-endpoint": True})
    assert not [*internet.public(found)]
    assert not [*internet.open_to_all(found)]


def test_an_allow_list_of_everybody_in_a_private_network_lets_nobody_in() -> None:
    assert not [*internet.open_to_all(service("x", {"open-ranges": "0.0.0.0/0", "public-endpoint": False}))]


# --- data ------------------------------------------------------------------------------------------------------------


def test_of_a_cache_little_is_lost() -> None:
    for check, facts in (
        (safekeeping.unencrypted, {"at-rest-encryption": False}),
        (takeover.no_failover, {"failover": False}),
    ):
        (hit,) = check(service(GROUP, {**facts}, profile="cache"))
        assert hit.severity is Severity.INFO


def test_a_key_of_ones_own_is_nothing_without_encryption() -> None:
    for is_on, is_told in ((True, True), (False, False), (UNKNOWN, False)):
        found = service(GROUP, {"customer-key": False, "at-rest-encryption": is_on})
        assert len([*safekeeping.service_key(found)]) == is_told


@pytest.mark.parametrize(
    ("facts", "is_told"),
    [
        ({"persistence": "none"}, True),
        ({"persistence": "none", "backups": 0}, True),
        ({"persistence": "none", "backups": 7}, False),
        ({"persistence": "none", "backups": UNKNOWN}, False),
        ({"persistence": "aof", "backups": 0}, False),
    ],
)
def test_a_backup_is_something_that_is_kept(facts: dict[str, object], is_told: bool) -> None:
    assert len([*durability.nothing_kept(service("x", facts, profile="store"))]) == is_told
    assert not [*durability.nothing_kept(service("x", facts, profile="session"))]


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"deletion-protection": False}, "nothing holds Terraform back"),
        (
            {"deletion-protection": False, "final-backup": False},
            "nothing holds Terraform back, and no last snapshot is taken",
        ),
        ({"deletion-protection": False, "final-backup": True}, None),
        ({"deletion-protection": False, "final-backup": UNKNOWN}, None),
        ({"deletion-protection": True, "final-backup": False}, None),
        ({"deletion-protection": UNKNOWN, "final-backup": False}, None),
        ({"final-backup": False}, "nothing holds Terraform back, and no last snapshot is taken"),
        ({"final-backup": True}, None),
        ({}, None),
    ],
)
def test_what_goes_with_its_resource(facts: dict[str, object], what: str | None) -> None:
    expected = [] if what is None else [(None, what)]
    assert whats(safekeeping.lost_with_it(service(GROUP, facts, profile="store"))) == expected


def test_a_cache_needs_no_backups() -> None:
    facts: dict[str, object] = {"backups": 0, "deletion-protection": False}
    for check in (safekeeping.no_backups, safekeeping.lost_with_it):
        assert not [*check(service(GROUP, facts, profile="cache"))]


# --- failover ---------------------------------------------------------------------------------------------------------


NOBODY = "has nobody to take over when a node fails: "


@pytest.mark.parametrize(
    ("type_", "facts", "nodes", "what"),
    [
        (GROUP, {"failover": False}, 1, NOBODY + "`automatic_failover_enabled` is not true"),
        (
            GROUP,
            {"failover": False, "multi-zone": True},
            2,
            NOBODY + "`automatic_failover_enabled` is not true, and AWS refuses `multi_az_enabled` without",
        ),
        (
            GROUP,
            {"failover": True},
            1,
            NOBODY + "there is one node, and AWS refuses `automatic_failover_enabled` with fewer than two",
        ),
        (GROUP, {"failover": UNKNOWN}, 1, None),
        (GROUP, {"failover": UNKNOWN, "multi-zone": False}, 2, None),
        ("aws_memorydb_cluster", {}, 1, NOBODY + "there is one node"),
        (GROUP, {"failover": UNKNOWN}, 2, None),
        (GROUP, {"failover": True}, None, None),
        (GROUP, {"failover": True, "multi-zone": True}, 2, None),
        (
            GROUP,
            {"failover": True, "multi-zone": False},
            2,
            "may lose all its nodes when one zone fails: `multi_az_enabled` is not true",
        ),
        ("google_redis_instance", {"failover": False}, 1, NOBODY + "the tier `BASIC` is one node"),
        ("x", {"failover": False}, None, NOBODY + "automatic failover is off"),
    ],
)
def test_who_takes_over(type_: str, facts: dict[str, object], nodes: int | None, what: str | None) -> None:
    expected = [] if what is None else [what]
    assert [words for _, words in whats(takeover.no_failover(service(type_, facts, nodes=nodes)))] == expected


def test_a_number_of_nodes_by_default() -> None:
    found = service("aws_memorydb_cluster", {"shards": 3}, by_default="replicas", nodes=1)
    for check in (takeover.no_failover, shards.without_replicas):
        (hit,) = check(found)
        assert hit.severity is Severity.INFO
        assert [one.span for one in hit.related] == [VARIABLE]
    assert not [*shards.without_replicas(service("x", {"shards": 1}, nodes=1))]
    assert not [*shards.without_replicas(service("x", {"shards": UNKNOWN}, nodes=1))]
    assert not [*shards.without_replicas(service("x", {"shards": 3}, nodes=2))]


@pytest.mark.parametrize(
    ("facts", "nodes", "is_told"),
    [
        ({"failover": False}, None, False),
        ({"failover": False}, 1, False),
        ({"failover": False}, 2, True),
        ({"failover": False, "multi-zone": True}, 1, True),
        ({"failover": True, "multi-zone": False}, 1, True),
        ({"multi-zone": True}, 1, False),
        ({"failover": True, "multi-zone": False}, 2, True),
    ],
)
def test_one_node_is_a_choice_where_nothing_is_declared(
    facts: dict[str, object], nodes: int | None, is_told: bool
) -> None:
    # AWS refuses failover of one node, and several zones without failover.
    found = service(GROUP, facts, nodes=nodes)
    for profile in ("", "cache"):
        one = found._replace(environment="", profile=profile)
        assert len([*takeover.no_failover(one)]) == is_told
    for environment, profile in (("", "store"), ("stage", "")):
        one = found._replace(environment=environment, profile=profile)
        assert len([*takeover.no_failover(one)]) == (is_told or "failover" in facts or nodes == 1)


def test_maintenance_is_a_matter_of_production() -> None:
    for environment, told in (("prod", 2), ("stage", 0), ("", 0)):
        facts: dict[str, object] = {"applies-immediately": True, "maintenance-window": False}
        found = service(GROUP, facts)._replace(environment=environment)
        assert len([*upkeep.unscheduled(found)]) == told


def test_one_node_without_snapshots_writes_nothing() -> None:
    for type_, backups, is_told in (
        ("aws_elasticache_cluster", 0, False),
        ("aws_elasticache_cluster", 7, True),
        ("aws_elasticache_cluster", UNKNOWN, True),
        (GROUP, 0, True),
    ):
        found = service(type_, {"at-rest-encryption": False, "backups": backups}, nodes=1)
        assert len([*safekeeping.unencrypted(found)]) == is_told


def test_zones_of_nodes_that_are_not_known() -> None:
    found = service(GROUP, {"failover": True, "multi-zone": False}, nodes=2)
    assert len([*takeover.no_failover(found)]) == 1
    assert not [*takeover.no_failover(found._replace(replicas=Fact(UNKNOWN, HEADER)))]
    assert len([*takeover.no_failover(found._replace(replicas=None))]) == 1
