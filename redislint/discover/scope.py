"""Which files a user asked about: findings elsewhere are not reported."""

from __future__ import annotations

import os

from redislint.discover.ignore import Ignore
from redislint.typed import NamedTuple


class Folder(NamedTuple):
    """A folder that was asked for: `path` is relative to the root of `ignore`."""

    ignore: Ignore
    path: str

    def reaches(self, file: str) -> bool:
        """Is a file below the folder, by its path on disk?"""
        return file.startswith(os.path.join(self.ignore.root, self.path).rstrip("/") + "/")

    def holds(self, file: str) -> bool:
        """Is a file on disk below the folder, and not passed over?"""
        if not self.reaches(file):
            return False
        return not self.ignore.covers(file[len(self.ignore.root.rstrip("/")) + 1 :], self.path)


class Scope:
    """Files and folders that were asked for, as a container of paths; `root` is what those are relative to."""

    def __init__(self, root: str) -> None:
        self.files: set[str] = set()
        self._root = root
        self._folders: list[Folder] = []
        self._known: dict[str, bool] = {}

    def add(self, folder: Folder) -> None:
        """Take in a folder."""
        self._folders.append(folder)

    def reaches(self, path: str) -> bool:
        """Is it one of the files, or below one of the folders, whether it is there, or passed over, or not?"""
        file = os.path.join(self._root, path)
        return path in self.files or any(folder.reaches(file) for folder in self._folders)

    @property
    def is_whole(self) -> bool:
        """Is all of the tree asked for?"""
        return any(folder.ignore.root == self._root and not folder.path for folder in self._folders)

    def __contains__(self, path: object) -> bool:
        if not isinstance(path, str):
            return False
        if path in self.files:
            return True
        if path not in self._known:
            file = os.path.join(self._root, path)
            self._known[path] = any(folder.holds(file) for folder in self._folders)
        return self._known[path]
