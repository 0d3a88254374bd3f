"""What a new user has of channels."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.finding import Hit, Severity
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

_DEFAULT: Final = "acl-pubsub-default"
_BY_DEFAULT: Final = "redis@6.2"


def permissive_default(instance: Instance) -> Iterator[Hit]:
    """`acl-pubsub-default allchannels`; in production also its being the default of 6.2."""
    setting = instance.setting(_DEFAULT)
    if instance.role != SERVER or not setting.is_one_of("allchannels"):
        return
    if setting.written:
        yield Hit(setting, what=f"`{setting.spelling} allchannels` gives")
    elif instance.environment == "prod" and instance.server is not None and instance.server.key == _BY_DEFAULT:
        if all(user.name == "default" for user in instance.users or ()):
            # Nobody is there of whom the default would say anything.
            return
        what = f"without `{_DEFAULT} resetchannels`, {instance.server} gives"
        yield Hit(setting, severity=Severity.INFO, what=what)
