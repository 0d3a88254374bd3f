"""Where a command runs, and the configuration that counts there."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from redislint import api, rules
from redislint.cli import UsageError
from redislint.config import Config, ConfigError, find, load
from redislint.options import Options
from redislint.suggest import did_you_mean
from redislint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from redislint.news import Key


def here() -> str:
    """The working directory."""
    try:
        return os.getcwd()
    except FileNotFoundError as error:
        raise UsageError("the working directory is not there any more") from error


def use_data(folder: str | None) -> None:
    """Use the newer data files in a folder, if one is named."""
    if folder is None:
        return
    from redislint.servers.files import DataError, use

    try:
        use(folder)
    except DataError as error:
        raise UsageError(*(f"--data: {problem}" for problem in error.problems)) from error


def configuration(folder: str, path: str | None = None) -> Config | None:
    """The configuration in the file at `path`, else the nearest one for a folder; None if there is none."""
    path = path if path is not None else find(folder)
    if path is None:
        return None
    try:
        return load(path)
    except ConfigError as error:
        raise UsageError(*error.problems) from error


def accepted(cwd: str, config: Config | None, baseline: str | bool) -> Mapping[Key, int]:
    """What is accepted: by the named file, by the one that is there for True, by none for False."""
    try:
        return api.accepted(baseline, cwd, config)
    except ConfigError as error:
        raise UsageError(*error.problems) from error


def check_words(options: Options, config: Config | None, fixed: Sequence[str] = ()) -> None:
    """Does every word of --select, --ignore and --fix-only mean a rule?"""
    said = (("--select", options.select), ("--ignore", options.ignore), ("--fix-only", fixed))
    if not any(words for _, words in said):
        return
    known = rules.load(config.rules if config else ())
    for option, words in said:
        for word in words:
            if not any(rule.is_named(word) for rule in known):
                raise UsageError(f"{option}: no rule is meant by `{word}`{did_you_mean(word, rules.words(known))}")
