"""What the tokens of an ACL user say of commands, read from left to right as the server does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from redislint.model.acl import AclToken, User
from redislint.source import Span
from redislint.typed import Any, Final, NamedTuple

ALL: Final = frozenset({"+@all", "allcommands"})
NONE: Final = frozenset({"-@all", "nocommands"})
# Commands that give nothing away and change nothing but the connection itself.
HARMLESS: Final = frozenset(
    {"ping", "echo", "hello", "auth", "quit", "reset", "command", "client|setname", "client|id"}
)


class Word(NamedTuple):
    """One rule about commands, keys or channels, in lower case, with its place."""

    text: str
    span: Span


def groups(user: User) -> Iterator[tuple[Word, ...]]:
    """The user's own rules, then those of each selector, in order; what a `reset` undoes is left out."""
    own: list[Word] = []
    selectors: list[tuple[Word, ...]] = []
    for token in user.tokens:
        text = token.text.lower()
        if text == "reset":
            own, selectors = [], []
        elif text == "clearselectors":
            selectors = []
        elif text.startswith("("):
            selectors.append(tuple(_words(token)))
        else:
            own.append(Word(text, token.span))
    yield tuple(own)
    yield from selectors


def _words(token: AclToken) -> Iterator[Word]:
    """The rules within a selector; where quoting hides their places, each is at the selector's."""
    span = token.span
    plain = span.text == token.text
    offset = 0
    for text in token.text.strip("()").split():
        start = token.text.index(text, offset)
        offset = start + len(text)
        place = Span(span.source, span.start + start, span.start + offset) if plain else span
        yield Word(text.lower(), place)


def may_do_harm(user: User) -> bool:
    """May the user run anything that is not harmless?"""
    for words in groups(user):
        granted: set[str] = set()
        for word in words:
            if word.text in NONE:
                granted.clear()
            elif word.text in ALL or word.text.startswith("+"):
                granted.add(word.text.removeprefix("+"))
            elif word.text.startswith("-"):
                granted.discard(word.text[1:])
        if granted - HARMLESS:
            return True
    return False


def covering(name: str) -> list[str]:
    """Whatever holds all that a name of ACL rules (`get`, `config|set`, `@read`) means, itself included.

    As names without their sign, and only what holds it in every server that has it.
    """
    command, bar, _ = name.partition("|")
    facts = _facts()
    wider = facts["within"].get(name[1:], ()) if name[:1] == "@" else facts["commands"].get(name, "").split()
    return ["@all", name, *([command] if bar else ()), *(f"@{category}" for category in wider)]


@cache
def _facts() -> dict[str, Any]:
    import json
    import os

    path = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "acl-categories.json")
    with open(path, encoding="utf-8") as file:
        facts: dict[str, Any] = json.load(file)
    return facts


def belonging(command: str) -> frozenset[str] | None:
    """The categories that a command belongs to, with those of its subcommands; None where versions differ."""
    commands = _facts()["commands"]
    found = commands.get(command)
    parts = [command] if found is not None else [name for name in commands if name.startswith(f"{command}|")]
    return frozenset(category for name in parts for category in commands[name].split()) if parts else None
