"""Modules of the tree that others call: what each caller makes of them, and who is to blame for it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.read import read
from redislint.source import Source
from tests.read.reading import Files
from tests.timing import SLOW

MODULE = """\
resource "aws_elasticache_replication_group" "this" {
  count                      = var.create ? 1 : 0
  description                = var.name
  transit_encryption_enabled = var.tls
  auth_token                 = var.settings.token
  parameter_group_name       = aws_elasticache_parameter_group.this.name
}
resource "aws_elasticache_parameter_group" "this" {
  name   = "p"
  family = "redis7"
  parameter {
    name  = "maxmemory-policy"
    value = var.policy
  }
}
"""
VARIABLES = """\
variable "create" {
  default = true
}
variable "name" {}
variable "tls" {
  type    = bool
  default = false
}
variable "policy" {
  default = "allkeys-lru"
}
variable "settings" {
  type    = any
  default = { token = null }
}
"""
FILES = {"modules/redis/main.tf": MODULE, "modules/redis/variables.tf": VARIABLES}
GROUP = "aws_elasticache_replication_group.this"


def called(body: str = "", path: str = "main.tf", released: str = "", **files: str) -> Reading:
    """What a file reads that calls the module; of further files `a__b` is a/b.tf."""
    text = f'module "cache" {{\n  source = "./modules/redis"\n{body}\n}}\n'
    more = {f"{name.replace('__', '/')}.tf": one for name, one in files.items()}
    tree = Files()
    tree.texts = {"main.tf": text, **FILES, **more}
    source = Source(path, tree.texts[path], "terraform")
    source.released = bool(released)
    return read(source, tree)


def group(reading: Reading, address: str = "module.cache") -> Instance:
    return next(one for one in reading.instances if one.name == f"{address}.{GROUP}")


def fact(instance: Instance, name: str) -> tuple[Any, str, str]:
    """A fact's value, and the place that is to blame for it."""
    assert instance.managed is not None
    found = instance.managed.facts[name]
    return found.value, found.span.source.path, found.span.text


def notes(instance: Instance, name: str) -> list[tuple[str, str, str]]:
    """What else has to do with a fact, each with its place."""
    assert instance.managed is not None
    found = instance.managed.notes[instance.managed.facts[name].span]
    return [(span.source.path, span.text, said) for span, said in found]


@pytest.mark.parametrize(
    ("body", "value", "path", "blamed"),
    [
        ("tls = false", "off", "main.tf", "false"),
        ("tls = true", "required", "main.tf", "true"),
        ('tls = "false"', "off", "main.tf", '"false"'),
        ("tls = !true", "off", "main.tf", "!true"),
        ("tls = null", "off", "main.tf", "null"),
        ("tls = local.tls", "off", "main.tf", "local.tls"),
        ("tls = var.tls", UNKNOWN, "main.tf", "var.tls"),
        ("tls = data.x.y.z", UNKNOWN, "main.tf", "data.x.y.z"),
        ("", "off", "modules/redis/main.tf", "var.tls"),
    ],
)
def test_the_caller_is_to_blame_for_what_it_sets(body: str, value: Any, path: str, blamed: str) -> None:
    reading = called(body, locals="locals {\n  tls = false\n}\n")
    assert fact(group(reading), "transit-encryption") == (value, path, blamed)


def test_it_is_said_who_sets_what_and_who_does_not() -> None:
    set_, left = group(called("tls = false")), group(called())
    assert notes(set_, "transit-encryption") == [
        ("modules/redis/main.tf", "var.tls", "this sets `transit_encryption_enabled` here")
    ]
    assert notes(left, "transit-encryption") == [
        ("modules/redis/variables.tf", 'variable "tls"', "`var.tls` has its default"),
        ("main.tf", 'module "cache"', "`module.cache` does not set `tls`"),
    ]
    # It is settled: nobody else may set it.
    assert left.managed is not None
    assert left.managed.defaults["transit-encryption"] == {}


