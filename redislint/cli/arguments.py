"""The arguments of `redislint check`.

Paths and switches alone, as most runs have them, need no parser: argparse takes longer to import than a file to read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from redislint.cli import UsageError
from redislint.options import Options
from redislint.servers import Server
from redislint.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from argparse import Namespace

# Options without a value.
_SWITCHES: Final = (
    "--diff",
    "--fix",
    "--force-exclude",
    "--no-baseline",
    "--no-color",
    "--no-config",
    "--no-ignores",
    "--quiet",
    "--show-files",
    "--statistics",
    "--strict",
    "--unsafe",
)


class Arguments(NamedTuple):
    """What was asked for; `outputs` are pairs of a format and a file, `-` for standard output."""

    paths: tuple[str, ...] = ()
    format: str = "text"
    outputs: tuple[tuple[str, str], ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    server: Server | None = None
    kind: str | None = None
    config: str | None = None
    no_config: bool = False
    data: str | None = None
    today: str = ""
    show_files: bool = False
    statistics: bool = False
    quiet: bool = False
    no_color: bool = False
    fail_on: str = "warning"
    strict: bool = False
    force_exclude: bool = False
    stdin_filename: str = ""
    since: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    only_new: bool = False
    baseline: str | None = None
    no_baseline: bool = False
    no_ignores: bool = False
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    fix_only: tuple[str, ...] = ()

    @property
    def fixes(self) -> bool:
        """Is anything to be fixed, or shown as it would be?"""
        return self.fix or self.diff or bool(self.fix_only)


def parse(argv: Sequence[str]) -> Arguments | None:
    """The arguments; None if help or the version was asked for, and shown.  Raises `UsageError`."""
    if all(word in _SWITCHES or word == "-" or not word.startswith("-") for word in argv):
        return _checked(_switched(argv))
    from redislint.cli.groups import parser

    split = parser().split(argv)
    if split is None:
        return None
    found, _ = split
    return _checked(
        collected(*split)._replace(
            fix=found.fix,
            unsafe=found.unsafe,
            diff=found.diff,
            fix_only=tuple(word for words in found.fix_only for word in words),
            only_new=found.only_new,
            baseline=found.baseline,
            no_baseline=found.no_baseline,
            no_ignores=found.no_ignores,
        )
    )


def collected(found: Namespace, paths: tuple[str, ...]) -> Arguments:
    """The arguments from what a parser with all of `GROUPS` has found, and the other words.  Raises `UsageError`."""
    if found.config is not None and found.no_config:
        raise UsageError("--config and --no-config contradict each other")
    if found.strict and found.fail_on not in (None, "info"):
        raise UsageError("--strict and --fail-on contradict each other: a strict run fails on any finding")
    if found.since == "":
        raise UsageError("--since: the name of a git revision is expected, such as origin/main")
    files = [file for _, file in found.output]
    if len(set(files)) < len(files):
        raise UsageError(f"two reports cannot go to one file: {max(files, key=files.count)}")
    return Arguments(
        paths=paths,
        format=found.format,
        outputs=tuple(found.output),
        select=tuple(word for words in found.select for word in words),
        ignore=tuple(word for words in found.ignore for word in words),
        server=found.server,
        kind=found.kind,
        config=found.config,
        no_config=found.no_config,
        data=found.data,
        today=found.today,
        show_files=found.show_files,
        statistics=found.statistics,
        quiet=found.quiet,
        no_color=found.no_color,
        fail_on=found.fail_on or ("info" if found.strict else "warning"),
        strict=found.strict,
        force_exclude=found.force_exclude,
        stdin_filename=found.stdin_filename,
        since=found.since or "",
        variables=(*(environment() if found.var_env else ()), *found.variables),
    )


def options_of(arguments: Arguments) -> Options:
    """The options that the arguments say for any run, whatever it compares with."""
    return Options(
        select=arguments.select,
        ignore=arguments.ignore,
        server=arguments.server,
        kind=arguments.kind,
        today=arguments.today,
        variables=arguments.variables,
        strict=arguments.strict,
    )


def _checked(arguments: Arguments) -> Arguments:
    """The arguments, if they go together."""
    if arguments.unsafe and not arguments.fixes:
        raise UsageError("--unsafe says which fixes are made, and goes with --fix or --diff")
    if arguments.diff and arguments.fix:
        raise UsageError("--fix writes and --diff only shows: say one of them")
    if arguments.baseline is not None and arguments.no_baseline:
        raise UsageError("--baseline and --no-baseline contradict each other")
    if arguments.only_new and not arguments.since:
        raise UsageError("--only-new: a revision to compare with is needed too, such as --since origin/main")
    return arguments


def environment() -> Iterator[tuple[str, str]]:
    """The values of Terraform's variables that the environment has."""
    yield from ((name, text) for name, text in sorted(os.environ.items()) if name.startswith("TF_VAR_"))


def _switched(argv: Sequence[str]) -> Arguments:
    """The arguments where they are paths and switches alone."""
    return Arguments(
        paths=tuple(word for word in argv if word not in _SWITCHES),
        no_config="--no-config" in argv,
        show_files="--show-files" in argv,
        statistics="--statistics" in argv,
        quiet="--quiet" in argv,
        no_color="--no-color" in argv,
        strict="--strict" in argv,
        fail_on="info" if "--strict" in argv else "warning",
        force_exclude="--force-exclude" in argv,
        no_baseline="--no-baseline" in argv,
        no_ignores="--no-ignores" in argv,
        fix="--fix" in argv,
        unsafe="--unsafe" in argv,
        diff="--diff" in argv,
    )
