"""Where a command runs, and the configuration that counts there."""

from __future__ import annotations

import os

from redislint.cli import UsageError
from redislint.config import Config, ConfigError, find, load


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
