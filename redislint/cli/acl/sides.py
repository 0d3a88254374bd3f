"""The two sides of a comparison: files on disk, or revisions that git has."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence

from redislint import api
from redislint.access.people import People, people
from redislint.cli import UsageError
from redislint.cli.acl.servers import ask, options
from redislint.cli.settings import configuration, here
from redislint.discover import kinds, revision, texts
from redislint.discover.files import LIMITS, Unreadable, read_bytes
from redislint.discover.request import Request
from redislint.discover.search import root_of
from redislint.link import link
from redislint.pipeline import read_source
from redislint.report.words import visible
from redislint.typed import NamedTuple


class Side(NamedTuple):
    """What one of the two says: its name as given, and the users of each server that it declares."""

    name: str
    everybody: tuple[People, ...]


def sides(asked: Namespace, paths: Sequence[str]) -> tuple[Side, Side]:
    """Both sides; where one is a revision both are read as texts by themselves, without the files that they name.

    A revision without a path is one of the path that is named beside it.  Raises `UsageError`.
    """
    if len(paths) > 1:
        raise UsageError("--diff compares two: no more than one path may stand beside it")
    names = [_whole(text, paths) for text in asked.diff]
    if all(os.path.exists(name) for name in names):
        old, new = (ask(asked, (name,)) for name in names)
        errors = (*old.errors, *new.errors)
        if errors:
            raise UsageError(*errors)
        return Side(names[0], old.everybody), Side(names[1], new.everybody)
    first, last = (Side(name, _text(asked, name)) for name in names)
    return first, last


def _whole(text: str, paths: Sequence[str]) -> str:
    is_bare = ":" not in text and not os.path.exists(text) and revision.is_commit(text)
    return f"{text}:{paths[0]}" if paths and is_bare else text


def _text(asked: Namespace, name: str) -> tuple[People, ...]:
    """The servers of one text."""
    cwd = here()
    at = None if os.path.exists(name) else revision.parse(name)
    path = at.path if at is not None else name
    try:
        if at is not None:
            data = revision.read_revision(at, cwd, LIMITS.of(path, asked.kind))
        else:
            data = read_bytes(os.path.realpath(name), LIMITS.of(path, asked.kind))
    except (Unreadable, ValueError) as error:
        raise UsageError(f"--diff {visible(name)}: {error}") from error
    path = os.path.relpath(os.path.join(root_of(cwd) if at is not None else os.path.realpath(cwd), path), root_of(cwd))
    request, chosen = Request(paths=(), cwd=cwd, kind=asked.kind), options(asked)
    config = None if asked.no_config else configuration(cwd, asked.config)
    if config is not None:
        request, chosen = api.configured(request, chosen, config)
    declared = request.kind_at(path) if request.kind_at is not None else ""
    kind = asked.kind or declared or kinds.kind_of(path, data) or kinds.kind_of_text(data)
    if kind is None:
        raise UsageError(f"--diff {visible(name)}: nothing tells what this is; say it: --kind users-acl")
    readings = texts.readings(path, data, kind, {}, (), chosen.server, read_source)
    found = link(readings, chosen, frozenset({path})).instances
    if not found:
        raise UsageError(f"--diff {visible(name)}: no server is declared there")
    return tuple(people(one) for one in found)
