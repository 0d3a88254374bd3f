"""Instances that the configuration declares: what is said of them, where, and who belongs together."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from redislint.api import lint
from redislint.config import Config, ConfigError, load
from redislint.config.declared import Declarations
from redislint.groups import deployments
from redislint.link import link
from redislint.model.project import Declaration, Project
from redislint.options import Options
from redislint.read import read
from redislint.servers import parse
from redislint.source import Source
from tests.pages import Files

TEXT = """\
owner: "@platform"
instances:
  sessions:
    profile: session
    server: redis@7.4
    target: redis@8.2
    transport: mesh
    rpo: 5m
    rto: 15m
    admin-users: [ops]
    replicas: 1
    sentinels: 1
    key-spaces:
      - pattern: "session:*"
        ttl: 30m
        multi-key: true
    environments:
      stage:
        files: [stage/]
      prod:
        owner: "@sessions"
        files: [prod/]
        replicas: 2
  cache:
    files: [redis-cache.conf]
    profile: cache
may-differ: [maxmemory]
checklist:
  2.2: {evidence: docs/drill.md, owner: "@data", reviewed: 2026-10-01, expires: 2027-01-01}
  "4.2": {not-applicable: there is no cluster}
required: [2.2]
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    monkeypatch.chdir(root)
    return root


def loaded(text: str, name: str = ".redislint.yaml") -> Config:
    Path(name).write_text(text, encoding="utf-8")
    return load(name)


def project(config: Config) -> Project:
    assert config.project is not None
    return config.project


def said(one: Declaration) -> dict[str, tuple[str, int]]:
    return {key: (value.value, value.span.position[0]) for key, value in one.said.items()}


@pytest.mark.usefixtures("place")
def test_what_is_said_and_where() -> None:
    found = project(loaded(TEXT))
    stage, prod, cache = found.declarations
    assert [one.ident for one in found.declarations] == ["sessions/stage", "sessions/prod", "cache"]
    assert (stage.span.text, prod.span.text, cache.span.text) == ("stage", "prod", "cache")
    assert said(prod) == {
        "owner": ("@sessions", 21),
        "profile": ("session", 4),
        "server": ("redis@7.4", 5),
        "target": ("redis@8.2", 6),
        "transport": ("mesh", 7),
        "rpo": ("5m", 8),
        "rto": ("15m", 9),
        "replicas": ("2", 23),
        "sentinels": ("1", 12),
    }
    assert (stage.value("owner"), stage.value("replicas"), cache.value("owner")) == ("@platform", "1", "@platform")
    assert [(keys.pattern.value, sorted(keys.said)) for keys in prod.key_spaces] == [
        ("session:*", ["multi-key", "ttl"])
    ]
    assert [one.value for one in (*found.required, *found.may_differ)] == ["2.2", "maxmemory"]
    drill, cluster = found.attestations
    assert (drill.bullet, drill.value("expires"), drill.span.position[0]) == ("2.2", "2027-01-01", 29)
    assert cluster.value("not-applicable") == "there is no cluster"
    assert set(found.environments()) == {"sessions", "cache"}


@pytest.mark.usefixtures("place")
def test_it_holds_for_the_files() -> None:
    config = loaded(TEXT)
    declared = Declarations(config, os.getcwd())
    prod = declared("prod/redis.conf")
    assert (prod.instance, prod.environment, prod.profile, prod.rpo) == ("sessions/prod", "prod", "session", "5m")
    assert (prod.server, prod.target, prod.transport) == (parse("redis@7.4"), parse("redis@8.2"), "mesh")
    assert (prod.admins, declared("redis-cache.conf").instance, declared("other.conf").instance) == (
        ("ops",),
        "cache",
        "",
    )
    assert [declared.joined(path) for path in ("stage/a.conf", "prod/a.conf", "a.conf")] == ["sessions", "sessions", ""]


