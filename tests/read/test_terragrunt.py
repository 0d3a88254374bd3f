"""Terragrunt: what its inputs, and those of files that it includes, make of a module."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.read import read
from redislint.source import Source
from tests.discover.subsets import agrees, planted, report
from tests.discover.trees import kinds, make
from tests.read.reading import Files
from tests.read.test_terraform_calls import FILES

PATH = "live/prod/cache/terragrunt.hcl"
SOURCE = 'terraform {\n  source = "../../../modules//redis"\n}\n'
INCLUDE = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n'
ANY = "include {\n  path = find_in_parent_folders()\n}\n"
ROOT = "inputs = {\n  tls = false\n}\n"


def reading(text: str, path: str = PATH, **files: str) -> Reading:
    """What a file reads; of further files `live__root` is live/root.hcl."""
    tree = Files()
    more = {f"{name.replace('__', '/')}.hcl": one for name, one in files.items()}
    tree.texts = {**FILES, **more, path: text}
    return read(Source(path, text, "terraform"), tree)


def tls(found: Reading) -> tuple[Any, str, str]:
    """What becomes of encryption in transit, and the place that is to blame."""
    (managed,) = [one.managed for one in found.instances if one.managed and "transit-encryption" in one.managed.facts]
    fact = managed.facts["transit-encryption"]
    return fact.value, fact.span.source.path, fact.span.text


MAIN = "modules/redis/main.tf"


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ("inputs = {\n  tls = false\n}\n", ("off", PATH, "false")),
        ('inputs = {\n  "tls" = true\n}\n', ("required", PATH, "true")),
        ("inputs = {\n  tls = local.tls\n}\nlocals {\n  tls = false\n}\n", ("off", PATH, "local.tls")),
        ("inputs = merge(local.all, { name = 1 })\nlocals {\n  all = { tls = true }\n}\n", ("required", PATH, None)),
        ("inputs = local.all\nlocals {\n  all = { tls = true }\n}\n", ("required", PATH, "true")),
        ("inputs = {\n  tls = dependency.x.outputs.tls\n}\n", (UNKNOWN, PATH, "dependency.x.outputs.tls")),
        ("inputs = merge(include.root.inputs, {})\n", (UNKNOWN, MAIN, "var.tls")),
        ("inputs = {\n  (local.x) = true\n}\n", (UNKNOWN, MAIN, "var.tls")),
        ("", ("off", MAIN, "var.tls")),
        ("inputs = {}\n", ("off", MAIN, "var.tls")),
    ],
)
def test_inputs(inputs: str, expected: tuple[Any, str, str | None]) -> None:
    value, path, text = tls(reading(SOURCE + inputs))
    assert (value, path) == expected[:2]
    assert expected[2] in (text, None)


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ('"../../../modules/redis"', True),
        ('"../../../modules//redis"', True),
        ('"${get_repo_root()}/modules/redis"', True),
        ('"${get_terragrunt_dir()}/../../../modules/redis"', True),
        ('"${find_in_parent_folders("modules.hcl")}/../../modules/redis"', True),
        ('"../../modules/redis"', False),
        ('"/modules/redis"', False),
        ('"${local.base}/redis"', False),
        ('"git::git@example.com:x.git//modules/redis?ref=v1"', False),
        ("local.x", False),
    ],
)
def test_where_the_module_is(source: str, is_found: bool) -> None:
    found = reading(f"terraform {{\n  source = {source}\n}}\n", live__modules="")
    assert bool(found.instances) is is_found
    assert {one.path for one in found.references} == ({MAIN} if is_found else set())


def test_a_module_in_its_own_folder() -> None:
    path = "modules/redis/terragrunt.hcl"
    assert tls(reading(ROOT, path)) == ("off", path, "false")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("tfr:///terraform-aws-modules/elasticache/aws?version=1.10.0", "off"),
        ("tfr://registry.terraform.io/terraform-aws-modules/elasticache/aws?version=1.10.0", "off"),
        ("git::https://github.com/terraform-aws-modules/terraform-aws-elasticache.git?ref=v1.10.0", "off"),
    ],
)
def test_published_modules(source: str, value: str) -> None:
    text = f'terraform {{\n  source = "{source}"\n}}\ninputs = {{\n  transit_encryption_enabled = false\n}}\n'
    assert tls(reading(text)) == (value, PATH, "false")
    assert not reading(text.replace("1.10.0", "9.0.0")).instances


@pytest.mark.parametrize(
    ("include", "files", "expected"),
    [
        (INCLUDE, {"live__root": ROOT}, ("off", "live/root.hcl", "false")),
        (INCLUDE, {"root": ROOT}, ("off", "root.hcl", "false")),
        (INCLUDE, {"live__root": "inputs = {\n  name = 1\n}\n"}, ("off", MAIN, "var.tls")),
        (INCLUDE, {}, (UNKNOWN, MAIN, "var.tls")),
        (INCLUDE, {"live__root": "inputs = {"}, (UNKNOWN, MAIN, "var.tls")),
        (ANY, {"live__terragrunt": ROOT}, ("off", "live/terragrunt.hcl", "false")),
        ('include "a" {\n  path = "../../root.hcl"\n}\n', {"live__root": ROOT}, ("off", "live/root.hcl", "false")),
        ('include "a" {\n  path = "${get_repo_root()}/x.hcl"\n}\n', {"x": ROOT}, ("off", "x.hcl", "false")),
        ('include "a" {\n  path = "../../../../x.hcl"\n}\n', {"x": ROOT}, (UNKNOWN, MAIN, "var.tls")),
        (INCLUDE.replace("\n}", '\n  merge_strategy = "no_merge"\n}'), {"live__root": ROOT}, ("off", MAIN, "var.tls")),
        (INCLUDE + "inputs = {\n  tls = true\n}\n", {"live__root": ROOT}, ("required", PATH, "true")),
    ],
)  # fmt: skip
def test_includes(include: str, files: dict[str, str], expected: tuple[Any, str, str]) -> None:
    assert tls(reading(SOURCE + include, **files)) == expected


def test_a_source_that_is_included() -> None:
    root = 'terraform {\n  source = "${get_repo_root()}/modules/redis"\n}\n' + ROOT
    assert tls(reading(INCLUDE, live__root=root)) == ("off", "live/root.hcl", "false")


def test_what_is_given_on_the_command_line_may_be_anything() -> None:
    extra = SOURCE.replace("\n}", '\n  extra_arguments "x" {\n    commands = ["plan"]\n  }\n}')
    assert tls(reading(extra)) == (UNKNOWN, MAIN, "var.tls")
    assert tls(reading(extra + ROOT)) == ("off", PATH, "false")


def test_secrets_and_broken_files() -> None:
    found = reading(SOURCE + 'inputs = {\n  settings = { token = "correct-horse" }\n}\n')
    assert "correct-horse" in [span.text for span in found.secrets]
    assert not reading("terraform {\n  source = [\n}\n").problems
    assert reading("# redislint\nterraform {\n  source = [\n}\n").problems
    assert not reading('source = "./redis"\n', "nomad.hcl").instances


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_subset_finds_what_the_whole_tree_finds_there(tmp_path: Path, data: st.DataObject) -> None:
    said = st.sampled_from(["", ROOT, 'inputs = {\n  tls = true\n  policy = "wrong"\n}\n', "inputs = {"])
    files = {
        **FILES,
        "live/root.hcl": data.draw(said),
        PATH: data.draw(st.sampled_from([SOURCE, SOURCE + INCLUDE])) + data.draw(said),
        "live/stage/terragrunt.hcl": SOURCE.replace("../../../modules", "${get_repo_root()}/modules") + data.draw(said),
    }
    root = planted(tmp_path, files)
    paths = data.draw(st.sets(st.sampled_from(sorted(files)), min_size=1, max_size=2))
    agrees(root, *paths)


def test_other_programs_have_such_files(tmp_path: Path) -> None:
    make(tmp_path, {"a/nomad.hcl": 'job "redis" {}\n', "a/terragrunt.hcl": ROOT})
    assert kinds(tmp_path) == {"a/terragrunt.hcl": "terraform"}
    assert not report(tmp_path).files
