"""Modules of Terraform that are not known are never passed over as if they were no Redis."""

from __future__ import annotations

import pytest

from tests.cli.conftest import GOOD, Project

NOTE = "redislint: note: {place}: `module.{name}` is not checked: what `{source}`{version} declares is not known\n"
UNKNOWN = 'module "{name}" {{\n  source = "{source}"\n{rest}}}\n'


def module(source: str, rest: str = "", name: str = "redis") -> str:
    return UNKNOWN.format(name=name, source=source, rest=rest)


@pytest.mark.parametrize(
    ("source", "rest", "said", "version"),
    [
        ("cloudposse/elasticache-redis/aws", '  version = "0.10.0"\n', "cloudposse/elasticache-redis/aws", " 0.10.0"),
        ("acme/redis/aws", "", "acme/redis/aws", ""),
        ("git::https://example.com/tf-valkey.git//x?ref=v1", "", "git::https://example.com/tf-valkey.git//x", ""),
        ("git::https://me:hunter2@example.com/redis.git", "", "git::https://example.com/redis.git", ""),
    ],
)
def test_an_unknown_module_is_noted(project: Project, source: str, rest: str, said: str, version: str) -> None:
    project.write("main.tf", module(source, rest))
    note = NOTE.format(place="main.tf:1", name="redis", source=said, version=version)
    for arguments in ((), (".",), ("main.tf",), ("main.tf", "--format", "json")):
        done = project.run(*arguments)
        assert (done.status, done.err) == (0, note)
    assert project.run("--force-exclude", "main.tf").err == ""
    assert project.run("--quiet").err == ""
    project.write("redis.conf", GOOD)
    assert project.run().err == note
    assert project.run("redis.conf").err == ""


@pytest.mark.parametrize("rest", ["  count = 0\n", "  for_each = {}\n"])
def test_a_module_that_is_not_there_is_not_noted(project: Project, rest: str) -> None:
    project.write("main.tf", module("acme/redis/aws", rest))
    assert "is not checked" not in project.run().err


def test_a_known_module_is_not_noted(project: Project) -> None:
    project.write("main.tf", module("terraform-aws-modules/elasticache/aws", '  version = "1.2.0"\n'))
    assert "is not checked" not in project.run().err


def test_of_many_the_first_are_noted(project: Project) -> None:
    project.write("main.tf", "".join(module("acme/redis/aws", name=f"redis{index}") for index in range(9)))
    said = project.run().err.splitlines()
    assert [line.split("`")[1] for line in said[:5]] == [f"module.redis{index}" for index in range(5)]
    assert said[5:] == ["redislint: note: 4 more modules are not checked"]


def test_files_of_terraform_are_not_said_to_be_of_no_kind(project: Project) -> None:
    for name in ("a.tf", "b.tofu", "q.conf"):
        project.write(name, 'resource "x" "y" {}\n')
    one = "redislint: note: 1 named file of Terraform declares no Redis that redislint knows (a.tf)\n"
    assert project.run("a.tf").err == one
    several = project.run("a.tf", "b.tofu", "q.conf").err
    assert "2 named files of Terraform declare no Redis that redislint knows (a.tf, b.tofu)" in several
    assert "1 named file is of no kind that redislint reads (q.conf)" in several
