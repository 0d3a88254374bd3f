"""The clean projects of `fixtures/`, as trees to lint and to break."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from redislint import api
from redislint import config as configurations
from redislint.config import Config
from redislint.discover.find import find
from redislint.discover.request import Request
from redislint.link import Whole, link
from redislint.options import Options
from redislint.pipeline import Report, read_source
from tests.conftest import TODAY

FIXTURES = Path(__file__).parent.parent / "fixtures"
CONFIG = ".redislint.yaml"
# What the configuration names as evidence, which goes with it.
EVIDENCE = "docs"
# What each project is there in; `clean-shop` is one tree of all kinds.
FORMATS = ("plain", "helm", "compose", "terraform")


def projects() -> tuple[str, ...]:
    """The names of all clean projects."""
    return tuple(sorted(path.name for path in FIXTURES.glob("clean-*") if path.is_dir()))


def copy(project: str, folder: Path, part: str = "") -> Path:
    """A copy of a project, or of its configuration with its evidence and one part of it, in a folder of its own.

    Below `fixtures/` itself findings would be lower.
    """
    target = folder / "-".join(filter(None, (project, part)))
    shutil.copytree(FIXTURES / project / part, target / part)
    if part:
        shutil.copy(FIXTURES / project / CONFIG, target)
        shutil.copytree(FIXTURES / project / EVIDENCE, target / EVIDENCE, dirs_exist_ok=True)
    return target


@cache
def _config(path: str, _text: str) -> Config:
    """A configuration; most runs have the one that the run before had."""
    return configurations.load(path)


def _asked(folder: Path, since: str = "") -> tuple[Request, Options, Config]:
    path = folder / CONFIG
    config = _config(str(path), path.read_text(encoding="utf-8"))
    options = Options(strict=True, today=TODAY, since=since)
    return Request(paths=(), cwd=str(folder)), options, config


def lint(folder: Path, since: str = "", *, count: bool = False) -> Report:
    """What a strict run in the folder finds; `count` asks how much each rule has looked at."""
    return api.run(*_asked(folder, since), count=count)


def whole(folder: Path) -> Whole:
    """What there is in the folder, as rules see it."""
    request, options, config = _asked(folder)
    request, options = api.configured(request, options, config)
    found = find(request, read_source)
    return link(found.readings, options, found.launched)
