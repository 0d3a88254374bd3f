"""A user as written, with what it comes to on every server that may read it; and the word to blame for a right.

Where the version is not known, all lines with ACLs are asked that take the user's rules, and only what they agree on is
known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redislint.access.sums import HAS_ACLS, Sum, lines_in_question, summed
from redislint.access.word import Part, Word, giver, is_readable, own, taker, within
from redislint.acl.engine import Rights
from redislint.acl.table import mark
from redislint.model.acl import User
from redislint.servers import Server
from redislint.typed import Final, NamedTuple

# For any rule about a password, to take one away too: whoever had one is not `nopass`.  So users who differ by their
# passwords alone are looked at once.
_PASSWORD: Final = (">", "<", "#", "!")
# A user with rules of more letters nobody wrote, and nothing is known of it.
_LONGEST: Final = 20_000
_A_HASH: Final = f"#{'0' * 64}"


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

    def parts(self) -> Iterator[Part]:
        """The newest line's permissions, the user's own first and then each selector's, each with its words."""
        yield self.latest.root, own(self.user)
        for part in self.latest.selectors:
            yield part, dict(enumerate(within(self.user.tokens[part.at])))

    def giver(self, name: str) -> Word | None:
        """The word that gives a command in the end; None if no word of theirs does."""
        return giver(self.parts(), name)

    def taker(self, name: str) -> Word | None:
        """The word of the user's own rules that took a command away; None if none did."""
        return taker(self.parts(), name)


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
