"""What a server can do only as it was built."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from redislint.checks.refusals import MOST
from redislint.finding import Hit
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.typed import Final

# Whose package is meant: built with `USE_SYSTEM_JEMALLOC=yes` (Debian, and so Ubuntu) or `MALLOC=libc` (Alpine).
# Asked: Debian's redis 6.0.16, 7.0.15, 8.0.6 and 8.6.3, and valkey 8.1.1 and 9.1.2; read: aports main/redis/APKBUILD.
_DISTRO: Final = "distro"


def cannot_defragment(instance: Instance) -> Iterator[Hit]:
    """A package of a distribution is told to move values about, which its allocator cannot; each such line stops it."""
    if instance.build == _DISTRO and _is_package(instance):
        found = (setting for setting in instance.all("activedefrag") if setting.is_one_of("yes"))
        for setting in islice(found, MOST):
            yield Hit(setting, refused=True)


def _is_package(instance: Instance) -> bool:
    """Does the server come from no image of its own: from none, or one in which a package is installed?"""
    image = instance.image
    if image is None:
        return True
    from redislint.servers import images

    return image.value is not UNKNOWN and images.find(image.value) is None
