"""The tables of Terraform's providers."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, get_args

import pytest

from redislint.read.terraform import reads, rows, tables
from redislint.read.terraform.telling import tells
from redislint.servers import files, providers, schema

TYPES = [
    (provider, type_)
    for provider in files.PROVIDERS
    for type_ in {**tables.table(provider).services, **tables.table(provider).firewalls}
]


def test_every_table_is_named() -> None:
    folder = Path(files.BUNDLED) / "terraform"
    # What published modules make of their inputs is no provider's.
    assert sorted({path.stem for path in folder.glob("*.json")} - {"modules"}) == sorted(files.PROVIDERS)


@pytest.mark.parametrize("provider", files.PROVIDERS)
def test_types_are_those_of_the_provider(provider: str) -> None:
    assert all(type_.startswith(f"{provider}_") for of, type_ in TYPES if of == provider)


@pytest.mark.parametrize(("provider", "type_"), TYPES)
def test_a_file_with_a_type_is_read(provider: str, type_: str) -> None:
    """What tells a file is held to the tables; beside types of more than Redis stands an engine, or a port."""
    assert tells(f'resource "{type_}" "x" {{ # redis, Microsoft.Cache/redis, 6379\n}}\n'.encode())


def test_files_that_are_not_read() -> None:
    for text in ('resource "aws_instance" "redis" {}', 'resource "aws_security_group" "x" { from_port = 443 }', ""):
        assert not tells(text.encode())


def test_what_is_read_and_tested_is_what_a_table_may_say() -> None:
    assert set(get_args(providers.Reads)) == set(reads.READS) | set(rows.SEVERAL)
    assert set(get_args(providers.Named)) == set(reads.TESTS)


def changed(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """The table of Google with one thing changed."""
    data = copy.deepcopy(files.bundled("terraform/google"))
    inside: Any = data
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = value
    return data


INSTANCE = ("resources", "google_redis_instance")


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("majors",), [], "at least 1 item"),
        (("as_of",), "soon", "should match pattern"),
        ((*INSTANCE, "facts", "colour"), {"always": True}, "no rule knows a fact `colour`"),
        ((*INSTANCE, "facts", "auth"), {"argument": "auth_enabled", "absent": "no"}, "`auth` is never 'no'"),
        ((*INSTANCE, "facts", "auth"), {"argument": "auth_enabled", "absent": 0}, "`auth` is never 0"),
        ((*INSTANCE, "facts", "shards"), {"always": True}, "`shards` is never True"),
        ((*INSTANCE, "facts", "auth"), {"argument": "a b"}, "should match pattern"),
        ((*INSTANCE, "facts", "auth"), {"reads": "truth"}, "names an argument"),
        ((*INSTANCE, "facts", "auth"), {"argument": "x", "values": {"ON": True}}, "lower case"),
        ((*INSTANCE, "facts", "auth"), {"argument": "x", "when": {"y": "maybe"}}, "Input should be"),
        ((*INSTANCE, "settings", "timeout"), {"argument": "x", "values": "colours"}, "`words` has no `colours`"),
        ((*INSTANCE, "colour"), "red", "Extra inputs are not permitted"),
        (("firewalls", "google_compute_firewall", "ranges"), [], "at least 1 item"),
        (("resources",), {}, "at least 1 item"),
    ],
)
def test_tables_that_are_not_what_they_should_be(path: tuple[str, ...], value: Any, fault: str) -> None:
    assert any(fault in one for one in schema.faults("terraform/google", changed(path, value)))


def test_an_untouched_table_is_one() -> None:
    assert schema.faults("terraform/google", changed(("about",), "Google")) == []
