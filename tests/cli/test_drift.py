"""`redislint snapshot` and `redislint drift`, from the lines that run on a host to the exit status."""

from __future__ import annotations

import json
import subprocess

import pytest

from redislint.report import FORMATS
from tests.cli.conftest import Project
from tests.snapshot.nodes import CLIENT, running, servers

SNAPSHOT = {
    "type": "redislint-snapshot",
    "schema": 1,
    "node": "cache-1",
    "captured_at": "2026-11-23T10:00:00Z",
    "config": {"maxmemory": "0", "maxmemory-policy": "noeviction", "requirepass": f"sha256:{'0' * 64}"},
    "users": ["user default on nopass ~* &* +@all", "user tmpadmin on nopass ~* &* +@all"],
    "info": {"redis_version": "7.2.5", "rdb_last_bgsave_status": "err"},
}
CONF = "maxmemory 1gb\nmaxmemory-policy allkeys-lru\nrequirepass correct-horse-battery\n"
TODAY = ("--today", "2026-11-24")


def written(project: Project, **more: object) -> None:
    project.write("redis.conf", CONF)
    project.write("cache-1.snapshot.json", json.dumps(SNAPSHOT | more, indent=2))


def test_from_the_host_to_the_findings(project: Project) -> None:
    [server, *_] = servers()
    project.write("redis.conf", CONF + "port 0\nunixsocket s\ndir .\n")
    with running(server, project.folder, password="correct-horse-battery") as node:
        lines = project.run("snapshot").out.replace(CLIENT, f'cli="{" ".join(node.cli)}"')
        subprocess.run(["sh"], input=lines, text=True, cwd=project.folder, check=True)
        node.ask("CONFIG", "SET", "maxmemory", "5mb")
    folder = project.folder / "redislint-snapshot"
    assert folder.stat().st_mode & 0o77 == 0
    assert {one.stat().st_mode & 0o77 for one in folder.iterdir()} == {0}
    # Until it is packed, the capture is what RL956 warns of.
    warned = project.run("check", "--select", "RL956").out
    assert "RL956" in warned
    assert "correct-horse-battery" not in warned
    packed = project.run("snapshot", "--pack", str(folder), "--node", "cache-1", "-o", "cache-1.snapshot.json")
    assert (packed.status, packed.out, packed.err) == (0, "", "")
    assert "correct-horse-battery" not in (project.folder / "cache-1.snapshot.json").read_text()
    done = project.run("drift", "cache-1.snapshot.json", "redis.conf")
    assert (done.status, done.err) == (0, ""), done.out


def test_findings_and_exit_status(project: Project) -> None:
    written(project)
    done = project.run("drift", "cache-1.snapshot.json", "--format", "json", *TODAY)
    found = json.loads(done.out)
    assert done.status == 1
    assert sorted((one["rule"], one["path"], one["line"]) for one in found["findings"]) == [
        ("RL950", "redis.conf", 1),
        ("RL950", "redis.conf", 2),
        ("RL950", "redis.conf", 3),
        ("RL951", "redis.conf", 1),
        ("RL954", "cache-1.snapshot.json", 17),
    ]
    assert len({one["fingerprint"] for one in found["findings"]}) == 5
    assert project.run("drift", "cache-1.snapshot.json", "--fail-on", "never", *TODAY).status == 0
    assert project.run("drift", "cache-1.snapshot.json", "--select", "RL953", *TODAY).status == 0


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_it_and_no_secret(project: Project, name: str) -> None:
    written(project)
    done = project.run("drift", "cache-1.snapshot.json", "--format", name, *TODAY)
    assert done.status == 1
    assert "maxmemory-policy" in done.out
    assert "correct-horse" not in done.out


def test_a_comment_silences(project: Project) -> None:
    written(project)
    project.write(
        "redis.conf", CONF.replace("maxmemory 1gb", "# redislint: ignore[RL950] set by the host\nmaxmemory 1gb")
    )
    done = project.run("drift", "cache-1.snapshot.json", "--format", "concise", "--select", "RL950")
    assert "`maxmemory`" not in done.out
    assert "`maxmemory-policy`" in done.out


def test_which_instance(project: Project) -> None:
    written(project)
    project.write("other/redis.conf", 'port 6380\nsave ""\nbind ::1\ndir /data\nappendonly no\n')
    done = project.run("drift", "cache-1.snapshot.json")
    assert done.status == 2
    assert "there are 2 instances: say which with --instance: other/redis.conf, redis.conf" in done.err
    assert project.run("drift", "cache-1.snapshot.json", "redis.conf").status == 1
    assert project.run("drift", "cache-1.snapshot.json", "--instance", "redis.conf").status == 1
    done = project.run("drift", "cache-1.snapshot.json", "--instance", "redis.cong")
    assert "no instance is called redis.cong; did you mean redis.conf?" in done.err
    assert done.status == 2


