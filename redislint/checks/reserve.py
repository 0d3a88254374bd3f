"""Memory that a managed service keeps free of data, where one may say how much."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.services import said_of
from redislint.checks.values import whole
from redislint.finding import Hit
from redislint.model.instance import Instance
from redislint.typed import Final

# What AWS advises, for nodes that take snapshots or have replicas ("Managing reserved memory").
_ADVISED: Final = 25
# What Azure reserves by itself, and so the least that it advises.  A percent less is a tenth of the size rounded in
# another way, or of another reading of "26 GB".
_AZURE: Final = 10
_NEARLY: Final = 9
_NEEDS: Final = "snapshots, new replicas and full buffers need more"


def reserved(instance: Instance) -> Iterator[Hit]:
    """A share of a node's memory for all that is not data which is less than the service would take by itself."""
    share = instance.setting("reserved-memory-percent")
    percent = whole(share) if share.written else None
    if percent is not None and percent < _ADVISED:
        what = f"`{share.spelling} {percent}` leaves {percent} % of a node's memory beside the data: {_NEEDS}"
        yield Hit(share, what=f"{what}; {_ADVISED} is the default, and what AWS advises")
    kept, memory = instance.setting("maxmemory-reserved"), said_of(instance, "memory")
    size = whole(kept) if kept.written else None
    if size is not None and memory is not None and size * 100 < int(memory.value) * _NEARLY:
        least = int(memory.value) * _AZURE // 100
        what = f"`{kept.spelling} {size}` leaves {size} MB of {memory.value} beside the data: {_NEEDS}"
        yield Hit(kept, what=f"{what}; Azure takes {least} where nothing is set")
