"""Services that start when a Redis has started, and not when it answers."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.finding import Hit
from redislint.model.instance import SERVER, Instance


def started_too_early(instance: Instance) -> Iterator[Hit]:
    """Each service that waits for nothing but the start of the container."""
    # A Sentinel has nothing to load.
    workload = instance.workload if instance.role == SERVER else None
    for name, place in (workload.awaited or ()) if workload is not None else ():
        has_none = workload is not None and workload.probes == ()
        how = "which has no healthcheck to wait for" if has_none else "and not for its healthcheck"
        yield Hit(place, key=f"depends_on {name}", service=name, how=how)
