"""Users that Terraform makes of collections: each rule where it is written, and groups of all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint import lint_text
from redislint.model.acl import User
from redislint.model.document import Reading
from redislint.read import read
from redislint.source import Source
from tests.read.reading import Files

USER = """\
resource "aws_elasticache_user" "all" {{
  for_each      = {users}
  user_id       = each.key
  user_name     = each.key
  engine        = "redis"
  access_string = {rules}
  passwords     = [{password}]
}}
"""
SAID = """\
locals {
  users = {
    app = { name = "app", rules = "on ~* +@all", word = "secret-of-app" }
    job = { name = "job", rules = "on ~j +get", word = "secret-of-job" }
  }
  list = [
    { name = "app", rules = "on ~* +@all", word = "secret-of-app" },
    { name = "job", rules = "on ~j +get", word = "secret-of-job" }
  ]
  rules = { app = "on ~* +@all", job = "on ~j +get" }
  words = { app = "secret-of-app", job = "secret-of-job" }
  names = ["app", "job"]
}
variable "users" {
  type = map(object({ rules = string, word = string, kind = optional(string, "person") }))
  default = {
    app = { rules = "on ~* +@all", word = "secret-of-app" }
    "job" : { rules = "on ~j +get", word = "secret-of-job" }
  }
}
variable "more" {}
"""


def reading(text: str, **files: str) -> Reading:
    tree = Files()
    tree.texts = {f"{name}.tf": other for name, other in files.items()}
    return read(Source("main.tf", text, "terraform"), tree)


def users(found: Reading) -> list[User]:
    return [user for document in found.documents for user in document.users]


# --- places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("collection", "rules", "password"),
    [
        ("local.users", "each.value.rules", "each.value.word"),
        ("local.users", 'each.value["rules"]', "local.users[each.key].word"),
        ("local.users", 'lookup(each.value, "rules", "off")', "try(each.value.word, null)"),
        ("local.users", 'coalesce(each.value.rules, "off")', 'local.list[each.key == "app" ? 0 : 1].word'),
        ("var.users", "each.value.rules", "each.value.word"),
        ("merge(var.users, {})", "each.value.rules", "each.value.word"),
        ("merge({ app = local.users.app }, { job = local.users.job })", "each.value.rules", "each.value.word"),
        ("tomap(local.users)", "each.value.rules", "each.value.word"),
        ("zipmap(local.names, local.list)", "each.value.rules", "each.value.word"),
        ("true ? local.users : {}", "each.value.rules", "each.value.word"),
        ("local.rules", "each.value", "local.words[each.key]"),
        ("toset(local.names)", "local.rules[each.value]", 'lookup(local.words, each.key, "")'),
        ("{ for one in local.list : one.name => one }", "each.value.rules", "each.value.word"),
        ("{ for index, one in concat([], local.list) : one.name => one }", "each.value.rules", "each.value.word"),
        ('{ for key, one in var.users : key => one if one.kind == "person" }', "each.value.rules", "each.value.word"),
        ("{ for key, one in var.users : key => { r = one.rules, w = one.word } }", "each.value.r", "each.value.w"),
        ("{ for key, one in local.rules : key => one }", "each.value", "local.words[each.key]"),
    ],
)
def test_every_rule_and_password_has_the_place_where_it_is_written(collection: str, rules: str, password: str) -> None:
    found = reading(USER.format(users=collection, rules=rules, password=password), more=SAID)
    said = [(user.name, [(token.text, token.span.text) for token in user.tokens]) for user in users(found)]
    assert said == [
        ("app", [(">secret-of-app", '"secret-of-app"'), ("on", "on"), ("~*", "~*"), ("+@all", "+@all")]),
        ("job", [(">secret-of-job", '"secret-of-job"'), ("on", "on"), ("~j", "~j"), ("+get", "+get")]),
    ]
    assert {"secret-of-app", "secret-of-job"} <= {span.text for span in found.secrets}


def test_what_is_calculated_has_the_place_where_that_is_done() -> None:
    calculated = '{ for name in local.names : name => { rules = "on ~${name}:* +get" } }'
    found = reading(USER.format(users=calculated, rules="each.value.rules", password="var.more"), more=SAID)
    assert [[(token.text, token.span.text) for token in user.tokens[1:]] for user in users(found)] == [
        [(word, '"on ~${name}:* +get"') for word in ("on", f"~{name}:*", "+get")] for name in ("app", "job")
    ]


@pytest.mark.parametrize(
    "collection",
    ["var.more", "merge(local.users, var.more)", "{ for key, one in var.more : key => one }", "toset(var.more)"],
)
def test_of_a_collection_that_is_not_known_there_are_no_users(collection: str) -> None:
    found = reading(USER.format(users=collection, rules="each.value.rules", password="var.more"), more=SAID)
    assert not users(found)


@pytest.mark.parametrize(
    "locals_",
    [
        "a = local.a",
        "a = merge(local.b, {})\n  b = merge(local.a, {})",
        'a = local.b["x"]\n  b = { x = local.a }',
        "a = { for k, v in local.a : k => v }",
        "a = { x = { rules = local.a.x.rules } }",
    ],
)
def test_what_is_made_of_itself_is_not_known(locals_: str) -> None:
    text = USER.format(users="local.a", rules="each.value.rules", password="local.a.x.word")
    assert not users(reading(text, more=f"locals {{\n  {locals_}\n}}\n"))


# --- groups ---------------------------------------------------------------------------------------------------------

ALL = USER.format(users="local.users", rules="each.value.rules", password="each.value.word")
OTHERS = """\
resource "aws_elasticache_user" "numbered" {
  count         = 2
  user_id       = "numbered-${count.index}"
  user_name     = "numbered-${count.index}"
  engine        = "redis"
  access_string = "on +get"
}
resource "aws_elasticache_user" "one" {
  user_id       = "one"
  user_name     = "one"
  engine        = "redis"
  access_string = "on +get"
}
resource "aws_elasticache_user" "none" {
  count         = 0
  user_id       = "none"
  user_name     = "none"
  engine        = "redis"
  access_string = "on +get"
}
resource "aws_elasticache_user" "unknown" {
  for_each      = var.more
  user_id       = each.key
  user_name     = each.key
  engine        = "redis"
  access_string = "on +get"
}
"""
GROUP = """\
resource "aws_elasticache_user_group" "all" {{
  {rest}
  engine        = "redis"
  user_group_id = {name}
  user_ids      = {members}
}}
resource "aws_elasticache_replication_group" "carts" {{
  user_group_ids = [{asked}]
}}
"""


def members(text: str, name: str = "carts") -> list[str] | None:
    """The users of the cache, None where they are not known."""
    (found,) = [one for one in reading(text, more=SAID).instances if one.name.endswith(f".{name}")]
    return None if found.users is None else [user.name for user in found.users]


def group(listed: str, rest: str = "", name: str = '"all"', asked: str = "aws_elasticache_user_group.all.id") -> str:
    return ALL + OTHERS + GROUP.format(members=listed, rest=rest, name=name, asked=asked)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("[for one in aws_elasticache_user.all : one.user_id]", ["app", "job"]),
        ("[for key, one in aws_elasticache_user.all : one.id]", ["app", "job"]),
        ("values(aws_elasticache_user.all)[*].user_id", ["app", "job"]),
        ("[for one in values(aws_elasticache_user.all) : one.user_id]", ["app", "job"]),
        ("[for name in local.names : aws_elasticache_user.all[name].user_id]", ["app", "job"]),
        ('[for name in local.names : aws_elasticache_user.all[name].user_id if name == "job"]', ["job"]),
        ('[aws_elasticache_user.all["job"].user_id]', ["job"]),
        ('[aws_elasticache_user.all["nobody"].user_id]', None),
        ("[aws_elasticache_user.all[var.more].user_id]", None),
        ("aws_elasticache_user.numbered[*].user_id", ["numbered-0", "numbered-1"]),
        ("aws_elasticache_user.numbered.*.user_id", ["numbered-0", "numbered-1"]),
        ("[aws_elasticache_user.numbered[1].id]", ["numbered-1"]),
        ("aws_elasticache_user.none[*].user_id", []),
        ("keys(local.users)", ["app", "job"]),
        ('["job", "one", ""]', ["job", "one"]),
        (
            "sort(distinct(concat([aws_elasticache_user.one.id], [for u in aws_elasticache_user.all : u.id])))",
            ["one", "app", "job"],
        ),
        (
            "flatten([aws_elasticache_user.one.id, aws_elasticache_user.numbered[*].id])",
            ["one", "numbered-0", "numbered-1"],
        ),
        ("[for one in aws_elasticache_user.all : one.user_id if one.user_id != var.more]", None),
        ("[for one in aws_elasticache_user.all : one.arn]", None),
        ("[for one in aws_elasticache_user.unknown : one.user_id]", None),
        ("[for one in aws_elasticache_user.nowhere : one.user_id]", None),
        ("[for one in var.more : one]", None),
        ("concat([for one in aws_elasticache_user.all : one.user_id], var.more)", None),
    ],
)
def test_who_is_in_a_group(listed: str, expected: list[str] | None) -> None:
    assert members(group(listed)) == expected


def test_groups_of_a_collection_have_their_own_users() -> None:
    each = {"rest": "for_each = local.users", "name": "each.key"}
    listed = "[aws_elasticache_user.all[each.key].user_id]"
    for asked in ('aws_elasticache_user_group.all["job"].id', '"job"'):
        assert members(group(listed, asked=asked, **each)) == ["job"]
    assert members(group(listed, asked="aws_elasticache_user_group.all[var.more].id", **each)) is None


def test_associations_of_a_collection_add_to_their_group() -> None:
    more = """\
