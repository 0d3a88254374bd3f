"""What keys and channels a user may use, as rules."""

from __future__ import annotations

from redislint.access.byline import ByLine
from redislint.acl.permissions import READ, WRITE, Permissions
from redislint.typed import Final

_SIGNS: Final = {READ | WRITE: "~", READ: "%R~", WRITE: "%W~", 0: "%~"}


def reach(held: ByLine, line: str) -> list[str]:
    """The keys and channels that a user's own rules let it use, then each selector as written.

    A selector that is in force holds no password: the server refuses one that does.
    """
    root, *selectors = held.rights[line].parts
    return [*patterns(root), *(held.user.tokens[part.at].text for part in selectors)]


def by_effect(held: ByLine, line: str) -> dict[object, str]:
    """The same, each by what it comes to on a line of servers, however it is written."""
    root, *selectors = held.rights[line].parts
    found: dict[object, str] = {pattern: pattern for pattern in patterns(root)}
    for part in selectors:
        # One that gives no command gives nothing.
        if part.allowed or part.first_args:
            first = frozenset((name, tuple(sorted(words))) for name, words in part.first_args.items())
            what = part.table.named(part.allowed), first, frozenset(patterns(part))
            found[what] = held.user.tokens[part.at].text
    return found


def patterns(part: Permissions) -> list[str]:
    """Key and channel patterns as rules: `~app:*`, `%R~shared:*`, `&*`; and the databases of valkey 9.1."""
    keys = ["~*"] if part.all_keys else [f"{_SIGNS[access]}{pattern}" for pattern, access in part.keys]
    channels = ["&*"] if part.all_channels else [f"&{channel}" for channel in part.channels]
    databases = [] if part.databases is None else [f"db={','.join(map(str, sorted(part.databases)))}"]
    return keys + channels + databases
