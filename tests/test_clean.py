"""What a careful operator writes is silent: every clean project under `--strict`, in every format.

Silence proves something only of what was read, so each test also looks at what there is.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from redislint.__main__ import main
from redislint.checklist import ATTESTED, CHECKED, NOT_APPLICABLE, OPEN, answered
from redislint.model.instance import SENTINEL, Instance
from tests import clean
from tests.conftest import TODAY


class Expected(NamedTuple):
    """What a project is for, its servers and Sentinels by kind of file, and the services of a cloud."""

    profile: str
    servers: dict[str, int]
    services: tuple[str, ...]
    sentinels: dict[str, int] | None = None


EXPECTED = {
    "clean-cache": Expected(
        "cache",
        {"redis-conf": 1, "helm-values": 1, "compose": 3},
        ("aws_elasticache_replication_group", "google_redis_instance"),
    ),
    "clean-store": Expected(
        "store", {"redis-conf": 3, "helm-values": 2, "compose": 2}, ("aws_elasticache_replication_group",)
    ),
    "clean-queue": Expected(
        "queue", {"redis-conf": 1, "helm-values": 2, "compose": 2}, ("aws_elasticache_replication_group",)
    ),
    "clean-session": Expected("session", {"redis-conf": 3, "helm-values": 2, "compose": 2}, ("azurerm_redis_cache",)),
    "clean-sentinel": Expected(
        "store",
        {"redis-conf": 3, "helm-values": 2, "compose": 3, "kubernetes": 2},
        ("aws_elasticache_replication_group", "google_redis_instance"),
        {"sentinel-conf": 3, "helm-values": 1, "compose": 3, "kubernetes": 1},
    ),
    "clean-cluster": Expected(
        "store", {"redis-conf": 6, "helm-values": 1, "compose": 6, "kubernetes": 1}, ("aws_memorydb_cluster",)
    ),
}
# Comments that silence a finding, each with its reason.
SILENCED = {"clean-sentinel": 1}


@pytest.mark.parametrize("project", clean.projects())
def test_it_is_silent(
    project: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(clean.copy(project, tmp_path))
    status = main(("--strict", "--format", "concise", "--today", TODAY))
    said = capsys.readouterr()
    assert (said.out, said.err, status) == ("", "", 0)


@pytest.mark.parametrize("project", EXPECTED)
def test_everything_in_it_is_seen(project: str, tmp_path: Path) -> None:
    expected, folder = EXPECTED[project], clean.copy(project, tmp_path)
    instances = clean.whole(folder).instances
    servers = [one for one in instances if one.role != SENTINEL and _runs(one)]
    assert Counter(one.kind for one in servers) == expected.servers
    sentinels = [one for one in instances if one.role == SENTINEL and _runs(one)]
    assert Counter(one.kind for one in sentinels) == (expected.sentinels or {})
    services = {one.managed.resource for one in instances if one.managed is not None}
    assert services >= set(expected.services)
    environments = {"prod", *(path.name for path in folder.glob("environments/*/") if path.name == "stage")}
    assert {(one.profile, one.environment) for one in instances} == {(expected.profile, one) for one in environments}
    assert all(one.server is not None for one in instances if _runs(one))


def _runs(instance: Instance) -> bool:
    """Is it a server or a Sentinel, and no file for one or service of a cloud?"""
    is_text = instance.kind == "kubernetes" and instance.workload is None
    return instance.managed is None and not is_text and instance.kind not in ("users-acl", "systemd", "sysctl")


@pytest.mark.parametrize("project", clean.projects())
def test_little_is_silenced(project: str, tmp_path: Path) -> None:
    report = clean.lint(clean.copy(project, tmp_path))
    assert not report.findings
    assert report.suppressed == SILENCED.get(project, 0)
    assert len(report.rules) > 190


@pytest.mark.parametrize("project", clean.projects())
def test_it_passes_what_the_checklist_asks_of_files(project: str, tmp_path: Path) -> None:
    report = clean.lint(clean.copy(project, tmp_path), count=True)
    answers = [one for _, found in answered(report) for one in found if one.bullet.files]
    assert len(answers) == 22
    for one in answers:
        assert one.state != OPEN, one.bullet
        assert one.state != CHECKED or (one.subjects and not one.findings), one.bullet
        assert one.state != NOT_APPLICABLE or one.reason, one.bullet
        assert one.state != ATTESTED or not one.looked, one.bullet
        # What is said not to apply hides nothing.
        assert not one.findings, one.bullet


@pytest.mark.parametrize("project", EXPECTED)
def test_somebody_attests_to_the_rest(project: str, tmp_path: Path) -> None:
    report = clean.lint(clean.copy(project, tmp_path), count=True)
    answers = [one for _, found in answered(report) for one in found if one.bullet.files]
    assert {one.bullet.id: one.lacks for one in answers if one.lacks} == {}


def test_every_project_has_every_format() -> None:
    assert set(EXPECTED) == set(clean.projects()) - {"clean-shop"}
    for project in EXPECTED:
        folders = {path.name for path in (clean.FIXTURES / project).iterdir() if path.is_dir()}
        assert folders >= set(clean.FORMATS), project
