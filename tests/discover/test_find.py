"""What arguments stand for: folders are walked as git would, files are taken as they are named."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

import redislint
from redislint.discover import climb, search
from redislint.discover.files import Limits
from tests.discover.trees import found, git, kinds, make
from tests.timing import SLOW

CONF = "port 6379\nbind 127.0.0.1\n"
OPEN = "user default on nopass ~* +@all\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    make(root, {".git/HEAD": "ref: refs/heads/main\n", "redis.conf": CONF, "acl/users.acl": OPEN})
    return root


def test_no_argument_is_the_working_directory(tree: Path) -> None:
    assert kinds(tree) == {"redis.conf": "redis-conf", "acl/users.acl": "users-acl"}


def test_paths_are_relative_to_the_root_of_the_repository(tree: Path) -> None:
    assert kinds(tree / "acl") == {"acl/users.acl": "users-acl"}
    assert kinds(tree / "acl", "../redis.conf") == {"redis.conf": "redis-conf"}


def test_without_a_repository_they_are_relative_to_the_working_directory(tmp_path: Path) -> None:
    make(tmp_path, {"a/redis.conf": CONF})
    assert kinds(tmp_path / "a") == {"redis.conf": "redis-conf"}


def test_a_worktree_has_a_file_for_its_repository(tmp_path: Path) -> None:
    make(tmp_path, {".git": "gitdir: elsewhere\n", "a/redis.conf": CONF})
    assert kinds(tmp_path / "a") == {"a/redis.conf": "redis-conf"}


def test_what_lies_outside_has_its_absolute_path(tree: Path, tmp_path: Path) -> None:
    make(tmp_path, {"outside/redis.conf": CONF, "outside/node_modules/redis.conf": CONF})
    path = f"{tmp_path.resolve()}/outside/redis.conf"
    assert kinds(tree, "../outside/redis.conf") == {path: "redis-conf"}
    assert kinds(tree, str(tmp_path / "outside")) == {path: "redis-conf"}


def test_an_include_does_not_lead_out_of_the_tree(tree: Path, tmp_path: Path) -> None:
    make(tmp_path, {"secret.conf": OPEN})
    (tree / "redis.conf").write_text(f"include ../secret.conf\ninclude {tmp_path}/secret.conf\n")
    (tree / "linked.conf").symlink_to(tmp_path / "secret.conf")
    (tree / "redis-b.conf").write_text("include linked.conf\n")
    assert sorted(kinds(tree)) == ["acl/users.acl", "redis-b.conf", "redis.conf"]


def test_a_folder_outside_that_is_asked_for_is_a_tree_of_its_own(tree: Path, tmp_path: Path) -> None:
    make(tmp_path, {"outside/redis.conf": "include more.txt\n", "outside/more.txt": CONF, "other/x.conf": CONF})
    folder = f"{tmp_path.resolve()}/outside"
    assert sorted(kinds(tree, folder)) == [f"{folder}/more.txt", f"{folder}/redis.conf"]


IGNORED = {
    ".gitignore": "*.local.conf\n/build/\n!keep.local.conf\n",
    "redis.local.conf": CONF,
    "redis-keep.local.conf": CONF,
    "build/redis.conf": CONF,
    "sub/build/redis.conf": CONF,
    "sub/.gitignore": "!redis.local.conf\nredis.conf\n",
    "sub/redis.local.conf": CONF,
    "sub/redis.conf": CONF,
    "node_modules/x/redis.conf": CONF,
    ".terraform/redis.conf": CONF,
}


def test_what_git_ignores_is_passed_over(tree: Path) -> None:
    make(tree, IGNORED)
    assert sorted(kinds(tree)) == ["acl/users.acl", "redis.conf", "sub/redis.local.conf"]


def test_a_folder_that_is_named_is_walked_even_if_ignored(tree: Path) -> None:
    make(tree, IGNORED)
    assert sorted(kinds(tree, "build")) == ["build/redis.conf"]
    assert not kinds(tree, "build", force_exclude=True)


def test_a_file_that_is_named_is_read_even_if_ignored(tree: Path) -> None:
    make(tree, IGNORED)
    assert kinds(tree, "build/redis.conf", "redis.local.conf").keys() == {"build/redis.conf", "redis.local.conf"}
    assert not kinds(tree, "build/redis.conf", "redis.local.conf", force_exclude=True)


def test_exclude_wins_over_what_a_gitignore_keeps(tree: Path) -> None:
    make(tree, IGNORED)
    assert sorted(kinds(tree, exclude=("/sub", "*.acl"))) == ["redis.conf"]
    assert sorted(kinds(tree, "acl/users.acl", exclude=("*.acl",))) == ["acl/users.acl"]
    assert not kinds(tree, "acl/users.acl", exclude=("*.acl",), force_exclude=True)


def test_the_repository_has_excludes_of_its_own(tree: Path) -> None:
    make(tree, {".git/info/exclude": "acl\n"})
    assert sorted(kinds(tree)) == ["redis.conf"]


def test_a_file_of_no_known_kind_is_silent(tree: Path) -> None:
    make(tree, {"README.md": "redis\n", "nginx.conf": "worker_processes 1;\n", "huge.bin": "x" * 1000})
    run = found(tree, "README.md", "nginx.conf", "huge.bin", limits=Limits(plain=100, nested=100))
    assert not run.readings
    assert not run.unread


def test_the_kind_that_is_said_overrides_what_files_look_like(tree: Path) -> None:
    make(tree, {"app.txt": CONF})
    assert kinds(tree, "app.txt", kind="sentinel-conf")["app.txt"] == "sentinel-conf"
    assert kinds(tree, "redis.conf", kind="users-acl")["redis.conf"] == "users-acl"


def test_the_configuration_may_say_it_for_a_path(tree: Path) -> None:
    make(tree, {"app.txt": CONF})
    said = {"app.txt": "redis-conf", "acl/users.acl": "redis-conf"}
    everything = kinds(tree, kind_at=lambda path: said.get(path, ""))
    assert everything == {"app.txt": "redis-conf", "acl/users.acl": "redis-conf", "redis.conf": "redis-conf"}


def test_what_is_named_as_a_file_and_cannot_be_read(tree: Path, tmp_path: Path) -> None:
    os.mkfifo(tree / "pipe")
    (tree / "dangling.conf").symlink_to("nowhere")
    make(tmp_path, {"outside.conf": CONF})
    (tree / "out.conf").symlink_to(tmp_path / "outside.conf")
    start = time.process_time()
    run = found(tree, "pipe", "dangling.conf", "out.conf", "/dev/zero", "gone.conf", "nul\0.conf")
    assert time.process_time() - start < 1 * SLOW
    assert run.unread == {
        "pipe": "this is a named pipe, not a file",
        "dangling.conf": search.LEADS_NOWHERE,
        "out.conf": search.LEADS_OUT,
        "/dev/zero": "this is a device, not a file",
        "gone.conf": "there is no such file",
        "nul\\0.conf": "there is no such file",
    }
    assert run.named == run.unread.keys()
    assert not run.readings


def test_what_is_met_and_cannot_be_read_is_said_if_it_is_ours(tree: Path, tmp_path: Path) -> None:
    os.mkfifo(tree / "redis-pipe.conf")
    os.mkfifo(tree / "other.yaml")
    make(tmp_path, {"outside.conf": CONF})
    (tree / "redis-out.conf").symlink_to(tmp_path / "outside.conf")
    (tree / "valkey.conf").symlink_to("nowhere")
    make(tree, {"redis-big.conf": CONF * 10, "big.yaml": "a: b\n" * 100, "sub/redis.conf": CONF})
    run = found(tree, limits=Limits(plain=50, nested=50))
    assert sorted(run.unread) == ["redis-big.conf", "redis-out.conf", "redis-pipe.conf", "valkey.conf"]
    assert not run.named
    assert "sub/redis.conf" in {one.source.path for one in run.readings}


def test_a_file_that_is_too_big_is_missed_by_its_looks_too(tree: Path) -> None:
    make(tree, {"env/prod.yaml": "redis:\n  architecture: standalone\n" + "# more\n" * 10})
    run = found(tree, limits=Limits(nested=50))
    assert sorted(run.unread) == ["env/prod.yaml"]


def test_links_inside_the_tree_lead_to_the_file_itself(tree: Path) -> None:
    make(tree, {"base/plain.txt": CONF})
    (tree / "valkey.conf").symlink_to("base/plain.txt")
    (tree / "redis-again.conf").symlink_to("redis.conf")
    (tree / "round").symlink_to(tree)
    run = kinds(tree)
    assert run == {"redis.conf": "redis-conf", "acl/users.acl": "users-acl", "base/plain.txt": "redis-conf"}
    assert kinds(tree, "valkey.conf") == {"base/plain.txt": "redis-conf"}


def test_what_is_included_through_a_link_is_one_file(tree: Path) -> None:
    make(tree, {"base/common.conf": "maxmemory 1gb\n", "redis.conf": "include conf/common.conf\n"})
    (tree / "conf").symlink_to("base")
    run = found(tree)
    assert {one.source.path for one in run.readings} == {"redis.conf", "base/common.conf", "acl/users.acl"}
    (reading,) = (one for one in run.readings if one.source.path == "redis.conf")
    assert reading.instances[0].references[0].path == "base/common.conf"


def test_what_names_a_file_says_what_it_is(tree: Path) -> None:
    make(
        tree,
        {
            "redis.conf": "include conf/a.txt\naclfile people\n",
            "conf/a.txt": "something odd\n",
            "people": "odd too\n",
            "sentinel.conf": "sentinel monitor m 10.0.0.1 6379 2\ninclude conf/b.txt\n",
            "conf/b.txt": "port 26379\n",
        },
    )
    assert kinds(tree) == {
        "redis.conf": "redis-conf",
        "conf/a.txt": "redis-conf",
        "people": "users-acl",
        "sentinel.conf": "sentinel-conf",
        "conf/b.txt": "sentinel-conf",
        "acl/users.acl": "users-acl",
    }


def test_what_is_mounted_is_found_where_the_server_looks_for_it(tree: Path) -> None:
    make(
        tree,
        {
            "redis.conf": "#\n",
            "docker-compose.yml": "services:\n  cache:\n    image: redis:7.2\n    command: redis-server /conf/main\n"
            "    volumes:\n      - ./conf:/conf\n",
            "conf/main": "port 6379\naclfile /conf/people\n",
            "conf/people": OPEN,
        },
    )
    run = kinds(tree)
    assert run["conf/main"] == "redis-conf"
    assert run["conf/people"] == "users-acl"


def test_cycles_of_includes_end(tree: Path) -> None:
    make(tree, {"redis.conf": "include redis.conf\ninclude b.conf\n", "b.conf": "include redis.conf\nport 1\n"})
    assert sorted(kinds(tree)) == ["acl/users.acl", "b.conf", "redis.conf"]


def test_an_included_file_that_is_too_big_is_said(tree: Path) -> None:
    make(tree, {"redis.conf": "include big.txt\n", "big.txt": "port 6379\n" * 20})
    run = found(tree, limits=Limits(plain=100))
    assert run.unread == {"big.txt": "this file is larger than 100 bytes, and is not read"}


def test_standard_input(tree: Path) -> None:
    run = found(tree, "-", stdin=CONF.encode())
    assert [(one.source.path, one.source.kind) for one in run.readings] == [(search.STDIN, "redis-conf")]
    assert run.launched == {search.STDIN}
    run = found(tree, "-", stdin=b"anything at all\n")
    assert run.unread == {search.STDIN: search.NO_KIND}
    assert run.named == {search.STDIN}
    assert kinds(tree, "-", stdin=b"anything at all\n", kind="redis-conf") == {search.STDIN: "redis-conf"}


def test_standard_input_goes_by_a_name(tree: Path) -> None:
    make(tree, {"conf/redis.conf": "port 1\n", "conf/more.txt": "maxmemory 1gb\n"})
    run = found(tree / "conf", "-", stdin=b"include more.txt\nport 2\n", stdin_name="redis.conf")
    texts = {one.source.path: one.source.text for one in run.readings}
    assert texts == {"conf/redis.conf": "include more.txt\nport 2\n", "conf/more.txt": "maxmemory 1gb\n"}
    assert not kinds(tree, "-", stdin=b"x\n", stdin_name="README.md")


def test_standard_input_has_its_limit_too(tree: Path) -> None:
    run = found(tree, "-", stdin=CONF.encode() * 10, limits=Limits(plain=100))
    assert run.named == {search.STDIN}
    assert not run.readings


def test_names_that_are_no_utf8(tree: Path) -> None:
    name = os.fsdecode(b"redis-\xff.conf")
    try:
        (tree / name).write_text(CONF)
    except OSError:
        pytest.skip("this file system takes no such name")
    assert name in kinds(tree)
    assert name in kinds(tree, name)


def test_a_folder_that_cannot_be_listed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def refusing(path: str) -> object:
        if path.endswith("acl"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert found(tree).unread == {"acl": "there is no permission to read this folder"}
    assert found(tree, "acl").named == {"acl"}


def test_many_folders_deep(tree: Path) -> None:
    make(tree, {"d/" * 400 + "redis.conf": CONF})
    assert len(kinds(tree)) == 3


def test_ten_thousand_files_cost_little(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    for folder in range(100):
        make(tmp_path, {f"{folder}/redis-{number}.conf": CONF for number in range(50)})
        make(tmp_path, {f"{folder}/other-{number}.txt": "x" for number in range(50)})
    start = time.process_time()
    assert list(kinds(tmp_path, "7/redis-7.conf")) == ["7/redis-7.conf"]
    # About 0.1 s where nothing else runs; the bound is for machines that are busy.
    assert time.process_time() - start < 1 * SLOW


def test_a_folder_without_a_repository_is_searched_only_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is met first refers to the file that is named; where the search ended, that is said."""
    make(tmp_path, {"redis.conf": CONF, "redis-a.conf": CONF + "include redis.conf\n"})
    make(tmp_path, {f"many/{number}.yaml": "a: b\n" for number in range(20)})
    monkeypatch.setattr(climb, "MOST_ELSEWHERE", 10)
    cut = found(tmp_path, "redis.conf")
    assert [one.source.path for one in cut.readings] == ["redis-a.conf", "redis.conf"]
    assert len(cut.notes) == 1
    assert str(tmp_path) in cut.notes[0]
    monkeypatch.setattr(climb, "MOST_ELSEWHERE", 22)
    assert found(tmp_path, "redis.conf").notes == ()
    git(tmp_path, "init", "-q")
    monkeypatch.setattr(climb, "MOST_ELSEWHERE", 10)
    assert found(tmp_path, "redis.conf").notes == ()
    assert found(tmp_path).notes == ()


