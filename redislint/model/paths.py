"""Paths seen from a folder of the tree."""

from __future__ import annotations

import posixpath
from collections.abc import Collection


def within(folder: str | None, path: str) -> str | None:
    """A path seen from a folder of the tree; None if it is not in the tree, or the folder is not known."""
    if folder is None or path.startswith("/"):
        return None
    joined = posixpath.normpath(posixpath.join(folder, path))
    if joined == ".." or joined.startswith("../"):
        return None
    return "" if joined == "." else joined


def is_folder(files: Collection[str], path: str) -> bool:
    """Is a path a folder, where these files are all there is?"""
    return path == "" or any(file.startswith(f"{path}/") for file in files)
