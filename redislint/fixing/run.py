"""The passes over what a request asks for: files on disk, or what is on standard input."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from redislint.discover.request import Request
from redislint.discover.search import root_of
from redislint.fixing.choose import Asked
from redislint.fixing.passes import Outcome, mend
from redislint.fixing.write import LEADS_ON, OUTSIDE, NotFixed, encoded, write
from redislint.pipeline import Report

STDIN = "-"

# Lints what a request asks for.
Run = Callable[[Request], Report]


def run(request: Request, asked: Asked, lint: Run) -> Outcome:
    """Mend what a request asks for; nothing is written."""
    root = root_of(request.cwd)
    if STDIN in request.paths:
        return mend(lambda texts: lint(_typed(request, texts)), asked, lambda _: "")
    barred = _Barred(request, root)
    return mend(lambda texts: lint(_changed(request, root, texts)), asked, barred)


def save(outcome: Outcome, cwd: str) -> tuple[str, ...]:
    """Write the files; why some could not be, a sentence each."""
    root = root_of(cwd)
    errors = []
    for path, text in sorted(outcome.after.items()):
        try:
            write(os.path.join(root, path), outcome.before[path], text)
        except NotFixed as error:
            errors.append(f"{path}: {error}")
    return tuple(errors)


def _typed(request: Request, texts: Mapping[str, str]) -> Request:
    """The request with another text on standard input, which is the one file that is asked for."""
    return request._replace(stdin=next(map(encoded, texts.values()), request.stdin))


def _changed(request: Request, root: str, texts: Mapping[str, str]) -> Request:
    return request._replace(texts={os.path.join(root, path): encoded(text) for path, text in texts.items()})


class _Barred:
    """Which files are not changed: those outside the tree, and those that were met by links alone."""

    def __init__(self, request: Request, root: str) -> None:
        self._root = root
        self._asked = [place for path in request.paths or (".",) if (place := _place(request.cwd, path)) is not None]

    def __call__(self, path: str) -> str:
        """Why the file at a path is not changed; empty if it may be."""
        if path.startswith("/"):
            return OUTSIDE
        file = os.path.join(self._root, path)
        is_met = any(file == place or file.startswith(place.rstrip("/") + "/") for place in self._asked)
        return "" if is_met and os.path.realpath(file) == file else LEADS_ON


def _place(cwd: str, path: str) -> str | None:
    """Where an argument is on disk; None for a link."""
    if "\0" in path:
        return None
    folder, name = os.path.split(os.path.normpath(os.path.join(cwd, path)))
    place = os.path.join(os.path.realpath(folder), name)
    return None if os.path.islink(place) else place
