"""Every finding about values stands at the very text that it blames, however YAML lets it be written."""

from __future__ import annotations

import pytest

import redislint
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.source import Source
from tests.read.reading import Files
from tests.read.test_helm import chart

# What a finding of a rule blames, in a file that is written in some way.  Each text names its chart and has these
# mistakes: no password, a weak one, an unknown directive, a key that the chart does not have, and values in conflict.
PLAIN = """\
# redislint: chart=bitnami/redis@20.1.0
architecture: replication
auth:
  enabled: false
commonConfiguration: |-
  maxmemory 1gb
  bogus yes
sentinel:
  enabled: true
master:
  persistance: {size: 1Gi}
  resources: {limits: {memory: 1Gi}}
"""
EXPECTED = {"RL201": "enabled: false", "RL001": "bogus", "RL822": "persistance", "RL824": "master"}

WAYS = {
    "plain": PLAIN,
    "CRLF": PLAIN.replace("\n", "\r\n"),
    "a BOM": "\ufeff" + PLAIN,
    "a tab in the block": PLAIN.replace("  bogus yes", "  bogus\tyes"),
    "letters of several bytes": PLAIN.replace("# redislint", "# äöü 漢字 \U0001f600\n# redislint").replace(
        "maxmemory 1gb", "# ключ \U0001f600\n  maxmemory 1gb"
    ),
    "a folded text": PLAIN.replace("|-\n  maxmemory 1gb\n  bogus yes", ">-\n  maxmemory 1gb\n\n  bogus yes"),
    "double quotes": PLAIN.replace("|-\n  maxmemory 1gb\n  bogus yes", '"maxmemory 1gb\\nbogus yes"'),
    "double quotes with escapes": PLAIN.replace(
        "|-\n  maxmemory 1gb\n  bogus yes", '"# \\u00e4 \\"x\\"\\nmaxmemory 1gb\\n\\\n    bogus yes"'
    ),
    "single quotes": PLAIN.replace("|-\n  maxmemory 1gb\n  bogus yes", "'# it''s\n\n  maxmemory 1gb\n\n  bogus yes'"),
    "an indented block": PLAIN.replace("|-\n  maxmemory 1gb\n  bogus yes", "|2\n     maxmemory 1gb\n     bogus yes"),
    "quoted keys": PLAIN.replace("persistance:", '"persistance":').replace("master:", "'master':"),
    "an anchor": PLAIN.replace("auth:", "auth: &auth").replace("sentinel:", "other: *auth\nsentinel:"),
    "a tag": PLAIN.replace("enabled: false", "enabled: !!bool false"),
    "flow style": PLAIN.replace("auth:\n  enabled: false", "auth: {enabled: false}"),
    "comments between": PLAIN.replace("  enabled: false", "  # why\n  enabled: false   # really"),
    "several documents": f"---\n{PLAIN}---\nother: 1\n",
}
QUOTED = {"quoted keys": {"RL822": '"persistance"', "RL824": "'master'"}, "a tag": {"RL201": "enabled: !!bool false"}}


def blamed(text: str) -> dict[str, set[str]]:
    """What each rule blames, as line and column show it to a user."""
    lines = text.removeprefix("\ufeff").split("\n")
    found: dict[str, set[str]] = {}
    for one in redislint.lint_text(text, kind="helm-values"):
        if one.line == one.end_line:
            found.setdefault(one.rule, set()).add(lines[one.line - 1][one.column - 1 : one.end_column - 1])
    return found


@pytest.mark.parametrize("way", WAYS)
def test_findings_stand_at_what_they_blame(way: str) -> None:
    found = blamed(WAYS[way])
    for rule, text in (EXPECTED | QUOTED.get(way, {})).items():
        assert text in found.get(rule, set()), (rule, found.get(rule))


@pytest.mark.parametrize("way", WAYS)
def test_every_place_lies_in_the_file_and_no_finding_blames_blanks(way: str) -> None:
    text = WAYS[way]
    for one in redislint.lint_text(text, kind="helm-values"):
        lines = text.removeprefix("\ufeff").split("\n")
        assert 1 <= one.line <= one.end_line <= len(lines), one.rule
        at = lines[one.line - 1]
        assert 1 <= one.column <= len(at) + 1, one.rule
        is_anchor = (one.line, one.column, one.end_line, one.end_column) == (1, 1, 1, 1)
        assert is_anchor or at[one.column - 1 : one.column].strip(), (one.rule, at, one.column)


def test_an_alias_is_blamed_where_it_says_something() -> None:
    text = "x-off: &off\n  enabled: false\nredis:\n  auth: *off\n"
    tree = Files(**{"Chart.yaml": chart("20.1.0")})
    found = lint_sources([Source("values.yaml", text, "helm-values")], tree, Options())
    (open_one,) = [one for one in found.findings if one.rule == "RL201"]
    assert (open_one.line, open_one.span.text) == (2, "enabled: false")


def test_findings_of_a_layer_below_stand_in_its_own_file() -> None:
    base = "redis:\n  auth:\n    enabled: false\n"
    over = "redis:\n  master:\n    service: {type: LoadBalancer}\n"
    tree = Files(**{"Chart.yaml": chart("20.1.0"), "values.yaml": base})
    found = lint_sources([Source("values-prod.yaml", over, "helm-values")], tree, Options())
    places = {one.rule: (one.path, one.span.text) for one in found.findings}
    assert places["RL101"] == ("values-prod.yaml", "LoadBalancer")
    assert {path for path, _ in places.values()} <= {"values.yaml", "values-prod.yaml"}
