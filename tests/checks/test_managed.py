"""What is said of managed services: how bad, in which words, and with which other places."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from redislint.checks import managed
from redislint.finding import Hit, Severity
from redislint.model.instance import Instance
from redislint.read import read
from redislint.source import Source
from tests.read.reading import Files

GROUP = "aws_elasticache_replication_group"
CLUSTER = "aws_elasticache_cluster"
VARIABLES = """
variable "tls" {
  default = false
}
variable "token" {
  default = null
}
variable "global" {
  default = null
}
variable "engine" {
  default = "redis"
}
variable "given" {
  default = true
}
"""


def instance(type_: str, body: str) -> Instance:
    tree = Files()
    tree.texts = {"variables.tf": VARIABLES, "terraform.tfvars": "given = false\n"}
    (found,) = read(Source("main.tf", f'resource "{type_}" "x" {{\n{body}\n}}\n', "terraform"), tree).instances
    return found


def said(hits: Iterator[Hit]) -> tuple[Severity | None, str, list[str]]:
    """Of the one hit the severity, the words, and the other places."""
    (hit,) = hits
    return hit.severity, str(hit.values["what"]), [f"{one.span.text}: {one.message}" for one in hit.related]


def by_default(*names: str) -> list[str]:
    return [f'variable "{name}": `var.{name}` has its default' for name in names]


NONE, NONE_UNLESS = "has no encryption in transit", "has no encryption in transit unless a variable is set"
BOTH, BOTH_UNLESS = (
    "still takes connections without TLS",
    "still takes connections without TLS unless a variable is set",
)


@pytest.mark.parametrize(
    ("type_", "body", "severity", "what", "variables"),
    [
        (GROUP, "", None, NONE, []),
        (GROUP, "transit_encryption_enabled = false", None, NONE, []),
        (GROUP, "transit_encryption_enabled = var.tls", Severity.WARNING, NONE_UNLESS, ["tls"]),
        (GROUP, "transit_encryption_enabled = var.given", None, NONE, []),
        (GROUP, "global_replication_group_id = var.global", Severity.WARNING, NONE_UNLESS, ["global"]),
        (
            GROUP,
            "global_replication_group_id = var.global\ntransit_encryption_enabled = false",
            None,
            NONE,
            [],
        ),
        (
            GROUP,
            'transit_encryption_enabled = true\ntransit_encryption_mode = "preferred"',
            Severity.INFO,
            BOTH,
            [],
        ),
        (
            GROUP,
            'transit_encryption_enabled = !var.tls\ntransit_encryption_mode = "preferred"',
            Severity.INFO,
            BOTH_UNLESS,
            ["tls"],
        ),
        (CLUSTER, 'engine = "redis"', None, NONE, []),
        (CLUSTER, "engine = var.engine", Severity.WARNING, NONE_UNLESS, ["engine"]),
    ],
)
def test_cleartext(type_: str, body: str, severity: Severity | None, what: str, variables: list[str]) -> None:
    assert said(managed.cleartext(instance(type_, body))) == (severity, what, by_default(*variables))


LETS_IN = "lets in whoever reaches its port: "
REFUSED = "cannot be made: AWS takes no password without encryption in transit"
NEITHER = "it has neither an `auth_token` nor `user_group_ids`"


@pytest.mark.parametrize(
    ("body", "variables"),
    [
        ("", []),
        ("auth_token = null", []),
        ("auth_token = var.token", ["token"]),
        ("auth_token = var.tls ? random_password.x.result : null", ["tls"]),
        ("auth_token = var.token\nuser_group_ids = []\nglobal_replication_group_id = var.global", ["token", "global"]),
    ],
)
def test_without_auth(body: str, variables: list[str]) -> None:
    severity = Severity.WARNING if variables else None
    what = f"{LETS_IN}unless a variable is set, {NEITHER}" if variables else LETS_IN + NEITHER
    assert said(managed.without_auth(instance(GROUP, body))) == (severity, what, by_default(*variables))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('user_group_ids = ["x"]', (None, REFUSED, [])),
        ('auth_token = "x"\ntransit_encryption_enabled = false', (None, REFUSED, [])),
        (
            'user_group_ids = ["x"]\ntransit_encryption_enabled = var.tls',
            (Severity.WARNING, REFUSED.replace("AWS", "unless a variable is set, AWS"), by_default("tls")),
        ),
    ],
)
def test_a_password_without_tls(body: str, found: tuple[Severity | None, str, list[str]]) -> None:
    assert said(managed.without_auth(instance(GROUP, body))) == found


@pytest.mark.parametrize("tls", ["transit_encryption_enabled = true", "transit_encryption_enabled = var.unset"])
def test_a_password_with_tls(tls: str) -> None:
    assert not [*managed.without_auth(instance(GROUP, f'user_group_ids = ["x"]\n{tls}'))]


def test_a_password_that_may_be_none_without_tls() -> None:
    assert not [*managed.without_auth(instance(GROUP, "auth_token = random_password.x.result"))]


def test_a_cluster_whose_engine_is_a_default() -> None:
    severity, what, variables = said(managed.without_auth(instance(CLUSTER, "engine = var.engine")))
    assert (severity, variables) == (Severity.WARNING, by_default("engine"))
    assert what == f"{LETS_IN}unless a variable is set, it cannot ask for a password; a replication group can"


# --- users ----------------------------------------------------------------------------------------------------------

USER = "aws_elasticache_user"
DEFAULT = 'user_id = "d"\nuser_name = "default"\nengine = "redis"\naccess_string = "{}"\n{}'


@pytest.mark.parametrize(
    ("access", "proof", "blamed"),
    [
        ("on ~* +@all", "no_password_required = true", ["true"]),
        ("on ~* -@all +get", "no_password_required = true", ["true"]),
        ("on +@all", 'authentication_mode {\n type = "no-password-required"\n}', ['"no-password-required"']),
        ("on +@all", 'passwords = ["x"]', []),
        ("on +@all", 'authentication_mode {\n type = "iam"\n}', []),
        ("on +@all", "no_password_required = var.unset", []),
        ("on -@all +ping", "no_password_required = true", []),
        ("off +@all", "no_password_required = true", []),
        ("~* +@all", "no_password_required = true", []),
        ("on ${var.unset} +@all", "no_password_required = true", []),
    ],
)
def test_a_default_user_of_a_managed_service(access: str, proof: str, blamed: list[str]) -> None:
    found = instance(USER, DEFAULT.format(access, proof))
    assert [hit.span.text for hit in managed.open_acl(found)] == blamed


@pytest.mark.parametrize(
    ("name", "blamed"),
    [('"open-access"', ['"open-access"']), ('"shop"', []), ("var.unset", []), ("aws_memorydb_acl.shop.name", [])],
)
def test_the_acl_of_memorydb(name: str, blamed: list[str]) -> None:
    found = instance("aws_memorydb_cluster", f"acl_name = {name}")
    assert [hit.span.text for hit in managed.open_acl(found)] == blamed


def test_users_elsewhere_are_not_managed() -> None:
    (found,) = read(Source("users.acl", "user default on nopass +@all\n", "users-acl"), Files()).instances
    assert not [*managed.open_acl(found)]