@pytest.mark.parametrize(
    ("body", "value", "path", "blamed"),
    [
        ("settings = { token = null }", False, "main.tf", "null"),
        ('settings = { token = "" }', False, "main.tf", '""'),
        ("settings = { token = aws_secret.x.y }", UNKNOWN, "main.tf", "aws_secret.x.y"),
        ("settings = local.settings", False, "settings.tf", '""'),
        ("settings = merge(local.settings, {})", False, "main.tf", "merge(local.settings, {})"),
        ("", False, "modules/redis/main.tf", "var.settings.token"),
    ],
)
def test_a_part_of_an_argument(body: str, value: Any, path: str, blamed: str) -> None:
    reading = called(body, settings='locals {\n  settings = { token = "" }\n}\n')
    assert fact(group(reading), "auth") == (value, path, blamed)


def test_a_secret_is_where_it_is_written() -> None:
    reading = called('settings = { token = "correct-horse" }')
    (setting,) = group(reading).all("requirepass")
    assert (setting.args, setting.value_span.text) == (("correct-horse",), '"correct-horse"')
    assert "correct-horse" in [span.text for span in reading.secrets]


def test_parameters_are_what_the_caller_makes_of_them() -> None:
    policy = group(called('policy = "noeviction"')).setting("maxmemory-policy")
    assert (policy.args, policy.value_span.source.path) == (("noeviction",), "main.tf")
    policy = group(called()).setting("maxmemory-policy")
    assert (policy.args, policy.value_span.source.path) == (("allkeys-lru",), "modules/redis/main.tf")
    assert group(called("policy = var.unknown")).setting("maxmemory-policy").args is None


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("create = false", 1),
        ("count = 0", 0),
        ("for_each = {}", 0),
        ("for_each = toset([])", 0),
        ("count = var.unknown", 2),
        ("for_each = var.unknown", 2),
        ("count = 3", 2),
        ("providers = { aws = aws.west }", 2),
    ],
)
def test_how_many_there_are(body: str, count: int) -> None:
    """The parameter group is there whatever `create` says."""
    reading = called(body)
    assert len(reading.instances) == count
    # Whoever calls it says what becomes of it, be it nothing.
    assert [(one.role, one.path) for one in reading.references] == [("module", "modules/redis/main.tf")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "for_each = { a = { tls = false }, b = { tls = true } }\n  tls = each.value.tls",
            [("off", "each.value.tls"), ("required", "each.value.tls")],
        ),
        ("for_each = local.each\n  tls = each.value", [("off", "each.value"), ("required", "each.value")]),
        (
            'for_each = toset(["x", "y"])\n  tls = each.key == "x"',
            [("required", 'each.key == "x"'), ("off", 'each.key == "x"')],
        ),
        ("count = 2\n  tls = count.index == 1", [("off", "count.index == 1"), ("required", "count.index == 1")]),
        ("for_each = var.unknown\n  tls = each.value", [(UNKNOWN, "each.value")]),
        ("count = var.unknown\n  tls = count.index == 0", [(UNKNOWN, "count.index == 0")]),
        ("count = 2\n  tls = false", [("off", "false")]),
    ],
)
def test_each_of_them_has_its_own_values(body: str, expected: list[tuple[Any, str]]) -> None:
    reading = called(body, each="locals {\n  each = { a = false, b = true }\n}\n")
    groups = [one for one in reading.instances if one.name == f"module.cache.{GROUP}"]
    found = [fact(one, "transit-encryption") for one in groups]
    assert [(value, text) for value, _, text in found] == expected
    assert {path for _, path, _ in found} == {"main.tf"}


USERS = """\
variable "users" {
  type = any
}
resource "aws_elasticache_user" "this" {
  for_each      = { for k, v in var.users : k => v if try(v.enabled, true) }
  user_id       = each.key
  user_name     = each.key
  access_string = each.value.rights
  passwords     = each.value.passwords
}
"""
SHOP = """\
module "users" {
  source = "./modules/users"
  users = {
    shop = { rights = "on ~shop:* +@all", passwords = var.passwords }
    jobs = { rights = "on ~jobs:* +@all", passwords = var.passwords }
    gone = { rights = "on ~* +@all", passwords = var.passwords, enabled = false }
  }
}
"""


