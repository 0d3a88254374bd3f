"""Real git repositories for tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.parts import need

# Nothing of the user's own configuration of git counts here.
ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}


class Repository:
    """A repository in a folder, with what has been committed in it."""

    def __init__(self, folder: Path) -> None:
        need("git", shutil.which("git") is not None, "a repository to compare with")
        self.folder = folder
        if not (folder / ".git" / "HEAD").exists():
            self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str) -> str:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", *words]
        done = subprocess.run(
            command, cwd=self.folder, env=environment | ENVIRONMENT, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files, or remove those that are None."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape"))

    def commit(self, files: Mapping[str, str | bytes | None]) -> str:
        """Write files and commit everything; the hash."""
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")
        return self.git("rev-parse", "HEAD")
