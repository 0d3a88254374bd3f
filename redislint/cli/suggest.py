"""`redislint acl --suggest NAME --allow get,set --keys 'app:*'`: the narrowest rules for a list of commands."""

from __future__ import annotations

from argparse import Namespace

from redislint.access.least import fault
from redislint.access.suggest import Asked, suggest
from redislint.cli import DONE, UsageError
from redislint.cli.lines import line
from redislint.cli.streams import say, show
from redislint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from redislint.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    """Add the options that say what a suggested user may do."""
    group = parser.add_argument_group("suggest")
    group.add_argument("--suggest", metavar="NAME", help="print the narrowest rules of a user who may run --allow")
    group.add_argument(
        "--allow",
        type=_words,
        action="append",
        default=[],
        metavar="COMMANDS",
        help="these commands, separated by commas: get,set,config|get",
    )
    group.add_argument(
        "--keys", type=_words, action="append", default=[], metavar="PATTERNS", help="on keys like these: app:*"
    )
    group.add_argument(
        "--channels", type=_words, action="append", default=[], metavar="PATTERNS", help="on channels like these"
    )


def run(found: Namespace) -> int:
    """Print the user's line; the exit status."""
    asked = Asked(found.suggest, *(_flat(part) for part in (found.allow, found.keys, found.channels)))
    for what, words in (("user name", (asked.name,)), ("pattern", (*asked.keys, *asked.channels))):
        for word in words:
            if fault(word):
                raise UsageError(f"`{word}` is no {what}: {fault(word)}")
    if not asked.commands:
        raise UsageError(f"what may {asked.name} run? Say it with --allow get,set,del")
    try:
        suggestion = suggest(asked, line(found.server))
    except ValueError as error:
        raise UsageError(str(error)) from error
    show(f"{suggestion.user.line}\n")
    for warning in suggestion.warnings:
        say("warning", warning)
    for note in (*suggestion.notes, HASHES):
        say("note", note)
    return DONE


HASHES = (
    "the zeros behind # are a place for the hash of a password, and let nobody in;"
    " make a password by `openssl rand -hex 32`, and its hash by `printf %s PASSWORD | sha256sum`"
)


def _words(text: str) -> list[str]:
    return [word for word in (part.strip() for part in text.split(",")) if word]


def _flat(parts: list[list[str]]) -> tuple[str, ...]:
    return tuple(word for part in parts for word in part)
