"""Servers for development and tests: do they begin each run alike, and when they can answer?"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.finding import Hit
from redislint.model.instance import SERVER, Instance
from redislint.model.paths import is_rehearsal
from redislint.model.workload import Workload
from redislint.typed import Final

_DATA: Final = ("/data", "/bitnami/redis/data", "/bitnami/valkey/data", "/bitnami/redis", "/bitnami/valkey")


def _is_server(workload: Workload) -> bool:
    """Is it surely a server?  Its image also runs scripts that set others up."""
    command = workload.command
    return command is not None and (not command or any(word.endswith("-server") for word in command))


def unclean(instance: Instance) -> Iterator[Hit]:
    """A server for development or tests without a health check, or with data that outlasts a run."""
    workload = instance.workload
    is_dev = instance.environment == "dev" or (not instance.environment and is_rehearsal(instance.anchor.source.path))
    if workload is None or instance.role != SERVER or not is_dev or not _is_server(workload):
        return
    if workload.probes == ():
        what = "has no health check: what is started with it begins before it answers"
        yield Hit(instance.anchor, key="healthcheck", name=instance.name, what=what)
    for volume in workload.volumes or ():
        # Without a name before the colon a volume goes with its container.
        is_named = volume.source == "claim" and ":" in volume.span.text.strip("/")
        if is_named and not volume.read_only and volume.path.rstrip("/") in _DATA:
            what = "keeps its data in a volume: what one run leaves behind is there in the next"
            yield Hit(volume.span, key=volume.path, name=instance.name, what=what)
