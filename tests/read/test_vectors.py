"""What charts make of values: each vector is a fact of a chart, with the values that show it and what they come to.

A vector says `fact`, the `chart` with its version (or the `kind` of a file that names it), and `values`.  It expects:

instances  the names of all servers and Sentinels
is         by instance: the words of directives, null for one that is not known
lines      by instance: the words of every line of a directive
facts      by instance: `memory_limit` (bytes), `replicas`, `storage`; null for what is not there
users      by instance: its ACL users, `<secret>` for a password that is elsewhere
renamed    by instance: the commands that are taken away
sentinel   the words of the directives behind `sentinel`
starts     whether a server starts with this
findings   by rule: the text that it blames, or several; empty for the place of what is not written
silent     rules that say nothing;  `select` are those that run, where these are not the usual ones
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from redislint.link import link
from redislint.model.acl import AclToken
from redislint.model.instance import SENTINEL, Instance
from redislint.options import Options
from redislint.pipeline import Report, lint_sources
from redislint.read import read
from redislint.source import Source
from tests.read.reading import Files

FOLDER = Path(__file__).parent / "vectors"
EXPECTATIONS = {"instances", "is", "lines", "facts", "users", "renamed", "sentinel", "starts", "findings", "silent"}
VECTORS = [one for path in sorted(FOLDER.glob("*.yaml")) for one in yaml.safe_load(path.read_text(encoding="utf-8"))]

Vector = dict[str, Any]


def source_of(vector: Vector) -> Source:
    if "kind" in vector:
        return Source("cache.yaml", vector["values"], vector["kind"])
    return Source("values.yaml", f"# redislint: chart={vector['chart']}\n{vector['values']}", "helm-values")


def instances(vector: Vector) -> dict[str, Instance]:
    whole = link([read(source_of(vector), Files())], Options())
    return {one.name: one for one in whole.instances}


def blamed(report: Report) -> dict[str, list[str]]:
    """By rule, what it blames; empty for a place that stands for what is not written."""
    found = defaultdict(list)
    for one in report.findings:
        found[one.rule].append(one.span.text)
    return found


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: f"{one.get('chart', 'Argo CD')}: {one['fact']}")
def test_vector(vector: Vector) -> None:
    expected = EXPECTATIONS & set(vector)
    assert expected, "a vector expects something"
    assert set(vector) <= EXPECTATIONS | {"fact", "chart", "kind", "values", "select"}
    found = instances(vector)
    for name in expected & set(_SAID):
        assert _SAID[name](found, vector[name]) == vector[name], name
    report = lint_sources([source_of(vector)], Files(), Options(select=tuple(vector.get("select", ()))))
    assert not report.errors
    assert any(one.refused for one in report.findings) is not vector.get("starts", True) or "starts" not in vector
    told = blamed(report)
    for rule, text in vector.get("findings", {}).items():
        assert sorted(told.get(rule, ())) == sorted(text if isinstance(text, list) else [text]), rule
    assert not set(vector.get("silent", ())) & set(told)


def _names(found: dict[str, Instance], _: list[str]) -> list[str]:
    return list(found)


def _words(found: dict[str, Instance], asked: dict[str, dict[str, str]]) -> Any:
    return {name: {one: found[name].setting(one).value for one in directives} for name, directives in asked.items()}


def _lines(found: dict[str, Instance], asked: dict[str, dict[str, list[str]]]) -> Any:
    return {
        name: {one: [line.value for line in found[name].all(one)] for one in directives}
        for name, directives in asked.items()
    }


def _facts(found: dict[str, Instance], asked: dict[str, dict[str, Any]]) -> Any:
    return {
        name: {one: getattr(getattr(found[name], one), "value", None) for one in facts} for name, facts in asked.items()
    }


def _users(found: dict[str, Instance], asked: dict[str, list[str]]) -> Any:
    return {
        name: [" ".join([user.name, *map(_rule, user.tokens)]) for user in found[name].users or ()] for name in asked
    }


def _rule(token: AclToken) -> str:
    return token.text if token.known else "<secret>"


def _renamed(found: dict[str, Instance], asked: dict[str, list[str]]) -> Any:
    return {name: [(line.args or ("",))[0] for line in found[name].all("rename-command")] for name in asked}


def _sentinel(found: dict[str, Instance], _: list[str]) -> Any:
    return [line.value for one in found.values() if one.role == SENTINEL for line in one.all("sentinel")]


_SAID: dict[str, Callable[[dict[str, Instance], Any], Any]] = {
    "instances": _names,
    "is": _words,
    "lines": _lines,
    "facts": _facts,
    "users": _users,
    "renamed": _renamed,
    "sentinel": _sentinel,
}
