"""Files as a git revision has them, by the user's own git: only read, never checked out, and without a network.

No shell is used, and no path or revision is ever an option: a revision becomes a hash once, and files are asked for
by their hashes on standard input.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Mapping

from redislint.discover.files import LIMITS
from redislint.typed import Final, NamedTuple

# How long one call may take, in seconds; how many bytes a listing, and all files of one call, may have.
_PATIENCE: Final = 60
_LISTING: Final = 400_000_000
_MOST_BYTES: Final = 200_000_000
_LONGEST: Final = 250
# Of more files than these none is looked for under another name.
_MOST_RENAMES: Final = 1_000
_HASH: Final = r"[0-9a-f]{40}|[0-9a-f]{64}"
# Nothing that a repository's own configuration says may start a program, or fetch what is not there.
_GIT: Final = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never")
# What would lead git to another repository than the one in the root, as it is set while hooks run.
_ELSEWHERE: Final = frozenset(
    f"GIT_{name}"
    for name in "DIR WORK_TREE INDEX_FILE COMMON_DIR OBJECT_DIRECTORY ALTERNATE_OBJECT_DIRECTORIES NAMESPACE "
    "PREFIX SHALLOW_FILE GRAFT_FILE CEILING_DIRECTORIES".split()
)
_REGULAR: Final = (b"100644", b"100755", b"100664")


class NoRevision(ValueError):
    """A revision that cannot be read; the message is a sentence without a final stop."""


class Entry(NamedTuple):
    """A file of a revision: the hash of its content, and whether it is a link."""

    hash: str
    is_link: bool


class Revision:
    """One revision of the repository whose root is the folder `root`."""

    def __init__(self, root: str, name: str) -> None:
        """Find the revision.  Raises `NoRevision`."""
        self._root = root
        self.name = name
        if not name or len(name) > _LONGEST or name.startswith("-") or re.search(r"[\x00-\x20\x7f]", name):
            raise NoRevision(f"this is no name of a git revision: {name[:_LONGEST]!r}")
        if not os.path.lexists(os.path.join(root, ".git")):
            raise NoRevision(f"--since {name}: there is no git repository here to compare with")
        said = self._git(["rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"])
        found = said.stdout.decode("ascii", "replace").strip()
        if said.returncode != 0 or not re.fullmatch(_HASH, found):
            reason = _reason(said.stderr)
            raise NoRevision(f"--since {name}: {reason or 'git knows no such revision here'}")
        self._hash = found

    def files(self) -> dict[str, Entry]:
        """All files by their paths, without what lies in submodules.  Raises `NoRevision`."""
        said = self._git(["ls-tree", "-r", "-z", "--full-tree", self._hash])
        if said.returncode != 0 or len(said.stdout) > _LISTING:
            raise self._failed(said.stderr)
        found = {}
        for row in said.stdout.split(b"\0"):
            words, _, path = row.partition(b"\t")
            mode, _, rest = words.partition(b" ")
            kind, _, name = rest.partition(b" ")
            if kind == b"blob" and mode in (*_REGULAR, b"120000"):
                entry = Entry(name.decode("ascii", "replace"), mode == b"120000")
                found[path.decode("utf-8", "surrogateescape")] = entry
        return found

    def contents(self, hashes: Collection[str], limit: int = LIMITS.plain) -> dict[str, bytes]:
        """Contents by their hashes; without those that are not there, or larger than `limit`.  Raises `NoRevision`."""
        wanted = sorted({one for one in hashes if re.fullmatch(_HASH, one)})
        if not wanted:
            return {}
        sizes = self._sizes(wanted)
        left = _MOST_BYTES
        asked = []
        for one in wanted:
            size = sizes.get(one, limit + 1)
            if size <= min(limit, left):
                left -= size
                asked.append(one)
        return self._contents(asked) if asked else {}

    def renamed(self) -> dict[str, str]:
        """The present paths of files that were renamed since, by the old ones, as git's index has them.

        Git takes a removed and a new file for one that was renamed where they are alike by half.  Without an answer no
        file was renamed: its findings are new ones then.
        """
        # The index alone is compared: files in the folder would go through filters, which are programs.
        options = ("--cached", "-M", f"-l{_MOST_RENAMES}", "--diff-filter=R", "--name-status", "-z", "--no-textconv")
        said = self._git(["diff-index", "--no-ext-diff", *options, self._hash, "--"])
        if said.returncode != 0 or len(said.stdout) > _LISTING:
            return {}
        words = said.stdout.decode("utf-8", "surrogateescape").split("\0")
        return {
            old: new for sign, old, new in zip(words[::3], words[1::3], words[2::3], strict=False) if sign[:1] == "R"
        }

    def _sizes(self, hashes: Collection[str]) -> Mapping[str, int]:
        said = self._git(["cat-file", "--batch-check"], _lines(hashes))
        if said.returncode != 0:
            raise self._failed(said.stderr)
        found = {}
        for row in said.stdout.decode("ascii", "replace").splitlines():
            words = row.split(" ")
            if len(words) == 3 and words[1] == "blob" and words[2].isdecimal():
                found[words[0]] = int(words[2])
        return found

    def _contents(self, hashes: Collection[str]) -> dict[str, bytes]:
        said = self._git(["cat-file", "--batch"], _lines(hashes))
        if said.returncode != 0:
            raise self._failed(said.stderr)
        found: dict[str, bytes] = {}
        data, at = said.stdout, 0
        while at < len(data):
            end = data.index(b"\n", at)
            words = data[at:end].split(b" ")
            at = end + 1
            if len(words) == 3 and words[2].isdigit():
                size = int(words[2])
                found[words[0].decode("ascii")] = data[at : at + size]
                at += size + 1
        return found

    def _failed(self, said: bytes) -> NoRevision:
        return NoRevision(f"--since {self.name}: git could not read it: {_reason(said) or 'it gave no reason'}")

    def _git(self, words: list[str], sent: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git in the root."""
        environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
        # Not a repository that the root only lies in.
        environment["GIT_CEILING_DIRECTORIES"] = os.path.dirname(self._root)
        environment |= {"LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
        try:
            return subprocess.run(  # noqa: S603 (a fixed list of words)
                [*_GIT, *words],
                cwd=self._root,
                env=environment,
                input=sent,
                capture_output=True,
                timeout=_PATIENCE,
                check=False,
            )
        except FileNotFoundError as error:
            raise NoRevision(f"--since {self.name}: git is not installed") from error
        except subprocess.TimeoutExpired as error:
            raise NoRevision(f"--since {self.name}: git took longer than {_PATIENCE} seconds") from error
        except OSError as error:
            raise NoRevision(f"--since {self.name}: git cannot be run: {error.strerror}") from error


def _lines(hashes: Collection[str]) -> bytes:
    return "".join(f"{one}\n" for one in hashes).encode()


def _reason(said: bytes) -> str:
    """The first thing that git complains of, in one line."""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    first = lines[0].removeprefix("fatal: ").removeprefix("error: ") if lines else ""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ufffd]", "?", first)[:300]
