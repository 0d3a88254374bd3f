"""Plans and states as `terraform show -json` writes them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from redislint.api import run as lint
from redislint.discover.request import Request
from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.read import read
from redislint.read.terraform import plan
from redislint.read.terraform import planned as shown
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.scope import Placed
from redislint.report import render
from redislint.source import Source
from tests.discover.trees import kinds, make
from tests.read.reading import Files
from tests.read.terraform import needed, run
from tests.timing import SLOW

GROUP = "aws_elasticache_replication_group"


def change(after: dict[str, Any], module: str = "", type_: str = GROUP, **more: Any) -> dict[str, Any]:
    """A resource of a plan; `more` is what else the change says."""
    address = f"{module}.{type_}.this".lstrip(".")
    said = {"address": address, "mode": "managed", "type": type_, "name": "this"}
    said |= {"module_address": module} if module else {}
    return said | {"change": {"actions": ["create"], "before": None, "after": after, **more}}


def planned(*changes: dict[str, Any], **more: Any) -> str:
    whole = {"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": changes, **more}
    return json.dumps(whole)


def indented(text: str, indent: int | None) -> str:
    return json.dumps(json.loads(text), indent=indent)


def reading(text: str, path: str = "plan.json", **files: str) -> Reading:
    tree = Files()
    tree.texts = {f"{name.replace('__', '/')}.tf": one for name, one in files.items()}
    return read(Source(path, text, "terraform"), tree)


def only(found: Reading) -> Instance:
    (instance,) = found.instances
    return instance


def fact(instance: Instance, name: str) -> tuple[Any, str, str]:
    assert instance.managed is not None
    found = instance.managed.facts[name]
    return found.value, found.span.source.path, found.span.text


@pytest.mark.parametrize(
    ("after", "unknown", "expected"),
    [
        ({"transit_encryption_enabled": False}, {}, ("off", "false")),
        ({"transit_encryption_enabled": True}, {}, ("required", "true")),
        ({"transit_encryption_enabled": None}, {}, ("off", "null")),
        ({}, {"transit_encryption_enabled": True}, (UNKNOWN, "true")),
        ({"transit_encryption_enabled": False}, {"transit_encryption_enabled": False}, ("off", "false")),
        ({}, {}, ("off", f'"{GROUP}.this"')),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_values(after: dict[str, Any], unknown: dict[str, Any], expected: tuple[Any, str], indent: int | None) -> None:
    text = planned(change({"engine": "redis", **after}, after_unknown=unknown))
    found = reading(indented(text, indent))
    assert fact(only(found), "transit-encryption") == (expected[0], "plan.json", expected[1])
    assert not found.problems


def test_parameters_and_the_groups_that_use_them() -> None:
    group = {"name": "p", "family": "redis7", "parameter": [{"name": "maxmemory-policy", "value": "allkeys-lru"}]}
    cache = change({"engine": "redis", "parameter_group_name": "p"})
    found = reading(planned(change(group, type_="aws_elasticache_parameter_group"), cache))
    (instance,) = [one for one in found.instances if one.managed and one.managed.resource == GROUP]
    setting = instance.setting("maxmemory-policy")
    assert (setting.value, setting.value_span.text) == ("allkeys-lru", '"allkeys-lru"')
    unknown = {"parameter": [{"value": True}]}
    named = {**group, "parameter": [{"name": "maxmemory-policy"}]}
    hidden = change(named, type_="aws_elasticache_parameter_group", after_unknown=unknown)
    (instance,) = [
        one for one in reading(planned(hidden, cache)).instances if one.managed and one.managed.resource == GROUP
    ]
    assert instance.setting("maxmemory-policy").args is None


@pytest.mark.parametrize(
    "one",
    [
        change({}) | {"mode": "data"},
        change({}) | {"change": {"actions": ["delete"], "before": {}, "after": None}},
        change({}, type_="aws_vpc"),
        {"address": 1},
        [],
        None,
    ],
)
def test_what_will_not_be_there(one: Any) -> None:
    assert not reading(planned(one)).instances


MAIN = f"""\
resource "{GROUP}" "this" {{
  transit_encryption_enabled = var.tls
  auth_token                 = var.token
}}
resource "aws_elasticache_parameter_group" "this" {{
  family = "redis7"
  parameter {{
    name  = "maxmemory-policy"
    value = var.policy
  }}
}}
"""


def test_a_resource_stands_where_its_block_does() -> None:
    after = {"engine": "redis", "transit_encryption_enabled": False, "at_rest_encryption_enabled": False}
    instance = only(reading(planned(change(after)), "infra/plan.json", infra__main=MAIN))
    assert fact(instance, "transit-encryption") == ("off", "infra/main.tf", "var.tls")
    assert fact(instance, "at-rest-encryption") == (False, "infra/main.tf", f'resource "{GROUP}" "this"')
    assert instance.anchor.source.path == "infra/main.tf"
    parameter: dict[str, Any] = {"family": "redis7", "parameter": [{"name": "maxmemory-policy", "value": "noeviction"}]}
    found = only(reading(planned(change(parameter, type_="aws_elasticache_parameter_group")), main=MAIN))
    setting = found.setting("maxmemory-policy")
    assert (setting.value, setting.value_span.text) == ("noeviction", "var.policy")
    # Nothing says which blocks those are.
    parameter["parameter"] *= 2
    found = only(reading(planned(change(parameter, type_="aws_elasticache_parameter_group")), main=MAIN))
    assert found.setting("maxmemory-policy").span.text == 'resource "aws_elasticache_parameter_group" "this"'


@pytest.mark.parametrize(
    ("source", "path", "expected"),
    [
        ("./modules/redis", "plan.json", "modules/redis/main.tf"),
        ("../modules/redis", "live/plan.json", "modules/redis/main.tf"),
        ("./elsewhere", "plan.json", "plan.json"),
        ("terraform-aws-modules/elasticache/aws", "plan.json", "plan.json"),
    ],
)
def test_a_resource_of_a_module(source: str, path: str, expected: str) -> None:
    configuration = {"root_module": {"module_calls": {"cache": {"source": source, "module": {}}}}}
    text = planned(
        change({"transit_encryption_enabled": False}, 'module.cache["a.b"]'),
        change({"transit_encryption_enabled": False}, "module.cache[0]"),
        configuration=configuration,
    )
    found = reading(text, path, modules__redis__main=MAIN)
    assert {one.anchor.source.path for one in found.instances} == {expected if expected != "plan.json" else path}
    assert [one.name for one in found.instances] == [
        f'module.cache["a.b"].{GROUP}.this',
        f"module.cache[0].{GROUP}.this",
    ]


def test_what_is_sensitive_is_shown_nowhere(tmp_path: Path) -> None:
    after = {"engine": "redis", "auth_token": "tidal-horse-9", "description": "battery-staple"}
    marks = {"auth_token": True}
    variables = {"pin": {"value": "four-four-two"}}
    configuration = {"root_module": {"variables": {"pin": {"sensitive": True}}}}
    text = planned(
        change(after, after_sensitive=marks),
        planned_values={"x": ["tidal-horse-9", "four-four-two"]},
        configuration=configuration,
        variables=variables,
    )
    places = {(span.start, span.text) for span in reading(text).secrets}
    assert sorted(said for _, said in places) == ["four-four-two", "four-four-two", "tidal-horse-9", "tidal-horse-9"]
    make(tmp_path, {"plan.json": text, ".git/HEAD": ""})
    report = lint(Request(cwd=str(tmp_path)), Options(select=("RL",)))
    assert report.findings
    for form in ("text", "json", "sarif", "github", "concise"):
        assert "tidal-horse-9" not in render(form, report)


def test_which_files_are_plans(tmp_path: Path) -> None:
    text = planned(change({"transit_encryption_enabled": False}))
    files = {"tfplan.json": text, "out/plan.json": text, "package.json": text, "tf.json": "{}", ".git/HEAD": ""}
    make(tmp_path, files | {"terraform.tfstate.json": '{"version": 4, "x": "aws_elasticache_cluster"}'})
    assert kinds(tmp_path) == {"tfplan.json": "terraform", "out/plan.json": "terraform"}
    (named,) = lint(
        Request(cwd=str(tmp_path), paths=("package.json",), kind="terraform"), Options(select=("RL122",))
    ).findings
    assert named.path == "package.json"


CONFIGURATION = {
    "main.tf": 'variable "token" {\n  default   = "tidal-horse-9"\n  sensitive = true\n}\n'
    'resource "terraform_data" "a" {\n  input = { token = var.token, id = terraform_data.b.id, list = [1, "x"] }\n}\n'
    'resource "terraform_data" "b" {\n  input = "x"\n}\n'
    'module "m" {\n  source   = "./m"\n  for_each = toset(["x", "y.z"])\n}\n',
    "m/main.tf": 'resource "terraform_data" "this" {\n  count = 2\n  input = count.index\n}\n',
}


def test_what_terraform_itself_writes(tmp_path: Path) -> None:
    """Addresses, marks of what is unknown and sensitive, and modules are as they are taken to be."""
    needed()
    make(tmp_path, CONFIGURATION)
    assert run(tmp_path, "init").returncode == 0
    assert run(tmp_path, "plan", "-out=p").returncode == 0
    tree = Files()
    tree.texts = dict(CONFIGURATION)
    for is_state in (False, True):
        if is_state:
            assert run(tmp_path, "apply", "p").returncode == 0
        text = run(tmp_path, "show", "-json", *([] if is_state else ["p"])).stdout
        source = Source("plan.json", text, "terraform")
        top = shown.whole(source)
        found = [(one.module, one.type, one.name) for one in shown.changes(top)]
        own = [("", "terraform_data", name) for name in "ab"]
        each = [(f'module.m["{key}"]', "terraform_data", "this") for key in ("x", "y.z") for _ in range(2)]
        assert sorted(found) == sorted([*own, *each])
        assert {span.text for span in shown.secrets(source)} == {"tidal-horse-9"}
        modules = {one.address: one.module for one in plan.declared(source, tree)}
        blocks = modules[""].resources("terraform_data")
        evaluator = Evaluator(modules[""])
        (block, file) = blocks["a"][0]
        value: Any = evaluator.value(Placed(block.body.attributes["input"].value, file))
        assert value["list"] == [1, "x"]
        assert (value["id"] is UNKNOWN) is not is_state
        # A state does not say where a module is from.
        inside = modules['module.m["y.z"]'].resources("terraform_data").values()
        assert len(inside) == 2
        assert {one[0][1].path for one in inside} == {"plan.json" if is_state else "m/main.tf"}


def test_plans_without_measure() -> None:
    many = planned(*[change({"engine": "redis", "x": "y" * 20}) for _ in range(4_000)])
    deep = '{"format_version": "1.2", "values": ' + '{"root_module": {"child_modules": [' * 300
    started = time.process_time()
    assert reading(many).instances
    assert reading(deep + "aws_elasticache_").problems
    assert reading('{"format_version": "1.2", "aws_elasticache_": [').problems
    assert time.process_time() - started < 20 * SLOW
