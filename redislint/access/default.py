"""The default user, as whom every connection acts until it logs in: what makes it what it is.

A `user default` line counts alone, whatever `requirepass` says and wherever it stands (checked on 6.0 to 9.1).  So does
an ACL file: without such a line it leaves the default user open, and voids `requirepass`.
"""

from __future__ import annotations

from redislint.model.acl import User
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.source import Span
from redislint.typed import NamedTuple

NAME = "default"


class Unwritten(NamedTuple):
    """A default user whom no line makes: it may do everything.

    asks     does it ask for a password?  None where that is not known
    setting  what says so: `requirepass`, or the `aclfile` that voids it
    why      it in words
    """

    asks: bool | None
    setting: Setting | None
    span: Span
    why: str


def written(instance: Instance) -> User | None:
    """The line that makes the default user: the last one, where a server takes several (up to 6.2)."""
    return next((user for user in reversed(instance.users or ()) if user.name == NAME), None)


def uses_acl_file(instance: Instance) -> bool | None:
    """Are the users read from an ACL file?  None where that, or what the file says, is not known."""
    if instance.kind == "users-acl":
        return True
    aclfile = instance.setting("aclfile")
    if aclfile.args is None:
        # Redis 5.0 has neither ACLs nor, therefore, a default for this.
        return False if instance.complete and not aclfile.written else None
    if aclfile.is_one_of(""):
        return False
    # The file that a default names is nobody's in the tree.
    return True if aclfile.written else None


def unwritten(instance: Instance) -> Unwritten | None:
    """The default user of an instance without a line for it; None where it is not known what it is."""
    has_file = uses_acl_file(instance)
    if has_file is None:
        return None
    if has_file:
        aclfile = instance.setting("aclfile")
        if instance.kind == "users-acl":
            return Unwritten(False, None, instance.anchor, "this ACL file has no line `user default`")
        return Unwritten(False, aclfile, aclfile.span, "the ACL file has no line `user default`")
    requirepass = instance.setting("requirepass")
    if requirepass.args is None and not requirepass.written:
        return None
    asks = None if requirepass.args is None else not requirepass.is_one_of("")
    if not requirepass.written:
        return Unwritten(asks, None, instance.anchor, "there is no `requirepass`, no `user default` and no ACL file")
    says = {True: "asks for a password", False: "asks for none", None: "may ask for a password"}[asks]
    return Unwritten(asks, requirepass, requirepass.span, f"`{requirepass.spelling}` {says}")
