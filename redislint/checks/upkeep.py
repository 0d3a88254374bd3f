"""When a managed service is changed and mended: at once, in a window, or not by itself."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.services import Words, said
from redislint.finding import Hit
from redislint.model.instance import Instance
from redislint.typed import Final

_NO_WINDOW: Final[Words] = {
    "aws_elasticache_replication_group": "no `maintenance_window`: AWS picks an hour of the week for patches",
    "aws_elasticache_cluster": "no `maintenance_window`: AWS picks an hour of the week for patches",
    "aws_memorydb_cluster": "no `maintenance_window`: AWS picks an hour of the week for patches",
    "azurerm_redis_cache": "no `patch_schedule`: Azure patches it at any time",
    "google_redis_instance": "no `maintenance_policy`: Google updates it at any time",
    "google_redis_cluster": "no `maintenance_policy`: Google updates it at any time",
    "google_memorystore_instance": "no `maintenance_policy`: Google updates it at any time",
}


def unscheduled(instance: Instance) -> Iterator[Hit]:
    """Changes that do not wait for a window, and a service that has none.

    Whoever uses a module chooses the window; a default could only be wrong.  Most services have none written, and most
    modules apply changes at once, since nothing is in their way: both are told of what is declared to be in production
    alone.
    """
    if instance.environment != "prod":
        return
    at_once = said(instance, "applies-immediately", True)
    if at_once is not None:
        what = f"`apply_immediately` is true{at_once.unless}: what restarts or replaces nodes does so at once"
        yield Hit(at_once.span, key="applies-immediately", related=at_once.related, what=what)
    window = said(instance, "maintenance-window", False)
    if window is not None and not window.related and window.resource in _NO_WINDOW:
        yield Hit(window.span, key="maintenance-window", what=_NO_WINDOW[window.resource])


def unpatched(instance: Instance) -> Iterator[Hit]:
    """A managed service that does not get minor versions, and so fixes, by itself."""
    found = said(instance, "minor-upgrades", False)
    if found is not None:
        yield Hit(
            found.span,
            key="minor-upgrades",
            related=found.related,
            resource=found.resource,
            unless=found.unless,
        )