def test_names_that_are_looked_at_are_counted_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, {"redis.conf": CONF})
    make(tmp_path, {f"many/{number}.txt": "" for number in range(21)})
    monkeypatch.setattr(climb, "MOST_ELSEWHERE", 1)
    assert len(found(tmp_path, "redis.conf").notes) == 1
    monkeypatch.setattr(climb, "MOST_ELSEWHERE", 2)
    assert found(tmp_path, "redis.conf").notes == ()


def test_who_is_named_by_an_ignored_file_that_is_mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = "services:\n  a:\n    image: redis:7.2\n    command: redis-server /data/conf/redis.conf\n"
    mounts = "    volumes:\n      - ./conf/redis.conf:/data/conf/redis.conf\n    ports: ['6379:6379']\n"
    files = {".git/HEAD": "", ".gitignore": "/conf/\n", "conf/redis.conf": "aclfile ../users.acl", "users.acl": OPEN}
    make(tmp_path, {**files, "compose.yaml": service + mounts})
    monkeypatch.chdir(tmp_path)
    whole = redislint.lint(["."], config=False).findings
    assert "compose.yaml" in {one.path for one in whole}
    assert redislint.lint(["users.acl"], config=False).findings == tuple(
        one for one in whole if one.path == "users.acl"
    )
