"""The files of a git revision: what is read of them, what is refused, and that nothing of it is ever run."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import redislint
from redislint.discover import git
from redislint.discover.git import NoRevision, Revision
from redislint.discover.since import RevisionTree
from tests.repository import Repository


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(tmp_path)
    return Repository(tmp_path)


def service(tag: str, extra: str = "") -> str:
    return f"services:\n  store:\n    image: redis:{tag}\n{extra}"


def rules(since: str, path: str = ".", **given: Any) -> list[tuple[str, int]]:
    report = redislint.lint(path, since=since, select=["RL719"], config=False, **given)
    assert not report.errors
    return [(one.path, one.line) for one in report.findings]


def test_files_are_those_of_the_revision(repository: Repository) -> None:
    first = repository.commit({"a.conf": "port 1\n", "b/c.conf": "port 2\n", "gone.conf": "x"})
    repository.commit({"a.conf": "port 3\n", "gone.conf": None})
    repository.write({"b/c.conf": "port 4\n"})
    tree = RevisionTree(Revision(str(repository.folder), first))
    texts = {path: source.text for path in ("a.conf", "b/c.conf", "gone.conf") if (source := tree.read(path))}
    assert texts == {"a.conf": "port 1\n", "b/c.conf": "port 2\n", "gone.conf": "x"}
    assert (tree.names(""), tree.names("b"), tree.names("nowhere")) == (("a.conf", "gone.conf"), ("c.conf",), ())
    assert tree.read("new.conf") is None
    assert tree.read("b/../a.conf") is not None
    assert [tree.real(path) for path in ("a.conf", "../a.conf", "/etc/passwd")] == ["a.conf", None, None]


@pytest.mark.parametrize("name", ["HEAD~1", "v1", "main~1", "HEAD^"])
def test_a_revision_may_be_named_in_any_way(name: str, repository: Repository) -> None:
    repository.write({"a": "1"})
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "first")
    repository.git("tag", "--annotate", "v1", "--message", "x")
    repository.commit({"a": "2"})
    source = RevisionTree(Revision(str(repository.folder), name)).read("a")
    assert source is not None
    assert source.text == "1"


@pytest.mark.parametrize(
    "name",
    ["", "-h", "--help", "--upload-pack=touch x", "a b", "a\nb", "a\0b", "x" * 300, "HEAD\t"],
)
def test_what_might_be_an_option_or_a_line_is_no_revision(name: str, repository: Repository) -> None:
    repository.commit({"a": "1"})
    with pytest.raises(NoRevision, match="no name of a git revision"):
        Revision(str(repository.folder), name)


@pytest.mark.parametrize("name", ["nowhere", "HEAD~5", "0" * 40, "HEAD:a", "$(touch x)", "main@{upstream}", "'"])
def test_what_git_does_not_know_is_no_revision(name: str, repository: Repository) -> None:
    repository.commit({"a": "1"})
    with pytest.raises(NoRevision):
        Revision(str(repository.folder), name)
    assert sorted(os.listdir(repository.folder)) == [".git", "a"]


@given(name=st.text(max_size=40))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_name_does_anything_but_name(name: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    with contextlib.suppress(NoRevision):
        Revision(str(repository.folder), name)
    assert os.listdir(tmp_path) == [".git"]


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="there is no git repository here"):
        redislint.lint(".", since="HEAD", config=False)


def test_a_repository_around_the_root_is_another_one(repository: Repository, tmp_path: Path) -> None:
    repository.commit({"a": "1"})
    (tmp_path / "inner" / ".git").mkdir(parents=True)
    with pytest.raises(NoRevision):
        Revision(str(tmp_path / "inner"), "HEAD")


def test_without_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit({"a": "1"})
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoRevision, match="git is not installed"):
        Revision(str(repository.folder), "HEAD")


def test_git_that_hangs(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setattr(git, "_PATIENCE", 0.2)
    with pytest.raises(NoRevision, match="took longer"):
        Revision(str(repository.folder), "HEAD")


def test_what_the_environment_says_of_another_repository_does_not_count(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({"a": "1"})
    other = Repository(tmp_path_factory.mktemp("other"))
    other.commit({"b": "2"})
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.folder / ".git" / "index"))
    assert list(Revision(str(repository.folder), "HEAD").files()) == ["a"]


def test_nothing_that_the_repository_says_is_run(repository: Repository) -> None:
    repository.commit({"a.conf": "port 1\n", ".gitattributes": "*.conf filter=x diff=x\n"})
    touched = repository.folder / "touched"
    for key in ("core.fsmonitor", "filter.x.smudge", "filter.x.clean", "diff.x.textconv", "core.pager", "core.editor"):
        repository.git("config", key, f"touch {touched}")
    source = RevisionTree(Revision(str(repository.folder), "HEAD")).read("a.conf")
    assert source is not None
    assert not touched.exists()


def test_the_work_tree_and_the_index_are_left_alone(repository: Repository) -> None:
    first = repository.commit({"compose.yaml": service("7.4.2")})
    repository.commit({"compose.yaml": service("7.2.5")})
    repository.write({"new.txt": "x", "compose.yaml": service("7.2.4")})
    before = repository.git("status", "--porcelain"), (repository.folder / ".git" / "index").read_bytes()
    rules(first)
    assert (repository.git("status", "--porcelain"), (repository.folder / ".git" / "index").read_bytes()) == before


def test_links_within_the_revision_are_followed_and_others_are_not(repository: Repository) -> None:
    repository.write({"conf/real.conf": "port 1\n"})
    for name, target in (
        ("in.conf", "conf/real.conf"),
        ("conf/up.conf", "../in.conf"),
        ("out.conf", "../../etc/passwd"),
        ("absolute.conf", "/etc/passwd"),
        ("loop.conf", "loop.conf"),
    ):
        os.symlink(target, repository.folder / name)
    repository.commit({})
    tree = RevisionTree(Revision(str(repository.folder), "HEAD"))
    found = {name: tree.real(name) for name in ("in.conf", "conf/up.conf", "out.conf", "absolute.conf", "loop.conf")}
    assert found == {
        "in.conf": "conf/real.conf",
        "conf/up.conf": "conf/real.conf",
        "out.conf": None,
        "absolute.conf": None,
        "loop.conf": None,
    }


def test_odd_names_and_bytes(repository: Repository) -> None:
    files: dict[str, str | bytes | None] = {
        "a b/ü\t\n.conf": b"port 1\r\n\xff",
        "-x": "y",
        '"quoted"': "z",
        "empty": "",
    }
    repository.commit(files)
    tree = RevisionTree(Revision(str(repository.folder), "HEAD"))
    for name, content in files.items():
        source = tree.read(name)
        assert source is not None
        data = content if isinstance(content, bytes) else str(content).encode()
        assert source.text.encode("utf-8", "surrogateescape") == data


def test_a_file_that_is_too_big_is_left_out(repository: Repository) -> None:
    repository.commit({"compose.yaml": service("7.4.2") + "#" * 2_200_000, "redis.conf": "#" * 11_000_000})
    tree = RevisionTree(Revision(str(repository.folder), "HEAD"))
    assert tree.read("compose.yaml") is None
    assert tree.read("redis.conf") is None


def test_a_revision_of_a_broken_repository(repository: Repository) -> None:
    first = repository.commit({"compose.yaml": service("7.4.2")})
    blob = repository.git("rev-parse", f"{first}:compose.yaml")
    (repository.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    repository.write({"compose.yaml": service("7.2.5")})
    assert rules(first) == []
    head = repository.folder / ".git" / "objects" / first[:2] / first[2:]
    head.chmod(0o644)
    head.write_bytes(b"broken")
    with pytest.raises(NoRevision):
        Revision(str(repository.folder), first)


def test_a_change_is_found_from_any_folder_and_for_any_subset(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = repository.commit({"deploy/compose.yaml": service("7.4.2"), "other/compose.yaml": service("7.4.2")})
    repository.commit({"deploy/compose.yaml": service("7.2.5")})
    assert rules(first) == [("deploy/compose.yaml", 3)]
    assert rules(first, "deploy/compose.yaml") == [("deploy/compose.yaml", 3)]
    assert rules(first, "other") == []
    assert rules("HEAD") == []
    assert rules("") == []
    monkeypatch.chdir(repository.folder / "deploy")
    assert rules(first) == [("deploy/compose.yaml", 3)]


def test_what_is_not_committed_counts_as_now(repository: Repository) -> None:
    repository.commit({"compose.yaml": service("7.4.2")})
    repository.write({"compose.yaml": service("7.2.5")})
    assert rules("HEAD") == [("compose.yaml", 3)]


def test_new_and_renamed_files_have_no_past(repository: Repository) -> None:
    first = repository.commit({"compose.yaml": service("7.4.2")})
    repository.commit({"compose.yaml": None, "docker-compose.yaml": service("7.2.5")})
    assert rules(first) == []


def test_files_that_others_name_are_read_as_they_were(repository: Repository) -> None:
    mounted = "    command: redis-server /etc/redis/redis.conf\n    volumes: ['./conf:/etc/redis']\n"
    first = repository.commit(
        {
            "compose.yaml": service("7.4.2", mounted),
            "conf/redis.conf": "include /etc/redis/old.conf\n",
            "conf/old.conf": 'save ""\nappendonly no\n',
        }
    )
    repository.commit(
        {
            "compose.yaml": service("7.2.5", mounted),
            "conf/redis.conf": "save 60 1\nappendonly no\n",
            "conf/old.conf": None,
        }
    )
    # Nothing was kept then, so that there is nothing to load.
    assert rules(first) == []
    repository.commit({"compose.yaml": service("7.0.15", mounted)})
    assert rules("HEAD~1") == [("compose.yaml", 3)]


def test_a_secret_of_before_is_in_no_report(repository: Repository) -> None:
    first = repository.commit({"compose.yaml": service("7.4.2", "    command: redis-server --requirepass k7pQ2mZ9\n")})
    repository.commit({"compose.yaml": service("7.2.5", "    command: redis-server --requirepass other9xQ\n")})
    report = redislint.lint(".", since=first, config=False)
    assert "RL719" in {one.rule for one in report.findings}
    assert not any("k7pQ2mZ9" in one.message for one in report.findings)
    assert all(span.source.text.count("k7pQ2mZ9") == 0 for spans in report.secrets.values() for span in spans)


def test_a_worktree_of_a_repository_is_one(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    first = repository.commit({"a": "1"})
    other = tmp_path_factory.mktemp("trees") / "other"
    repository.git("worktree", "add", "--quiet", str(other), "HEAD")
    assert list(Revision(str(other), first).files()) == ["a"]


def test_git_is_asked_a_few_times_however_many_files_there_are(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = repository.commit({f"s{number}/compose.yaml": service("7.4.2") for number in range(60)})
    repository.commit({"s7/compose.yaml": service("7.2.5")})
    calls = []
    run = subprocess.run

    def counted(command: Any, **given: Any) -> Any:
        calls.append(command)
        return run(command, **given)

    monkeypatch.setattr(subprocess, "run", counted)
    assert rules(first) == [("s7/compose.yaml", 3)]
    assert len(calls) == 4
