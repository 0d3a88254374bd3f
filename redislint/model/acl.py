"""ACL users as written: a name and tokens that act from left to right."""

from __future__ import annotations

from redislint.source import Span
from redislint.typed import NamedTuple


class AclToken(NamedTuple):
    """One rule of a user, such as `+@read`, `~app:*` or a selector `(...)` whole; `text` is UNKNOWN-free text.

    `known` is False where the token holds a template or a variable.
    """

    text: str
    span: Span
    known: bool = True

    @property
    def is_secret(self) -> bool:
        """Does the token hold a password in clear (`>`, `<`)?"""
        return self.known and self.text[:1] in "<>" and len(self.text) > 1


class User(NamedTuple):
    """A `user` line.  `span` is the whole line, `name_span` the name alone."""

    name: str
    tokens: tuple[AclToken, ...]
    span: Span
    name_span: Span

    @property
    def is_known(self) -> bool:
        """Are all tokens known?"""
        return all(token.known for token in self.tokens)
