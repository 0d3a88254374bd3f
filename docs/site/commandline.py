"""The reference of the command line: the help of every verb, as the verbs themselves print it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from typing import Final

from docs.site import fences
from docs.site.fences import Fence
from redislint.cli import VERBS, run
from redislint.cli.init import KINDS

_OPENING: Final = (
    "What `redislint VERB --help` prints. A run without a verb is `redislint check`. Findings go to standard "
    "output, what is to be said of the run itself to standard error."
)


def page() -> str:
    """All verbs, `check` first."""
    lines = ["# The command line", "", _OPENING, ""]
    for words in _verbs():
        lines += [f"## redislint {' '.join(words)}", "", fences.block(Fence("text", "", (), printed(words))), ""]
    return "\n".join(lines)


def _verbs() -> Iterator[tuple[str, ...]]:
    yield ("check",)
    for verb in VERBS:
        if verb == "init":
            yield from (("init", kind) for kind in KINDS)
        elif verb != "check":
            yield (verb,)


def printed(words: tuple[str, ...]) -> str:
    """The help of a verb, 80 characters wide.  Raises RuntimeError where there is none."""
    out, columns = StringIO(), os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        with redirect_stdout(out):
            status = run([*words, "--help"])
    finally:
        os.environ.pop("COLUMNS") if columns is None else os.environ.update(COLUMNS=columns)
    if status or not out.getvalue():
        raise RuntimeError(f"redislint {' '.join(words)} has no help")
    return out.getvalue()
