"""Values that the user gives variables: on the command line, in files of values, and in the environment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from redislint import api
from redislint.cli import UsageError
from redislint.cli.arguments import parse
from redislint.discover.request import Request
from redislint.finding import Finding
from redislint.model.facts import UNKNOWN
from redislint.options import Options
from redislint.read.terraform import hcl
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.module import Module
from redislint.read.terraform.scope import Placed
from redislint.source import Source
from tests.discover.trees import inside, make
from tests.read.reading import Files
from tests.read.terraform import needed, run

Pairs = tuple[tuple[str, str], ...]


def value(files: dict[str, str], variables: Pairs, path: str = "main.tf") -> Any:
    """What `var.tls` comes to in a file."""
    tree = Files()
    tree.texts = files
    source = Source(path, files[path], "terraform")
    source.variables = variables
    module = Module(source, hcl.parse(source.text).body, tree)
    return Evaluator(module).value(Placed(hcl.expression("var.tls", 0, 7), Source("", "var.tls", "terraform")))


TLS = 'variable "tls" {\n  type = bool\n  default = false\n}\n'
# The first that gives a value counts less than those after it: Terraform's own order.
ENVIRONMENT = (("TF_VAR_tls", "true"),)


@pytest.mark.parametrize(
    ("files", "variables", "expected"),
    [
        ({}, (), False),
        ({}, ENVIRONMENT, True),
        ({}, (("TF_VAR_other", "true"),), False),
        ({"terraform.tfvars": "tls = false"}, ENVIRONMENT, False),
        ({"a.auto.tfvars": "tls = false"}, ENVIRONMENT, False),
        ({"terraform.tfvars": "tls = false"}, (("tls", "true"),), True),
        ({}, (*ENVIRONMENT, ("tls", "false")), False),
        ({}, (("file:x.tfvars", "tls = true"),), True),
        ({}, (("file:x.tfvars", "other = true"),), False),
        ({}, (("file:x.tfvars", "tls = "),), UNKNOWN),
        ({}, (("file:x.tfvars", "tls = false"), ("tls", "true")), True),
        ({}, (("tls", "true"), ("file:x.tfvars", "tls = false")), False),
        ({}, (("tls", "true"), ("tls", "false")), False),
        # Which of the files beside it is used, the user says.
        ({"prod.tfvars": "tls = true"}, (), UNKNOWN),
        ({"prod.tfvars": "tls = true"}, (("tls", "true"),), True),
        ({"prod.tfvars": "tls = true"}, (("file:dev.tfvars", "x = 1"),), False),
        ({"prod.tfvars": "tls = true"}, (("file:prod.tfvars", "tls = true"),), True),
    ],
)
def test_the_order_in_which_values_count(files: dict[str, str], variables: Pairs, expected: Any) -> None:
    assert value({"main.tf": TLS, **files}, variables) is expected


def test_a_module_that_is_called_is_given_nothing() -> None:
    files = {"main.tf": 'module "a" {\n  source = "./a"\n  tls = false\n}\n', "a/main.tf": TLS}
    assert value(files, (("tls", "true"),), "a/main.tf") is UNKNOWN


TYPES = [
    ("", "true"),
    ("string", "[1]"),
    ("string", '"x"'),
    ("bool", "true"),
    ("number", "12"),
    ("list(string)", '["a", "b"]'),
    ("map(string)", '{ a = "b" }'),
    ("any", '"x"'),
    ("any", "[1, 2]"),
]


@pytest.mark.parametrize(("type_", "text"), TYPES)
def test_values_as_terraform_has_them(type_: str, text: str, tmp_path: Path) -> None:
    needed()
    declared = f'variable "tls" {{\n  type = {type_}\n}}\n' if type_ else 'variable "tls" {}\n'
    make(tmp_path, {"main.tf": declared})
    done = run(tmp_path, "console", f"-var=tls={text}", text="jsonencode(var.tls)\n")
    said = json.loads(json.loads(done.stdout))
    assert value({"main.tf": declared}, (("tls", text),)) == said


def test_what_is_no_expression_is_unknown() -> None:
    declared = 'variable "tls" {\n  type = list(string)\n}\n'
    assert value({"main.tf": declared}, (("tls", "[1"),)) is UNKNOWN
    assert value({"main.tf": declared}, (("tls", "var.x"),)) is UNKNOWN


GROUP = (
    'variable "tls" {\n  default = false\n}\nresource "aws_elasticache_replication_group" "a" {\n'
    '  description = "x"\n  transit_encryption_enabled = var.tls\n  auth_token = var.token\n}\nvariable "token" {}\n'
)


def findings(root: Path, *words: str) -> tuple[Finding, ...]:
    with inside(root):
        arguments = parse(["--no-config", *words])
        assert arguments is not None
        options = Options(select=("RL122", "RL206"), variables=arguments.variables)
        return api.run(Request(cwd=str(root), paths=arguments.paths), options).findings


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, {"main.tf": GROUP, "prod": "tls = true\n", ".git/HEAD": ""})
    assert [one.rule for one in findings(tmp_path)] == ["RL122"]
    assert not findings(tmp_path, "--var", "tls=true")
    assert not findings(tmp_path, "--var-file", "prod")
    assert not findings(tmp_path, "--var-file=prod", "main.tf")
    assert [one.rule for one in findings(tmp_path, "--var-file", "prod", "--var=tls=false")] == ["RL122"]
    assert not findings(tmp_path, "--var=tls=false", "--var-file", "prod")
    monkeypatch.setenv("TF_VAR_tls", "true")
    assert [one.rule for one in findings(tmp_path)] == ["RL122"]
    assert not findings(tmp_path, "--var-env")


def test_a_secret_of_a_file_of_values_is_found_there_and_shown_nowhere(tmp_path: Path) -> None:
    make(tmp_path, {"main.tf": GROUP, "prod.vars": 'token = "redis"\ntls = true\n', ".git/HEAD": ""})
    (found,) = findings(tmp_path, "--var-file", "prod.vars")
    assert (found.rule, found.path, found.span.text) == ("RL206", "prod.vars", '"redis"')
    (found,) = findings(tmp_path, "--var", "tls=true", "--var", "token=redis")
    assert (found.rule, found.path, found.span.text) == ("RL206", "main.tf", "var.token")


@pytest.mark.parametrize(
    "words", [["--var", "tls"], ["--var", "=s3cret"], ["--var", "a b=s3cret"], ["--var-file", "gone.tfvars"]]
)
def test_what_is_no_value(words: list[str], tmp_path: Path) -> None:
    with inside(tmp_path), pytest.raises(UsageError) as raised:
        parse(words)
    assert "s3cret" not in str(raised.value)
