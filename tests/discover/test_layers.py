"""Values files in layers: a run on one of them finds what the whole tree says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import redislint

CHART = """\
apiVersion: v2
name: shop
version: 1.0.0
dependencies:
  - name: redis
    version: 20.1.0
    repository: https://charts.bitnami.com/bitnami
"""
FILES = {
    "shop/Chart.yaml": CHART,
    "shop/values.yaml": "redis:\n  auth:\n    enabled: false\n  commonConfiguration: |-\n    maxmemory 1gb\n",
    "shop/values-prod.yaml": "redis:\n  master:\n    resources: {limits: {memory: 512Mi}}\n",
    "shop/values-dev.yaml": "redis:\n  master:\n    service: {type: NodePort}\n",
}


@pytest.mark.parametrize("named", ["shop/values.yaml", "shop/values-prod.yaml", "shop/values-dev.yaml"])
def test_one_layer_alone(named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    whole, alone = redislint.lint("."), redislint.lint(named)
    expected = {
        (one.rule, one.path, one.line)
        for one in whole.findings
        if one.path == named or any(related.span.source.path == named for related in one.related)
    }
    assert {(one.rule, one.path, one.line) for one in alone.findings} == expected
    assert ("RL501", "shop/values.yaml", 5) in {(one.rule, one.path, one.line) for one in whole.findings}
