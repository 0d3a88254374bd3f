"""`redislint init acl` and `redislint init config`: files to start from."""

from __future__ import annotations

from importlib import import_module

from redislint.cli import DONE, UsageError
from redislint.cli.streams import show
from redislint.suggest import did_you_mean
from redislint.typed import Final

# What there is to start from: a module with `run(arguments) -> int`.
KINDS: Final = {"acl": "redislint.cli.init_acl", "config": "redislint.cli.init_config"}
_WHAT: Final = """\
`redislint init acl` prints users who may do no more than their job, `redislint init config` a first .redislint.yaml"""
_HELP: Final = f"usage: redislint init acl|config [OPTION ...]\n\n{_WHAT}; each has a --help of its own.\n"


def run(argv: list[str]) -> int:
    """Print a file to start from; the exit status."""
    kind = next(iter(argv), "")
    if kind in ("-h", "--help"):
        show(_HELP)
        return DONE
    if kind == "--version":
        kind = "acl"
    if kind not in KINDS:
        said = f"`redislint init` has no {kind}{did_you_mean(kind, KINDS)}" if kind else f"what to start from? {_WHAT}"
        raise UsageError(said)
    status: int = import_module(KINDS[kind]).run(argv if argv[0] != kind else argv[1:])
    return status