def test_what_a_loop_selects_of_an_argument_has_its_own_place() -> None:
    reading = called(main=SHOP, modules__users__main=USERS)
    users = [user for one in reading.instances for user in one.users or ()]
    rights = [next(token.span for token in user.tokens if token.text == "+@all") for user in users]
    assert [(span.source.path, span.source.position(span.start)) for span in rights] == [
        ("main.tf", (5, 35)),
        ("main.tf", (4, 35)),
    ]


LOOKUPS = MODULE.replace("var.tls", 'lookup(var.settings, "tls", false)')


@pytest.mark.parametrize(
    ("settings", "value", "path", "blamed"),
    [
        ("{ token = null, tls = false }", "off", "main.tf", "false"),
        ("{ token = null, tls = true }", "required", "main.tf", "true"),
        ("{ token = null }", "off", "modules/redis/main.tf", 'lookup(var.settings, "tls", false)'),
        ("local.settings", "off", "settings.tf", "false"),
        ('{ token = null, "${var.x}" = true }', UNKNOWN, "main.tf", '{ token = null, "${var.x}" = true }'),
    ],
)
def test_what_a_module_looks_up(settings: str, value: Any, path: str, blamed: str) -> None:
    more = {"modules__redis__main": LOOKUPS, "settings": "locals {\n  settings = { token = null, tls = false }\n}\n"}
    reading = called(f"settings = {settings}", **more)
    assert fact(group(reading), "transit-encryption") == (value, path, blamed)


def test_of_an_object_no_argument_is_said_to_be_meant() -> None:
    both = MODULE.replace("var.settings.token", "try(var.settings.token, null)")
    one = both.replace("var.tls", "true")
    both = both.replace("var.tls", "try(var.settings.tls, false)")
    for text, expected in ((one, ["this sets `auth_token` here"]), (both, [])):
        reading = called("settings = { x = 1 }", modules__redis__main=text)
        instance = group(reading)
        assert fact(instance, "auth") == (False, "main.tf", "{ x = 1 }")
        assert [said for _, _, said in notes(instance, "auth")] == expected


def test_a_choice_between_lists_of_objects_with_optional_attributes() -> None:
    text = MODULE.replace("var.tls", "(var.x == null ? var.y : var.x)[0].tls")
    more = """\
variable "x" {
  type    = list(object({ tls = optional(bool, false), name = optional(string), tags = optional(map(string), {}) }))
  default = null
}
variable "y" {
  type    = list(object({ tls = optional(bool, true), name = optional(string), tags = optional(map(string), {}) }))
  default = [{ name = "y" }]
}
"""
    written = {"modules__redis__main": text, "modules__redis__variables": VARIABLES + more}
    assert fact(group(called('x = [{ name = "a" }]', **written)), "transit-encryption")[0] == "off"
    assert fact(group(called(**written)), "transit-encryption")[0] == "required"


def test_an_attribute_rests_on_the_variables_that_it_is_made_of() -> None:
    texts = {
        "modules/cache/main.tf": MODULE.replace("var.tls", "var.settings.tls"),
        "modules/cache/variables.tf": VARIABLES,
    }
    caller = """\
module "cache" {
  source   = "./modules/cache"
  settings = { tls = var.tls, token = var.token }
}
"""
    defaults = 'variable "tls" {\n  default = false\n}\nvariable "token" {\n  default = null\n}\n'
    tree = Files()
    tree.texts = {"main.tf": caller, "variables.tf": defaults, **texts}
    managed = group(read(Source("main.tf", caller, "terraform"), tree)).managed
    assert managed is not None
    assert list(managed.defaults["transit-encryption"]) == ["tls"]
    # Without encryption it asks for no password, whatever the token is.
    assert "token" in managed.defaults["auth"]


