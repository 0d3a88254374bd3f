"""Which versions of a provider a module may use, and what depends on them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.facts import UNKNOWN
from redislint.read.terraform.versions import allowed
from tests.read.test_terraform import fact, readings

KNOWN = frozenset((2, 3, 4, 5))


@pytest.mark.parametrize(
    ("constraint", "majors"),
    [
        ("", {2, 3, 4, 5}),
        ("~> 4.0", {4}),
        ("~> 4", {4}),
        ("~> 3.116.0", {3}),
        (">= 3.0, < 5.0", {3, 4}),
        (">= 3.0, < 5.0.1", {3, 4, 5}),
        (">=3.0,<4", {3}),
        ("> 4.99", {4, 5}),
        ("> 4, != 4.2.0", {4, 5}),
        ("<= 3", {2, 3}),
        ("<= 3.0.0", {2, 3}),
        ("< 3", {2}),
        ("= 4.1.0", {4}),
        ("4.1.0", {4}),
        ("v4.1.0-beta1", {4}),
        ("!= 4.0", {2, 3, 4, 5}),
        (">= 9.0", {2, 3, 4, 5}),
        ("latest", {2, 3, 4, 5}),
        (">= 3.0, latest", {2, 3, 4, 5}),
        (">= 3.0" + " " * 300, {3, 4, 5}),
    ],
)
def test_constraints(constraint: str, majors: set[int]) -> None:
    assert allowed(constraint, KNOWN) == majors


@given(st.text(alphabet="~>=<!0123456789. ,v-", max_size=30))
def test_no_constraint_leaves_nothing(constraint: str) -> None:
    found = allowed(constraint, KNOWN)
    assert found
    assert found <= KNOWN


@given(
    st.tuples(st.integers(0, 6), st.integers(0, 9), st.integers(0, 9)),
    st.sampled_from((">=", ">", "<", "<=", "=", "~>", "!=")),
    st.tuples(st.integers(2, 5), st.integers(0, 9), st.integers(0, 9)),
)
def test_a_version_that_fits_has_its_major_allowed(
    bound: tuple[int, int, int], operator: str, version: tuple[int, int, int]
) -> None:
    """What Terraform's own comparison of three numbers lets in is let in."""
    fits = {
        ">=": version >= bound,
        ">": version > bound,
        "<": version < bound,
        "<=": version <= bound,
        "=": version == bound,
        "~>": version >= bound and version[:2] == bound[:2],
        "!=": version != bound,
    }[operator]
    if fits:
        assert version[0] in allowed(f"{operator} {'.'.join(map(str, bound))}", KNOWN)


CACHE = 'resource "azurerm_redis_cache" "this" {\n%s\n}\n'
REQUIRED = """\
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "%s"
    }
  }
}
"""
LOCK = """\
provider "registry.terraform.io/hashicorp/random" {
  version = "9.1.0"
}
provider "registry.terraform.io/hashicorp/azurerm" {
  version     = "%s"
  constraints = ">= 3.0.0"
}
"""


def known(name: str, files: dict[str, str], path: str = "main.tf") -> Any:
    (instance,) = readings(files, path).instances
    return fact(instance, name)[0]


@pytest.mark.parametrize(
    ("files", "tls", "version"),
    [
        ({}, UNKNOWN, UNKNOWN),
        ({"versions.tf": REQUIRED % "~> 2.99"}, "1.0", UNKNOWN),
        ({"versions.tf": REQUIRED % "~> 3.0"}, "1.2", UNKNOWN),
        ({"versions.tf": REQUIRED % "~> 4.0"}, "1.2", "redis 6"),
        ({"versions.tf": REQUIRED % ">= 3.0"}, "1.2", UNKNOWN),
        ({"versions.tf": REQUIRED % ">= 3.0", ".terraform.lock.hcl": LOCK % "4.12.0"}, "1.2", "redis 6"),
        ({".terraform.lock.hcl": LOCK % "2.99.0"}, "1.0", UNKNOWN),
        ({".terraform.lock.hcl": LOCK % "2.99.0", "versions.tf": REQUIRED % ">= 4"}, "1.2", "redis 6"),
        ({"versions.tf": 'terraform {\n  required_providers {\n    azurerm = "~> 4.1"\n  }\n}\n'}, "1.2", "redis 6"),
        ({"versions.tf": REQUIRED.replace('"%s"', "var.version")}, UNKNOWN, UNKNOWN),
        ({"versions.tf": "terraform {\n required_providers {\n"}, UNKNOWN, UNKNOWN),
    ],
)
def test_defaults_by_version(files: dict[str, str], tls: Any, version: Any) -> None:
    """A default counts where every version that the module may use has it."""
    named = {"main.tf": CACHE % "", **files}
    assert (known("minimum-tls", named), known("engine-version", named)) == (tls, version)


@pytest.mark.parametrize(
    ("files", "version"),
    [
        ({"versions.tf": REQUIRED % "~> 4.0"}, "redis 6"),
        ({".terraform.lock.hcl": LOCK % "5.1.0"}, "redis 6"),
        ({"modules/cache/versions.tf": REQUIRED % ">= 3", ".terraform.lock.hcl": LOCK % "4.2.0"}, "redis 6"),
        ({"modules/cache/versions.tf": REQUIRED % ">= 3", "versions.tf": REQUIRED % "~> 4.0"}, UNKNOWN),
        ({"other/versions.tf": REQUIRED % "~> 4.0"}, UNKNOWN),
    ],
)
def test_what_folders_above_say(files: dict[str, str], version: Any) -> None:
    """Of a module below a root configuration; its own constraint is the one that holds."""
    named = {"modules/cache/main.tf": CACHE % "", **files}
    assert known("engine-version", named, "modules/cache/main.tf") == version


@pytest.mark.parametrize(
    ("body", "constraint", "value"),
    [
        ("enable_non_ssl_port = true", "~> 3.0", "preferred"),
        ("enable_non_ssl_port = true", ">= 3.0, < 5.0", "preferred"),
        ("enable_non_ssl_port = true", "", "preferred"),
        ("enable_non_ssl_port = true", "~> 4.0", UNKNOWN),
        ("enable_non_ssl_port = false", ">= 3.0", "required"),
        ("non_ssl_port_enabled = true", "~> 4.0", "preferred"),
        ("enable_non_ssl_port = null\nnon_ssl_port_enabled = true", "~> 3.117", "preferred"),
        ("", "~> 4.0", "required"),
    ],
)
def test_arguments_that_were_renamed(body: str, constraint: str, value: Any) -> None:
    """The old name counts as long as there is a version that takes it: no other would run the file."""
    named = {"main.tf": CACHE % body} | ({"versions.tf": REQUIRED % constraint} if constraint else {})
    assert known("transit-encryption", named) == value


def test_the_password_switch_that_was_renamed() -> None:
    body = "redis_configuration {\n  enable_authentication = false\n}"
    assert known("auth", {"main.tf": CACHE % body}) is False
    assert known("auth", {"main.tf": CACHE % body, "v.tf": REQUIRED % "~> 4.0"}) is UNKNOWN
