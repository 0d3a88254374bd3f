"""The rules of a user as written, each with its place; and the one to blame for a right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from redislint.acl.permissions import Permissions
from redislint.model.acl import AclToken, User
from redislint.servers.split import split
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# What tells a token's kind although the rest of it is a template.
SPEAKING: Final = (">", "<", "#", "!", "~", "&", "%")


class Word(NamedTuple):
    """One rule and its place; within a selector, that of the rule there."""

    text: str
    span: Span


# One set of permissions, and the words that made it, by their places among the rules.
Part = tuple[Permissions, Mapping[int, Word]]


def is_readable(user: User) -> bool:
    """Is the kind of every token known?"""
    return all(token.known or token.text.startswith(SPEAKING) for token in user.tokens)


def own(user: User) -> dict[int, Word]:
    """The user's own rules, a selector as one."""
    return dict(enumerate(Word(one.text, one.span) for one in user.tokens))


def within(token: AclToken) -> list[Word]:
    """The rules within a selector; where quoting hides their places, each is at the selector's."""
    span = token.span
    plain = span.text == token.text
    found: list[Word] = []
    offset = 1
    for text in split(token.text[1:-1]):
        start = token.text.find(text, offset)
        if not plain or start < 0:
            found.append(Word(text, span))
            continue
        offset = start + len(text)
        found.append(Word(text, Span(span.source, span.start + start, span.start + offset)))
    return found


def giver(parts: Iterable[Part], name: str) -> Word | None:
    """The word that gives a command in the end; None if no word of these does."""
    for part, words in parts:
        at = part.giver(name)
        if at is not None:
            return words[at]
        word = _by_argument(part, words, name)
        if word is not None:
            return word
    return None


def taker(parts: Iterable[Part], name: str) -> Word | None:
    """The word of the user's own rules, the first part, that took a command away; None if none did."""
    part, words = next(iter(parts))
    at = part.taker(name)
    return words[at] if at is not None else None


def _by_argument(part: Permissions, words: Mapping[int, Word], name: str) -> Word | None:
    command, bar, argument = name.partition("|")
    if not bar:
        return None
    at = part.giver(command) if part.table.bit(command) & part.table.runnable else None
    if at is not None and not part.table.bit(name):
        return words[at]
    if argument in (word.lower() for word in part.first_args.get(command, ())):
        return next((word for word in words.values() if word.text.lower() == f"+{name}"), None)
    return None
