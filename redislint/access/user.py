"""A user as written, with what it comes to on every server that may read it; and the word to blame for a right.

Where the version is not known, all lines with ACLs are asked that take the user's rules, and only what they agree on is
known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from redislint.access.sums import HAS_ACLS, Sum, lines_in_question, summed
from redislint.acl.engine import Rights
from redislint.acl.permissions import Permissions
from redislint.acl.table import mark
from redislint.model.acl import AclToken, User
from redislint.servers import Server
from redislint.servers.split import split
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# What tells a token's kind although the rest of it is a template.
_SPEAKING: Final = (">", "<", "#", "!", "~", "&", "%")
# For any rule about a password, to take one away too: whoever had one is not `nopass`.  So users who differ by their
# passwords alone are looked at once.
_PASSWORD: Final = (">", "<", "#", "!")
# A user with rules of more letters nobody wrote, and nothing is known of it.
_LONGEST: Final = 20_000
_A_HASH: Final = f"#{'0' * 64}"


class Word(NamedTuple):
    """One rule and its place; within a selector, that of the rule there."""

    text: str
    span: Span


class Held(NamedTuple):
    """A user, and what its rules come to.

    `enabled`, `is_open`: may it log in, and with any password?  `gone` are commands, and subcommands, that the server
    does not have, or keeps from every user.
    """

    user: User
    enabled: bool
    is_open: bool
    sum: Sum
    gone: frozenset[str] = frozenset()

    @property
    def latest(self) -> Rights:
        """What the rules come to on the newest line in question, passwords aside."""
        return self.sum.latest

    def may(self, name: str) -> bool | None:
        """May the user run a command (`get`, `config|set`), keys aside?  None where the lines that have it differ.

        Before 7.0 a subcommand is allowed with its command, or as a first argument.
        """
        bit = mark(name)
        if self.gone and not self.gone.isdisjoint((name, name.partition("|")[0])):
            return False
        return None if bit & self.sum.perhaps else bool(bit & self.sum.surely)

    def may_any(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the commands that the user surely may run, in their order."""
        return tuple(name for name in names if self.may(name))

    def parts(self) -> Iterator[tuple[Permissions, Mapping[int, Word]]]:
        """The newest line's permissions, the user's own first and then each selector's, each with its words."""
        yield self.latest.root, dict(enumerate(Word(one.text, one.span) for one in self.user.tokens))
        for part in self.latest.selectors:
            yield part, dict(enumerate(within(self.user.tokens[part.at])))

    def giver(self, name: str) -> Word | None:
        """The word that gives a command in the end; None if no word of theirs does."""
        for part, words in self.parts():
            at = part.giver(name)
            if at is not None:
                return words[at]
            word = self._by_argument(part, words, name)
            if word is not None:
                return word
        return None

    def taker(self, name: str) -> Word | None:
        """The word of the user's own rules that took a command away; None if none did."""
        part, words = next(self.parts())
        at = part.taker(name)
        return words[at] if at is not None else None

    def _by_argument(self, part: Permissions, words: Mapping[int, Word], name: str) -> Word | None:
        command, bar, argument = name.partition("|")
        if not bar:
            return None
        at = part.giver(command) if part.table.bit(command) & part.table.runnable else None
        if at is not None and not part.table.bit(name):
            return words[at]
        if argument in (word.lower() for word in part.first_args.get(command, ())):
            return next((word for word in words.values() if word.text.lower() == f"+{name}"), None)
        return None


def held(user: User, server: Server | None, *, all_channels: bool | None = None, sentinel: bool = False) -> Held | None:
    """What a user's rules come to; None where the kind of one of them is not known, or the server has no ACLs.

    `all_channels` is what `acl-pubsub-default` says, None where nothing does; `sentinel`: it is a Sentinel's user.
    """
    if not is_readable(user) or sum(len(token.text) + 1 for token in user.tokens) > _LONGEST:
        return None
    if server is not None and server.key not in HAS_ACLS:
        return None
    words = tuple(_A_HASH if token.text.startswith(_PASSWORD) else token.text for token in user.tokens)
    found = summed(words, lines_in_question(server), all_channels, sentinel)
    return Held(user, found.latest.enabled, found.latest.enabled and found.latest.nopass, found)


def is_readable(user: User) -> bool:
    """Is the kind of every token known?"""
    return all(token.known or token.text.startswith(_SPEAKING) for token in user.tokens)


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
