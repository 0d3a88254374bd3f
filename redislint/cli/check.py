"""`redislint check`: look for findings, report them, and say by the exit status whether there were any."""

from __future__ import annotations

import os
import sys

from redislint import api
from redislint.cli import DONE, FAILED, FOUND, UsageError
from redislint.cli.arguments import Arguments, options_of, parse
from redislint.cli.look import is_watched, look
from redislint.cli.settings import accepted, check_words, configuration, here, use_data
from redislint.cli.streams import NotWritten, save, say, show, tell
from redislint.config import Config
from redislint.discover.names import called, hint
from redislint.discover.request import Request
from redislint.finding import Severity
from redislint.options import Options
from redislint.report import Look, render
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report

STDIN: Final = "-"
# The rule about files that could not be read.
UNREAD: Final = "RL000"
# Of more results than this, GitHub keeps only some (docs.github.com, "SARIF support for code scanning").
_KEPT_BY_GITHUB: Final = 5_000
# Of more files than these a note names the first.
_NAMED: Final = 3
# Of more modules that cannot be checked, only so many are told.
_MOST_UNCHECKED: Final = 5


def run(argv: list[str]) -> int:
    """Do what the arguments ask for; the exit status."""
    arguments = parse(argv)
    if arguments is None:
        return DONE
    use_data(arguments.data)
    cwd = here()
    config = None if arguments.no_config else configuration(cwd, arguments.config)
    options = options_of(arguments)._replace(
        since=arguments.since,
        only_new=arguments.only_new,
        baseline=arguments.baseline or "",
        inline="off" if arguments.no_ignores else "",
        accepted=accepted(cwd, config, False if arguments.no_baseline else arguments.baseline or True),
    )
    check_words(options, config, arguments.fix_only)
    request = Request(
        paths=arguments.paths,
        cwd=cwd,
        force_exclude=arguments.force_exclude,
        kind=arguments.kind,
        stdin=sys.stdin.buffer.read() if STDIN in arguments.paths and sys.stdin is not None else b"",
        stdin_name=arguments.stdin_filename,
    )
    if arguments.show_files:
        return _show_files(request, options, config)
    return done(request, options, config, arguments)


def done(request: Request, options: Options, config: Config | None, arguments: Arguments) -> int:
    """Do a run and report it; the exit status.  Raises `UsageError` where it cannot be done."""
    if arguments.fixes:
        from redislint.cli.fix import fix

        def again(asked: Request) -> Report:
            return _report(asked, options, config, arguments)

        return fix(request, arguments, again, lambda left: _finish(left, arguments))
    return _finish(_report(request, options, config, arguments), arguments)


def _finish(report: Report, arguments: Arguments) -> int:
    """Write the report, and say what else there is to say; the exit status."""
    for error in report.errors:
        say("error", error)
    if not arguments.quiet:
        _note(report, arguments)
    written = _write(report, arguments)
    if report.errors or not written or (arguments.strict and _is_unjudged(report)):
        return FAILED
    return FOUND if _is_bad(report, arguments.fail_on) else DONE


def _report(request: Request, options: Options, config: Config | None, arguments: Arguments) -> Report:
    """The report of a run.  Raises `UsageError` where there is no such revision or instance to compare with."""
    watcher = None
    if not arguments.quiet and is_watched():
        from redislint.cli.progress import Watcher

        watcher = Watcher(no_color=arguments.no_color)
        request, options = request._replace(watch=watcher), options._replace(watch=watcher)
    try:
        return api.run(request, options, config, count="html" in _formats(arguments))
    except ValueError as error:
        from redislint.discover.git import NoRevision
        from redislint.facing import NotOne

        if isinstance(error, NoRevision | NotOne):
            raise UsageError(str(error)) from error
        raise
    finally:
        if watcher is not None:
            watcher.end()


def _show_files(request: Request, options: Options, config: Config | None) -> int:
    from redislint.discover.find import find as find_files
    from redislint.pipeline import read_source

    if config is not None:
        request, options = api.configured(request, options, config)
    found = find_files(request, read_source)
    kinds = {one.source.path: one.source.kind for one in found.readings if one.source.path in found.scope}
    show("".join(f"{path}: {kind}\n" for path, kind in sorted(kinds.items())))
    for path, reason in sorted(found.unread.items()):
        say("error", f"{path}: {reason}")
    return FAILED if found.named else DONE


