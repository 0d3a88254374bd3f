"""A chart's own values.yaml: what is not written in it nobody chose, and what somebody lays over it is a choice."""

from __future__ import annotations

import pytest

from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.source import Source
from tests.pages import Files

CHART = "apiVersion: v2\nname: redis\nversion: 2.4.0\nsources: [https://github.com/groundhog2k/helm-charts]\n"
OWN = "image:\n  pullPolicy: IfNotPresent\nstorage:\n  className: {}\nargs: []\n"
TEMPLATES = {"redis/templates/service.yaml": "{{ .Values.x }}"}


def found(select: str, **texts: str) -> list[tuple[str, tuple[int, int]]]:
    """The findings of a rule in the values files of a tree."""
    files = {path.replace("__", "/").replace("_yaml", ".yaml"): text for path, text in texts.items()} | TEMPLATES
    sources = {path: Source(path, text, "helm-values") for path, text in files.items()}
    values = [source for path, source in sources.items() if "values" in path]
    report = lint_sources(values, Files(sources), Options(select=(select,)))
    return [(one.path, one.span.position) for one in report.findings]


def test_nothing_is_said_of_a_charts_own_file() -> None:
    assert found("RL201", redis__Chart_yaml=CHART, redis__values_yaml=OWN) == []


@pytest.mark.parametrize(
    "texts",
    [
        # An override beside it, a copy in another folder, and one beside the chart but not of it.
        {"redis__Chart_yaml": CHART, "redis__values_yaml": OWN, "redis__values-prod_yaml": OWN},
        {"other__Chart_yaml": CHART, "other__values_yaml": OWN},
    ],
)
def test_an_override_is_a_choice(texts: dict[str, str]) -> None:
    (finding,) = found("RL201", **texts)
    assert finding[0] != "redis/values.yaml"
    assert finding[1] == (1, 1)


def test_what_is_written_in_a_charts_own_file_is_judged() -> None:
    text = f"{OWN}redisConfig: |\n  maxmemory 512\n"
    assert found("RL009", redis__Chart_yaml=CHART, redis__values_yaml=text) == [("redis/values.yaml", (7, 13))]
