"""Passwords of more than one user, users with more than one password, and passwords that a process list shows."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.access.login import Login, hashed, login
from redislint.finding import Hit, Related
from redislint.model.acl import User
from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.typed import Final

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
    found = [one for one in instance.settings if one.name in _PASSWORDS and one.spelling.startswith("--")]
    there = [one for one in found if _is_there(one, instance.kind) and one.span.source.root.kind == instance.kind]
    # Of several the first speaks, where it is known.
    if there and there[0] is found[0]:
        related = tuple(Related(one.span, "and this") for one in there[1:])
        yield Hit(there[0].span, key=there[0].name, related=related, setting=there[0].spelling)


def _is_there(setting: Setting, kind: str) -> bool:
    """Does a password stand there, or a variable for it?  That of a pod is filled in within its own container."""
    is_variable = setting.args is None and "$" in setting.value_span.text
    return bool(setting.value) or (is_variable and kind not in ("kubernetes", "helm-values"))
