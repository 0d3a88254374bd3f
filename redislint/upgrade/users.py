"""What becomes of ACL users as a whole; `startup/rights.py` tells what each of them may do."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.instance import Instance
from redislint.servers import Server
from redislint.startup.refusal import HAS_USERS
from redislint.upgrade.model import Note


def notes(instance: Instance, target: Server) -> Iterator[Note]:
    """A word on users where the target has none; lines about them in a configuration it refuses by itself."""
    if target.key not in HAS_USERS and instance.kind == "users-acl" and instance.users:
        yield Note(f"{target} has no ACL users: nobody reads this file", instance.anchor, breaks=True)
