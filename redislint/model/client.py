"""What others do with a Redis: what scripts tell redis-cli to do, and the URLs that applications connect to."""

from __future__ import annotations

from redislint.source import Span
from redislint.typed import Final, NamedTuple

# Where a client's server is: on the machine of the script itself; in the container that the script is written for; on a
# host that only a running shell knows; or somewhere else.
HERE: Final = "here"
OWN: Final = "own"
OPEN: Final = "open"
ELSEWHERE: Final = "elsewhere"


class Call(NamedTuple):
    """A command that a script gives to redis-cli, or to its likes.

    words   the command and its arguments; None for one that is not statically known
    places  the place of each word
    where   HERE, OWN, OPEN or ELSEWHERE
    target  the host as it is written; empty where none is
    by      the program that brings the command to another machine, such as `kubectl`; empty for none
    """

    words: tuple[str | None, ...]
    places: tuple[Span, ...]
    where: str
    target: str = ""
    by: str = ""

    def is_command(self, *words: str) -> bool:
        """Does it begin with these words, without regard to case?"""
        return len(self.words) >= len(words) and all(
            one is not None and one.upper() == word for one, word in zip(self.words, words, strict=False)
        )

    def place(self, count: int) -> Span:
        """The place of the first words, as many as there are."""
        return self.places[0].to(self.places[min(count, len(self.places)) - 1])


class Connection(NamedTuple):
    """A URL of a Redis that an application is given; `name` is the variable's.

    `scheme` is `redis` or `rediss`, or the same of Valkey; `options` are what follows the host and the database, with
    the sign in front, empty for none; `scheme_at`, `host_at` and `options_at` are their places, each that of the whole
    value where it is written in another way.
    """

    name: str
    scheme: str
    host: str
    options: str
    scheme_at: Span
    host_at: Span
    options_at: Span

    @property
    def is_encrypted(self) -> bool:
        """Does the scheme ask for TLS?"""
        return self.scheme in ("rediss", "valkeys")
