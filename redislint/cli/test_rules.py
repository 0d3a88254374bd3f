"""`redislint test-rules DIR`: try the examples of one's own rule pages."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from redislint.cli import DONE, UsageError, ended
from redislint.cli.parser import Parser
from redislint.cli.streams import show
from redislint.report.words import visible
from redislint.typed import Final

_ABOUT: Final = """\
Try the examples of rule pages: what is marked as bad has to be found, exactly
there, and nothing else; what is good has to stay silent."""
_END: Final = """\
examples:
  redislint test-rules lint-rules/

exit status:
  0  all of them hold
  1  some do not
  2  something could not be done
"""


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint test-rules DIR ...", _ABOUT, _END)
    made.general()
    return made


def run(argv: list[str]) -> int:
    """Try them; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    _, folders = split
    if not folders:
        raise UsageError("which folder? Give the one that has the pages of your rules")
    count, faults = 0, []
    for case, found in _tried(folders):
        count += 1
        faults += [f"{case}: {fault}" for fault in found]
    show("".join(f"{visible(fault)}\n" for fault in faults))
    failed = f", {len(faults)} thing{'s' if len(faults) != 1 else ''} did not hold" if faults else ": all hold"
    show(f"{count} example{'s' if count != 1 else ''}{failed}\n")
    return ended((), found=bool(faults))


def _tried(folders: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each example by its name, with what does not hold of it."""
    from redislint import trials
    from redislint.page import PageError

    paths = tuple(os.path.abspath(folder) for folder in folders)
    for folder, path in zip(folders, paths, strict=True):
        try:
            cases = trials.cases(path)
        except (OSError, UnicodeDecodeError, IndexError, PageError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise UsageError(f"{folder}: {(reason or type(error).__name__).lower()}") from error
        if not cases:
            raise UsageError(f"{folder}: there is no page with examples; one is named ACME001-some-name.md")
        for case in cases:
            yield f"{case.page}: {case.example.title}", list(_faults(case, paths))


def _faults(case: object, paths: tuple[str, ...]) -> Iterator[str]:
    from redislint import trials
    from redislint.page import PageError

    assert isinstance(case, trials.Case)
    try:
        yield from trials.faults(case, paths)
    except (PageError, ValueError, KeyError, ImportError, AttributeError) as error:
        yield f"{type(error).__name__}: {error}"
