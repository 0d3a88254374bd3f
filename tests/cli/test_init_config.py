"""`redislint init config`: the file loads, fits the schema, says no secret, and changes nothing by itself."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from redislint.api import lint
from redislint.config import Config, load
from redislint.typed import TYPE_CHECKING
from tests.cli.conftest import Project

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "schema" / "config.schema.json").read_text(encoding="utf-8"))
SECRET = "hunter2-of-the-tree"

TREE = {
    "compose.yaml": (
        "services:\n  cache:\n    image: redis:7.4.2\n    ports: ['6380:6379']\n"
        f"    command: redis-server --requirepass {SECRET} --maxmemory 1gb --maxmemory-policy allkeys-lru\n"
        "  jobs:\n    image: valkey/valkey:8.0\n    command: valkey-server --appendonly yes\n"
    ),
    "redis.conf": f"port 6379\nrequirepass {SECRET}\naclfile users.acl\nmaxmemory-policy noeviction\nappendonly yes\n",
    "users.acl": f"user app on >{SECRET} ~app:* ~cart:{{id}}:* +@read\nuser ops on >{SECRET} ~* +@all\n",
    "prod/redis-main.conf": "daemonize no\nbind 10.0.0.1\nport 6379\nappendonly yes\n",
    "prod/redis-replica.conf": "daemonize no\nport 6380\nreplicaof 10.0.0.1 6379\n",
    "prod/sentinel.conf": f"sentinel monitor m 10.0.0.1 6379 2\nsentinel auth-pass m {SECRET}\n",
    "chart/Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\ndependencies:\n  - name: redis\n"
    "    version: 19.0.0\n    repository: oci://registry-1.docker.io/bitnamicharts\n",
    "chart/values.yaml": f"redis:\n  auth:\n    password: {SECRET}\n",
    "k8s/sessions.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: 'yes'\nspec:\n  template:\n"
    "    spec:\n      containers:\n        - name: redis\n          image: redis:7.2\n",
    "infra/main.tf": f'resource "aws_elasticache_cluster" "c" {{\n  engine = "redis"\n  auth_token = "{SECRET}"\n}}\n',
    "image/Dockerfile": "FROM redis:7.4.2\n",
    "odd [1] #*/!redis.conf": "port 6379\n",
}


def planted(project: Project) -> None:
    for path, text in TREE.items():
        project.write(path, text)


def fits(text: str) -> None:
    """It is what an editor takes for a configuration, where all scalars are texts, as redislint reads them."""
    Draft202012Validator(SCHEMA).validate(yaml.load(text, yaml.BaseLoader))


def printed(project: Project) -> Config:
    """The configuration that is printed, and put into its place."""
    done = project.run("init", "config")
    assert done.status == 0
    path = project.write(".redislint.yaml", done.out)
    fits(done.out)
    return load(str(path))


def names(config: Config) -> dict[str, tuple[str, ...]]:
    assert config.project is not None
    return {one.name: one.files for one in config.project.declarations}


def told(*paths: str) -> list[tuple[str, str, int, str]]:
    """What is found in the files themselves; what is declared is no orphan any more."""
    found = lint(paths, select=["RL"], ignore=["RL904"]).findings
    return [(one.rule, one.path, one.line, one.severity) for one in found if one.path != ".redislint.yaml"]


def is_what_was(before: list[tuple[str, str, int, str]]) -> bool:
    """Is everything still said, and no more but of what declared files leave out?"""
    after = told()
    return set(before) <= set(after) and all(path.endswith(".conf") for _, path, *_ in set(after) - set(before))


def test_every_format(project: Project) -> None:
    planted(project)
    before = told()
    assert names(printed(project)) == {
        "redis": ("/chart/values.yaml",),
        "compose": ("/compose.yaml",),
        "image": ("/image/Dockerfile",),
        "c": ("/infra/main.tf",),
        "yes": ("/k8s/sessions.yaml",),
        "redis-2": ("/odd\\ \\[1]\\ \\#\\*/\\!redis.conf",),
        "redis-main": ("/prod/redis-main.conf", "/prod/redis-replica.conf", "/prod/sentinel.conf"),
        "redis-3": ("/redis.conf", "/users.acl"),
    }
    assert before
    assert is_what_was(before)
    members = {one.member for one in lint().instances}
    assert members == {"redis", "compose", "image", "c", "yes", "redis-2", "redis-main", "redis-3"}


def test_nothing_secret_is_in_it(project: Project) -> None:
    planted(project)
    done = project.run("init", "config")
    assert SECRET not in done.out + done.err


def test_what_speaks_for_a_choice(project: Project) -> None:
    planted(project)
    text = project.run("init", "config").out
    compose = text.partition("  compose:\n")[2].partition("\n\n")[0]
    assert compose.splitlines() == [
        "    # servers cache, jobs",
        "    files:",
        '      - "/compose.yaml"',
        "    # profile: cache               # or store, queue, session",
        "    #   cache: `maxmemory-policy allkeys-lru` evicts any key",
        "    #   store or queue or session: `appendonly yes` keeps writes on disk",
        "    # environment: prod            # or dev, stage",
        "    # server: redis@7.4.2          # as files say, and valkey@8.0: said here it counts more than they do",
        '    # owner: "@team"',
        "    # rpo: 5m",
        "    # rto: 15m",
    ]
    prod = text.partition("  redis-main:\n")[2].partition("\n\n")[0]
    assert "# servers prod/redis-main.conf, prod/redis-replica.conf; Sentinel prod/sentinel.conf" in prod
    assert "# environment: prod            # the path suggests it" in prod
    assert "# replicas: 1 " in prod
    assert "# sentinels: 1 " in prod
    redis = text.partition("  redis-3:\n")[2].partition("\n\n")[0]
    assert '    #   - pattern: "app:*"\n    #   - pattern: "cart:{id}:*"' in redis
    assert "# server: redis@7.2            # no file says which version reads it" in redis


def test_each_suggestion_is_a_key_that_counts(project: Project) -> None:
    planted(project)
    text = project.run("init", "config").out
    keys = (
        "profile|environment|server|owner|rpo|rto|transport|replicas|sentinels|key-spaces|may-differ|required|checklist"
    )
    opened = re.sub(rf"(?m)^( *)# ((?:{keys}): *)", r"\1\2", text)
    opened = re.sub(r'(?m)^( *)#   (- pattern|"\d)', r"\1  \2", opened)
    fits(opened)
    config = load(str(project.write("opened.yaml", opened)))
    assert config.project is not None
    assert {one.value("owner") for one in config.project.declarations} == {"@team"}
    assert [one.value("rpo") for one in config.project.declarations] == ["5m"] * 8
    assert len(config.project.attestations) == 33
    assert [one.pattern.value for it in config.project.declarations for one in it.key_spaces] == [
        "app:*",
        "cart:{id}:*",
    ]


def test_the_shop_with_mistakes(project: Project) -> None:
    shutil.copytree(ROOT / "fixtures" / "mistakes-shop", project.folder, dirs_exist_ok=True)
    before = told()
    found = names(printed(project))
    assert found["docker-compose"] == ("/docker-compose.yml",)
    assert ("/redis/redis.conf", "/redis/users.acl") in found.values()
    assert is_what_was(before)


def test_from_a_folder_below(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(project)
    monkeypatch.chdir(project.folder / "prod")
    done = project.run("init", "config", ".", "../redis.conf")
    assert '- "/redis-main.conf"' in done.out
    assert '- "/redis.conf"' not in done.out
    assert "redislint: warning: 1 instance left out: a configuration here cannot name the files\n" in done.err


def test_a_file_that_several_read_is_named_once(project: Project) -> None:
    project.write("redis-a.conf", "daemonize no\nport 6379\naclfile users.acl\n")
    project.write("redis-b.conf", "daemonize no\nport 6380\naclfile users.acl\n")
    project.write("users.acl", "user app on nopass ~a:* +get\n")
    text = project.run("init", "config").out
    assert text.count('- "/users.acl"') == 1
    assert "# also users.acl, which is named above" in text
    assert names(printed(project)) == {"redis-a": ("/redis-a.conf", "/users.acl"), "redis-b": ("/redis-b.conf",)}


def test_where_nothing_is_found(project: Project) -> None:
    config = printed(project)
    assert config.project is None
    assert "redislint: warning: nothing here declares a Redis or Valkey\n" in project.run("init", "config").err


def test_one_that_is_there_is_told(project: Project) -> None:
    project.write("redis.conf")
    assert "> .redislint.yaml puts it where redislint looks for it" in project.run("init", "config").err
    project.write(".redislint.yaml", "profile: cash\n")
    done = project.run("init", "config")
    assert done.status == 0
    assert ".redislint.yaml is there already" in done.err


def test_a_path_that_is_not_there(project: Project) -> None:
    done = project.run("init", "config", "missing.conf")
    assert done.status == 2
    assert "missing.conf" in done.err


def test_names_from_anybody(project: Project) -> None:
    project.write("compose.yaml", 'services:\n  "a\\u0007: [\\n# x": {image: "redis:7.4"}\n')
    project.write("k8s.yaml", "kind: Pod\napiVersion: v1\nmetadata: {name: '\"#:{'}\nspec:\n  containers:\n"
                  "    - {name: a, image: 'redis:7.2'}\n")  # fmt: skip
    project.write("bad\n\x01name.conf", "port 6379\nappendonly yes\n")
    config = printed(project)
    assert all("name.conf" not in "".join(files) for files in names(config).values())
