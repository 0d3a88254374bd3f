"""`redislint acl`: questions about users."""

from __future__ import annotations

from redislint.cli import DONE, UsageError, suggest
from redislint.cli.parser import Parser


def run(argv: list[str]) -> int:
    """Answer; the exit status."""
    parser = Parser("redislint acl --suggest NAME --allow COMMANDS [OPTION ...]", "Suggest the rules of a user.")
    suggest.add_arguments(parser)
    settings = parser.add_argument_group("settings")
    settings.add_argument("--server", metavar="VERSION", help="the server's version, such as redis@7.2")
    parser.general()
    split = parser.split(argv)
    if split is None:
        return DONE
    found, words = split
    if words or found.suggest is None:
        raise UsageError("which user? `redislint acl --suggest NAME --allow get,set --keys 'app:*'`")
    return suggest.run(found)
