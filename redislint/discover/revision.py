"""A file as it is in a revision of the git repository around: read by git, which is told exactly what to do.

Never by a shell, and never what could run anything or ask the network: `cat-file` alone, without filters, and with
every transport forbidden.  The repository may be anybody's.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from redislint.discover.files import TooBig, Unreadable
from redislint.typed import Final, NamedTuple

# A commit by name, number or ancestry: HEAD~1, main, v1.2^2, origin/main@{1}.
_REVISION: Final = re.compile(r"[A-Za-z0-9_@][A-Za-z0-9_./@+-]{0,199}(?:@\{[0-9]{1,9}\}|[~^][0-9]{0,9}){0,20}")
_SECONDS: Final = 20
_GIT: Final = ("git", "-c", "protocol.allow=never", "-c", "core.fsmonitor=false", "--no-pager")
_QUIET: Final = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_ALLOW_PROTOCOL": "",
    "LC_ALL": "C",
}

_NO_REPOSITORY: Final = (b"not a git repository", b"dubious ownership")


class Revision(NamedTuple):
    """A file of a commit: `HEAD~1:conf/users.acl`."""

    commit: str
    path: str

    def __str__(self) -> str:
        return f"{self.commit}:{self.path}"


def parse(text: str) -> Revision | None:
    """The revision that a text names; None if it is none: it has no `:`, or what stands before it is no commit."""
    commit, sign, path = text.partition(":")
    if not sign or not path or not is_commit(commit) or any(ord(one) < 32 or ord(one) == 127 for one in path):
        return None
    return Revision(commit, path)


def is_commit(text: str) -> bool:
    """May this be what a commit is called?"""
    return _REVISION.fullmatch(text) is not None and ".." not in text


def read_revision(revision: Revision, cwd: str, limit: int) -> bytes:
    """The bytes of a file; its path is from the root of the repository, or else from `cwd`, as `./` says it is.

    Raises `Unreadable`, `TooBig` for one of more than `limit` bytes.
    """
    commit, path = revision
    spellings = [path] if path.startswith(("./", "../")) else [path, f"./{path}"]
    for spelling in spellings:
        answer = _git(cwd, ("cat-file", "--batch-check"), f"{commit}:{spelling}\n".encode("utf-8", "surrogateescape"))
        words = answer.decode("utf-8", "replace").split()
        if len(words) == 3 and words[1] == "blob" and words[2].isdecimal():
            if int(words[2]) > limit:
                raise TooBig(limit)
            data = _git(cwd, ("cat-file", "blob", words[0]))
            if len(data) != int(words[2]):
                raise Unreadable("git cannot read it: the repository lacks the file's contents")
            return data
    raise Unreadable(f"git has no such file: is {commit} a commit of this repository, and {path} a file in it?")


def _git(cwd: str, words: Sequence[str], stdin: bytes = b"") -> bytes:
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603 - the words are ours alone, what a user wrote goes to its standard input
            [*_GIT, *words],
            input=stdin,
            cwd=cwd,
            env={**os.environ, **_QUIET},
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise Unreadable("git is not there to read it") from error
    except subprocess.TimeoutExpired as error:
        raise Unreadable("git takes too long") from error
    except OSError as error:
        raise Unreadable(f"git cannot be run: {(error.strerror or '').lower()}") from error
    if any(sign in done.stderr for sign in _NO_REPOSITORY):
        raise Unreadable("git cannot read it: this is no repository, or not one that git trusts")
    return done.stdout if done.returncode == 0 else b""
