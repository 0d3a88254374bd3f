"""`redislint check --fix` and `--diff`: findings mended in the files, or shown as a patch."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from redislint.cli import DONE, FAILED, FOUND, UsageError
from redislint.cli.arguments import Arguments
from redislint.cli.look import look
from redislint.cli.streams import NotWritten, put, say
from redislint.discover.request import Request
from redislint.fixing.choose import Asked
from redislint.fixing.passes import Outcome
from redislint.fixing.patch import patch, side
from redislint.fixing.run import STDIN, Run, run, save
from redislint.pipeline import Report
from redislint.report.mask import Masks
from redislint.report.words import counted, visible
from redislint.typed import Final

_COLORS: Final = {"---": "1", "+++": "1", "@@ ": "36", "-": "31", "+": "32"}


def fix(request: Request, arguments: Arguments, lint: Run, finish: Callable[[Report], int]) -> int:
    """Mend what is asked for; the exit status.  `finish` reports what is left, and says how it ends."""
    try:
        return _fix(request, arguments, lint, finish)
    except NotWritten as error:
        say("error", str(error))
        return FAILED


def _fix(request: Request, arguments: Arguments, lint: Run, finish: Callable[[Report], int]) -> int:
    if STDIN in request.paths and len(request.paths) > 1:
        raise UsageError("standard input is fixed by itself: name no files beside it")
    outcome = run(request, Asked(arguments.unsafe, arguments.fix_only), lint)
    for sentence in outcome.left:
        say("warning", sentence)
    if arguments.diff:
        return _show_patch(outcome, arguments)
    if STDIN in request.paths:
        put(_text(request, outcome))
        return finish(outcome.report._replace(fixed=outcome.fixed))
    errors = save(outcome, request.cwd)
    # What could not be written is as it was.
    report = outcome.report if not errors else lint(request)
    fixed = outcome.fixed if not errors else max(len(outcome.first.findings) - len(report.findings), 0)
    return finish(report._replace(fixed=fixed, errors=(*report.errors, *errors)))


def _text(request: Request, outcome: Outcome) -> bytes:
    """What came on standard input, mended."""
    return next((text.encode("utf-8", "surrogateescape") for text in outcome.after.values()), request.stdin)


def _show_patch(outcome: Outcome, arguments: Arguments) -> int:
    here = look(no_color=arguments.no_color)
    lines: list[str] = []
    for path, (shown, hidden) in _patches(outcome):
        lines += shown
        for number in hidden:
            say("note", f"{path}:{number}: this change is not shown, for a password is beside it; --fix makes it")
    if here.terminal:
        lines = [_painted(line, color=here.color) for line in lines]
    put("".join(lines).encode("utf-8", "surrogateescape"))
    if not arguments.quiet and outcome.fixed:
        say("note", f"--fix would fix {counted(outcome.fixed, 'finding')} in {counted(len(outcome.after), 'file')}")
    for error in outcome.first.errors:
        say("error", error)
    return FAILED if outcome.first.errors else FOUND if outcome.after else DONE


def _patches(outcome: Outcome) -> Iterator[tuple[str, tuple[tuple[str, ...], tuple[int, ...]]]]:
    old, new = Masks(outcome.first), Masks(outcome.report)
    for path, text in sorted(outcome.after.items()):
        yield path, patch(path, side(path, outcome.before[path], old), side(path, text, new))


def _painted(line: str, *, color: bool) -> str:
    """A line for a terminal, which nothing in it can take over."""
    text = visible(line.rstrip("\n"))
    code = next((code for sign, code in _COLORS.items() if line.startswith(sign)), "")
    return f"\x1b[{code}m{text}\x1b[0m\n" if color and code else f"{text}\n"
