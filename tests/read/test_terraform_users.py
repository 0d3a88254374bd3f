"""Users of ElastiCache and MemoryDB in Terraform: their rules word by word, how they log in, and their groups."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.acl.table import table
from redislint.model.acl import AclToken, User
from redislint.model.document import Reading
from redislint.model.instance import Instance
from redislint.read import read
from redislint.servers.managed import withheld
from redislint.source import Source
from tests.read.reading import Files
from tests.timing import SLOW


def reading(text: str, **files: str) -> Reading:
    tree = Files()
    tree.texts = {f"{name}.tf": other for name, other in files.items()}
    return read(Source("main.tf", text, "terraform"), tree)


def resource(body: str, type_: str = "aws_elasticache_user", label: str = "app") -> str:
    return f'resource "{type_}" "{label}" {{\n{body}\n}}\n'


def elasticache(access: str, rest: str = "", name: str = "app") -> str:
    return resource(f'user_id = "{name}"\nuser_name = "{name}"\nengine = "redis"\naccess_string = {access}\n{rest}')


def user(text: str, **files: str) -> User:
    (document,) = reading(text, **files).documents
    (found,) = document.users
    return found


def rules(found: User) -> list[tuple[str, str]]:
    """Each rule of the access string, and the text at its place."""
    return [(token.text, token.span.text) for token in found.tokens[1:]]


def instances(found: Reading, type_: str) -> list[Instance]:
    return [one for one in found.instances if one.managed is not None and one.managed.resource == type_]


# --- places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("access", "expected"),
    [
        ('"on ~app:* +@read"', [("on", "on"), ("~app:*", "~app:*"), ("+@read", "+@read")]),
        (r'"on  \u002b@read ~\"x\""', [("on", "on"), ("+@read", r"\u002b@read"), ('~"x"', r"~\"x\"")]),
        ("<<EOT\non ~a\n  +get\nEOT", [("on", "on"), ("~a", "~a"), ("+get", "+get")]),
        ("<<-EOT\n    on\n      ~a +get\n  EOT", [("on", "on"), ("~a", "~a"), ("+get", "+get")]),
        ('"on ~${local.p}:* +get"', [("on", "on"), ("~shop:*", "~${local.p}:*"), ("+get", "+get")]),
        ('"on ${local.rest}"', [("on", "on"), ("~a", "${local.rest}"), ("+get", "${local.rest}")]),
        ("local.rest", [("~a", "~a"), ("+get", "+get")]),
        ('join(" ", ["on", "~${local.p}:*", "+get"])', [("on", "on"), ("~shop:*", "~${local.p}:*"), ("+get", "+get")]),
        ('true ? "on +get" : "off"', [("on", "on"), ("+get", "+get")]),
        ('format("on ~%s", local.p)', [("on", 'format("on ~%s", local.p)'), ("~shop", 'format("on ~%s", local.p)')]),
        ('"on (~a +get) +set"', [("on", "on"), ("(~a +get)", "(~a +get)"), ("+set", "+set")]),
    ],
)
def test_every_rule_has_its_place(access: str, expected: list[tuple[str, str]]) -> None:
    text = elasticache(access) + 'locals {\n  p = "shop"\n  rest = "~a +get"\n}\n'
    assert rules(user(text)) == expected


def test_a_rule_in_another_file_has_its_place_there() -> None:
    found = user(elasticache("var.rules"), variables='variable "rules" {\n  default = "on +get"\n}\n')
    assert [(token.span.source.path, token.span.position) for token in found.tokens[1:]] == [
        ("variables.tf", (2, 14)),
        ("variables.tf", (2, 17)),
    ]


@pytest.mark.parametrize("access", ['"on +get ${var.more}"', '"on ${var.more}"', '"~${var.p}:* on"'])
def test_what_is_not_known_stands_for_any_rule(access: str) -> None:
    found = user(elasticache(access))
    assert [token.known for token in found.tokens[1:]].count(False) == 1


@pytest.mark.parametrize(
    "access", ["var.rules", "each.value", "data.x.y.z", "null", '"%{if x}on%{endif}"', "local.loop"]
)
def test_a_user_of_whose_rules_nothing_is_known_is_none(access: str) -> None:
    found = reading(elasticache(access) + "locals {\n  loop = local.loop\n}\n")
    assert not found.documents


WORDS = st.lists(st.text("abc+~@*:-_|é€", min_size=1, max_size=6), min_size=1, max_size=6)


@given(WORDS, st.integers(0, 4), st.data())
def test_words_and_places_survive_every_notation(words: list[str], notation: int, data: st.DataObject) -> None:
    def escaped(word: str) -> str:
        return "".join(f"\\u{ord(one):04x}" if data.draw(st.booleans()) else one for one in word)

    text = [
        lambda: f'"{" ".join(words)}"',
        lambda: f'"{" ".join(map(escaped, words))}"',
        lambda: "<<-EOT\n" + "".join(f"    {word}\n" for word in words) + "  EOT",
        lambda: 'join(" ", [' + ", ".join(f'"{escaped(word)}"' for word in words) + "])",
        lambda: '"' + " ".join(f'${{"{word}"}}' for word in words) + '"',
    ][notation]()
    found = user(elasticache(text, "no_password_required = true"))
    assert [token.text for token in found.tokens[1:]] == words
    for token in found.tokens[1:]:
        written = re.sub(r"\\u(....)", lambda match: chr(int(match[1], 16)), token.span.text)
        # A quoted text that is nothing but code is what the code says.
        assert written == (f'${{"{token.text}"}}' if notation == 4 and len(words) > 1 else token.text)


def test_no_nesting_and_no_size_takes_long() -> None:
    doubling = "".join(f'  a{index} = "${{local.a{index + 1}}}${{local.a{index + 1}}}"\n' for index in range(60))
    text = elasticache('"on ${local.a0}"') + f'locals {{\n{doubling}  a60 = ""\n}}\n'
    long = elasticache('"on ' + "+get " * 30_000 + '"')
    start = time.process_time()
    reading(text)
    reading(long)
    assert time.process_time() - start < 2 * SLOW


# --- how a user logs in ---------------------------------------------------------------------------------------------

BLOCK = "authentication_mode {{\n  {}\n}}"


@pytest.mark.parametrize(
    ("rest", "proofs"),
    [
        ("no_password_required = true", [("nopass", "true", True)]),
        ("no_password_required = false", [(">${}", 'resource "aws_elasticache_user" "app"', False)]),
        ("no_password_required = var.open", [(">${}", 'resource "aws_elasticache_user" "app"', False)]),
        (BLOCK.format('type = "no-password-required"'), [("nopass", '"no-password-required"', True)]),
        (BLOCK.format('type = "iam"'), [(">${}", 'resource "aws_elasticache_user" "app"', False)]),
        (BLOCK.format('passwords = ["x", var.y]'), [(">x", '"x"', True), (">${}", "var.y", False)]),
        ('passwords = ["a", "b"]', [(">a", '"a"', True), (">b", '"b"', True)]),
        ('passwords_wo = "a"', [(">a", '"a"', True)]),
        ('password_wo_1 = "a"', [(">a", '"a"', True)]),
        ("passwords = var.y", [(">${}", "var.y", False)]),
        ("passwords = [random_password.x.result]", [(">${}", "random_password.x.result", False)]),
        ("", [(">${}", 'resource "aws_elasticache_user" "app"', False)]),
    ],
)
def test_how_a_user_logs_in_comes_first(rest: str, proofs: list[tuple[str, str, bool]]) -> None:
    found = user(elasticache('"on +get"', rest))
    assert [(one.text, one.span.text, one.known) for one in found.tokens[: len(proofs)]] == proofs
    assert [token.text for token in found.tokens[len(proofs) :]] == ["on", "+get"]


def test_passwords_are_secrets_wherever_they_stand() -> None:
    text = elasticache('"on >inside +get"', "passwords = [var.y]") + 'variable "y" {\n  default = "elsewhere"\n}\n'
    found = reading(text)
    assert {"elsewhere", ">inside"} <= {span.text for span in found.secrets}
    assert [token.text for token in found.documents[0].users[0].tokens] == [">elsewhere", "on", "+get"]


@pytest.mark.parametrize(
    ("ignored", "known"),
    [("[access_string]", False), ("all", False), ("[passwords]", True), ("[authentication_mode[0].passwords]", True)],
)
def test_what_terraform_leaves_alone_is_set_elsewhere(ignored: str, known: bool) -> None:
    rest = f'passwords = ["changeme"]\nlifecycle {{\n  ignore_changes = {ignored}\n}}'
    documents = reading(elasticache('"on +get"', rest)).documents
    assert bool(documents) is known
    if known:
        assert documents[0].users[0].tokens[0] == AclToken(">${}", documents[0].users[0].span, known=False)


# --- groups ---------------------------------------------------------------------------------------------------------

APP = elasticache('"on +get"', "passwords = [var.p]")
GROUP = 'user_group_id = "shop"\nengine = "REDIS"\nuser_ids = {}'


def group(members: str) -> str:
    return resource(GROUP.format(members), "aws_elasticache_user_group", "shop")


def cache(name: str = "aws_elasticache_user_group.shop.id") -> str:
    return resource(f"user_group_ids = [{name}]", "aws_elasticache_replication_group", "carts")


@pytest.mark.parametrize(
    "members",
    [
        "[aws_elasticache_user.app.user_id]",
        "[aws_elasticache_user.app.id]",
        "[aws_elasticache_user.app[0].id]",
        '["app"]',
    ],
)
@pytest.mark.parametrize("name", ["aws_elasticache_user_group.shop.id", '"shop"'])
def test_a_cache_has_the_users_of_its_group(members: str, name: str) -> None:
    found = reading(APP + group(members) + cache(name))
    for type_ in ("aws_elasticache_user_group", "aws_elasticache_replication_group"):
        (one,) = instances(found, type_)
        assert one.users is not None
        assert [user.name for user in one.users] == ["app"]


@pytest.mark.parametrize(
    "members",
    ["[aws_elasticache_user.other.id]", "var.ids", '["app", var.more]', '["default"]', 'concat(["app"], var.more)'],
)
def test_users_who_are_not_all_known_are_not_known(members: str) -> None:
    found = reading(APP + group(members) + cache())
    assert instances(found, "aws_elasticache_replication_group")[0].users is None


def test_associations_add_users() -> None:
    more = resource(
        "user_group_id = aws_elasticache_user_group.shop.user_group_id\nuser_id = aws_elasticache_user.app.user_id",
        "aws_elasticache_user_group_association",
        "more",
    )
    found = reading(APP + group("[]") + more + cache())
    users = instances(found, "aws_elasticache_replication_group")[0].users
    assert users is not None
    assert [user.name for user in users] == ["app"]


def test_users_in_other_files_of_the_module() -> None:
    found = reading(cache(), users=APP, groups=group("[aws_elasticache_user.app.id]"))
    (one,) = found.instances
    assert [user.name for user in one.users or ()] == ["app"]
    assert not found.documents


def test_a_serverless_cache_has_users_too() -> None:
    serverless = resource(
        'engine = "valkey"\nuser_group_id = aws_elasticache_user_group.shop.id', "aws_elasticache_serverless_cache", "s"
    )
    found = reading(APP + group("[aws_elasticache_user.app.id]") + serverless)
    assert [user.name for user in instances(found, "aws_elasticache_serverless_cache")[0].users or ()] == ["app"]


def test_memorydb_has_acls() -> None:
    text = (
        resource('user_name = "app"\naccess_string = "on +get"', "aws_memorydb_user")
        + resource('name = "shop"\nuser_names = [aws_memorydb_user.app.user_name]', "aws_memorydb_acl", "shop")
        + resource("acl_name = aws_memorydb_acl.shop.name", "aws_memorydb_cluster", "carts")
    )
    found = reading(text)
    assert [user.name for user in instances(found, "aws_memorydb_cluster")[0].users or ()] == ["app"]
    assert found.documents[0].withheld == withheld("memorydb")


@pytest.mark.parametrize("engine", ["redis", "valkey"])
def test_the_default_user_of_the_service(engine: str) -> None:
    found = reading(APP + group('["app", "default"]').replace("REDIS", engine))
    (one,) = instances(found, "aws_elasticache_user_group")
    assert one.managed is not None
    assert ("default-user" in one.managed.facts) is (engine == "redis")


def test_the_default_user_of_the_service_may_be_looked_up() -> None:
    data = 'data "aws_elasticache_user" "d" {\n  user_id = "%s"\n}\n'
    members = "[data.aws_elasticache_user.d[0].user_id, data.aws_elasticache_user.unknown.id]"
    for name in ("default", "other"):
        (one,) = instances(reading(data % name + group(members)), "aws_elasticache_user_group")
        assert one.managed is not None
        assert ("default-user" in one.managed.facts) is (name == "default")


# --- what nobody may run --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", ["elasticache", "memorydb"])
def test_what_is_withheld_are_commands(service: str) -> None:
    names = withheld(service)
    known = table("redis@7.0")
    assert {"config", "debug", "acl|setuser"} <= names
    assert not [name for name in names if not known.bit(name)]


def test_documents_say_what_is_withheld() -> None:
    (document,) = reading(APP).documents
    assert document.withheld == withheld("elasticache")
    assert document.language == "users-acl"
    assert document.kind == "terraform"
