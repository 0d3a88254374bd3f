"""What a configuration's attestations name, and who owns what, as it is in the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator

from redislint.config.declared import Glob
from redislint.discover.files import Unreadable, read_bytes
from redislint.model.checklist import is_address
from redislint.model.project import Evidence, Project
from redislint.typed import Final

# Longer evidence is read no further, in bytes.
_LONGEST: Final = 10 * 1024 * 1024
# Where GitHub and GitLab look for it, in this order.
_OWNERS: Final = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")


def looked_up(project: Project, root: str) -> Project:
    """The project with the files that its attestations name, and the owners of paths; `root` is the repository's."""
    found: dict[str, Evidence] = {}
    for one in project.attestations:
        name = one.value("evidence")
        if name and not is_address(name):
            data = _read(root, os.path.join(project.folder, name))
            if data is not None:
                # One file may answer several bullets; it is summed where one of them says what is expected.
                digest = _sha256(data) if one.value("sha256") else ""
                length = len(data.decode("utf-8", "replace").strip())
                found[name] = Evidence(length, digest or (found[name].sha256 if name in found else ""))
    owners = _owners(root)
    if owners is None:
        return project._replace(evidence=found)
    return project._replace(evidence=found, owners=owners.all, owner_of=owners)


class Owners:
    """Who answers for which paths, by the lines of a CODEOWNERS file; called with a path it gives its owners."""

    def __init__(self, text: str) -> None:
        self._lines = [(Glob(pattern), owners) for pattern, owners in _lines(text)]
        self.all = frozenset(owner for _, owners in self._lines for owner in owners)

    def __call__(self, path: str) -> tuple[str, ...]:
        """The owners that the last matching line names; none where it names none, or no line matches."""
        return next((owners for glob, owners in reversed(self._lines) if glob.matches(path)), ())


def _sha256(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()


def _owners(root: str) -> Owners | None:
    for name in _OWNERS:
        data = _read(root, name)
        if data is not None:
            return Owners(data.decode("utf-8", "replace"))
    return None


def _lines(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The patterns of a CODEOWNERS file, each with its owners; the last that matches counts."""
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if words and not words[0].startswith(("[", "^[")):
            yield words[0], tuple(words[1:])


def _read(root: str, path: str) -> bytes | None:
    """The bytes of a file of the repository; None where there is none, or where a link leads out of it."""
    real, root = os.path.realpath(os.path.join(root, path)), os.path.realpath(root)
    if not real.startswith(root.rstrip(os.sep) + os.sep):
        return None
    try:
        return read_bytes(real, _LONGEST)
    except Unreadable:
        return None