def _note(report: Report, arguments: Arguments) -> None:
    """Say what a user may not expect: nothing to look at, too much of it, or more than GitHub takes."""
    for note in report.notes:
        say("note", note)
    folders = [path for path in arguments.paths or (".",) if os.path.isdir(path)]
    is_empty = not report.files and not report.findings and not report.unchecked
    # A hook names many files, and is told nothing of those in which nothing is found.
    for note in report.unchecked[:_MOST_UNCHECKED] if not arguments.force_exclude else ():
        say("note", note)
    if len(report.unchecked) > _MOST_UNCHECKED and not arguments.force_exclude:
        say("note", f"{len(report.unchecked) - _MOST_UNCHECKED:,} more modules are not checked")
    if folders and is_empty:
        say("note", f"no file that declares a Redis was found in {', '.join(folders)}")
    if not folders and is_empty and not report.errors:
        _note_unknown(arguments)
    if "sarif" in _formats(arguments) and len(report.findings) > _KEPT_BY_GITHUB:
        say("warning", f"there are {len(report.findings):,} results, of which GitHub keeps {_KEPT_BY_GITHUB:,}")


def _formats(arguments: Arguments) -> set[str]:
    return {arguments.format, *(name for name, _ in arguments.outputs)}


def _note_unknown(arguments: Arguments) -> None:
    """Say that nothing is known of the files that were named; a hook names many, and is told nothing.

    Of those that are called as if they were ours, the report has a note.
    """
    if arguments.force_exclude or arguments.format != "text":
        return
    paths = [path for path in arguments.paths if path != STDIN and not called(path)]
    # What these are their names say.
    ours = [path for path in paths if hint(path) == "terraform"]
    if ours:
        which = (
            "1 named file of Terraform declares"
            if len(ours) == 1
            else f"{len(ours):,} named files of Terraform declare"
        )
        say("note", f"{which} no Redis that redislint knows ({_listed(ours)})")
    paths = [path for path in paths if path not in ours]
    if not paths:
        return
    said = _listed(paths)
    which = "1 named file is" if len(paths) == 1 else f"{len(paths):,} named files are"
    it = "it declares a Redis, say what it is" if len(paths) == 1 else "they declare a Redis, say what they are"
    say("note", f"{which} of no kind that redislint reads ({said}): if {it}, such as --kind redis-conf")


def _listed(paths: list[str]) -> str:
    """The first of some names."""
    return ", ".join(paths[:_NAMED]) + (", ..." if len(paths) > _NAMED else "")


def _write(report: Report, arguments: Arguments) -> bool:
    """Write every report that is asked for; was that possible?"""
    here = look(no_color=arguments.no_color, statistics=arguments.statistics, quiet=arguments.quiet)
    plain = Look(statistics=arguments.statistics, quiet=arguments.quiet)
    outputs = [*arguments.outputs]
    if STDIN not in (file for _, file in outputs):
        outputs.append((arguments.format, STDIN))
    done = True
    for name, file in outputs:
        try:
            if file == STDIN and STDIN in arguments.paths and arguments.fixes:
                # Standard output is for the fixed text.
                tell(render(name, report, **plain._asdict()))
            elif file == STDIN:
                show(render(name, report, **here._asdict()))
            else:
                save(file, render(name, report, **plain._replace(summary=_is_summary(file))._asdict()))
        except NotWritten as error:
            say("error", str(error))
            done = False
    return done


def _is_summary(file: str) -> bool:
    """Is this the file whose text GitHub shows on the page of the job?"""
    named = os.environ.get("GITHUB_STEP_SUMMARY")
    return bool(named) and os.path.realpath(file) == os.path.realpath(named or "")


def _is_unjudged(report: Report) -> bool:
    """Is there a file that could not be read, so that nobody knows what is in it?"""
    return any(finding.rule == UNREAD for finding in report.findings)


def _is_bad(report: Report, fail_on: str) -> bool:
    """Is there a finding at or above a severity?"""
    if fail_on == "never":
        return False
    return any(finding.severity.rank <= Severity(fail_on).rank for finding in report.findings)
