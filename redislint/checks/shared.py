"""Passwords of more than one user, users with more than one password, and passwords that a process list shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from redislint.access.login import Login, hashed, login
from redislint.finding import Hit, Related
from redislint.model.acl import User
from redislint.model.document import Document
from redislint.model.instance import Instance

_PASSWORDS: Final = ("requirepass", "masterauth")


def _enabled(document: Document) -> Iterator[tuple[User, Login]]:
    for user in document.users:
        found = login(user)
        if found is not None and found.enabled:
            yield user, found


def reused(document: Document) -> Iterator[Hit]:
    """A password, in clear or as a hash, that an earlier user of the same text has too."""
    owners: dict[str, tuple[User, Related]] = {}
    for user, found in _enabled(document):
        for token in found.passwords:
            if not token.known:
                continue
            first = owners.setdefault(hashed(token), (user, Related(token.span, f"the password of user `{user.name}`")))
            if first[0].name != user.name:
                yield Hit(
                    token.span,
                    key=f"user {user.name}",
                    cause=token.span,
                    related=(first[1],),
                    user=user.name,
                    other=first[0].name,
                )
                break


def second_password(document: Document) -> Iterator[Hit]:
    """A user with more than one password."""
    for user, found in _enabled(document):
        if len(found.passwords) > 1:
            first, *others = found.passwords
            yield Hit(
                first.span,
                key=f"user {user.name}",
                cause=user.name_span,
                related=tuple(Related(one.span, "valid as well") for one in others),
                user=user.name,
                count=len(found.passwords),
            )


def in_arguments(instance: Instance) -> Iterator[Hit]:
    """A password among the arguments of the server; one that a variable fills in is there too when it runs."""
    for setting in instance.settings:
        if setting.name in _PASSWORDS and setting.spelling.startswith("--"):
            span = setting.span
            is_filled = setting.args is None and "$" in setting.value_span.text
            if (setting.value or is_filled) and span.source.root.kind == instance.kind:
                yield Hit(span, key=setting.name, setting=setting.spelling)