def test_a_declared_instance(project: Project) -> None:
    written(project, users=["user default off resetchannels -@all", "user app on nopass ~* &* +@all"])
    project.write(
        "redis.conf", "aclfile /etc/redis/users.acl\nmaxmemory-policy noeviction\nmaxmemory 0\nrequirepass x\n"
    )
    project.write("app.acl", "user default off\n")
    project.write(
        ".redislint.yaml", "instances:\n  cache:\n    files: [redis.conf, app.acl]\n    server: redis@7.2.4\n"
    )
    done = project.run("drift", "cache-1.snapshot.json", "--instance", "cache", "--format", "concise", *TODAY)
    # The ACL file is the instance's by declaration alone.
    assert "app.acl:1:1: error RL951" in done.out, done.out
    assert "`app`" in done.out
    assert "runs redis 7.2.5, and redis 7.2.4" in done.out


def test_nothing_to_compare_with(project: Project) -> None:
    written(project)
    (project.folder / "redis.conf").unlink()
    done = project.run("drift", "cache-1.snapshot.json")
    assert done.status == 2
    assert "no server that a snapshot could be compared with" in done.err


@pytest.mark.parametrize("text", ["", "{}", "maxmemory 1gb\n", '{"type": "redislint-snapshot"}'])
def test_no_snapshot(project: Project, text: str) -> None:
    written(project)
    project.write("x.json", text)
    done = project.run("drift", "x.json")
    assert done.status == 2
    assert "x.json: this" in done.err


def test_an_unknown_version_is_said(project: Project) -> None:
    written(project, info={"redis_version": "99.0.0"})
    done = project.run("drift", "cache-1.snapshot.json", *TODAY)
    assert (done.status, "redis 99.0.0 is none that is known here" in done.err) == (0, True)


@pytest.mark.parametrize(
    "words",
    [
        ("drift",),
        ("drift", "missing.json"),
        ("drift", "cache-1.snapshot.json", "--since", "HEAD"),
        ("drift", "cache-1.snapshot.json", "-"),
        ("drift", "cache-1.snapshot.json", "--select", "nonsense"),
        ("snapshot", "redislint-snapshot"),
        ("snapshot", "--pack", "missing"),
        ("snapshot", "--pack", "empty"),
    ],
)
def test_what_cannot_be_done(project: Project, words: tuple[str, ...]) -> None:
    written(project)
    (project.folder / "empty").mkdir()
    done = project.run(*words)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("redislint: error: ")


def test_a_file_that_is_missing(project: Project) -> None:
    written(project)
    done = project.run("drift", "cache-1.snapshot.json", "missing.conf")
    assert (done.status, done.err) == (2, "redislint: error: missing.conf: there is no such file\n")


def test_a_directive_that_a_chart_sets(project: Project) -> None:
    written(project, config={"port": "7000"}, users=None)
    head = "# redislint: chart=bitnami/redis@20.1.0\narchitecture: standalone\n"
    values = head + "tls:\n  enabled: true\n  autoGenerated: true\n"
    project.write("values.yaml", values)
    done = project.run("drift", "cache-1.snapshot.json", "values.yaml", "--select", "RL950", "--format", "concise")
    assert "`port` on cache-1 is `7000`, but `0` in the files (`tls.enabled`)" in done.out


def test_rules_about_drift_run_in_drift_alone(project: Project) -> None:
    written(project)
    done = project.run("check", "--format", "json", *TODAY)
    assert not [one for one in json.loads(done.out)["findings"] if one["rule"].startswith("RL95")]
    assert json.loads(done.out)["files"]["cache-1.snapshot.json"] == "snapshot"


def test_strict_lowers_nothing(project: Project) -> None:
    written(project)
    (project.folder / "tests").mkdir()
    (project.folder / "redis.conf").rename(project.folder / "tests" / "redis.conf")

    def levels(*arguments: str) -> dict[str, str]:
        done = project.run("drift", "cache-1.snapshot.json", "tests/redis.conf", "--format", "json", *arguments, *TODAY)
        return {one["rule"]: one["severity"] for one in json.loads(done.out)["findings"]}

    assert levels()["RL951"] == "warning"
    assert levels("--strict")["RL951"] == "error"
