"""`redislint init acl`: files to start from."""

from __future__ import annotations

from importlib import import_module

from redislint.cli import UsageError
from redislint.suggest import did_you_mean
from redislint.typed import Final

# What there is to start from: a module with `run(arguments) -> int`.
KINDS: Final = {"acl": "redislint.cli.init_acl"}
_NOTHING: Final = "what to start from? `redislint init acl` prints users who may do no more than their job"


def run(argv: list[str]) -> int:
    """Print a file to start from; the exit status."""
    # Help is about users as long as there is nothing else.
    kind = "acl" if argv and argv[0] in ("-h", "--help", "--version") else next(iter(argv), "")
    if kind not in KINDS:
        raise UsageError(f"`redislint init` has no {kind}{did_you_mean(kind, KINDS)}" if kind else _NOTHING)
    status: int = import_module(KINDS[kind]).run(argv if argv[0] != kind else argv[1:])
    return status
