"""The command line: arguments become a run, and a run an exit status.  A module a verb, imported when it is asked for.

Findings and what else was asked for go to standard output; everything said about the run itself to standard error.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from importlib import import_module

from redislint.cli.streams import say
from redislint.typed import Final

# A verb is a module with `run(arguments) -> int`.
VERBS: Final = {
    "acl": "redislint.cli.acl",
    "baseline": "redislint.cli.baseline",
    "check": "redislint.cli.check",
    "checklist": "redislint.cli.checklist",
    "compare": "redislint.cli.compare",
    "completion": "redislint.cli.completion",
    "data": "redislint.cli.data",
    "drift": "redislint.cli.drift",
    "effective": "redislint.cli.effective",
    "explain": "redislint.cli.explain",
    "init": "redislint.cli.init",
    "new-rule": "redislint.cli.new_rule",
    "rules": "redislint.cli.rules",
    "test-rules": "redislint.cli.test_rules",
    "snapshot": "redislint.cli.snapshot",
    "upgrade": "redislint.cli.upgrade",
}

DONE: Final = 0
FOUND: Final = 1
FAILED: Final = 2
INTERRUPTED: Final = 130


class UsageError(Exception):
    """Arguments that mean nothing; each of the exception's own is a sentence about it."""


def run(arguments: Sequence[str]) -> int:
    """Run the verb that the first word is, or `check`; the exit status.  Nothing is raised."""
    verb = arguments[0] if arguments and arguments[0] in VERBS else ""
    try:
        if arguments and not verb:
            _check_verb(arguments[0])
        status: int = import_module(VERBS[verb or "check"]).run(list(arguments[1:] if verb else arguments))
    except UsageError as error:
        for sentence in error.args:
            say("error", sentence)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        say("error", f"{_place(error)}, please report it")
        return FAILED
    return status


def _check_verb(word: str) -> None:
    """Is the first word, if it is nothing else, a verb that is not written quite right?  Raises `UsageError`."""
    if word.startswith("-") or not word.isalpha() or os.path.lexists(word):
        return
    from redislint.suggest import nearest

    meant = nearest(word, VERBS)
    if meant is not None:
        raise UsageError(f"there is no command and no file {word}; did you mean redislint {meant}?")


def ended(errors: Iterable[str], *, found: bool) -> int:
    """The exit status of a verb, after its errors are said; `found`: is there what somebody has to look into?"""
    errors = tuple(errors)
    for error in errors:
        say("error", error)
    return FAILED if errors else FOUND if found else DONE


def _place(error: Exception) -> str:
    """What went wrong in redislint itself, and where."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno})" if trace is not None else ""
    return f"something went wrong that should not: {type(error).__name__}{place}"