@pytest.mark.usefixtures("place")
def test_what_was_kept_is_the_same() -> None:
    first, second = loaded(TEXT), load(".redislint.yaml")
    assert [said(one) for one in project(first).declarations] == [said(one) for one in project(second).declarations]
    assert second._replace(project=None) == first._replace(project=None)
    assert [one.span.position for one in project(second).attestations] == [
        one.span.position for one in project(first).attestations
    ]


@pytest.mark.usefixtures("place")
def test_toml_says_the_same_by_lines() -> None:
    text = '[tool.redislint.instances.cache]\nfiles = ["redis-cache.conf"]\nprofile = "cache"\nreplicas = 1\n'
    (cache,) = project(loaded(text, "pyproject.toml")).declarations
    assert (cache.span.position[0], said(cache)) == (1, {"profile": ("cache", 3), "replicas": ("1", 4)})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("instances:\n  a:\n    file: [x]\n", ":3: instances.a.file: there is no such key; did you mean files?"),
        ("instances:\n  a b:\n    files: [x]\n", ":2: instances.a b: an instance's name has letters, digits and"),
        ("instances:\n  a:\n    replicas: two\n", ":3: instances.a.replicas: a number is expected here, not `two`"),
        ("instances:\n  a:\n    target: redis@9.9\n", ":3: instances.a.target: "),
        ("instances:\n  a:\n    environments:\n      live: {}\n", ":4: instances.a.environments.live: `live` is none"),
        ("instances:\n  a:\n    key-spaces: [{ttl: 1m}]\n", ":3: instances.a.key-spaces[0].pattern: this key is miss"),
        ("checklist:\n  x: {}\n", ":2: checklist.x: a bullet is written 2.2, not `x`"),
        ("checklist:\n  2.2: {expires: soon}\n", ":2: checklist.2.2.expires: a day is written 2027-01-31, not `soon`"),
        ("checklist:\n  2.2: {expire: x}\n", ":2: checklist.2.2.expire: there is no such key; did you mean expires?"),
        ("transport: tls\n", ":1: transport: `tls` is none of native-tls, mesh, sidecar, private-link"),
        ("checklist:\n  99.9: {not-applicable: x}\n", ":2: checklist.99.9: the checklist has no bullet `99.9`"),
        ("required: [13.1]\n", ":1: required[0]: the checklist has no bullet `13.1`"),
        ("checklist:\n  2.2: {expires: 2026-13-45}\n", ":2: checklist.2.2.expires: there is no such day: `2026-13-45`"),
        ("required: [9]\n", ":1: required[0]: a bullet is written 2.2, not `9`"),
    ],
)
@pytest.mark.usefixtures("place")
def test_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as error:
        loaded(text)
    assert [one for one in error.value.problems if problem in one], error.value.problems


def groups(text: str, files: dict[str, str]) -> list[tuple[str, int, int, bool]]:
    config = loaded(text)
    options = Options(declared=Declarations(config, os.getcwd()), project=config.project)
    kinds = {path: "sentinel-conf" if "sentinel" in path else "redis-conf" for path in files}
    sources = {path: Source(path, text, kinds[path]) for path, text in files.items()}
    whole = link([read(one, Files(sources)) for one in sources.values()], options)
    assert [one.name for one in deployments(whole.instances)] != ["sessions/prod"]
    return [(one.name, len(one.instances), len(one.sentinels), one.complete) for one in whole.deployments]


@pytest.mark.usefixtures("place")
def test_what_is_declared_together_is_a_group() -> None:
    files = {f"prod/{name}.conf": "port 6379\n" for name in ("a", "b", "c")}
    files["prod/sentinel.conf"] = "sentinel monitor main redis-a 6379 1\n"
    assert groups(TEXT, files) == [("sessions/prod", 3, 1, True)]
    less = {path: text for path, text in files.items() if path != "prod/c.conf"}
    assert groups(TEXT, less) == [("sessions/prod", 2, 1, False)]
    assert groups(TEXT.replace("    replicas: 1\n", "    replicas: 1\n    external: true\n"), files)[0][3] is False


