"""Who gets in: the default user, its password, and what overrides it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint import writing
from redislint.access import default
from redislint.checks.reach import every, is_loopback, is_protected, is_reachable, number
from redislint.finding import Hit, Related, Severity
from redislint.model.acl import User
from redislint.model.instance import SERVER, Instance
from redislint.source import Span
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.access.login import Login

# An octal mode that does not let others write, which it takes to connect; 0 leaves the mode to the umask.
_SHUT_TO_OTHERS: Final = r"0*[1-7][0-7]?[0145]"


def default_user_open(instance: Instance) -> bool | None:
    """Does a connection act as the default user without any password?  None where that is not known.

    `redislint.access.default` says what makes it.  A default user who may do no harm (`+ping`) is not open.
    """
    if instance.managed is not None or instance.users is None:
        return None
    line = default.written(instance)
    if line is not None:
        found = _login(line)
        return None if found is None else found.is_open and _matters(instance, line)
    unwritten = default.unwritten(instance)
    return None if unwritten is None or unwritten.asks is None else not unwritten.asks


def _login(line: User) -> Login | None:
    from redislint.access.login import login

    return login(line)


def _matters(instance: Instance, line: User) -> bool:
    """May this user do any harm?"""
    from redislint.access.user import held
    from redislint.checks.acl import may_do_harm

    found = held(line, instance.server)
    return found is not None and may_do_harm(found)


def open_default_user(instance: Instance) -> Iterator[Hit]:
    """A server whose default user needs no password, wherever it can be reached from."""
    if instance.role != SERVER or default_user_open(instance) is not True:
        return
    if (instance.kind == "users-acl" and not instance.users) or _is_guarded_by_files(instance) is not False:
        return
    at, why = _opener(instance)
    yield Hit(at, key="user default", severity=_severity(instance), why=why)


def _is_guarded_by_files(instance: Instance) -> bool | None:
    """Is a Unix socket that only its owner and group may write to the one way in?  None where that is not known."""
    mode = instance.setting("unixsocketperm")
    if not mode.written:
        return False
    is_closed = None if mode.value is None else re.fullmatch(_SHUT_TO_OTHERS, mode.value) is not None
    ports = [number(instance, name) for name in ("port", "tls-port")]
    return every(is_closed, *(None if port is None else port == 0 for port in ports))


def _opener(instance: Instance) -> tuple[Span, str]:
    """The place that leaves the default user open, and what it does."""
    line = default.written(instance)
    if line is not None:
        return line.span, "`user default` is `on` and `nopass`"
    unwritten = default.unwritten(instance)
    assert unwritten is not None
    return unwritten.span, unwritten.why


def _severity(instance: Instance) -> Severity | None:
    """Less grave where other machines do not get at it: what is left are the host's own users and neighbours."""
    if instance.kind == "users-acl":
        return None
    if instance.ports is not None and all(port.host is not None and is_loopback(port.host) for port in instance.ports):
        # A container that publishes nothing is for its own network; a service within a cluster is for every pod.  Who
        # makes users wants a login, wherever it is.
        is_private = not instance.ports and instance.kind == "compose" and not instance.users
        return Severity.INFO if is_private else Severity.WARNING
    if is_reachable(instance) is False or is_protected(instance) is not False:
        return Severity.WARNING
    return None


def voided_by_acl_file(instance: Instance) -> Iterator[Hit]:
    """`requirepass` beside an ACL file that leaves the default user open.

    What the password is does not matter, so that it may be unknown: the server does not look at it.
    """
    requirepass, aclfile = instance.setting("requirepass"), instance.setting("aclfile")
    if not (requirepass.written and aclfile.written and aclfile.is_none_of("")):
        return
    if instance.role != SERVER or default_user_open(instance) is not True:
        return
    line = default.written(instance)
    related = [Related(aclfile.span, "loading this file resets the default user")]
    if line is not None:
        related.append(Related(line.span, "needs no password"))
    elif instance.users:
        start = Span(instance.users[0].span.source, 0, 0)
        related.append(Related(start, "no line here begins with `user default`"))
    why = "makes the default user `nopass`" if line is not None else "has no line `user default`"
    yield Hit(requirepass.span, key="requirepass", related=tuple(related), setting=requirepass.spelling, why=why)


def voided_by_user_line(instance: Instance) -> Iterator[Hit]:
    """`requirepass` beside a `user default` line, which replaces it in either order."""
    requirepass, aclfile = instance.setting("requirepass"), instance.setting("aclfile")
    line = default.written(instance)
    if not requirepass.written or line is None or (aclfile.written and not aclfile.is_one_of("")):
        return
    found = _login(line)
    if found is None or instance.role != SERVER:
        return
    if found.is_open and _matters(instance, line):
        severity, effect = Severity.ERROR, "and lets every client in without a password"
    elif requirepass.is_none_of(""):
        judged = _beside(found, requirepass.value or "")
        if judged is None:
            return
        severity, effect = judged
    else:
        return
    related = (Related(line.span, "this line is what counts"),)
    is_own = requirepass.spelling.lower() in ("requirepass", "--requirepass")
    yield Hit(
        requirepass.span,
        key="requirepass",
        related=related,
        severity=severity,
        fix=writing.without([requirepass.span], "take `requirepass` out", safe=False) if is_own else None,
        setting=requirepass.spelling,
        effect=effect,
    )


def _beside(found: Login, password: str) -> tuple[Severity, str] | None:
    """What a default user who is not open makes of another password; None where that is not known."""
    if not found.enabled:
        return Severity.WARNING, "and turns the default user off"
    if found.nopass:
        return Severity.WARNING, "and asks for no password"
    if not all(one.known for one in found.passwords):
        return None
    if found.takes(password):
        return Severity.INFO, "and says the same"
    return Severity.WARNING, "and the password here lets nobody in"
