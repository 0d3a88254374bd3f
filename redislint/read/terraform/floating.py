"""Calls of published modules for which another version may be taken tomorrow.

Terraform's lock file holds versions of providers alone: each `terraform init` in a fresh folder takes the newest
version of a module that its call allows.  Source: developer.hashicorp.com/terraform/language (modules, lock file).
"""

from __future__ import annotations

import re

from redislint.model.document import Problem
from redislint.read.helm.pins import FLOATING, RANGE
from redislint.read.terraform.constraint import allowed
from redislint.read.terraform.published import is_registered
from redislint.read.terraform.resource import Argument, Resource
from redislint.source import Span
from redislint.typed import Final

__all__ = ["RANGE", "of_call"]

_REF: Final = re.compile(r"[?&]ref=([^&]*)")
# What many call the branch that they work on; any other name may be that of a tag.
_BRANCHES: Final = ("main", "master", "develop", "HEAD")


def of_call(call: Resource) -> Problem | None:
    """What floats of a call of a module; None where it is one version, or not known."""
    source, version = call.argument("source"), call.argument("version")
    if not isinstance(source.text, str):
        return None
    if is_registered(source.text):
        return _of_registry(source.text, source.span, version, is_set=bool(call.defaults("version")))
    return _of_git(source.text, source.span)


def _of_registry(source: str, place: Span, version: Argument, *, is_set: bool) -> Problem | None:
    """A module of a registry; `is_set`: its version rests on a variable that others may set."""
    if version.is_absent:
        what = f"the module `{source}` floats: without a `version` it is whatever is newest"
        return None if is_set else Problem(FLOATING, place, f"{what}, of another major version too")
    text = version.text
    found = allowed(text) if isinstance(text, str) else None
    if found is None or not isinstance(text, str):
        return None
    (low, high), what = found, f"the module `{source}` floats: `{text}` is whatever is newest"
    if high <= (*low[:2], low[2] + 1):
        return None
    if high <= (low[0] + 1, 0, 0):
        return Problem(RANGE, version.span, f"{what} in that range")
    return Problem(FLOATING, version.span, f"{what}, of another major version too")


def _of_git(source: str, place: Span) -> Problem | None:
    """A module of a Git repository, by its address alone."""
    ref = _REF.search(source)
    name = source.partition("?")[0]
    if ref is None:
        return Problem(FLOATING, place, f"the module `{name}` floats: without a `ref` it is whatever is newest there")
    if ref[1] not in _BRANCHES:
        return None
    return Problem(
        FLOATING, place, f"the module `{name}` floats: `{ref[1]}` is a branch, and it is whatever is newest on it"
    )
