"""Data that pods share, lose or keep on a network: what runs them, and the volume that it is on."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.containers import covering, data_folder
from redislint.checks.values import is_persistent, is_replica
from redislint.finding import Hit, Related
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SERVER, Instance
from redislint.model.workload import Volume


def _data_volume(instance: Instance) -> Volume | None:
    """The volume that the server's data is on; None where there is none, or it is not known."""
    workload, folder = instance.workload, data_folder(instance)
    if workload is not None and workload.volumes and instance.kind == "helm-values":
        # Of a chart's volumes that of the data alone is told.
        return workload.volumes[0]
    if workload is None or workload.volumes is None or not folder:
        return None
    return covering(workload.volumes, folder)


def cluster_volatile(instance: Instance) -> Iterator[Hit]:
    """A node of a cluster whose nodes.conf is gone with its pod."""
    storage, setting = instance.storage, instance.setting("cluster-enabled")
    if instance.role != SERVER or storage is None or storage.value is not False or instance.kind == "compose":
        return
    if not setting.is_one_of("yes"):
        return
    related = (Related(setting.span, "it is a node of a cluster"),) if setting.written else ()
    yield Hit(storage.span, key="cluster-config-file", related=related)


def deployment(instance: Instance) -> Iterator[Hit]:
    """A Deployment of several masters, or one whose old and new pod share a volume for a while."""
    workload, copies = instance.workload, instance.replicas
    if workload is None or workload.kind != "Deployment" or instance.role != SERVER or instance.kind != "kubernetes":
        return
    if copies is not None and copies.value is not UNKNOWN and copies.value > 1 and _is_alone(instance):
        what = (
            f"these {copies.value} pods are masters that know nothing of each other: what one is told, the others lack"
        )
        yield Hit(copies.span, key="replicas", what=what)
        return
    volume, update = _data_volume(instance), workload.update
    if volume is None or volume.source != "claim" or update is None or update.value != "RollingUpdate":
        return
    if copies is not None and copies.value == 1 and _keeps(instance):
        related = (Related(update.span, "how pods are replaced"),) if update.written else ()
        what = "an update of the Deployment starts the new pod beside the old one, and both have the same volume"
        yield Hit(volume.span, key="strategy", related=related, what=what)


def _is_alone(instance: Instance) -> bool:
    """Is it surely neither a replica nor a node of a cluster?"""
    return is_replica(instance) is False and instance.setting("cluster-enabled").is_one_of("no")


def _keeps(instance: Instance) -> bool:
    """Does the server write its data to disk?  One that is told nothing at all does so in every version."""
    is_bare = instance.complete and not instance.settings and not instance.references
    return is_bare or is_persistent(instance) is True


def on_network(instance: Instance) -> Iterator[Hit]:
    """An append-only file on a file system of the network."""
    setting, volume = instance.setting("appendonly"), _data_volume(instance)
    if instance.role == SERVER and volume is not None and volume.source == "network" and setting.is_one_of("yes"):
        related = (Related(setting.span, "it keeps an append-only file"),) if setting.written else ()
        yield Hit(volume.span, key="dir", related=related, path=volume.path)