def test_a_part_finds_what_the_whole_tree_finds(place: Path) -> None:
    loaded(TEXT.replace("    profile: session\n", ""))
    (place / "prod").mkdir()
    (place / "stage").mkdir()
    for path in ("prod/redis.conf", "stage/redis.conf", "redis-cache.conf"):
        (place / path).write_text("port 6379\nrequirepass foobared\n", encoding="utf-8")
    whole = lint()
    at_home = [(one.rule, one.line) for one in whole.findings if one.path == ".redislint.yaml"]
    assert ("RL933", 17) in at_home
    assert ("RL933", 19) in at_home
    assert [(one.rule, one.line) for one in lint(".redislint.yaml").findings] == at_home
    for path in ("prod/redis.conf", "redis-cache.conf"):
        part = lint(path).findings
        assert {one.path for one in part} == {path}
        assert [one.fingerprint for one in part] == [one.fingerprint for one in whole.findings if one.path == path]


def test_a_comment_in_the_configuration_silences(place: Path) -> None:
    (place / "redis-cache.conf").write_text("port 6379\n", encoding="utf-8")
    text = (
        "owner: ops\ninstances:\n  cache:  # redislint: ignore[RL933] nobody knows yet\n    files: [redis-cache.conf]\n"
    )
    loaded(text)
    assert [one.rule for one in lint().findings if one.path == ".redislint.yaml"] == []


TOML = """\
[project]
name = "shop"

[tool.redislint]
owner = "@platform"
may-differ = ["maxmemory"]
required = ["2.2"]

[tool.redislint.instances.sessions]
profile = "session"
server = "redis@7.4"
target = "redis@8.2"
transport = "mesh"
rpo = "5m"
rto = "15m"
admin-users = ["ops"]
replicas = 1
sentinels = 1
key-spaces = [{ pattern = "session:*", ttl = "30m", multi-key = true }]

[tool.redislint.instances.sessions.environments]
stage = { files = ["stage/"] }
prod = { owner = "@sessions", files = ["prod/"], replicas = 2 }

[tool.redislint.instances.cache]
files = ["redis-cache.conf"]
profile = "cache"

[tool.redislint.checklist]
"2.2" = { evidence = "docs/drill.md", owner = "@data", reviewed = 2026-10-01, expires = 2027-01-01 }
"4.2" = { not-applicable = "there is no cluster" }
"""


def plain(config: Config) -> object:
    found = project(config)
    return (
        [
            (
                *(one.ident, one.files, {key: value.value for key, value in one.said.items()}, one.is_one_of_several),
                *((keys.pattern.value, {key: one.value for key, one in keys.said.items()}) for keys in one.key_spaces),
            )
            for one in found.declarations
        ],
        [(one.bullet, {key: value.value for key, value in one.said.items()}) for one in found.attestations],
        [one.value for one in (*found.required, *found.may_differ)],
        config._replace(project=None),
    )


@pytest.mark.usefixtures("place")
def test_toml_declares_all_that_yaml_does() -> None:
    assert plain(loaded(TOML, "pyproject.toml")) == plain(loaded(TEXT))
    # What was kept says the same.
    assert plain(load("pyproject.toml")) == plain(loaded(TEXT))


def test_findings_stand_in_the_toml_and_its_comments_silence(place: Path) -> None:
    (place / "redis-cache.conf").write_text("port 6379\n", encoding="utf-8")
    text = '[project]\nname = "shop"\n\n[tool.redislint.instances.cache]\nfiles = ["redis-cache.conf"]\n'

    def found() -> list[tuple[str, int]]:
        return [(one.rule, one.line) for one in lint().findings if one.path == "pyproject.toml"]

    loaded(text, "pyproject.toml")
    assert ("RL933", 4) in found()
    loaded(text.replace("[tool", "# redislint: ignore[RL933, RL938] nobody knows yet\n[tool"), "pyproject.toml")
    assert found() == []
    loaded(text + "# redislint: ignore[RL933] of no use\n", "pyproject.toml")
    assert ("RL933", 4) in found()
