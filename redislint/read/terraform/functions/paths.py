"""Paths as texts."""

from __future__ import annotations

import posixpath

from redislint.read.terraform.functions.function import Function
from redislint.read.terraform.types import STRING
from redislint.typed import Final


def _basename(path: str) -> str:
    if not path:
        return "."
    return posixpath.basename(path.rstrip("/")) or "/"


def _dirname(path: str) -> str:
    found = posixpath.normpath(posixpath.dirname(path) or ".")
    return found[1:] if found.startswith("//") else found


FUNCTIONS: Final = {"basename": Function(_basename, (STRING,)), "dirname": Function(_dirname, (STRING,))}
