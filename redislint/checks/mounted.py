"""Whether what is mounted in a container holds the data that its server keeps."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from redislint.checks.containers import covering, image_of
from redislint.checks.values import is_persistent
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import Setting
from redislint.model.instance import SERVER, Instance
from redislint.model.workload import Volume, Workload
from redislint.servers.images import Image
from redislint.typed import Final

# What an instance is declared to be, where its data are to be kept.
_KEEPING: Final = ("store", "queue")
# Where nobody keeps data, though a volume may be there.
_NO_DATA: Final = re.compile(
    r"/(?:usr/local/)?etc(?:/|$)|/opt/bitnami/\w+/(?:etc|mounted-etc|conf)|/var/log|/log|/run|/tmp|/var/run|/tls|/cert|/ssl"
    r"|/(?:usr/)?(?:local/)?s?bin|/script|/docker|/var/spool|/backup|/home|/root|/opt/(?!bitnami)|/mnt|/dev|/sys|/proc"
)
# What runs pods; data on no volume goes with each of them.
_POD_KINDS: Final = frozenset({"Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController"})
_DATA: Final = re.compile(
    r"/(?:var/)?lib/|data|dump|^/bitnami|/(?:redis|valkey|keydb)/?$|persist|storage", re.IGNORECASE
)


def data_volume_missing(instance: Instance) -> Iterator[Hit]:
    """A server that keeps its data, on no volume that outlasts the container."""
    workload, image = instance.workload, image_of(instance)
    if instance.kind == "helm-values":
        yield from _chart_keeps_nothing(instance)
        return
    if workload is None or workload.volumes is None or image is None or instance.role != SERVER:
        return
    folder = _data_folder(instance, image)
    if not folder or instance.profile in ("cache", "session"):
        return
    volume = covering(workload.volumes, folder)
    if volume is not None and volume.source not in ("memory", "empty"):
        return
    astray = next((one for one in workload.volumes if _is_astray(one)), None)
    kept = _kept_on_purpose(instance)
    if astray is not None and (kept is not None or is_persistent(instance) is not False):
        where = f"the server writes to `{folder}`, where nothing is mounted, and not to `{astray.path}`"
        yield Hit(astray.span, key="dir", where=where, lost=_lost(workload, volume))
    elif kept is True or (isinstance(kept, Setting) and (workload.keeps is not False or instance.profile in _KEEPING)):
        related = (Related(kept.span, "it is told to keep its data"),) if isinstance(kept, Setting) else ()
        severity = Severity.WARNING if kept is not True else None
        where = _where(workload, folder, volume)
        at = volume.span if volume is not None else workload.anchor
        yield Hit(at, key="dir", severity=severity, related=related, where=where, lost=_lost(workload, volume))


def _chart_keeps_nothing(instance: Instance) -> Iterator[Hit]:
    """A chart that is told in its configuration to keep data, and elsewhere to give it no volume."""
    storage, kept = instance.storage, _kept_on_purpose(instance)
    is_lost = storage is not None and storage.value is False and storage.written and instance.role == SERVER
    if storage is None or not is_lost or kept is None or instance.profile in ("cache", "session"):
        return
    related = (Related(kept.span, "it is told to keep its data"),) if isinstance(kept, Setting) else ()
    severity = Severity.WARNING if isinstance(kept, Setting) else None
    where = "the folder where the server keeps its data is on no volume"
    yield Hit(storage.span, key="dir", severity=severity, related=related, where=where, lost="when the pod is")


def _lost(workload: Workload, volume: Volume | None) -> str:
    """When the data is gone."""
    if workload.kind in _POD_KINDS:
        return "when the pod is"
    if volume is not None and volume.source == "memory":
        return "when the container stops"
    return "with `docker compose down`" if workload.kind == "service" else "when the container is made anew"


def _where(workload: Workload, folder: str, volume: Volume | None) -> str:
    is_pod = workload.kind in _POD_KINDS
    if volume is None:
        return f"`{folder}`, where the server keeps its data, is on no {'' if is_pod else 'named '}volume"
    what = "in memory" if volume.source == "memory" else "on an `emptyDir`" if is_pod else "on a volume without a name"
    return f"`{folder}`, where the server keeps its data, is {what}"


def _data_folder(instance: Instance, image: Image) -> str:
    """Where the server keeps its data; empty where that is not known."""
    setting = instance.setting("dir")
    if setting.written:
        if setting.value is None:
            return ""
        return posixpath.normpath(posixpath.join(image.data, setting.value)) if image.data else ""
    is_known = instance.complete or (bool(image.files) and not instance.partial)
    return image.data if is_known else ""


def _is_astray(volume: Volume) -> bool:
    """Is a volume meant for data, by where it is mounted?"""
    is_folder = volume.source in ("claim", "network", "host") and not volume.file and not volume.read_only
    if not is_folder or (_NO_DATA.match(volume.path) is not None and not volume.path.endswith("data")):
        return False
    return volume.source != "host" or _DATA.search(volume.path) is not None


def _kept_on_purpose(instance: Instance) -> Setting | bool | None:
    """What says that the data is to be kept: the instance's purpose, or a line; None where nothing does."""
    if instance.profile in ("store", "queue") and is_persistent(instance):
        return True
    appendonly = instance.setting("appendonly")
    if appendonly.written and appendonly.is_one_of("yes"):
        return appendonly
    for line in reversed(instance.all("save")):
        if line.args is None or line.args == ("",):
            break
        return line
    return None
