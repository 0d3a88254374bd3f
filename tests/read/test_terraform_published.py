"""Modules of registries and of Git, by the table of their inputs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.read import read
from redislint.read.terraform import hcl
from redislint.read.terraform.constraint import ANY, allowed, meet, version
from redislint.read.terraform.published import Address, address
from redislint.servers import files
from redislint.source import Source
from tests.read.reading import Files

ROWS = files.load("terraform/modules")["modules"]
ELASTICACHE = "terraform-aws-modules/elasticache/aws"
POSSE = "cloudposse/elasticache-redis/aws"
POSSE_GIT = "github.com/cloudposse/terraform-aws-elasticache-redis"


def called(source: str, body: str = "", **files: str) -> Reading:
    text = f'module "cache" {{\n  source = "{source}"\n{body}\n}}\n'
    tree = Files()
    tree.texts = {"main.tf": text, **{f"{name}.tf": one for name, one in files.items()}}
    return read(Source("main.tf", text, "terraform"), tree)


def facts(reading: Reading, type_: str) -> dict[str, tuple[Any, str]]:
    """The facts of the resource of a type, each with the text that is to blame."""
    (found,) = [one.managed for one in reading.instances if one.managed and one.managed.resource == type_]
    return {name: (fact.value, fact.span.text) for name, fact in found.facts.items()}


GROUP = "aws_elasticache_replication_group"
HEADER = 'module "cache"'


@pytest.mark.parametrize(
    ("source", "body", "fact", "expected"),
    [
        (ELASTICACHE, "", "transit-encryption", ("required", HEADER)),
        (ELASTICACHE, "transit_encryption_enabled = false", "transit-encryption", ("off", "false")),
        (ELASTICACHE, 'transit_encryption_mode = "preferred"', "transit-encryption", ("preferred", '"preferred"')),
        (ELASTICACHE, "", "at-rest-encryption", (True, HEADER)),
        (ELASTICACHE, "", "auth", (False, HEADER)),
        (ELASTICACHE, "auth_token = random_password.x.result", "auth", (UNKNOWN, "random_password.x.result")),
        (ELASTICACHE, 'user_group_ids = ["x"]', "auth", (True, '["x"]')),
        (ELASTICACHE, "create_secondary_global_replication_group = true", "transit-encryption", ("off", HEADER)),
        (POSSE, "", "at-rest-encryption", (False, HEADER)),
        (POSSE, "", "transit-encryption", ("required", HEADER)),
        (POSSE, "transit_encryption_enabled = local.x", "transit-encryption", (UNKNOWN, "local.x")),
        (POSSE, 'version = "1.9.0"', "engine-version", ("redis 4.0.10", HEADER)),
        (POSSE, 'version = "~> 2.0"', "engine-version", ("redis 7.1", HEADER)),
        (POSSE, 'version = ">= 1.9.0"', "engine-version", ("redis 7.1", HEADER)),
        (POSSE, 'version = "~> 1.2"', "engine-version", ("redis 4.0.10", HEADER)),
        (POSSE, 'engine_version = "5.0.6"', "engine-version", ("redis 5.0.6", '"5.0.6"')),
        (f"{POSSE_GIT}?ref=1.9.0", "", "engine-version", ("redis 4.0.10", HEADER)),
        (f"git::https://{POSSE_GIT}.git?ref=tags/v2.1.0", "", "engine-version", ("redis 7.1", HEADER)),
        (f"git::ssh://git@{POSSE_GIT}.git?ref=v2.1.0&depth=1", "", "engine-version", ("redis 7.1", HEADER)),
        (f"git@{POSSE_GIT.replace('/', ':', 1)}.git?ref=v2.1.0", "", "engine-version", ("redis 7.1", HEADER)),
        (f"{POSSE_GIT}?ref=main", "", "at-rest-encryption", (False, HEADER)),
        # Before 1.2.1 a token brought TLS with it.
        (
            POSSE,
            'version = "0.50.0"\ntransit_encryption_enabled = false\nauth_token = "x"',
            "transit-encryption",
            ("required", "false"),
        ),
        (
            POSSE,
            'version = "1.3.0"\ntransit_encryption_enabled = false\nauth_token = "x"',
            "transit-encryption",
            ("off", "false"),
        ),
    ],
)
def test_inputs_and_defaults(source: str, body: str, fact: str, expected: tuple[Any, str]) -> None:
    assert facts(called(source, body), GROUP)[fact] == expected


@pytest.mark.parametrize(
    ("source", "body"),
    [
        (ELASTICACHE, "create = false"),
        (ELASTICACHE, "create_replication_group = false"),
        (ELASTICACHE, 'engine = "memcached"'),
        (ELASTICACHE, "count = 0"),
        (ELASTICACHE, 'version = "0.9.0"'),
        (ELASTICACHE, 'version = ">= 2.0"'),
        (ELASTICACHE, 'version = "what"'),
        (POSSE, "enabled = false"),
        (POSSE, "serverless_enabled = true"),
        (POSSE, 'version = "0.30.0"'),
        (f"{ELASTICACHE}//modules/nowhere", ""),
        ("example.com/mine/elasticache/aws", ""),
        ("someone/elasticache/aws", ""),
        ("https://example.com/elasticache.zip", ""),
    ],
)
def test_what_is_not_there_or_not_known(source: str, body: str) -> None:
    reading = called(source, body)
    assert GROUP not in [one.managed.resource for one in reading.instances if one.managed]
    assert not reading.problems


def test_a_submodule_has_a_table_of_its_own() -> None:
    reading = called(f"{ELASTICACHE}//modules/serverless-cache", 'engine = "redis"')
    assert [one.managed.resource for one in reading.instances if one.managed] == ["aws_elasticache_serverless_cache"]
    assert not called(f"{ELASTICACHE}//modules/serverless-cache", 'engine = "memcached"').instances


def test_an_open_acl() -> None:
    reading = called("terraform-aws-modules/memory-db/aws", 'create_acl = false\nacl_name = "open-access"')
    assert facts(reading, "aws_memorydb_cluster")["acl"] == ("open-access", '"open-access"')
    assert facts(called("terraform-aws-modules/memory-db/aws"), "aws_memorydb_cluster")["acl"] == (UNKNOWN, HEADER)


def test_a_module_of_the_tree_that_calls_one() -> None:
    tree = Files()
    inner = (
        f'variable "tls" {{}}\nmodule "r" {{\n  source = "{ELASTICACHE}"\n  transit_encryption_enabled = var.tls\n}}\n'
    )
    text = 'module "cache" {\n  source = "./mine"\n  tls = false\n}\n'
    tree.texts = {"main.tf": text, "mine/main.tf": 'variable "tls" {}\n' + inner}
    reading = read(Source("main.tf", text, "terraform"), tree)
    assert facts(reading, GROUP)["transit-encryption"] == ("off", "false")
    assert {one.name for one in reading.instances} == {f"module.cache.module.r.{GROUP}.this"}
    assert {one.path for one in reading.references} == {"mine/main.tf"}


def test_a_secret_is_where_it_is_written() -> None:
    reading = called(ELASTICACHE, 'auth_token = "correct-horse"')
    assert "correct-horse" in [span.text for span in reading.secrets]


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("1.2.3", ["1.2.3"], ["1.2.2", "1.2.4"]),
        ("= 1.2.3", ["1.2.3"], ["1.2.4"]),
        ("v1.2.3", ["1.2.3"], ["1.2.4"]),
        (">= 1.2", ["1.2.0", "3.0.0"], ["1.1.9"]),
        ("> 1.2.3", ["1.2.4"], ["1.2.3"]),
        ("< 2", ["1.9.9"], ["2.0.0"]),
        ("<= 2.0.0", ["2.0.0"], ["2.0.1"]),
        ("~> 1.2", ["1.2.0", "1.9.0"], ["1.1.0", "2.0.0"]),
        ("~> 1.2.3", ["1.2.3", "1.2.9"], ["1.2.2", "1.3.0"]),
        ("~> 1", ["1.0.0", "2.0.0"], ["0.9.0"]),
        (">= 1.0, < 2.0", ["1.5.0"], ["2.0.0", "0.9.0"]),
        ("!= 1.2.3", ["1.0.0"], []),
        (">= 1.0.0-beta", ["1.0.0"], []),
    ],
)
def test_constraints(text: str, inside: list[str], outside: list[str]) -> None:
    found = allowed(text)
    assert found is not None
    for one in (*inside, *outside):
        low = version(one)
        assert meet(found, (low, (low[0], low[1], low[2] + 1))) is (one in inside), one


@pytest.mark.parametrize("text", ["", "latest", "1.x", "~~ 1", "1.2.3.4", ">= 1 2", ">" * 5000])
def test_what_is_no_constraint(text: str) -> None:
    assert allowed(text) is None


def test_addresses() -> None:
    assert address("registry.terraform.io/a/b/c", None) == Address("a/b/c", "", ANY)
    assert address("a/b/c//modules/x", "1.0.0") == Address("a/b/c", "modules/x", ((1, 0, 0), (1, 0, 1)))
    assert address("a/b/c", "what") is None
    assert address("s3::https://x/y", None) is None
    assert address("a/" * 400 + "b", None) is None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['address']}//{row['folder']}")
def test_the_table(row: dict[str, Any]) -> None:
    """Its texts can be read, its versions follow each other, and each input that is used has a default."""
    text = "\n".join(row["text"]) + "\n"
    assert hcl.parse(text).body.blocks
    used = set(re.findall(r"\bvar\.(\w+)", text))
    ranges = [(version(one["from"]), version(one["before"])) for one in row["versions"]]
    assert all(low < high for low, high in ranges)
    assert [high for _, high in ranges[:-1]] == [low for low, _ in ranges[1:]]
    for one in row["versions"]:
        assert set(one["inputs"]) <= used
    source = row["address"] + (f"//{row['folder']}" if row["folder"] else "")
    newest = row["versions"][-1]["from"]
    assert not called(source, f'version = "{newest}"').problems


USERS = f"{ELASTICACHE}//modules/user-group"


def people(reading: Reading) -> dict[str, list[tuple[str, str]]]:
    """The users of a reading by name: each word of theirs, with the text that is to blame."""
    found = [user for one in reading.instances if "user_group." not in one.name for user in one.users or ()]
    return {user.name: [(token.text, token.span.text) for token in user.tokens] for user in found}


def test_users_of_a_module_are_what_its_call_says() -> None:
    reading = called(
        USERS,
        'default_user = {\n  user_id = "none"\n  access_string = "off -@all"\n  no_password_required = true\n}\n'
        'users = {\n  shop = { access_string = "on ~shop:* +@read", passwords = ["a-long-enough-secret"] }\n'
        '  jobs = { user_name = "worker", access_string = "on ~* +@all", authentication_mode = { type = "iam" } }\n}',
    )
    assert people(reading) == {
        "default": [("nopass", "true"), ("off", "off"), ("-@all", "-@all")],
        "shop": [
            (">a-long-enough-secret", '"a-long-enough-secret"'),
            ("on", "on"),
            ("~shop:*", "~shop:*"),
            ("+@read", "+@read"),
        ],
        "worker": [(">${}", HEADER), ("on", "on"), ("~*", "~*"), ("+@all", "+@all")],
    }
    assert {span.text for span in reading.secrets} == {"a-long-enough-secret"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [("create_default_user = false", "open"), ('create_default_user = false\ndefault_user_id = "mine"', None)],
)
def test_without_a_default_user_of_its_own_a_group_has_elasticache_s(body: str, expected: str | None) -> None:
    (group,) = called(USERS, body).instances
    assert group.managed is not None
    fact = group.managed.facts.get("default-user")
    assert (fact.value if fact is not None else None) == expected


def test_no_users_where_nothing_is_to_be_made() -> None:
    body = 'create = false\nusers = { shop = { access_string = "on ~* +@all" } }'
    assert called(USERS, body).instances == ()
