"""Files of revisions, as git has them: real repositories, hostile ones among them."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from redislint.discover.files import TooBig, Unreadable
from redislint.discover.revision import Revision, is_commit, parse, read_revision
from tests.discover.trees import git, make
from tests.parts import need

LIMIT = 1000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    need("git", shutil.which("git") is not None, "install it with your system's packages")
    git(tmp_path, "init", "--quiet", "-b", "main")
    make(tmp_path, {"users.acl": "user a on\n", "conf/users.acl": "user inner on\n", "a b:c.acl": "user odd on\n"})
    _commit(tmp_path)
    make(tmp_path, {"users.acl": b"user b on \xff\n"})
    _commit(tmp_path)
    git(tmp_path, "tag", "v1.0")
    return tmp_path


def _commit(root: Path) -> None:
    git(root, "add", "--all")
    done = git(root, "-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "--quiet", "--message", "m")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HEAD~1:users.acl", Revision("HEAD~1", "users.acl")),
        ("origin/main:a/b:c", Revision("origin/main", "a/b:c")),
        ("main@{2}^2~3:x", Revision("main@{2}^2~3", "x")),
        ("@:x", Revision("@", "x")),
        ("users.acl", None),
        (":x", None),
        ("HEAD:", None),
        ("-x:y", None),
        ("--upload-pack=evil:y", None),
        ("a..b:y", None),
        ("HEAD:x\ny", None),
        ("HEAD^{/regular expression}:x", None),
        ("HEAD x:y", None),
        (f"{'a' * 300}:y", None),
    ],
)
def test_what_names_a_file_of_a_revision(text: str, expected: Revision | None) -> None:
    assert parse(text) == expected


def test_what_may_be_a_commit() -> None:
    assert is_commit("0f3a")
    assert not is_commit("")
    assert not is_commit(";rm -rf")
    assert not is_commit("$(touch x)")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("HEAD~1:users.acl", b"user a on\n"),
        ("HEAD:users.acl", b"user b on \xff\n"),
        ("main:users.acl", b"user b on \xff\n"),
        ("v1.0^:users.acl", b"user a on\n"),
        ("HEAD:a b:c.acl", b"user odd on\n"),
    ],
)
def test_files_are_read(root: Path, name: str, expected: bytes) -> None:
    found = parse(name)
    assert found is not None
    assert read_revision(found, str(root), LIMIT) == expected


def test_a_path_is_from_the_root_or_else_from_here(root: Path) -> None:
    here = str(root / "conf")
    assert read_revision(Revision("HEAD~1", "users.acl"), here, LIMIT) == b"user a on\n"
    assert read_revision(Revision("HEAD", "./users.acl"), here, LIMIT) == b"user inner on\n"
    make(root, {"conf/only.acl": "user only on\n"})
    _commit(root)
    assert read_revision(Revision("HEAD", "only.acl"), here, LIMIT) == b"user only on\n"


@pytest.mark.parametrize("name", ["HEAD:nothing", "HEAD~9:users.acl", "nowhere:users.acl", "HEAD:conf", "HEAD:../x"])
def test_what_is_not_there(root: Path, name: str) -> None:
    found = parse(name)
    assert found is not None
    with pytest.raises(Unreadable, match="git has no such file"):
        read_revision(found, str(root), LIMIT)


def test_a_file_that_is_too_big(root: Path) -> None:
    make(root, {"users.acl": "x" * (LIMIT + 1)})
    _commit(root)
    with pytest.raises(TooBig):
        read_revision(Revision("HEAD", "users.acl"), str(root), LIMIT)


def test_no_repository(tmp_path: Path) -> None:
    need("git", shutil.which("git") is not None, "install it with your system's packages")
    with pytest.raises(Unreadable, match="no repository"):
        read_revision(Revision("HEAD", "x"), str(tmp_path), LIMIT)


def test_no_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root / "nothing"))
    with pytest.raises(Unreadable, match="git is not there"):
        read_revision(Revision("HEAD", "users.acl"), str(root), LIMIT)


def test_nothing_that_a_repository_says_is_run(root: Path) -> None:
    """Filters, textconv, hooks and monitors of a hostile repository; and a promisor whose transport is a command."""
    trap = root / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {root}/sprung\nexec cat\n")
    trap.chmod(trap.stat().st_mode | stat.S_IXUSR)
    make(root, {".gitattributes": "*.acl filter=evil diff=evil\n"})
    for name in (
        "filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "core.fsmonitor", "core.pager",
        "diff.external", "core.sshCommand", "core.alternateRefsCommand", "credential.helper",
    ):  # fmt: skip
        git(root, "config", name, str(trap))
    git(root, "config", "extensions.partialClone", "origin")
    git(root, "config", "core.repositoryFormatVersion", "1")
    git(root, "config", "remote.origin.promisor", "true")
    git(root, "config", "remote.origin.url", f"ext::{trap}")
    git(root, "config", "protocol.ext.allow", "always")
    assert read_revision(Revision("HEAD~1", "users.acl"), str(root), LIMIT) == b"user a on\n"
    # A blob that is not there would be fetched from the promisor.
    blob = git(root, "rev-parse", "HEAD:users.acl").stdout.decode().strip()
    os.chmod(root / ".git" / "objects" / blob[:2] / blob[2:], 0o600)
    (root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(Unreadable):
        read_revision(Revision("HEAD", "users.acl"), str(root), LIMIT)
    assert not (root / "sprung").exists()
