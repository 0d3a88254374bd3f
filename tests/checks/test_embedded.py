"""Configuration texts within YAML, whatever the style of their scalar: told and mended by their own lines."""

from __future__ import annotations

import pytest

from redislint.finding import Finding
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.source import BOM, Source
from tests.read.reading import Files

CONFIGMAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: cache}}\ndata:\n  redis.conf: {}\n"
ACL = """\
apiVersion: v1
kind: Pod
metadata: {{name: cache}}
spec:
  containers:
    - name: cache
      image: redis:7.2.4
      command: [redis-server, --aclfile, /etc/redis/users.acl]
      volumeMounts: [{{name: conf, mountPath: /etc/redis}}]
  volumes: [{{name: conf, configMap: {{name: cache}}}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: cache}}
data:
  users.acl: {}
"""


def findings(text: str, rule: str) -> list[Finding]:
    report = lint_sources([Source("cache.yaml", text, "kubernetes")], Files(), Options(select=(rule,)))
    assert not report.errors
    return list(report.findings)


@pytest.mark.parametrize(
    "scalar",
    [
        "|\n    save 60 1\n    maxmemory 10mb # ours\n",
        ">\n    save 60 1\n\n    maxmemory 10mb # ours\n",
        '"save 60 1\\nmaxmemory 10mb # ours\\n"',
        '"save 60 1\\nmaxmemory\\x2010mb\\u0020# ours\\n"',
        "'save 60 1\n\n    maxmemory 10mb # ours'",
    ],
    ids=["literal", "folded", "double quotes", "escapes", "single quotes"],
)
def test_a_trailing_comment_is_found_in_every_style(scalar: str) -> None:
    (finding,) = findings(CONFIGMAP.format(scalar), "RL003")
    assert finding.span.text == "# ours"


@pytest.mark.parametrize(
    ("scalar", "after"),
    [
        ("|\n    maxmemory 10mb # ours\n    hz 10\n", "|\n    # ours\n    maxmemory 10mb\n    hz 10\n"),
        ("|2-  \r\n    maxmemory 10mb # ours\r\n    hz 10", "|2-  \r\n    # ours\r\n    maxmemory 10mb\r\n    hz 10"),
        # A line more would be one line with the next.
        (">\n    maxmemory 10mb # ours\n\n    hz 10\n", None),
        (">\n    save 60 1\n\n    maxmemory 10mb # ours\n\n    hz 10\n", None),
        ('"save 60 1\\n\\\n    maxmemory 10mb # ours\\n\\\n    hz 10\\n"', None),
        ("'save 60 1\n\n    maxmemory 10mb # ours\n\n    hz 10'", None),
    ],
)
def test_a_comment_is_moved_only_where_a_line_is_a_line(scalar: str, after: str | None) -> None:
    text = CONFIGMAP.format(scalar)
    (finding,) = findings(text, "RL003")
    if after is None:
        assert finding.fix is None
        return
    assert finding.fix is not None
    for edit in sorted(finding.fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    assert text == CONFIGMAP.format(after)


@pytest.mark.parametrize(
    "scalar",
    [
        "|\n    # people\n    user app on\n    requirepass x\n",
        '"# people\\nuser app on\\nrequirepass x\\n"',
        '"\\x23\\u0020people\\nuser app on\\nrequirepass\\x20x\\n"',
    ],
    ids=["literal", "double quotes", "escapes"],
)
def test_lines_of_an_acl_file_are_told_in_every_style(scalar: str) -> None:
    comment, other = findings(ACL.format(scalar), "RL011")
    assert comment.message.startswith("a comment stands in an ACL file")
    assert other.message.startswith("a line that is no user's stands in an ACL file")
    assert comment.span.start < other.span.start


CHART = """\
apiVersion: v2
name: shop
version: 1.0.0
dependencies:
  - {name: redis-ha, version: 4.27.0, repository: "https://dandydeveloper.github.io/charts"}
"""
VALUES = "redis-ha:\n  redis:\n    config:\n      maxmemory: 1gb\n      appendfsync: no\n      appendonly: yes\n"


def test_a_byte_order_mark_of_a_yaml_file_belongs_to_no_directive() -> None:
    found = []
    for text in (VALUES, BOM + VALUES):
        source = Source("values.yaml", text, "helm-values")
        report = lint_sources([source], Files(**{"Chart.yaml": CHART}), Options(select=("RL",)))
        found.append([(one.rule, one.span.position, one.span.text) for one in report.findings])
    assert found[0]
    assert found[1] == found[0]
