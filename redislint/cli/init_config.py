"""`redislint init config`: a first `.redislint.yaml`, from the instances that files declare."""

from __future__ import annotations

import os

from redislint.cli import DONE, ended
from redislint.cli.parser import Parser
from redislint.cli.settings import here
from redislint.cli.streams import say, show
from redislint.config import LONGEST
from redislint.discover.find import Found, find
from redislint.discover.request import Request
from redislint.discover.search import root_of
from redislint.link import link
from redislint.options import Options
from redislint.pipeline import read_source
from redislint.report.words import counted
from redislint.typed import Final

_ABOUT: Final = """\
Print a first .redislint.yaml for what is in this folder: the instances with
their files, and as comments what only people know, with what speaks for it.  As
it is printed it declares no more than which files make an instance, so that
what a redis.conf among them leaves out has its default."""
_END: Final = """\
examples:
  redislint init config > .redislint.yaml  write it where redislint looks for it
  redislint init config deploy/            for this folder alone

exit status:
  0  printed
  2  something could not be done
"""
_NAME: Final = ".redislint.yaml"
_SAVE: Final = f"> {_NAME} puts it where redislint looks for it"
_NOTHING: Final = "nothing here declares a Redis or Valkey"


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint init config [OPTION ...] [PATH ...]", _ABOUT, _END)
    made.general()
    return made


def run(argv: list[str]) -> int:
    """Print the file; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    cwd = here()
    found = find(Request(paths=split[1], cwd=cwd), read_source)
    text, left = _text(found, cwd)
    show(text)
    _tell(cwd, left)
    return ended([f"{path}: {found.unread[path]}" for path in sorted(found.named & found.unread.keys())], found=False)


def _text(found: Found, cwd: str) -> tuple[str, int]:
    """The file, and how many instances it has no place for: their files are elsewhere, or they are too many."""
    from redislint.api import present_day
    from redislint.cli.firstfile import fits, text
    from redislint.cli.found import groups

    root = os.path.realpath(root_of(cwd))
    inner = os.path.relpath(os.path.realpath(cwd), root).replace(os.sep, "/")
    prefix = "" if inner == "." else f"{inner}/"
    instances = link(found.readings, Options(), found.launched).instances
    asked = [one for one in instances if one.anchor.source.path in found.scope]
    made = groups(asked, lambda path: path.startswith(prefix) and fits(path))
    day, kept = present_day(), len(made)
    while len(said := text(made[:kept], prefix, day)) > LONGEST:
        kept //= 2
    if not made:
        say("warning", _NOTHING)
    return said, len(asked) - sum(len(one.members) for one in made[:kept])


def _tell(cwd: str, left: int) -> None:
    path = os.path.join(cwd, _NAME)
    is_there = os.path.isfile(path) and os.path.getsize(path) > 0
    say("note", f"{_NAME} is there already: this is what it might have been without it" if is_there else _SAVE)
    if left:
        say("warning", f"{counted(left, 'instance')} left out: a configuration here cannot name the files")
