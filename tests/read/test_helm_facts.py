"""What is true of charts, whatever their users think: each fact was seen in what a chart renders, or in a server."""

from __future__ import annotations

import pytest

from redislint import lint_text
from redislint.checks.auth import default_user_open
from redislint.model.facts import UNKNOWN
from tests.read.test_helm import args, block, only, read, said

DECLARED = "# redislint: chart={}\n{}"


def rules(text: str, named: str) -> dict[str, str]:
    """The rules that speak about values of a chart, each with the text that it blames."""
    source = DECLARED.format(named, text)
    lines = source.split("\n")
    found = lint_text(source, kind="helm-values")
    return {one.rule: lines[one.line - 1][one.column - 1 : one.end_column - 1] for one in found}


@pytest.mark.parametrize(
    ("named", "password"),
    [
        # Without a word on passwords there is a random one, or none at all.
        ("stable/redis@10.5.6", True),
        ("bitnami/redis@13.0.0", True),
        ("bitnami/redis@20.1.0", True),
        ("bitnami/redis-cluster@11.0.5", True),
        ("bitnami/valkey@3.0.0", True),
        ("bitnami/valkey-cluster@3.0.0", True),
        ("cloudpirates/redis@0.34.18", True),
        ("cloudpirates/valkey@0.25.4", True),
        ("dandydeveloper/redis-ha@4.38.0", False),
        ("valkey-io/valkey@0.10.0", False),
        ("groundhog2k/redis@2.3.3", False),
        ("groundhog2k/valkey@2.1.0", False),
        ("ot/redis@0.16.9", False),
        ("ot/redis-replication@0.16.9", False),
        ("ot/redis-cluster@0.17.0", False),
    ],
)
def test_which_charts_ask_for_a_password_by_themselves(named: str, password: bool) -> None:
    instance = only(read(DECLARED.format(named, "nameOverride: cache\n")))
    assert instance.complete
    assert (default_user_open(instance) is True) is not password


def test_a_text_of_ones_own_drops_the_append_only_file() -> None:
    """`commonConfiguration` is a text, which Helm replaces whole, and not a mapping, which it merges."""
    default, own = only(block("architecture: standalone\n")), only(block("commonConfiguration: maxmemory 1gb\n"))
    assert (args(default, "appendonly"), args(own, "appendonly")) == (("yes",), ("no",))
    assert args(default, "save") == ("",)
    assert args(own, "save") == ("3600", "1", "300", "100", "60", "10000")


def test_a_directive_in_a_text_beats_the_charts_switch() -> None:
    text = "auth: {password: chart}\ncommonConfiguration: requirepass text\n"
    assert args(only(block(text)), "requirepass") == ("text",)
    opened = "tls: {enabled: true, existingSecret: x}\ncommonConfiguration: port 6379\n"
    assert args(only(block(opened)), "port") == ("6379",)  # plain again, beside TLS
    assert args(only(block(opened.replace("port 6379", "hz 10"))), "port") == ("0",)
    assert args(only(block("commonConfiguration: aclfile /x/users.acl\n")), "aclfile") == ("/x/users.acl",)


def test_an_acl_file_in_a_text_is_the_one_that_is_read() -> None:
    found = rules("auth: {password: aaabbbcccddd}\ncommonConfiguration: aclfile /x/users.acl\n", "bitnami/redis@20.1.0")
    assert "RL201" not in found


@pytest.mark.parametrize(
    ("named", "limit"),
    [
        ("bitnami/redis@18.13.0", None),
        ("bitnami/redis@18.19.4", None),
        ("bitnami/redis@19.0.0", 192 << 20),
        ("bitnami/redis@23.1.1", 192 << 20),
        ("bitnami/redis-cluster@9.8.0", None),
        ("bitnami/redis-cluster@10.0.0", 192 << 20),
        ("bitnami/valkey@0.1.0", 192 << 20),
        ("dandydeveloper/redis-ha@4.38.0", None),
        ("cloudpirates/redis@0.34.18", None),
    ],
)
def test_the_limit_of_who_sets_none(named: str, limit: int | None) -> None:
    found = only(read(DECLARED.format(named, "nameOverride: cache\n"))).memory_limit
    assert (found.value if found is not None else None) == limit


def test_a_network_policy_that_lets_everybody_in_is_none() -> None:
    open_door = "auth: {enabled: false}\nmaster: {service: {type: LoadBalancer}}\n"
    for policy in ("", "networkPolicy: {enabled: true}\n", "networkPolicy: {enabled: true, allowExternal: true}\n"):
        assert rules(open_door + policy, "bitnami/redis@20.1.0")["RL101"] == "LoadBalancer"


def test_a_master_is_not_there_under_sentinels() -> None:
    text = "sentinel: {enabled: true}\nmaster: {resources: {limits: {memory: 1Gi}}}\n"
    node = only(block(text))
    assert said(node.memory_limit) == (192 << 20, "redis", False)
    assert rules(text, "bitnami/redis@20.1.0")["RL824"] == "master"


def test_a_quorum_that_two_nodes_cannot_reach_is_rendered() -> None:
    text = "sentinel:\n  enabled: true\n  quorum: 3\nreplica: {replicaCount: 2}\n"
    assert rules(text, "bitnami/redis@20.1.0")["RL611"] == "3"


def test_an_old_file_for_a_new_chart_says_nothing_of_passwords() -> None:
    text = "usePassword: false\npassword: foo\ncluster: {enabled: false}\nslave: {resources: {limits: {memory: 1Gi}}}\n"
    found = read(DECLARED.format("bitnami/redis@23.1.1", text))
    assert [one.name for one in found.instances] == ["redis-master", "redis-master-replicas"]
    assert args(only(found), "requirepass") is None
    said_keys = [one.span.text for document in found.documents for one in document.problems]
    assert sorted(said_keys) == ["cluster", "password", "slave", "usePassword"]


def test_quoted_truth_values_are_true() -> None:
    assert args(only(block("auth: {enabled: 'false'}\n")), "requirepass") is None
    assert args(only(block("auth: {enabled: off}\n")), "requirepass") == ("",)
    assert args(only(block("auth: {enabled: 'no'}\n")), "requirepass") is None


def test_sizes_that_depend_on_the_version_are_unknown_without_one() -> None:
    limit = only(read(DECLARED.format("bitnami/redis", "architecture: standalone\n"))).memory_limit
    assert limit is not None
    assert limit.value is UNKNOWN
    assert "RL418" not in rules("architecture: standalone\n", "bitnami/redis")


@pytest.mark.parametrize(
    ("named", "is_gone"),
    [
        ("bitnami/redis@22.0.7", True),
        ("bitnami/redis@23.1.1", True),
        ("bitnami/redis@23.1.2", False),
        ("bitnami/redis@23.2.0", False),
        ("bitnami/redis-cluster@13.0.4", True),
        ("bitnami/redis-cluster@13.0.5", False),
        ("bitnami/valkey@4.0.2", True),
        ("bitnami/valkey@4.0.3", False),
    ],
)
def test_later_charts_bring_no_image_that_was_removed(named: str, is_gone: bool) -> None:
    """Of Bitnami's charts that are published without their source nothing says which image they bring."""
    text = "auth:\n  existingSecret: x\nusePassword: true\nexistingSecret: x\nmetrics:\n  enabled: true\n"
    assert ("RL715" in rules(text, named)) is is_gone