def test_null_stands_for_the_default_where_the_module_says_so() -> None:
    variables = VARIABLES.replace("type    = bool", "nullable = false\n  type    = bool").replace("false\n}", "true\n}")
    reading = called("tls = null", modules__redis__variables=variables)
    assert fact(group(reading), "transit-encryption") == ("required", "modules/redis/main.tf", "var.tls")


@pytest.mark.parametrize(
    ("written", "body", "blamed", "said"),
    [
        ("var.tls && var.create", "tls = false", "false", ["this sets `transit_encryption_enabled` here"]),
        ("try(var.settings.tls, false)", "settings = { tls = false }", "false", None),
        ("var.create ? var.tls : true", "create = true", "var.create ? var.tls : true", [
            "`module.cache` sets `create`", "`var.tls` has its default", "`module.cache` does not set `tls`"]),
        ("false", "tls = true", "false", []),
    ],
)  # fmt: skip
def test_arguments_that_have_a_say(written: str, body: str, blamed: str, said: list[str] | None) -> None:
    instance = group(called(body, modules__redis__main=MODULE.replace("= var.tls", f"= {written}")))
    is_callers = blamed == "false" and written != "false"
    path = "main.tf" if is_callers else "modules/redis/main.tf"
    assert fact(instance, "transit-encryption") == ("off", path, blamed)
    found = [text for _, _, text in notes(instance, "transit-encryption")]
    assert said is None or found == said


def test_collections_that_name_themselves_end() -> None:
    """A block of a name in one of the same name stands for the inner one."""
    head = 'dynamic "parameter" {\n  for_each = '
    inner = f"{head}parameter.value.more\n  content {{\n    name = parameter.value\n  }}\n}}"
    outer = f"{head}var.settings\n  content {{\n  name = try(parameter.value, 1)\n{inner}\n}}\n}}"
    module = MODULE.replace("parameter {", f"{outer}\n  parameter {{")
    assert group(called("settings = [{ more = [1] }]", modules__redis__main=module))


def test_a_called_module_does_not_speak_for_itself() -> None:
    path = "modules/redis/main.tf"
    assert not called(path=path, released="yes").instances
    assert called(path=path).instances


@pytest.mark.parametrize(
    ("folder", "role", "is_lowered"),
    [
        ("modules/redis/examples/basic", "sample", True),
        ("modules/redis/test", "sample", True),
        ("modules/redis/prod", "module", False),
        ("examples/basic", "module", False),
    ],
)
def test_samples_of_a_module_leave_it_to_others(folder: str, role: str, is_lowered: bool) -> None:
    """What they do not set, somebody else may."""
    up = "../" * folder.removeprefix("modules/redis/").count("/") + ".."
    up = up if folder.startswith("modules") else "../../modules/redis"
    tree = Files()
    path = f"{folder}/main.tf"
    tree.texts = {path: f'module "cache" {{\n  source = "{up}"\n}}\n', **FILES}
    reading = read(Source(path, tree.texts[path], "terraform"), tree)
    assert {one.role for one in reading.references} == {role}
    managed = group(reading).managed
    assert managed is not None
    assert bool(managed.defaults["transit-encryption"]) is is_lowered


MIDDLE = """\
variable "tls" {
  default = false
}
module "redis" {
  source   = "../redis"
  tls      = var.tls
  settings = { token = null }
}
"""


@pytest.mark.parametrize(
    ("body", "path", "blamed", "rests_on"),
    [
        ("  tls = false\n", "main.tf", "false", []),
        ("  tls = var.tls\n", "main.tf", "var.tls", ["tls"]),
        ("", "modules/middle/main.tf", "var.tls", []),
    ],
)
def test_modules_in_modules(body: str, path: str, blamed: str, rests_on: list[str]) -> None:
    root = f'variable "tls" {{\n  default = false\n}}\nmodule "shop" {{\n  source = "./modules/middle"\n{body}}}\n'
    reading = called(main=root, modules__middle__main=MIDDLE)
    instance = group(reading, "module.shop.module.redis")
    assert fact(instance, "transit-encryption") == ("off", path, blamed)
    assert instance.managed is not None
    assert list(instance.managed.defaults["transit-encryption"]) == rests_on
    assert fact(instance, "auth")[1:] == ("modules/middle/main.tf", "null")
    assert {one.path for one in reading.references} == {"modules/middle/main.tf", "modules/redis/main.tf"}
    assert instance.group == "."


