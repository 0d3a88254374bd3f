"""Terraform modules and their callers: a run on some of the files finds what the whole tree says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.discover.subsets import agrees, planted, report
from tests.discover.trees import kinds, make

MODULE = (
    'resource "aws_elasticache_replication_group" "this" {\n  description = var.name\n'
    "  transit_encryption_enabled = var.tls\n  auth_token = var.token\n"
    "  parameter_group_name = aws_elasticache_parameter_group.this.name\n}\n"
    'resource "aws_elasticache_parameter_group" "this" {\n  family = "redis7"\n  name = "p"\n  parameter {\n'
    '    name = "maxmemory-policy"\n    value = var.policy\n  }\n}\n'
)
VARIABLES = (
    'variable "name" {}\nvariable "tls" {\n  default = false\n}\nvariable "token" {\n  default = null\n}\n'
    'variable "policy" {\n  default = "noeviction"\n}\n'
)
# Where callers may be, and how each of them sees the module and the one between.
CALLERS = {
    "prod/main.tf": "../modules/",
    "stage/eu/main.tf": "../../modules/",
    "main.tf": "./modules/",
    "modules/redis/examples/basic/main.tf": "../../../",
}
BODIES = (
    "",
    "  tls = false\n",
    "  tls = true\n",
    '  tls = true\n  token = "redis"\n',
    '  tls = null\n  policy = "wrong"\n',
    "  count = 0\n",
    "  tls = var.tls\n",
    "  # redislint: ignore[RL122] ours\n  tls = false\n",
)
MIDDLE = 'variable "tls" {\n  default = false\n}\nmodule "redis" {\n  source = "../redis"\n  tls = var.tls\n}\n'


@st.composite
def projects(draw: st.DrawFn) -> dict[str, str]:
    files = {"modules/redis/main.tf": MODULE, "modules/redis/variables.tf": VARIABLES}
    if draw(st.booleans()):
        files["modules/middle/main.tf"] = MIDDLE
    for path, before in CALLERS.items():
        if draw(st.booleans()):
            source = before + draw(st.sampled_from(["redis", "redis/", "middle", "nowhere"]))
            body = draw(st.sampled_from(BODIES))
            files[path] = f'variable "tls" {{\n  default = false\n}}\nmodule "m" {{\n  source = "{source}"\n{body}}}\n'
    if draw(st.booleans()):
        files["prod/terraform.tfvars"] = "tls = true\n"
    return files


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=projects(), data=st.data())
def test_a_subset_finds_what_the_whole_tree_finds_there(
    tmp_path: Path, files: dict[str, str], data: st.DataObject
) -> None:
    root = planted(tmp_path, files | {"README.md": ""})
    paths = data.draw(st.sets(st.sampled_from(sorted({*files, "README.md"})), min_size=1, max_size=3))
    agrees(root, *paths)


def places(root: Path, *paths: str) -> list[tuple[str, int]]:
    """Where encryption in transit is missing."""
    return [(one.path, one.span.position[0]) for one in report(root, *paths).findings if one.rule == "RL122"]


def test_callers_are_found_wherever_they_are(tmp_path: Path) -> None:
    """A module is judged by its callers, in folders that have nothing to do with it."""
    module = {"modules/redis/main.tf": MODULE, "modules/redis/variables.tf": VARIABLES, ".git/HEAD": ""}
    make(tmp_path, module)
    alone = [("modules/redis/main.tf", 3)]
    assert places(tmp_path) == places(tmp_path, "modules/redis/main.tf") == alone
    make(tmp_path, {"live/eu/prod/main.tf": 'module "m" {\n  source = "../../../modules/redis"\n  tls = true\n}\n'})
    assert places(tmp_path) == places(tmp_path, "modules/redis/main.tf") == []
    assert kinds(tmp_path, "modules/redis/variables.tf") == {
        "live/eu/prod/main.tf": "terraform",
        "modules/redis/main.tf": "terraform",
    }
    make(tmp_path, {"live/us/main.tf": 'module "m" {\n  source = "../../modules/redis"\n}\n'})
    assert places(tmp_path) == places(tmp_path, "modules/redis/variables.tf") == alone
    assert places(tmp_path, "live/eu/prod/main.tf") == []
    assert places(tmp_path, "live/us/main.tf") == alone


@pytest.mark.parametrize(
    ("path", "call"),
    [
        ("live/one.tf", 'module "m" { source = "../modules/redis" }\n'),
        ("live/one.tofu", 'module "m" {\n  source="../modules/redis/"\n}\n'),
        ("live/main.tf.json", '{"module": {"m": {"source": "../modules/redis"}}}\n'),
        ("live/main.tf.json", '{\n  "module": {\n    "m": {\n      "source" : "../modules/redis"\n    }\n  }\n}\n'),
    ],
)
@pytest.mark.parametrize("name", ["main.tf", "main.tofu"])
def test_callers_however_they_are_written(tmp_path: Path, path: str, call: str, name: str) -> None:
    own = f"modules/redis/{name}"
    make(tmp_path, {own: MODULE, "modules/redis/variables.tf": VARIABLES, path: call, ".git/HEAD": ""})
    assert kinds(tmp_path, own) == {path: "terraform", own: "terraform"}


def test_an_ignore_in_the_module_holds_for_its_callers(tmp_path: Path) -> None:
    text = MODULE.replace("  transit", "  # redislint: ignore[RL122] behind a proxy\n  transit")
    call = 'module "m" {\n  source = "./modules/redis"\n}\n'
    make(tmp_path, {"modules/redis/main.tf": text, "modules/redis/variables.tf": VARIABLES, "main.tf": call})
    assert places(tmp_path) == []


def test_files_that_call_nothing_of_ours_are_passed_over(tmp_path: Path) -> None:
    make(
        tmp_path, {"main.tf": 'module "m" {\n  source = "./vpc"\n  x = [\n}\n', "vpc/main.tf": 'resource "a" "b" {}\n'}
    )
    assert not report(tmp_path).files
    assert not report(tmp_path).findings


def test_values_files_that_a_chart_is_given(tmp_path: Path) -> None:
    """They are values of that chart, whatever they are called, and whoever is named alone."""
    chart = (
        'resource "helm_release" "a" {\n  repository = "https://charts.bitnami.com/bitnami"\n  chart = "redis"\n'
        '  version = "20.1.0"\n  values = [file("${path.module}/cache.yaml")]\n}\n'
    )
    make(tmp_path, {"infra/main.tf": chart, "infra/cache.yaml": "auth: {enabled: true}\nfoo: 1\n", ".git/HEAD": ""})
    for paths in ((), ("infra/cache.yaml",), ("infra/main.tf", "infra/cache.yaml")):
        found = [(one.rule, one.path, one.span.text) for one in report(tmp_path, *paths).findings]
        assert ("RL822", "infra/cache.yaml", "foo") in found
    assert kinds(tmp_path, "infra/cache.yaml") == {"infra/cache.yaml": "helm-values", "infra/main.tf": "terraform"}
