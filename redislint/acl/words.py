"""Parts of ACL rules: passwords, patterns, databases; and why a rule is refused, in words."""

from __future__ import annotations

import re

from redislint.servers.directives import lines_of
from redislint.typed import Final

UNKNOWN: Final = "unknown"
UNMATCHED: Final = "unmatched"
# No rule, and perhaps the rest of a password: it is never repeated.
BEHIND: Final = "behind"

# What each code means, to stand behind the rule.
REASONS: Final = {
    UNKNOWN: "names a command or category that the server does not have",
    UNMATCHED: "opens a selector that is never closed",
    "syntax": "is no ACL rule",
    BEHIND: "is no ACL rule (a password that is written in a rule holds no blanks)",
    "subcommand": "names no subcommand or argument behind the `|`",
    "spaces": "holds a blank or another space",
    "keys": "adds a key pattern after `~*` or `allkeys`, which hold all keys: write `resetkeys` before it",
    "channels": "adds a channel pattern where all channels are allowed already: write `resetchannels` before it",
    "absent": "takes away a password that the user does not have",
    "hash": "is no SHA-256 hash, which is 64 lower-case hexadecimal digits",
    "first-argument": "gives an argument to what is a subcommand already",
    "whole": "allows a subcommand of a command that is allowed as a whole already",
    "database": "names a database that cannot be",
}

# How rules begin, and those that are whole words.
_SIGNS: Final = tuple("><#!+-~%&(@")
_RULES: Final = frozenset(
    "on off nopass resetpass reset allkeys resetkeys allchannels resetchannels allcommands nocommands clearselectors"
    " sanitize-payload skip-sanitize-payload alldbs resetdbs".split()
)
# Commands and categories of the modules that come with the official images of redis 8.
_MODULES: Final = (
    r"[+-](?:@(?:search|json|timeseries|bloom|cuckoo|cms|topk|tdigest)"
    r"|(?:ft|_ft|json|ts|timeseries|bf|cf|cms|topk|tdigest)\..*)"
)
_NEEDS_PERMISSION: Final = lines_of("redis@7.2..8.10 valkey@7.2..9.1")
_REFUSES_LONE_PERCENT: Final = lines_of("redis@8.0..8.10 valkey@8.1..9.1")
_SPACES: Final = frozenset(" \t\n\v\f\r\0")


def looks_like_rule(word: str) -> bool:
    """Is it a rule that some version knows, or at least begins like one?"""
    return word.startswith(_SIGNS) or word.lower() in _RULES or word.lower().startswith("db=")


def told(word: str, code: str) -> str:
    """Which rule is refused, and why; a password is not repeated."""
    if code == BEHIND:
        return f"the word behind a password {REASONS[code]}"
    what = "a password rule" if word[:1] in tuple("><#!") else f"`{word}`" if word.isprintable() else "a rule"
    if len(what) > 60:
        what = f"{what[:50]}...`"
    return f"{what} {REASONS[code]}"


def has_spaces(name: str) -> bool:
    """Does a user's name hold a character that it may not?"""
    return not _SPACES.isdisjoint(name)


def is_of_modules(word: str) -> bool:
    """Is a rule about a command or category of the modules that come with redis 8?"""
    return re.match(_MODULES, word, re.IGNORECASE) is not None


def digest(text: str) -> str:
    """A password as its SHA-256."""
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def key_pattern(rule: str, line: str) -> str:
    """The code of what is wrong with a key pattern: `~p`, or from 7.0 on `%RW~p`."""
    pattern = rule[1:]
    if rule[0] == "%":
        letters, tilde, pattern = pattern.partition("~")
        if sorted(letters.upper()) not in ([], ["R"], ["W"], ["R", "W"]):
            return "syntax"
        if not letters and line in (_NEEDS_PERMISSION if tilde else _REFUSES_LONE_PERCENT):
            return "syntax"
    return "spaces" if has_spaces(pattern) else ""


def database_numbers(text: str) -> frozenset[int] | str:
    """The databases of `db=0,1` (valkey 9.1), numbers from 0 to 2147483647; or the code of what is wrong."""
    found: set[int] = set()
    for part in text.split(","):
        if not re.fullmatch(r"[+-]?[0-9]{1,100}", part):
            return "syntax"
        number = int(part)
        if not 0 <= number < 1 << 31:
            return "database"
        found.add(number)
    return frozenset(found)
