"""Which chart real values files are for, held against what their repositories say.

Counted twice: with the Chart.yaml around them, and by their keys alone.  A file that is not recognised is not judged,
and a tie speaks only where every tied chart agrees; what must not be is a chart that is taken for another.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import NamedTuple

import pytest

from redislint.read.helm.block import Block
from redislint.read.helm.layers import under
from redislint.read.helm.nearby import near
from redislint.read.helm.recognise import blocks
from redislint.read.yaml import Yaml
from redislint.source import Source
from tests.discover.trees import CORPUS
from tests.parts import borrow
from tests.read.reading import Files

# Repository, how paths begin, the key of the chart's values (empty for the whole file), and the chart; empty for what
# is no chart of Redis that is known here: somebody's own, an operator's, an exporter's.
KNOWN = [
    ("bitnami/charts", "bitnami/redis/", "", "bitnami-redis"),
    ("bitnami/charts", "bitnami/redis-cluster/", "", "bitnami-redis-cluster"),
    ("bitnami/charts", "bitnami/valkey/", "", "bitnami-valkey"),
    ("bitnami/charts", "bitnami/valkey-cluster/", "", "bitnami-valkey-cluster"),
    ("bitnami/charts", "bitnami/mastodon/", "redis", "bitnami-redis"),
    ("canturane/case-devops", "helm/redis/", "redis", "bitnami-redis"),
    ("groundhog2k/helm-charts", "charts/redis/", "", "groundhog2k-redis"),
    ("groundhog2k/helm-charts", "charts/valkey/", "", "groundhog2k-valkey"),
    ("JimCronqvist/helm-charts", "redis/", "redis", "groundhog2k-redis"),
    ("JimCronqvist/helm-charts", "redis-cluster/", "redis-cluster", "bitnami-redis-cluster"),
    ("helm/charts", "stable/redis-ha/", "", "dandydeveloper-redis-ha"),
    ("helm/charts", "stable/redis/", "", "stable-redis"),
    ("helm/charts", "stable/airflow/", "redis", "stable-redis"),
    ("helm/charts", "incubator/distribution/", "redis", "stable-redis"),
    ("airflow-helm/charts", "charts/airflow/", "redis", "stable-redis"),
    ("GitOps-Referece-Architecture/redis-config", "redis/", "redis", "stable-redis"),
    ("DandyDeveloper/charts", "charts/redis-ha/", "", "dandydeveloper-redis-ha"),
    ("argoproj/argo-helm", "charts/argo-cd/", "redis-ha", "dandydeveloper-redis-ha"),
    ("DefectDojo/django-DefectDojo", "helm/defectdojo/", "valkey", "cloudpirates-valkey"),
    ("prowler-cloud/prowler", "contrib/k8s/helm/", "valkey", "valkey-io-valkey"),
    ("OT-CONTAINER-KIT/redis-operator", "charts/redis/", "", "ot-redis"),
    ("OT-CONTAINER-KIT/redis-operator", "charts/redis-cluster/", "", "ot-redis-cluster"),
    ("OT-CONTAINER-KIT/redis-operator", "charts/redis-replication/", "", "ot-redis-replication"),
    ("OT-CONTAINER-KIT/redis-operator", "charts/redis-sentinel/", "", "ot-redis-sentinel"),
    ("OT-CONTAINER-KIT/redis-operator", "charts/redis-operator/", "", ""),
    ("Muhammad-Irfan324/ArgoCD-Tutorial", "redis-operator/", "", ""),
    ("spotahome/redis-operator", "", "", ""),
    ("helm/charts", "stable/prometheus-redis-exporter/", "", ""),
    ("helm/charts", "incubator/redis-cache/", "", ""),
    ("helm/charts", "stable/ambassador/", "", ""),
    ("CenterForOpenScience/helm-charts", "", "", ""),
    ("Upwind1647/infrastructure-lab", "", "", ""),
    ("intel/cloud-native-ai-pipeline", "", "", ""),
    ("jonerickson/laravel-k8s-tf-eks", "", "", ""),
    ("llamallama/home-server-helm", "", "", ""),
    ("onlinejudge95/k8s-homelab", "", "", ""),
    ("mtmthelast/redis-assignment-gitops", "", "", ""),
    ("maxmorhardt/k8s", "argocd/", "", ""),
    ("groundhog2k/helm-charts", "charts/nextcloud/", "", ""),
    ("groundhog2k/helm-charts", "charts/remark42/", "", ""),
    ("nextcloud/helm", "charts/nextcloud/", "", ""),
]
# The chart was bitnami's before it was `stable`, and has been again since 10.5; its first generation is one.
MOVED = {"stable-redis": "bitnami-redis"}
_GENERATION = (14, 0, 0)


class Row(NamedTuple):
    """A file of the corpus whose chart is known, with the charts of its repository."""

    path: str
    text: str
    key: str
    chart: str
    charts: dict[str, str]


@cache
def rows() -> list[Row]:
    borrow("the corpus", CORPUS.is_dir(), "real values files of public repositories")
    every = [json.loads(line) for line in (CORPUS / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {
        row["file"]: (CORPUS / row["file"]).read_text(encoding="utf-8", errors="surrogateescape")
        for row in every
        if row["kind"] in ("values.direct", "values.umbrella", "chart.yaml")
    }
    found = []
    for row in every:
        known = [one for one in KNOWN if one[0] == row["repo"] and row["path"].startswith(one[1])]
        if row["kind"] in ("values.direct", "values.umbrella") and known:
            _, _, key, chart = max(known, key=lambda one: len(one[1]))
            beside = {one["path"]: texts[one["file"]] for one in every if _is_chart_of(one, row["repo"])}
            found.append(Row(row["path"], texts[row["file"]], key, chart, beside))
    return found


def _is_chart_of(row: dict[str, str], repository: str) -> bool:
    return row["kind"] == "chart.yaml" and row["repo"] == repository


def recognised(row: Row, charts: dict[str, str]) -> list[Block]:
    tree = Files()
    tree.texts = charts
    source = Source(row.path, row.text, "helm-values")
    nearby = near(row.path, tree)
    layers = under(row.path, tree, nearby)
    return [one for document in Yaml(source).documents for one in blocks(document, row.path, nearby, layers)]


def verdict(row: Row, charts: dict[str, str]) -> str:
    """`right`, `tied` (with the right one first or not), `none`, or `wrong`."""
    found = recognised(row, charts)
    if not row.chart or not found:
        return "wrong" if found and not row.chart else "none" if row.chart else "right"
    if any(one.key is not None and one.key.text != row.key for one in found if row.key):
        return "wrong"
    return "tied" if found[0].tied else "right" if all(_is_right(one, row.chart) for one in found) else "wrong"


def _is_right(block: Block, chart: str) -> bool:
    high = block.versions.high
    is_first = high is not None and high <= _GENERATION
    return block.chart.name == chart or (block.chart.name == MOVED.get(chart) and is_first)


def count(*, around: bool) -> Counter[str]:
    return Counter(verdict(row, row.charts if around else {}) for row in rows())


@pytest.mark.parametrize(("around", "least"), [(True, 0.9), (False, 0.8)], ids=["with Chart.yaml", "by keys alone"])
def test_charts_of_real_files(around: bool, least: float) -> None:
    found = count(around=around)
    print(f"{sum(found.values())} files whose chart is known: {dict(found)}")
    wrong = [(row.path, row.chart) for row in rows() if verdict(row, row.charts if around else {}) == "wrong"]
    assert not wrong
    assert found["right"] >= least * sum(found.values())