def test_an_override_of_a_call_counts() -> None:
    reading = called("tls = true", override='module "cache" {\n  tls = false\n}\n')
    assert fact(group(reading), "transit-encryption") == ("off", "override.tf", "false")


@pytest.mark.parametrize(
    "source",
    ['"modules/redis"', '"./nowhere"', '"../outside"', '"./"', "var.source", '"git::https://x/y.git"', "null", "1"],
)
def test_modules_that_are_not_followed(source: str) -> None:
    reading = called(main=f'# redislint\nmodule "cache" {{\n  source = {source}\n}}\n')
    assert not reading.instances
    assert not reading.references
    assert not reading.problems


def test_cycles_and_depth_end() -> None:
    loop = 'module "a" {\n  source = "../a"\n}\nmodule "b" {\n  source = "../b"\n}\n'
    reading = called(main=loop.replace("../", "./"), a__main=loop, b__main=loop + MODULE)
    assert {one.name.rsplit(".aws", 1)[0] for one in reading.instances} == {"module.a.module.b", "module.b"}
    deep = {f"m{index}__main": f'module "m" {{\n  source = "../m{index + 1}"\n}}\n' for index in range(30)}
    started = time.process_time()
    reading = called(main=deep["m0__main"].replace("../", "./"), **deep, m30__main=MODULE)
    assert not reading.instances
    assert time.process_time() - started < SLOW


def test_calls_without_measure() -> None:
    """Each calls the next one ten times: it ends after so many."""
    many = {
        f"m{index}__main": "".join(f'module "m{number}" {{\n  source = "../m{index + 1}"\n}}\n' for number in range(10))
        for index in range(7)
    }
    started = time.process_time()
    reading = called(main=many["m0__main"].replace("../", "./"), **many, m7__main=MODULE)
    assert len(reading.instances) <= 200
    assert time.process_time() - started < 2 * SLOW


@pytest.mark.parametrize(
    "value",
    [
        "[local.a60]",
        "{ x = local.a60 }",
        "[" * 500 + "]" * 500,
        "{ a = " * 400 + "1" + "}" * 400,
        '"${' * 300 + '"x"' + '}"' * 300,
    ],
    ids=lambda text: f"{text[:8]!r}",
)
def test_arguments_without_measure(value: str) -> None:
    doubled = "".join(f"  a{index + 1} = [local.a{index}, local.a{index}]\n" for index in range(60))
    started = time.process_time()
    reading = called(f"  settings = {value}", locals=f"locals {{\n  a0 = [1]\n{doubled}}}\n")
    assert fact(group(reading), "auth")[0] is UNKNOWN
    assert time.process_time() - started < 2 * SLOW


def test_two_callers_with_one_hole_in_the_module() -> None:
    texts = {
        "prod/main.tf": 'module "a" {\n  source = "../modules/redis"\n  name = "a"\n}\n',
        "stage/main.tf": 'module "b" {\n  source = "../modules/redis"\n  name = "b"\n  tls = false\n}\n',
        "third/main.tf": 'module "c" {\n  source = "../modules/redis"\n  name = "c"\n}\n',
        **FILES,
    }
    tree = Files()
    tree.texts = texts
    sources = [Source(path, text, "terraform") for path, text in texts.items()]
    for source in sources:
        source.released = source.path.startswith("modules/")
    report = lint_sources(sources, tree, Options(select=("RL122",)))
    assert [(one.path, one.span.text, one.severity.value) for one in report.findings] == [
        ("modules/redis/main.tf", "var.tls", "error"),
        ("stage/main.tf", "false", "error"),
    ]
