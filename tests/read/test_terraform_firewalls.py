"""Firewalls that let the whole internet at Redis, and what restricts an address that it may reach."""

from __future__ import annotations

from typing import Any

import pytest

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import ranges
from tests.read.test_terraform import fact, readings


def opened(text: str, **files: str) -> list[tuple[str, str, str]]:
    """The firewalls that are open: the resource, the range and the ports."""
    found = readings({"main.tf": text, **{f"{name}.tf": body for name, body in files.items()}})
    assert not found.problems
    return [
        (one.name, fact(one, "open-ranges")[0], fact(one, "ports")[0])
        for one in found.instances
        if one.managed is not None and "ports" in one.managed.facts
    ]


@pytest.mark.parametrize(
    ("text", "world"),
    [
        ("0.0.0.0/0", True),
        ("::/0", True),
        ("0::/0", True),
        ("*", True),
        ("Internet", True),
        ("10.0.0.0/8", False),
        ("0.0.0.0", False),
        ("0.0.0.0/1", False),
        ("AzureLoadBalancer", False),
        ("sg-0/0", False),
        ("", False),
        ("0.0.0.256/0", False),
    ],
)
def test_ranges_that_are_everybody(text: str, world: bool) -> None:
    assert ranges.is_world(text) is world


@pytest.mark.parametrize(
    ("first", "last", "value"),
    [
        ("0.0.0.0", "255.255.255.255", "0.0.0.0-255.255.255.255"),
        ("1.0.0.0", "255.255.255.255", "1.0.0.0-255.255.255.255"),
        ("0.0.0.0", "223.255.255.255", "0.0.0.0-223.255.255.255"),
        ("0.0.0.0", "0.0.0.0", UNKNOWN),
        ("10.0.0.0", "255.255.255.255", False),
        ("203.0.113.7", "203.0.113.7", False),
        ("nowhere", "255.255.255.255", UNKNOWN),
        (UNKNOWN, "255.255.255.255", UNKNOWN),
    ],
)
def test_ranges_from_an_address_to_another(first: Any, last: Any, value: Any) -> None:
    assert ranges.span(first, last) == value


INGRESS = """\
resource "aws_security_group" "this" {
  ingress {
    from_port   = %s
    to_port     = %s
    protocol    = %s
    cidr_blocks = [%s]
  }
}
# 6379
"""


@pytest.mark.parametrize(
    ("first", "last", "protocol", "cidr", "ports"),
    [
        ("6379", "6379", '"tcp"', '"0.0.0.0/0"', "6379"),
        ("6379", "6380", '"TCP"', '"10.0.0.0/8", "0.0.0.0/0"', "6379-6380"),
        ("26379", "26379", "6", '"0.0.0.0/0"', "26379"),
        ("6000", "6999", '"tcp"', '"0.0.0.0/0"', "6000-6999"),
        ("var.port", "var.port", '"tcp"', '"0.0.0.0/0"', "6379"),
        # All ports are not about Redis, unless a Redis uses the group.
        ("0", "65535", '"tcp"', '"0.0.0.0/0"', None),
        ("0", "0", '"-1"', '"0.0.0.0/0"', None),
        ("443", "443", '"tcp"', '"0.0.0.0/0"', None),
        ("6379", "6379", '"udp"', '"0.0.0.0/0"', None),
        ("6379", "6379", '"tcp"', '"10.0.0.0/8"', None),
        ("6379", "6379", '"tcp"', "var.ranges", None),
        ("var.unknown", "6379", '"tcp"', '"0.0.0.0/0"', None),
        ("6379", "6379", "var.unknown", '"0.0.0.0/0"', None),
    ],
)
def test_security_groups(first: str, last: str, protocol: str, cidr: str, ports: str | None) -> None:
    found = opened(INGRESS % (first, last, protocol, cidr), v='variable "port" {\n  default = 6379\n}\n')
    assert [port for _, _, port in found] == ([ports] if ports else [])


def test_the_places_of_an_open_security_group() -> None:
    (instance,) = readings({"main.tf": INGRESS % ("6379", "6379", '"tcp"', '"10.0.0.0/8", "0.0.0.0/0"')}).instances
    assert fact(instance, "open-ranges") == ("0.0.0.0/0", '"0.0.0.0/0"', True)
    assert fact(instance, "ports") == ("6379", "6379", True)
    assert (instance.settings, instance.users, instance.server) == ((), None, None)


@pytest.mark.parametrize(
    ("ids", "ports"),
    [
        ("[aws_security_group.this.id]", ["all"]),
        ("concat([aws_security_group.this.id], var.more)", ["all"]),
        ("[aws_security_group.other.id]", []),
        ("var.groups", []),
    ],
)
def test_a_security_group_that_a_redis_uses(ids: str, ports: list[str]) -> None:
    """All ports are Redis's, too."""
    text = INGRESS % ("0", "0", '"-1"', '"::/0"')
    cache = f'resource "aws_elasticache_replication_group" "this" {{\n  security_group_ids = {ids}\n}}\n'
    assert [port for _, _, port in opened(text + cache)] == ports
    assert [port for _, _, port in opened(text, cache=cache)] == ports


