"""What a server on a host binds, and what protected mode is worth there."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.auth import default_user_open
from redislint.checks.reach import is_bound_beyond_loopback, is_protected, is_reachable, number
from redislint.finding import Hit
from redislint.model.instance import SERVER, Instance
from redislint.source import Span
from redislint.typed import Final

# What stands for all of a machine's addresses, without the `-` that allows one to be missing.
_EVERY: Final = frozenset({"*", "0.0.0.0", "::", "::*"})  # noqa: S104 (only compared with)
# Where images of servers keep their data: a file that says so is made for a container.
_OF_CONTAINERS: Final = ("/data", "/bitnami")


def every_interface(instance: Instance) -> tuple[Span, str] | None:
    """What makes a server on a host listen on all of its addresses: its place, and words; None if nothing surely does.

    A file that is made for a container is none of a host's: there all addresses are those of the container.
    """
    folder = instance.setting("dir")
    is_of_host = instance.complete if not folder.written else not (folder.value or "/data").startswith(_OF_CONTAINERS)
    listens = any(number(instance, name) for name in ("port", "tls-port"))
    if not (is_of_host and listens and is_bound_beyond_loopback(instance)):
        return None
    bind = instance.setting("bind")
    if not bind.written:
        return instance.anchor, "without `bind` the server listens"
    words = " ".join(bind.args or ()).split()
    is_every = any(word.removeprefix("-").lower() in _EVERY for word in words)
    return (bind.span, f"`{bind.spelling} {bind.value}` makes the server listen") if is_every else None


def all_addresses(instance: Instance) -> Iterator[Hit]:
    """A server on a host that listens on all of its addresses, with a password as the one barrier."""
    if instance.role != SERVER or instance.managed is not None or default_user_open(instance) is not False:
        return
    found = every_interface(instance)
    if found is not None:
        yield Hit(found[0], key="bind", what=found[1])


def guard_off(instance: Instance) -> Iterator[Hit]:
    """`protected-mode no` where the default user needs no password."""
    mode = instance.setting("protected-mode")
    if instance.role != SERVER or not mode.written or not mode.is_one_of("no"):
        return
    if any(number(instance, name) for name in ("port", "tls-port")) and default_user_open(instance) is True:
        yield Hit(mode)


def guard_void(instance: Instance) -> Iterator[Hit]:
    """A `bind` line that switches protected mode off in some versions, where which one it is is not known."""
    bind, mode = instance.setting("bind"), instance.setting("protected-mode")
    if instance.role != SERVER or instance.server is not None or not bind.written or not mode.is_one_of("yes"):
        return
    is_open = default_user_open(instance) is True and is_protected(instance) is None
    if is_open and is_reachable(instance) is True:
        yield Hit(bind.span, key="bind", what=f"{bind.spelling} {bind.value}")