resource "aws_elasticache_user_group_association" "more" {
  for_each      = aws_elasticache_user.all
  user_group_id = aws_elasticache_user_group.all.user_group_id
  user_id       = each.value.user_id
}
"""
    one = '["one"]'
    assert members(
        group(one) + more.replace("aws_elasticache_user.all\n", "local.users\n").replace("value.user_id", "key")
    ) == [
        "one",
        "app",
        "job",
    ]
    assert members(group(one) + more) is None


def test_an_open_default_user_of_a_collection_opens_the_cache() -> None:
    text = group("[for one in aws_elasticache_user.all : one.user_id]").replace(
        "each.key", 'each.key == "app" ? "default" : each.key'
    )
    text = text.replace("passwords     = [each.value.word]", "no_password_required = true") + SAID
    found = [one for one in lint_text(text, kind="terraform") if one.rule == "RL237"]
    assert found


# --- the same findings ----------------------------------------------------------------------------------------------

WORDS = st.lists(
    st.sampled_from(
        ["+@all", "-@all", "+@write", "-@dangerous", "+eval", "+flushall", "-flushall", "+keys", "~*", "~a:*"]
    ),
    min_size=1,
    max_size=5,
)


@given(WORDS)
def test_a_user_of_a_collection_is_found_fault_with_as_one_by_itself(words: list[str]) -> None:
    rules = " ".join(["on", *words])
    plain = USER.replace("  for_each      = {users}\n", "").replace("each.key", '"app"')
    alone = plain.format(rules=f'"{rules}"', password="var.more") + 'variable "more" {}\n'
    made = USER.format(users="local.users", rules="each.value.rules", password="var.more") + 'variable "more" {}\n'
    made += f'locals {{\n  users = {{ app = {{ rules = "{rules}" }} }}\n}}\n'

    def said(text: str) -> list[tuple[str, str]]:
        lines = text.split("\n")
        found = lint_text(text, kind="terraform")
        return sorted((one.rule, lines[one.line - 1][one.column - 1 : one.end_column - 1].strip('"')) for one in found)

    assert said(made) == said(alone)