NSG_RULE = """\
direction              = "Inbound"
access                 = "%s"
protocol               = "*"
source_address_prefix  = "Internet"
destination_port_range = "6379"
"""
RULES = {
    "aws_security_group_rule": (
        'type = "ingress"\nfrom_port = 6379\nto_port = 6379\nprotocol = "tcp"\ncidr_blocks = ["0.0.0.0/0"]',
        'type = "egress"\nfrom_port = 6379\nto_port = 6379\nprotocol = "tcp"\ncidr_blocks = ["0.0.0.0/0"]',
    ),
    "aws_vpc_security_group_ingress_rule": (
        'from_port = 6379\nto_port = 6379\nip_protocol = "tcp"\ncidr_ipv6 = "::/0"',
        'from_port = 6379\nto_port = 6379\nip_protocol = "tcp"\nreferenced_security_group_id = "sg-1"',
    ),
    "azurerm_network_security_rule": (
        NSG_RULE % "Allow",
        NSG_RULE % "Deny",
    ),
    "google_compute_firewall": (
        'source_ranges = ["0.0.0.0/0"]\nallow {\n  protocol = "tcp"\n  ports = ["22", "6379"]\n}',
        'disabled = true\nsource_ranges = ["0.0.0.0/0"]\nallow {\n  protocol = "tcp"\n  ports = ["6379"]\n}',
    ),
    "yandex_vpc_security_group": (
        'ingress {\n  protocol = "TCP"\n  port = 6379\n  v4_cidr_blocks = ["0.0.0.0/0"]\n}',
        'egress {\n  protocol = "TCP"\n  port = 6379\n  v4_cidr_blocks = ["0.0.0.0/0"]\n}',
    ),
}


@pytest.mark.parametrize("type_", RULES)
def test_rules_of_other_firewalls(type_: str) -> None:
    bad, good = RULES[type_]
    ((name, _, ports),) = opened(f'resource "{type_}" "this" {{\n{bad}\n}}\n')
    assert (name, ports) == (f"{type_}.this", "6379")
    assert opened(f'resource "{type_}" "this" {{\n{good}\n}}\n') == []


def test_rules_in_a_network_security_group() -> None:
    rule = 'direction = "Inbound"\naccess = "Allow"\nprotocol = "Tcp"\nsource_address_prefixes = ["*"]\n'
    closed = f'security_rule {{\n{rule}destination_port_ranges = ["443"]\n}}'
    text = f'security_rule {{\n{rule}destination_port_ranges = ["443", "6379-6380"]\n}}'
    found = opened(f'resource "azurerm_network_security_group" "this" {{\n{closed}\n{text}\n}}\n')
    assert found == [("azurerm_network_security_group.this", "*", "6379-6380")]


def test_the_firewall_of_a_cache() -> None:
    rule = 'resource "azurerm_redis_firewall_rule" "this" {\n  start_ip = "0.0.0.0"\n  end_ip   = "%s"\n}\n'
    (instance,) = readings({"main.tf": rule % "255.255.255.255"}).instances
    assert fact(instance, "open-ranges") == ("0.0.0.0-255.255.255.255", '"0.0.0.0"', True)
    (instance,) = readings({"main.tf": rule % "0.0.0.9"}).instances
    assert fact(instance, "open-ranges")[0] is False


def test_the_firewall_of_a_database() -> None:
    text = """\
resource "digitalocean_database_cluster" "this" {
  engine = "%s" # or valkey
}
resource "digitalocean_database_firewall" "this" {
  cluster_id = digitalocean_database_cluster.this.id
  rule {
    type  = "k8s"
    value = digitalocean_kubernetes_cluster.this.id
  }
  rule {
    type  = "ip_addr"
    value = "0.0.0.0/0"
  }
}
"""
    assert opened(text % "redis") == [("digitalocean_database_firewall.this", "0.0.0.0/0", "25060-25061")]
    assert opened(text % "pg") == []


ENDPOINT = """\
resource "azurerm_private_endpoint" "x" {
  %s
  private_service_connection {
    private_connection_resource_id = %s.this.id
  }
}
"""
CACHE = 'resource "azurerm_redis_cache" "this" {\n}\n'


@pytest.mark.parametrize(
    ("other", "public"),
    [
        ("", True),
        (
            'resource "azurerm_redis_firewall_rule" "x" {\n  redis_cache_name = azurerm_redis_cache.this.name\n}\n',
            UNKNOWN,
        ),
        ('resource "azurerm_redis_firewall_rule" "x" {\n  redis_cache_name = azurerm_redis_cache.that.name\n}\n', True),
        ('resource "azurerm_redis_firewall_rule" "x" {\n  redis_cache_name = each.value\n}\n', UNKNOWN),
        (ENDPOINT % ("", "azurerm_redis_cache"), UNKNOWN),
        (ENDPOINT % ("", "azurerm_key_vault"), True),
        (ENDPOINT % ("count = 0", "azurerm_redis_cache"), True),
    ],
)
def test_what_restricts_an_address(other: str, public: Any) -> None:
    """A private endpoint or a rule of the cache's own; in the same file or beside it."""
    for files in ({"main.tf": CACHE + other}, {"main.tf": CACHE, "network.tf": other}):
        instance = next(one for one in readings(files).instances if one.name == "azurerm_redis_cache.this")
        assert fact(instance, "public-endpoint")[0] == public
